"""Warnings of a Chinese met service as QWeather passes them on (warning/now, weatheralert/v1/current).

A bulletin has a colour and an issuer, and no ground. Blue, yellow, orange and red are levels 1 to 4. It is placed by a
six-digit code where it has one, else by the seat of its issuer (临桂区气象台 warns for 临桂区), and the notes say
which; bulletins that are cancelled or have no colour are told and left out.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawBand, RawFootprint
from geo.readers.geojson import open_json
from geo.readers.hazards import kind_named
from geo.readers.strict_json import JsonDocument
from geo.readers.times import with_offset

LEVELS = {"blue": 1.0, "yellow": 2.0, "orange": 3.0, "red": 4.0}
_CODE = re.compile(r"[1-8]\d{5}")
_CODES = ("adcode", "areaCode", "regionCode")
_OVER = frozenset({"cancel", "cancelled", "解除"})
_MAX_BULLETINS = 2_000
_NAME = "name:"


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the regions under warning; FootprintError says what is missing."""
    return read(open_json(data), options)


def recognises(document: JsonDocument) -> bool:
    """Say whether it is a list of bulletins."""
    return _bulletins(document.value) is not None


def read(document: JsonDocument, options: Options = PLAIN) -> RawFootprint:
    """Return one band a colour with the regions that are under it; FootprintError when none is left."""
    bulletins = _bulletins(document.value) or []
    if len(bulletins) > _MAX_BULLETINS:
        raise FootprintError(f"{len(bulletins):,} bulletins; at most {_MAX_BULLETINS:,}")
    notes: list[str] = []
    places: dict[float, list[str]] = {}
    used = []
    for i, said in enumerate(bulletins, start=1):
        where = f"line {document.line_of(said)}: bulletin {i}"
        level = _level(said, notes, where=where)
        if level is None:
            continue
        place = _place(said, where=where)
        places.setdefault(level, [])
        if place not in places[level]:
            places[level].append(place)
        used.append(said)
    if not used:
        raise FootprintError("; ".join(note.rstrip(".") for note in notes[:2]) or "no bulletin is in force")
    if any(place.startswith(_NAME) for found in places.values() for place in found):
        notes.append("Bulletins without a region's code are placed by the seat of their issuer.")
    begins, ends = _validity(used, notes)
    headline = _text(used[0], "title", "headline")
    more = f" (+{len(used) - 1})" if len(used) > 1 else ""
    return RawFootprint(
        kind=kind_named(_text(used[0], "typeName") or _event(used[0]), headline),
        title=f"{headline}{more}",
        source=f"{_issuer(used[0])} {_text(used[0], 'id')}, by QWeather",
        valid_from=begins,
        valid_to=ends,
        bands=[RawBand(value=level, unit="level", polygons=[], places=places[level]) for level in places],
        notes=notes,
        crs_note="regions by code or name; their boundaries are our own",
    )


def _bulletins(root: Any) -> list[dict[str, Any]] | None:
    if not isinstance(root, dict):
        return None
    found = root.get("warning") if "code" in root else root.get("alerts") if "metadata" in root else None
    return found if isinstance(found, list) and all(isinstance(item, dict) for item in found) else None


def _level(said: Mapping[str, Any], notes: list[str], *, where: str) -> float | None:
    """Return the level of a bulletin that is in force, none with a note for others."""
    kind = said.get("messageType")
    state = str(kind.get("code", "") if isinstance(kind, dict) else said.get("status", "")).casefold()
    if state in _OVER:
        notes.append(f"{where}: cancelled ({_text(said, 'title', 'headline')[:60]}); left out.")
        return None
    colour = said.get("color")
    name = str(colour.get("code", "") if isinstance(colour, dict) else said.get("severityColor", "")).casefold()
    if name not in LEVELS:
        notes.append(
            f"{where}: its colour is {name[:20] or 'not given'!r}, none of blue, yellow, orange, red; left out."
        )
        return None
    return LEVELS[name]


def _place(said: Mapping[str, Any], *, where: str) -> str:
    code = next((str(said[name]) for name in _CODES if _CODE.fullmatch(str(said.get(name, "")))), None)
    if code is not None:
        return code
    issuer = _issuer(said)
    if not issuer:
        raise FootprintError(f"{where}: neither a region's code nor an issuer, so it has no place; draw the area")
    return _NAME + issuer


def _issuer(said: Mapping[str, Any]) -> str:
    return _text(said, "sender", "senderName")[:60]


def _event(said: Mapping[str, Any]) -> str:
    event = said.get("eventType")
    return str(event.get("name", ""))[:40] if isinstance(event, dict) else ""


def _text(said: Mapping[str, Any], *names: str) -> str:
    return next((said[name][:300] for name in names if isinstance(said.get(name), str) and said[name]), "")


def _validity(used: list[dict[str, Any]], notes: list[str]) -> tuple[str | None, str | None]:
    begins = [with_offset(_text(said, "startTime", "onsetTime", "effectiveTime", "pubTime"), notes) for said in used]
    ends = [with_offset(_text(said, "endTime", "expireTime"), notes) for said in used]
    first = min((t for t in begins if t), key=datetime.fromisoformat, default=None)
    last = max((t for t in ends if t), key=datetime.fromisoformat, default=None)
    if first and last and datetime.fromisoformat(last) <= datetime.fromisoformat(first):
        last = None
    return first, last
