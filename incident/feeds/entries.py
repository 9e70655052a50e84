"""Takes a feed's document apart into its entries; runs only in the child (`python -I -m incident.feeds`).

Atom and RSS with CAP, USGS GeoJSON, GDACS RSS and GeoJSON, and the body of a webhook. Each entry keeps its own
bytes (`raw`), from which it can be read again later. Out come plain texts and numbers; nothing is looked up.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, tostring

from geo.errors import FootprintError
from geo.readers.opened import XmlDocument, children, local, text_of
from geo.readers.strict_json import JsonDocument

MOST_ENTRIES = 2_000
_LONGEST = 500
_MAX_POSITIONS = 200_000
_CAP_TYPE = "application/cap+xml"
_CAP_SPACES = ("urn:oasis:names:tc:emergency:cap:", "http://www.incident.com/cap/")
#: GDACS' names in RSS items, without their namespace.
_GDACS = (
    "eventtype", "eventid", "episodeid", "alertlevel", "eventname", "fromdate", "todate", "datemodified", "iscurrent",
    "country",
)  # fmt: skip


def entries_in(data: bytes, kind: str) -> list[dict[str, Any]]:
    """The entries of a document of a feed of this kind; FootprintError says why it is none."""
    if kind == "cap":
        return _capped(_cap_entries(XmlDocument(data)))
    if kind == "usgs_detail":
        return [_shakemap(JsonDocument(data, max_positions=_MAX_POSITIONS).value)]
    if kind == "webhook":
        return [_called(JsonDocument(data, max_positions=_MAX_POSITIONS))]
    if kind == "gdacs" and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _capped([_gdacs_item(item) for item in _items(XmlDocument(data))])
    document = JsonDocument(data, max_positions=_MAX_POSITIONS)
    features = _features(document.value)
    return _capped([_usgs(feature) if kind == "usgs" else _gdacs_feature(feature) for feature in features])


def _capped(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(entries) > MOST_ENTRIES:
        raise FootprintError(f"the feed has {len(entries):,} entries; at most {MOST_ENTRIES:,} are read")
    return entries


def _entry(
    key: str, raw: bytes, *, raw_type: str, link: str = "", title: str = "", fields: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "key": key[:1000],
        "title": " ".join(title.split())[:_LONGEST],
        "link": link[:_LONGEST],
        "raw": base64.b64encode(raw).decode(),
        "raw_type": raw_type,
        "fields": dict(fields or {}),
    }


def _cap_entries(document: XmlDocument) -> list[dict[str, Any]]:
    if document.name == "alert":
        return [_alert(document, document.root, key=_text(document.root, "identifier") or "alert")]
    return [_cap_entry(document, item) for item in _items(document)]


def _items(document: XmlDocument) -> list[Element]:
    """The entries of Atom or RSS; a single entry that was kept stands for itself."""
    if document.name in ("entry", "item"):
        return [document.root]
    if document.name not in ("feed", "rss", "RDF"):
        raise FootprintError(f"line 1: the root element is {document.name[:40]!r}, neither feed, rss nor alert")
    return [element for element in document.root.iter() if local(element.tag) in ("entry", "item")]


def _cap_entry(document: XmlDocument, item: Element) -> dict[str, Any]:
    identifier = _text(item, "id") or _text(item, "guid") or _link(item)
    updated = _text(item, "updated") or _text(item, "pubDate")
    held = next((element for element in item.iter() if local(element.tag) == "alert"), None)
    if held is not None and str(held.tag)[1:].startswith(_CAP_SPACES):
        return _alert(document, held, key=f"{identifier} {updated}")
    raw = tostring(item, encoding="utf-8")
    return _entry(
        f"{identifier} {updated}", raw, raw_type="application/xml", link=_link(item), title=_text(item, "title")
    )


def _alert(document: XmlDocument, alert: Element, *, key: str) -> dict[str, Any]:
    # as it stands there: written anew it would no longer fit its signature
    return _entry(key, document.bytes_of(alert), raw_type=_CAP_TYPE, title=_text(alert, "identifier"))


def _link(item: Element) -> str:
    """The message's own address: a link of CAP's type, an alternate one, or an enclosure."""
    best = sorted(children(item, "link"), key=lambda link: (link.get("type") != _CAP_TYPE, link.get("rel") == "self"))
    for link in (*best, *children(item, "enclosure")):
        address = (link.get("href") or link.get("url") or link.text or "").strip()
        if address:
            return address
    return ""


def _text(element: Element, name: str) -> str:
    return " ".join(text_of(element, name).split())[:_LONGEST]


def _features(root: Any) -> list[Mapping[str, Any]]:
    if not isinstance(root, dict) or root.get("type") not in ("FeatureCollection", "Feature"):
        raise FootprintError("line 1: no GeoJSON FeatureCollection")
    features = root.get("features") if root["type"] == "FeatureCollection" else [root]
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise FootprintError("features: must be a list of features")
    return features


def _usgs(feature: Mapping[str, Any]) -> dict[str, Any]:
    said, point = _members(feature, "properties"), _point(feature)
    identifier, updated = _plain(feature.get("id")), _plain(said.get("updated"))
    return _entry(
        f"{identifier} {updated}",
        _json(feature),
        raw_type="application/json",
        link=_plain(said.get("detail")),
        title=_plain(said.get("title") or said.get("place")),
        fields={
            **{name: _plain(said.get(name)) for name in ("ids", "place", "status", "types")},
            **{name: _number(said.get(name)) for name in ("updated", "time", "mag")},
            "id": identifier,
            **point,
        },
    )


def _shakemap(detail: Any) -> dict[str, Any]:
    """The address of the preferred ShakeMap's grid.xml in the detail document of an event."""
    try:
        products = detail["properties"]["products"]["shakemap"]
        contents = max(products, key=lambda product: float(product.get("preferredWeight", 0)))["contents"]
        link = _plain((contents.get("download/grid.xml") or contents["grid.xml"])["url"])
    except (KeyError, TypeError, AttributeError, ValueError):
        raise FootprintError("its detail document lists no ShakeMap grid") from None
    return _entry("shakemap", b"", raw_type="application/json", link=link)


def _gdacs_feature(feature: Mapping[str, Any]) -> dict[str, Any]:
    said, point = _members(feature, "properties"), _point(feature)
    links = said.get("url")
    severity = said.get("severitydata")
    severity = severity if isinstance(severity, dict) else {}
    fields: dict[str, Any] = {name: _plain(said.get(name)) for name in _GDACS}
    return _entry(
        _gdacs_key(fields),
        _json(feature),
        raw_type="application/json",
        link=_plain(links.get("geometry")) if isinstance(links, dict) else "",
        title=_plain(said.get("name") or said.get("description")),
        fields=fields | point | {"severity": _number(severity.get("severity"))},
    )


def _gdacs_item(item: Element) -> dict[str, Any]:
    fields: dict[str, Any] = {name: _text(item, name) for name in _GDACS}
    severity = next(iter(children(item, "severity")), None)
    where = [element for element in item.iter() if local(element.tag) in ("lat", "long")]
    at = {local(element.tag): (element.text or "").strip() for element in where}
    if not at and len(both := _text(item, "point").split()) == 2:
        at = {"lat": both[0], "long": both[1]}
    return _entry(
        _gdacs_key(fields),
        tostring(item, encoding="utf-8"),
        raw_type="application/xml",
        title=_text(item, "title"),
        fields=fields
        | {
            "severity": _parsed(severity.get("value") if severity is not None else None),
            "lon": _parsed(at.get("long")),
            "lat": _parsed(at.get("lat")),
        },
    )


def _gdacs_key(fields: Mapping[str, str]) -> str:
    return " ".join(fields[name] for name in ("eventtype", "eventid", "episodeid", "datemodified", "alertlevel"))


def _called(document: JsonDocument) -> dict[str, Any]:
    """The body of a callback: a CAP message as text in `cap`, or the members of signal/1 (see docs/feeds.md)."""
    body = document.value
    if not isinstance(body, dict):
        raise FootprintError("line 1: the body must be a JSON object")
    if isinstance(body.get("cap"), str):
        alert = XmlDocument(body["cap"].encode())
        if alert.name != "alert":
            raise FootprintError("cap: the text is no CAP alert")
        return _alert(alert, alert.root, key=_text(alert.root, "identifier"))
    area = body.get("area")
    return _entry(
        _plain(body.get("identifier")),
        _json(body),
        raw_type="application/json",
        title=_plain(body.get("title")),
        fields={
            "area": _json(area).decode() if isinstance(area, dict) else "",
            "references": _references(body.get("references")),
            **{name: (_number if name in _NUMBERS else _plain)(body.get(name)) for name in _SIGNAL},
        },
    )


_NUMBERS = frozenset({"magnitude", "level", "lon", "lat"})
#: Members of signal/1 beside title, area and references.
_SIGNAL = (
    "identifier", "sender", "sent", "status", "msg_type", "event_id", "hazard", "severity", "urgency", "certainty",
    "magnitude", "level", "lon", "lat", "occurred_at", "expires_at",
)  # fmt: skip


def _references(given: Any) -> list[list[str]]:
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > 100:
        raise FootprintError("references: must be a list of at most 100 texts sender,identifier,sent")
    found = [_plain(text).split(",") for text in given]
    if any(len(parts) != 3 or not all(parts) for parts in found):
        raise FootprintError("references: each must be sender,identifier,sent")
    return found


def _members(feature: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = feature.get(name)
    return found if isinstance(found, dict) else {}


def _point(feature: Mapping[str, Any]) -> dict[str, float | None]:
    geometry = feature.get("geometry")
    at = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    numbers = at if isinstance(at, list) and len(at) >= 2 else [None, None]
    return {"lon": _number(numbers[0]), "lat": _number(numbers[1])}


def _plain(value: Any) -> str:
    """A text or a number as one line of text; everything else is nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
    return " ".join(text.split())[:_LONGEST]


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _parsed(text: str | None) -> float | None:
    try:
        number = float((text or "").strip()[:40])
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
