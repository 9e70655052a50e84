"""QuakeML: origin and magnitude of an earthquake, which are no area. Refused with what it says and the way out.

No intensity is made out of a magnitude here: attenuation differs by region and depth, and a ShakeMap, which
knows them and the stations, comes within minutes.
"""

from xml.etree.ElementTree import Element

from geo.readers.opened import XmlDocument, children, local, text_of


def what_it_says(document: XmlDocument) -> str:
    """Return one sentence on the first event: magnitude, place, time, depth, and what to give instead."""
    event = next((element for element in document.root.iter() if local(element.tag) == "event"), None)
    if event is None:
        return "this is QuakeML without any event"
    origin, magnitude = _first(event, "origin"), _first(event, "magnitude")
    said = [
        _value(magnitude, "mag", "M {}"),
        _place(event),
        _value(origin, "time", "at {}"),
        _value(origin, "latitude", "latitude {}"),
        _value(origin, "longitude", "longitude {}"),
        _depth(origin),
    ]
    told = ", ".join(part for part in said if part) or "an event without origin and magnitude"
    return f"this is QuakeML ({told}): a point, without the area it shook; give its ShakeMap or draw the area"


def _first(event: Element, name: str) -> Element | None:
    found = children(event, name)
    return found[0] if found else None


def _value(holder: Element | None, name: str, words: str) -> str:
    inner = children(holder, name) if holder is not None else []
    text = text_of(inner[0], "value") if inner else ""
    return words.format(text[:30]) if text else ""


def _depth(origin: Element | None) -> str:
    text = _value(origin, "depth", "{}")
    try:
        return f"depth {float(text) / 1000:g} km" if text else ""
    except ValueError:
        return ""


def _place(event: Element) -> str:
    description = _first(event, "description")
    return text_of(description, "text")[:60] if description is not None else ""
