"""What the two lists of venues share: points with a radius, names in both languages and a source, as a footprint.

Each venue becomes a circle on the ellipsoid in the band of its grade; the list itself comes back in the summary, so
that a calendar of planned events can keep it. A footprint made so says that it is no area of a hazard.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from geo.errors import FootprintError
from geo.readers import Options, RawBand, RawFootprint, Summary, crs
from geo.readers.cap_area import circle_ring
from geo.readers.geometry import checked_polygon
from geo.readers.storms import needed

MOST = 500
_LONGEST_NAME, _LONGEST_SOURCE = 80, 300
#: A stadium and its approaches, up to a course through a city.
_LEAST_RADIUS_M, _MOST_RADIUS_M = 50, 50_000
_GRADES = (1, 4)


@dataclass(frozen=True, slots=True)
class Venue:
    """One venue in WGS-84; `grade` from 1 to 4 says how much it matters, 4 the most."""

    name_zh: str
    name_en: str
    lon: float
    lat: float
    radius_m: int
    grade: int
    source: str


def venue_of(said: Mapping[str, Any], *, where: str, datum: str) -> Venue:
    """Return a venue from texts or numbers by name; FootprintError names the place and the field."""
    lon = needed(said.get("lon"), where=f"{where}, longitude", lowest=-180, highest=180)
    lat = needed(said.get("lat"), where=f"{where}, latitude", lowest=-90, highest=90)
    ((lon, lat),) = crs.to_wgs84([[[lon, lat]]], datum)[0]
    metres = {"lowest": _LEAST_RADIUS_M, "highest": _MOST_RADIUS_M}
    radius_m = needed(said.get("radius_m"), where=f"{where}, radius_m", **metres)
    grade = needed(said.get("grade") or 1, where=f"{where}, grade", lowest=_GRADES[0], highest=_GRADES[1])
    if grade != int(grade):
        raise FootprintError(f"{where}, grade: {grade:g} is no whole number from {_GRADES[0]} to {_GRADES[1]}")
    return Venue(
        name_zh=_text(said, "name_zh", where=where, longest=_LONGEST_NAME),
        name_en=_text(said, "name_en", where=where, longest=_LONGEST_NAME),
        lon=round(lon, 7),
        lat=round(lat, 7),
        radius_m=round(radius_m),
        grade=int(grade),
        source=_text(said, "source", where=where, longest=_LONGEST_SOURCE),
    )


def footprint_of(
    venues: Sequence[tuple[str, Venue]],
    *,
    title: str | None,
    source: str | None,
    crs_note: str,
    notes: Sequence[str] = (),
) -> RawFootprint:
    """Return the circles of (where, venue) by grade; FootprintError for two venues of one name."""
    seen: dict[str, str] = {}
    by_grade: dict[int, list[tuple[str, list[list[list[float]]]]]] = {}
    for where, venue in venues:
        if venue.name_zh in seen:
            raise FootprintError(f"{where}: {venue.name_zh} stands here and at {seen[venue.name_zh]}")
        seen[venue.name_zh] = where
        ring = circle_ring(venue.lon, venue.lat, venue.radius_m / 1000)
        by_grade.setdefault(venue.grade, []).append((where, checked_polygon([ring], where=where)))
    sources = dict.fromkeys(venue.source for _, venue in venues)
    return RawFootprint(
        kind="venues",
        title=title,
        source=source or "; ".join(sources),
        bands=[RawBand(value=float(grade), unit="level", polygons=rings) for grade, rings in by_grade.items()],
        notes=[*notes, f"{len(venues)} venues; grades 1 to 4 say how much a venue matters, 4 the most."],
        crs=crs.WGS84,  # the centres were converted, so that circles stay round
        crs_note=crs_note,
        basis="venues",
    )


def summary_of(venues: Sequence[tuple[str, Venue]]) -> Summary:
    """Return the venues as plain values, with `kind_of_document`."""
    return {"kind_of_document": "venues", "venues": [asdict(venue) for _, venue in venues]}


def settled(options: Options, *, declared: str | None, otherwise: str) -> tuple[str, str]:
    """Return in which coordinates the venues are, and how that is known."""
    return crs.settle(options, declared=declared, otherwise=otherwise)


def _text(said: Mapping[str, Any], name: str, *, where: str, longest: int) -> str:
    text = said.get(name)
    if not isinstance(text, str) or not 1 <= len(text.strip()) <= longest:
        raise FootprintError(f"{where}, {name}: must be a text of 1 to {longest} characters")
    return text.strip()
