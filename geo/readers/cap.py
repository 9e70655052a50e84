"""CAP 1.0, 1.1, 1.2: the area of an alert as bands by severity, and what message or feed says of itself.

A Cancel, Ack or Error is no area: it ends or answers one, and read as a footprint it would be a new alarm. A
message that breaks the standard is refused with its first problem. A feed is an index; of its entries, those that
hold their message can be read by `part`.
"""

from dataclasses import asdict
from datetime import datetime
from xml.etree.ElementTree import Element

from geo.cap import CapAlert
from geo.errors import FootprintError
from geo.readers import MAX_TEXT, PLAIN, Options, RawFootprint, Summary, crs
from geo.readers.cap_area import bands_of
from geo.readers.cap_feed import alerts_in, feed_of, is_feed
from geo.readers.cap_message import alert_of
from geo.readers.cap_signature import signature_of
from geo.readers.hazards import kind_named
from geo.readers.opened import XmlDocument
from geo.readers.times import with_offset

_NO_AREA = {
    "Cancel": "it ends the messages it refers to",
    "Ack": "it acknowledges the messages it refers to",
    "Error": "it refuses the messages it refers to",
}


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the area of an alert; FootprintError names the element."""
    return read(XmlDocument(data), options)


def recognises(document: XmlDocument) -> bool:
    """Say whether it is an alert or a feed."""
    return document.name == "alert" or is_feed(document)


def describe(document: XmlDocument, options: Options = PLAIN) -> Summary:
    """Return the plain values of a `CapAlert` or `CapFeed`, with `kind_of_document`."""
    if is_feed(document):
        return {"kind_of_document": "feed", **asdict(feed_of(document))}
    return {"kind_of_document": "alert", **asdict(_said_by(_alert(document, options), document, options))}


def read(document: XmlDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of an alert by severity; FootprintError names the element, or says why there is no area."""
    element = _alert(document, options)
    alert = _said_by(element, document, options)
    if alert.signature.state == "broken":
        raise FootprintError(f"its XML signature is broken: {alert.signature.why}; ask its sender for the message")
    if alert.problems:
        more = f" (and {len(alert.problems) - 1} more)" if len(alert.problems) > 1 else ""
        raise FootprintError(f"{alert.problems[0]}{more}; CAP {alert.version or '1.2'} requires it")
    if alert.msg_type in _NO_AREA:
        earlier = ", ".join(reference.identifier[:60] for reference in alert.references)
        raise FootprintError(f"msgType is {alert.msg_type}: {_NO_AREA[alert.msg_type]} ({earlier}) and is no new area")
    name, note = crs.settle(options, declared=None, otherwise="WGS-84, as CAP prescribes")
    notes = _said(alert)
    left_out: list[str] = []  # the first of it is why, when nothing is left
    bands = bands_of(element, left_out)
    if not bands:
        why = (
            (left_out or ["no info has an area"])[0]
            .removesuffix(".")
            .removesuffix("; it was left out")
            .removesuffix(" and was left out")
        )
        raise FootprintError(f"{why}; draw the area")
    begins, ends = _validity(alert, notes)
    return RawFootprint(
        kind=kind_named(*(text for info in alert.infos for text in (info.event, info.headline))),
        title=_title(alert),
        source=f"CAP {(alert.infos[0].sender_name or alert.sender)[:200]} {alert.identifier[:200]}",
        valid_from=begins,
        valid_to=ends,
        bands=bands,
        notes=[*notes, *left_out, *alert.warnings],
        crs=name,
        crs_note=note,
    )


def _said_by(element: Element, document: XmlDocument, options: Options) -> CapAlert:
    return alert_of(element, signature_of(element, document.bytes_of, options.certificates))


def _alert(document: XmlDocument, options: Options) -> Element:
    if document.name == "alert":
        return document.root
    if not is_feed(document):
        raise FootprintError(f"line 1: the root element is {document.name[:40]!r}, not alert, feed or rss")
    held = alerts_in(document)
    if options.part is None and len(held) == 1:
        return held[0][1]
    if options.part is not None:
        for identifier, element in held:
            if identifier == options.part:
                return element
        raise FootprintError(f"no entry with a message of its own is called {options.part[:60]!r}")
    feed = feed_of(document)
    raise FootprintError(
        f"this is a feed ({feed.kind}, {len(feed.entries)} entries, {len(held)} with a message of their own), "
        "no message; `tongxin cap validate` lists it"
    )


def _said(alert: CapAlert) -> list[str]:
    """Return what a person must know of a message before using its area."""
    notes = []
    if alert.status != "Actual":
        notes.append(f"The message's status is {alert.status}: it tells of no real event.")
    if alert.msg_type == "Update":
        earlier = ", ".join(reference.identifier[:60] for reference in alert.references[:3])
        notes.append(f"The message updates {earlier}.")
    if any("AllClear" in info.response_types or info.urgency == "Past" for info in alert.infos):
        notes.append("The message says that the event is past or all clear.")
    if alert.signature.state != "none":
        notes.append(f"XML signature: {alert.signature.words}.")
    return notes


def _title(alert: CapAlert) -> str:
    """Return headline or event, in both languages where the message has both."""
    by_language = {info.language[:2].casefold(): info.headline or info.event for info in reversed(alert.infos)}
    if "zh" in by_language and "en" in by_language:
        return f"{by_language['zh']} / {by_language['en']}"[:MAX_TEXT]
    return (alert.infos[0].headline or alert.infos[0].event)[:MAX_TEXT]


def _validity(alert: CapAlert, notes: list[str]) -> tuple[str | None, str | None]:
    """Return the earliest beginning and the latest end of the infos; the end is left out where it comes first."""
    begins = [with_offset(i.onset or i.effective or alert.sent, notes, field="sent or onset") for i in alert.infos]
    ends = [with_offset(info.expires, notes, field="expires") for info in alert.infos]
    first = min((t for t in begins if t), key=datetime.fromisoformat, default=None)
    last = max((t for t in ends if t), key=datetime.fromisoformat, default=None)
    if first and last and datetime.fromisoformat(last) <= datetime.fromisoformat(first):
        notes.append(f"expires {last} is not after {first}; left out.")
        last = None
    return first, last
