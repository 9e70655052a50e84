"""A CAP 1.2 message as plain values, checked, and as XML: what leaves for cell-broadcast centres and for the public.

OASIS CAP 1.2 (docs.oasis-open.org/emergency/cap/v1.2). Stricter than the standard where looseness has hurt: times
carry an offset and never Z, identifiers hold no space, comma, < or &, Update and Cancel name what they refer to, each
info says its language, nothing is Unknown, and a polygon has at most 100 points, since maps have broken above that
(wmo-raf/cap-composer#65). An exercise can't be Actual: the world of the process writes the status, never a request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Literal
from xml.etree.ElementTree import Element, SubElement, tostring

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from notifications.delivery import World

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
#: Points of a polygon, the last of which repeats the first.
MOST_POINTS = 100
#: Words of a world for CAP's status; Test is for trials of the gateways themselves.
STATUS: dict[World, Literal["Actual", "Exercise"]] = {"live": "Actual", "exercise": "Exercise"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)")
#: What XML 1.0 can't hold; a text with one of them would be no message at all.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def beyond_xml(text: str) -> str | None:
    """The first sign of a text that no XML can hold, or None."""
    found = _NO_XML.search(text)
    return found[0] if found else None


def _moment(text: str) -> str:
    if not _MOMENT.fullmatch(text):
        raise ValueError("must be a time such as 2008-05-12T15:00:00+08:00; CAP forbids Z and fractions")
    return text


def _name(text: str) -> str:
    if re.search(r"[\s,<&]", text):
        raise ValueError("must hold no space, comma, < or &")
    return text


def as_read(text: str) -> str:
    """The text as a reader of XML will find it: without space around, every line break one sign."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _text(text: str) -> str:
    if found := beyond_xml(text):
        raise ValueError(f"holds U+{ord(found):04X}, which XML cannot")
    plain = as_read(text)
    if not plain:
        raise ValueError("must not be empty")
    return plain


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _polygon(text: str) -> str:
    points = text.split(" ")
    if not 4 <= len(points) <= MOST_POINTS:
        raise ValueError(f"must have 4 to {MOST_POINTS} points, the last equal to the first, not {len(points)}")
    if points[0] != points[-1]:
        raise ValueError("must end where it begins")
    for point in points:
        match = _POINT.fullmatch(point)
        if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
            raise ValueError(f"{point[:40]!r} is not latitude,longitude")
    return text


Moment = Annotated[str, AfterValidator(_moment)]
Name = Annotated[str, Field(max_length=200), AfterValidator(_name), AfterValidator(_text)]
Line = Annotated[str, Field(max_length=500), AfterValidator(_line)]
Text = Annotated[str, Field(max_length=4000), AfterValidator(_text)]
Polygon = Annotated[str, AfterValidator(_polygon)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class CapReference(_Strict):
    """An earlier message of the same matter."""

    sender: Name
    identifier: Name
    sent: Moment


class CapArea(_Strict):
    """Where: in words, as polygons of at most 100 points, and by the codes of its counties (GB/T 2260)."""

    description: Line
    polygons: list[Polygon] = Field(default=[], max_length=500)
    counties: list[Annotated[str, Field(pattern=r"^[0-9]{6}$")]] = Field(default=[], max_length=3500)


class CapInfo(_Strict):
    """What is said in one language."""

    language: Language
    category: Literal[
        "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"
    ]
    event: Line
    response: Literal["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"]
    urgency: Literal["Immediate", "Expected", "Future", "Past"]
    severity: Literal["Extreme", "Severe", "Moderate", "Minor"]
    certainty: Literal["Observed", "Likely", "Possible", "Unlikely"]
    effective: Moment
    expires: Moment
    sender_name: Line
    headline: Line
    description: Text
    areas: list[CapArea] = Field(min_length=1, max_length=34)


class CapAlert(_Strict):
    """One message; a later one of the same matter has an identifier of its own and refers to this."""

    identifier: Name
    sender: Name
    sent: Moment
    status: Literal["Actual", "Exercise", "Test"]
    message_type: Literal["Alert", "Update", "Cancel"]
    scope: Literal["Public"] = "Public"
    note: Line | None = None
    references: list[CapReference] = Field(default=[], max_length=20)
    infos: list[CapInfo] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def _refers(self) -> CapAlert:
        if (self.message_type == "Alert") == bool(self.references):
            raise ValueError("references: an Update or Cancel names what it refers to, an Alert nothing")
        if any(reference.identifier == self.identifier for reference in self.references):
            raise ValueError("references: a message can't refer to itself; it needs an identifier of its own")
        languages = [info.language.lower() for info in self.infos]
        if len(set(languages)) < len(languages):
            raise ValueError("infos: one info a language")
        return self


def to_xml(alert: CapAlert) -> bytes:
    """Return the message as XML 1.0 in UTF-8."""
    root = Element(_tag("alert"))
    head = {
        "identifier": alert.identifier,
        "sender": alert.sender,
        "sent": alert.sent,
        "status": alert.status,
        "msgType": alert.message_type,
        "scope": alert.scope,
        "note": alert.note or "",
        "references": " ".join(f"{one.sender},{one.identifier},{one.sent}" for one in alert.references),
    }
    _put(root, ((name, text) for name, text in head.items() if text))
    for info in alert.infos:
        _put_info(root, info)
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        + tostring(root, encoding="unicode", default_namespace=NAMESPACE).encode()
    )


def _put_info(root: Element, info: CapInfo) -> None:
    element = SubElement(root, _tag("info"))
    _put(
        element,
        (
            ("language", info.language),
            ("category", info.category),
            ("event", info.event),
            ("responseType", info.response),
            ("urgency", info.urgency),
            ("severity", info.severity),
            ("certainty", info.certainty),
            ("effective", info.effective),
            ("expires", info.expires),
            ("senderName", info.sender_name),
            ("headline", info.headline),
            ("description", info.description),
        ),
    )
    for area in info.areas:
        place = SubElement(element, _tag("area"))
        _put(place, [("areaDesc", area.description), *(("polygon", polygon) for polygon in area.polygons)])
        for code in area.counties:
            _put(SubElement(place, _tag("geocode")), (("valueName", "GB2260"), ("value", code)))


def _put(parent: Element, named: Iterable[tuple[str, str]]) -> None:
    for name, text in named:
        SubElement(parent, _tag(name)).text = text


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
