"""One CAP `alert` element into a `CapAlert`: what it says, and where it breaks the standard.

Checked against CAP 1.2 (docs.oasis-open.org/emergency/cap/v1.2), where 1.0 and 1.1 ask for less only what they
ask. A missing or unknown value is a problem; a time without offset, an empty polygon or circle, an element of
the sender's own are warnings, since real messages are full of them and nothing is lost.
"""

import re
from xml.etree.ElementTree import Element

from geo.cap import CapAlert, CapArea, CapCode, CapInfo, CapReference, CapSignature
from geo.readers import MAX_TEXT
from geo.readers.opened import children, local, text_of

NAMESPACES = {
    "http://www.incident.com/cap/1.0": "1.0",
    "urn:oasis:names:tc:emergency:cap:1.1": "1.1",
    "urn:oasis:names:tc:emergency:cap:1.2": "1.2",
}

_LONGEST = 4_000
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_ONE_OF = {
    "status": ("Actual", "Exercise", "System", "Test", "Draft"),
    "msgType": ("Alert", "Update", "Cancel", "Ack", "Error"),
    "scope": ("Public", "Restricted", "Private"),
    "urgency": ("Immediate", "Expected", "Future", "Past", "Unknown"),
    "severity": ("Extreme", "Severe", "Moderate", "Minor", "Unknown"),
    "certainty": ("Observed", "Likely", "Very Likely", "Possible", "Unlikely", "Unknown"),
}
_CATEGORIES = frozenset(
    (
        "Geo",
        "Met",
        "Safety",
        "Security",
        "Rescue",
        "Fire",
        "Health",
        "Env",
        "Transport",
        "Infra",
        "CBRNE",
        "Other",
    )
)
_NEEDS_REFERENCES = frozenset({"Update", "Cancel", "Ack", "Error"})
_IN_ALERT = frozenset(
    (
        "identifier",
        "sender",
        "sent",
        "status",
        "msgType",
        "source",
        "scope",
        "restriction",
        "addresses",
        "code",
        "note",
        "references",
        "incidents",
        "info",
        "password",
        "Signature",
    )
)
_IN_AREA = frozenset(
    (
        "areaDesc",
        "polygon",
        "circle",
        "geocode",
        "altitude",
        "ceiling",
    )
)


def alert_of(element: Element, signature: CapSignature) -> CapAlert:
    """Return what an alert says; nothing raises, what is wrong stands in `problems` and `warnings`."""
    problems: list[str] = []
    warnings: list[str] = []
    namespace = element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""
    version = NAMESPACES.get(namespace, "")
    if not version:
        problems.append(f"alert: the namespace {namespace[:60]!r} is none of CAP 1.0, 1.1 and 1.2")
    said = {name: _text(element, name) for name in ("identifier", "sender", "sent", "status", "msgType", "scope")}
    _check_alert(element, said, problems, warnings)
    infos = tuple(
        _info(info, where=f"info {i}", version=version, problems=problems, warnings=warnings)
        for i, info in enumerate(children(element, "info"), start=1)
    )
    return CapAlert(
        version=version,
        identifier=said["identifier"],
        sender=said["sender"],
        sent=said["sent"],
        status=said["status"],
        msg_type=said["msgType"],
        scope=said["scope"],
        references=_references(element, said["msgType"], problems),
        incidents=tuple(_text(element, "incidents").split()),
        signature=signature,
        infos=infos,
        problems=tuple(problems),
        warnings=tuple(warnings),
    )


def _text(element: Element, name: str) -> str:
    return " ".join(text_of(element, name).split())[:MAX_TEXT]


def _check_alert(element: Element, said: dict[str, str], problems: list[str], warnings: list[str]) -> None:
    for name, text in said.items():
        _check_value(name, text, where="", problems=problems)
    if said["sent"]:
        _check_time("sent", said["sent"], warnings)
    for name in ("identifier", "sender"):
        if re.search(r"[\s,<&]", said[name]):
            warnings.append(f"{name}: holds a space, comma, < or &, which CAP forbids")
    for scope, name in (("Restricted", "restriction"), ("Private", "addresses")):
        if said["scope"] == scope and not _text(element, name):
            problems.append(f"{name} is missing, which scope {scope} needs")
    own = sorted({local(child.tag) for child in element} - _IN_ALERT - {""})
    if own:
        warnings.append(f"elements that CAP does not know: {', '.join(own)[:120]}")


def _check_value(name: str, text: str, *, where: str, problems: list[str]) -> None:
    place = f"{where}, {name}" if where else name
    if not text:
        problems.append(f"{place} is missing or empty")
    elif name in _ONE_OF and text not in _ONE_OF[name]:
        problems.append(f"{place}: {text[:40]!r} is none of {', '.join(_ONE_OF[name])}")


def _check_time(place: str, text: str, warnings: list[str]) -> None:
    if text and not _TIME.fullmatch(text):
        how = "has no time zone" if not re.search(r"(Z|[+-]\d\d:\d\d)$", text) else "is not of the form"
        warnings.append(f"{place}: {text[:40]!r} {how}; CAP writes 2008-05-12T14:28:04+08:00")


def _references(element: Element, msg_type: str, problems: list[str]) -> tuple[CapReference, ...]:
    found = []
    for words in _text(element, "references").split():
        parts = words.split(",")
        if len(parts) != 3 or not all(parts):
            problems.append(f"references: {words[:60]!r} is not sender,identifier,sent")
            continue
        found.append(CapReference(*parts))
    if msg_type in _NEEDS_REFERENCES and not found:
        problems.append(f"references is missing or empty, which msgType {msg_type} needs")
    return tuple(found)


def _info(info: Element, *, where: str, version: str, problems: list[str], warnings: list[str]) -> CapInfo:
    categories = tuple((child.text or "").strip()[:40] for child in children(info, "category"))
    if not categories:
        problems.append(f"{where}, category is missing")
    for category in categories:
        if category not in _CATEGORIES:
            problems.append(f"{where}, category: {category!r} is not known to CAP")
    said = {name: _text(info, name) for name in ("event", "urgency", "severity", "certainty")}
    for name, text in said.items():
        _check_value(name, text, where=where, problems=problems)
    times = {name: _text(info, name) for name in ("effective", "onset", "expires")}
    for name, text in times.items():
        _check_time(f"{where}, {name}", text, warnings)
    if version == "1.2":
        for resource in children(info, "resource"):
            if not _text(resource, "mimeType"):
                problems.append(f"{where}, resource: mimeType is missing")
    return CapInfo(
        language=_text(info, "language") or "en-US",
        categories=categories,
        event=said["event"],
        response_types=tuple((child.text or "").strip()[:40] for child in children(info, "responseType")),
        urgency=said["urgency"],
        severity=said["severity"],
        certainty=said["certainty"],
        effective=times["effective"],
        onset=times["onset"],
        expires=times["expires"],
        sender_name=_text(info, "senderName"),
        headline=_text(info, "headline"),
        description=text_of(info, "description")[:_LONGEST],
        instruction=text_of(info, "instruction")[:_LONGEST],
        event_codes=_codes(info, "eventCode"),
        areas=tuple(
            _area(area, where=f"{where}, area {i}", problems=problems, warnings=warnings)
            for i, area in enumerate(children(info, "area"), start=1)
        ),
    )


def _area(area: Element, *, where: str, problems: list[str], warnings: list[str]) -> CapArea:
    if not _text(area, "areaDesc"):
        problems.append(f"{where}, areaDesc is missing or empty")
    drawn = {}
    for name in ("polygon", "circle"):
        filled = [child for child in children(area, name) if (child.text or "").strip()]
        drawn[name] = len(filled)
        if len(filled) < len(children(area, name)):
            warnings.append(f"{where}: an empty {name}")
    own = sorted({local(child.tag) for child in area} - _IN_AREA - {""})
    if own:
        warnings.append(f"{where}: elements that CAP does not know: {', '.join(own)[:120]}")
    return CapArea(_text(area, "areaDesc"), drawn["polygon"], drawn["circle"], _codes(area, "geocode"))


def _codes(holder: Element, name: str) -> tuple[CapCode, ...]:
    return tuple(
        CapCode(_text(code, "valueName")[:80], _text(code, "value")[:80])
        for code in children(holder, name)
        if _text(code, "value")
    )
