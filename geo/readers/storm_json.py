"""Typhoon tracks of QWeather (real-time track, forecast): CMA's fixes with quadrant radii in km, all as texts.

`windRadius30`, `50` and `64` are CMA's circles of force 7, 10 and 12 (dev.qweather.com, tropical cyclone API: 台风7级,
10级, 12级风圈); so the bands are of unit `force`. Winds are m/s, times carry their offset, numbers are texts, and what
is not there may be missing, null, "" or "null". A forecast has winds without radii, which are then estimated.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint, Summary
from geo.readers.geojson import open_json
from geo.readers.storms import MAX_FIXES, footprint_of, needed, number, summary_of
from geo.readers.strict_json import JsonDocument
from geo.tracks import Fix, Radii, Track, make_track

_RADII = {"windRadius30": 7.0, "windRadius50": 10.0, "windRadius64": 12.0}
_QUADRANTS = ("neRadius", "seRadius", "swRadius", "nwRadius")
_TIMES = ("time", "fxTime", "pubTime")


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the swaths of a track; FootprintError names the fix and the field."""
    return read(open_json(data), options)


def recognises(document: JsonDocument) -> bool:
    """Say whether it is an answer of the API with a track, a forecast or a list of storms."""
    root = document.value
    if not isinstance(root, dict) or "code" not in root:
        return False
    return any(isinstance(root.get(name), list) for name in ("track", "forecast", "storm"))


def describe(document: JsonDocument, options: Options = PLAIN) -> Summary:
    """Return the track as plain values (`geo.tracks.from_plain`)."""
    return summary_of(_track(document))


def read(document: JsonDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the swaths of a track by force; FootprintError names the fix and the field."""
    track = _track(document)
    forecast = not isinstance(document.value.get("track"), list)
    return footprint_of(track, options, notes=["The track is a forecast."] if forecast else [])


def _track(document: JsonDocument) -> Track:
    root: dict[str, Any] = document.value
    listed = root.get("track") if isinstance(root.get("track"), list) else root.get("forecast")
    if not isinstance(listed, list):
        storms = [str(s.get("id", "?"))[:20] for s in root.get("storm", []) if isinstance(s, dict)]
        raise FootprintError(f"a list of {len(storms)} storms without tracks; fetch the track of one of them")
    now = root.get("now")
    said = [*listed, *([now] if isinstance(now, dict) else [])]
    if len(said) > MAX_FIXES:
        raise FootprintError(f"{len(said):,} fixes; at most {MAX_FIXES:,}")
    fixes = []
    for i, fix in enumerate(said, start=1):
        if not isinstance(fix, dict):
            raise FootprintError(f"fix {i}: must be an object")
        fixes.append(_fix(fix, where=f"line {document.line_of(fix)}: fix {i}"))
    storm = str(root.get("id") or root.get("stormId") or "")[:40]
    return make_track(fixes, storm=storm, agency="QWeather (CMA)", unit="force")


def _fix(said: Mapping[str, Any], *, where: str) -> Fix:
    return Fix(
        at=_time(said, where=where),
        lon=needed(said.get("lon"), where=f"{where}, lon", lowest=-180, highest=180),
        lat=needed(said.get("lat"), where=f"{where}, lat", lowest=-90, highest=90),
        max_wind_ms=number(said.get("windSpeed"), where=f"{where}, windSpeed", lowest=0, highest=150),
        pressure_hpa=number(said.get("pressure"), where=f"{where}, pressure", lowest=800, highest=1100),
        radii=tuple(
            radii
            for name, force in _RADII.items()
            if (radii := _radii(said.get(name), force, where=f"{where}, {name}")) is not None
        ),
    )


def _time(said: Mapping[str, Any], *, where: str) -> datetime:
    text = next((str(said[name])[:40] for name in _TIMES if said.get(name)), "")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise FootprintError(f"{where}: {text!r} is no time such as 2020-11-07T19:00+08:00") from None
    if moment.tzinfo is None:
        raise FootprintError(f"{where}: the time {text!r} has no offset; write it as {text}+08:00")
    return moment


def _radii(said: Any, force: float, *, where: str) -> Radii | None:
    if not isinstance(said, dict):
        if said is None or str(said).strip().casefold() in ("", "null", "[]"):
            return None
        raise FootprintError(f"{where}: must hold {', '.join(_QUADRANTS)}")
    km = [number(said.get(name), where=f"{where}, {name}", lowest=0, highest=2000) or 0.0 for name in _QUADRANTS]
    return Radii(force, *km) if any(km) else None
