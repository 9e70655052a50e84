"""Typhoon tracks: fixes with wind radii by quadrant, and the ground that a wind sweeps over between two times.

A `Track` is plain data. Its winds are in one of two units, each a band of *at least* so much: `kn` (34, 50, 64
knots, as JTWC and IBTrACS give radii; one-minute winds) or `force` (Beaufort 7, 10, 12, as CMA and QWeather give
them; two-minute winds). Neither is compared with the other, nor with an intensity.

Around a fix the wind covers four quarter circles (geodesic, WGS-84). Between two fixes it covers the convex hull, in
longitude and latitude, of both; a radius that only one of them has grows from or shrinks to nothing over the leg.
Legs longer than `LONGEST_LEG` are not bridged. Everything here is numpy and numbers: rings, no geometry library.

    swath(track, 34)                        # rings of the whole track, to be merged
    swath(track, 34, since=a, until=b)      # of one step; fixes are interpolated at a and b
    steps(track, hours=6)                   # the times of an animation
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from geo.errors import FootprintError
from geo.wind_radii import estimated_radius_km

Unit = Literal["kn", "force"]
Ring = list[list[float]]

KNOT_MS = 1852.0 / 3600.0
NAUTICAL_MILE_KM = 1.852
#: Bands by unit with the wind at 10 m where each begins, m/s. Beaufort by GB/T 28591-2012 (as by WMO-No. 8).
BANDS: dict[Unit, dict[float, float]] = {
    "kn": {34.0: 34 * KNOT_MS, 50.0: 50 * KNOT_MS, 64.0: 64 * KNOT_MS},
    "force": {7.0: 13.9, 10.0: 24.5, 12.0: 32.7},
}
LONGEST_LEG = timedelta(hours=24)
_BEARING_STEP = 5.0
_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Radii:
    """How far winds of at least `value` (of the track's unit) reach, in km by quadrant; 0 where not at all."""

    value: float
    ne_km: float
    se_km: float
    sw_km: float
    nw_km: float

    @property
    def quadrants(self) -> tuple[float, float, float, float]:
        """The four radii by rising bearing: NE, SE, SW, NW."""
        return self.ne_km, self.se_km, self.sw_km, self.nw_km


@dataclass(frozen=True, slots=True)
class Fix:
    """Where the centre was, or is forecast, at one time (with offset); degrees WGS-84."""

    at: datetime
    lon: float
    lat: float
    max_wind_ms: float | None
    pressure_hpa: float | None
    radii: tuple[Radii, ...]

    def radii_of(self, value: float) -> Radii:
        """Return the radii of one band, all 0 where the fix has none."""
        return next((radii for radii in self.radii if radii.value == value), Radii(value, 0.0, 0.0, 0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Track:
    """One storm: fixes in the order of time. `estimated` counts fixes whose radii are not the centre's own."""

    storm: str
    name: str | None
    agency: str
    unit: Unit
    fixes: tuple[Fix, ...]
    estimated: int = 0

    @property
    def begins(self) -> datetime:
        """Time of the first fix."""
        return self.fixes[0].at

    @property
    def ends(self) -> datetime:
        """Time of the last fix."""
        return self.fixes[-1].at

    def values(self) -> tuple[float, ...]:
        """Return the bands that any fix reaches, the highest first."""
        reached = {radii.value for fix in self.fixes for radii in fix.radii if any(radii.quadrants)}
        return tuple(sorted(reached, reverse=True))


def make_track(fixes: Iterable[Fix], *, storm: str, agency: str, unit: Unit, name: str | None = None) -> Track:
    """Return a track with its fixes in order of time, the first of two at one time; FootprintError without any."""
    ordered: dict[datetime, Fix] = {}
    for fix in sorted(fixes, key=lambda fix: fix.at):
        ordered.setdefault(fix.at, fix)
    if not ordered:
        raise FootprintError(f"{storm}: no fix with a time and a position")
    return Track(storm=storm, name=name, agency=agency, unit=unit, fixes=tuple(ordered.values()))


def with_estimated_radii(track: Track) -> Track:
    """Return the track with estimated radii (`geo.wind_radii`) where no fix has any of its own.

    A track in which the centre gave radii is returned as it is: there a fix without radii has no such wind.
    """
    if any(fix.radii for fix in track.fixes):
        return track
    fixes = tuple(_estimated(fix, unit=track.unit) for fix in track.fixes)
    return replace(track, fixes=fixes, estimated=sum(bool(fix.radii) for fix in fixes))


def _estimated(fix: Fix, *, unit: Unit) -> Fix:
    if fix.max_wind_ms is None:
        return fix
    found = []
    for value, wind_ms in BANDS[unit].items():
        # a highest wind rounded to five knots must not fall short of its own band
        km = estimated_radius_km(wind_ms, max_wind_ms=fix.max_wind_ms + 1e-6, lat=fix.lat)
        if km:
            found.append(Radii(value, km, km, km, km))
    return replace(fix, radii=tuple(found))


def fix_at(track: Track, at: datetime) -> Fix:
    """Return the fix at a time, position and radii interpolated in time; the first or last fix outside the track."""
    if at <= track.begins:
        return track.fixes[0]
    for before, after in pairwise(track.fixes):
        if before.at <= at <= after.at:
            return _between(before, after, (at - before.at) / (after.at - before.at), at=at)
    return track.fixes[-1]


def _between(before: Fix, after: Fix, share: float, *, at: datetime) -> Fix:
    values = sorted({radii.value for radii in (*before.radii, *after.radii)})
    radii = []
    for value in values:
        pairs = zip(before.radii_of(value).quadrants, after.radii_of(value).quadrants, strict=True)
        radii.append(Radii(value, *(a + (b - a) * share for a, b in pairs)))
    known = before.max_wind_ms is not None and after.max_wind_ms is not None
    return Fix(
        at=at,
        lon=_normal(before.lon + _turn(after.lon - before.lon) * share),
        lat=before.lat + (after.lat - before.lat) * share,
        max_wind_ms=(before.max_wind_ms or 0.0) * (1 - share) + (after.max_wind_ms or 0.0) * share if known else None,
        pressure_hpa=None,
        radii=tuple(radii),
    )


def steps(track: Track, *, hours: float = 6.0) -> tuple[datetime, ...]:
    """Return the times from the first fix to the last, `hours` apart; the last step may be shorter."""
    if hours <= 0:
        raise FootprintError(f"a step of {hours:g} hours is none; give more than 0")
    times, at = [], track.begins
    while at < track.ends:
        times.append(at)
        at += timedelta(hours=hours)
    return (*times, track.ends)


def swath(track: Track, value: float, *, since: datetime | None = None, until: datetime | None = None) -> list[Ring]:
    """Return closed rings (lon, lat) that together cover where winds reached band `value`; they overlap.

    Longitudes may run beyond 180 where a ring crosses it. No ring where the wind was never so strong.
    """
    fixes = _clipped(track, since=since, until=until)
    shapes = [_around(fix, value) for fix in fixes]
    if len(fixes) == 1:
        return _hull(shapes[0])
    rings: list[Ring] = []
    for (before, shape), (after, next_shape) in pairwise(zip(fixes, shapes, strict=True)):
        if not len(shape) and not len(next_shape):
            continue
        if after.at - before.at > LONGEST_LEG:
            rings += [*_hull(shape), *_hull(next_shape)]
            continue
        rings += _hull(_beside(before, shape, after, next_shape))
    return rings


def gaps(track: Track) -> tuple[tuple[datetime, datetime], ...]:
    """Return the legs that are too long to be bridged."""
    return tuple((a.at, b.at) for a, b in pairwise(track.fixes) if b.at - a.at > LONGEST_LEG)


def _clipped(track: Track, *, since: datetime | None, until: datetime | None) -> list[Fix]:
    begin, end = max(since or track.begins, track.begins), min(until or track.ends, track.ends)
    if begin > end:
        return []
    inner = [fix for fix in track.fixes if begin < fix.at < end]
    edges = [fix_at(track, begin), *inner, fix_at(track, end)]
    return edges[:1] if begin == end else edges


def _around(fix: Fix, value: float) -> NDArray[np.float64]:
    """Return the corners (n, 2) of the four quarter circles and the centre; none where no wind reaches `value`."""
    quadrants = fix.radii_of(value).quadrants
    if not any(quadrants):
        return np.empty((0, 2))
    bearings = np.concatenate([np.arange(90.0 * i, 90.0 * (i + 1) + 1e-9, _BEARING_STEP) for i in range(4)])
    metres = np.repeat(np.array(quadrants) * 1000.0, len(bearings) // 4)
    lon, lat, _ = _GEOD.fwd(np.full(len(bearings), fix.lon), np.full(len(bearings), fix.lat), bearings, metres)
    around = np.column_stack([fix.lon + _turn(np.asarray(lon) - fix.lon), lat])
    return np.vstack([around, [fix.lon, fix.lat]])


def _beside(
    before: Fix, shape: NDArray[np.float64], after: Fix, next_shape: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the corners of both fixes on one side of 180°; a fix without the wind adds its centre."""
    centre = np.array([[after.lon, after.lat]])
    other = np.vstack([next_shape, centre]) if len(next_shape) else centre
    turn = before.lon + _turn(after.lon - before.lon) - after.lon
    here = shape if len(shape) else np.array([[before.lon, before.lat]])
    return np.vstack([here, other + np.array([turn, 0.0])])


def _turn(degrees: Any) -> Any:
    """Return a difference of longitudes between -180 and 180."""
    return (degrees + 180.0) % 360.0 - 180.0


def _normal(lon: float) -> float:
    return float(_turn(lon))


def _hull(points: NDArray[np.float64]) -> list[Ring]:
    """Return the convex hull as one closed ring, counter-clockwise (Andrew's monotone chain); none around no area."""
    ordered = sorted({(float(x), float(y)) for x, y in points})

    def half(corners: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for x, y in corners:
            while len(chain) > 1 and _cross(chain[-2], chain[-1], (x, y)) <= 0:
                chain.pop()
            chain.append((x, y))
        return chain[:-1]

    ring = half(ordered) + half(ordered[::-1])
    return [[[x, y] for x, y in [*ring, ring[0]]]] if len(ring) > 2 else []


def _cross(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def to_plain(track: Track) -> dict[str, Any]:
    """Return the track as JSON values; `from_plain` takes them back."""
    return {
        "storm": track.storm,
        "name": track.name,
        "agency": track.agency,
        "unit": track.unit,
        "estimated": track.estimated,
        "fixes": [
            [fix.at.isoformat(), fix.lon, fix.lat, fix.max_wind_ms, fix.pressure_hpa,
             [[radii.value, *radii.quadrants] for radii in fix.radii]]
            for fix in track.fixes
        ],
    }  # fmt: skip


def from_plain(said: Any) -> Track:
    """Return the track that `to_plain` wrote; FootprintError where it is out of order."""
    try:
        fixes = tuple(
            Fix(
                at=_aware(at),
                lon=_number(lon, -180, 180),
                lat=_number(lat, -90, 90),
                max_wind_ms=None if wind is None else _number(wind, 0, 200),
                pressure_hpa=None if pressure is None else _number(pressure, 0, 2000),
                radii=tuple(Radii(*(_number(n, 0, 5000) for n in numbers)) for numbers in radii),
            )
            for at, lon, lat, wind, pressure, radii in said["fixes"]
        )
        unit: Unit = "force" if said["unit"] == "force" else "kn"
        name = None if said["name"] is None else str(said["name"])
        track = make_track(fixes, storm=str(said["storm"]), agency=str(said["agency"]), unit=unit, name=name)
        return replace(track, estimated=int(said["estimated"]))
    except (KeyError, TypeError, ValueError) as error:
        raise FootprintError(f"the track is out of order ({error})") from None


def _aware(text: Any) -> datetime:
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None:
        raise ValueError("a time has no offset")
    return moment


def _number(value: Any, lowest: float, highest: float) -> float:
    number = float(value)
    if isinstance(value, bool) or not lowest <= number <= highest:
        raise ValueError(f"{value!r} is not between {lowest} and {highest}")
    return number
