"""A moving storm in time: what its winds have reached by each step, and when they reach each county.

At every step the bands are the ground that the winds have swept over since the track began, and the numbers are those
of `geo.impact.assess` for that ground. So they grow, the last step is exactly the impact of the track's footprint, and
at every step counties, provinces and totals agree to the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import shapely

from geo.errors import FootprintError
from geo.exposure import Exposure
from geo.footprint import Band, band_label, make_footprint
from geo.impact import Impact, assess
from geo.projection import geodesic_area_km2
from geo.regions import Regions
from geo.tracks import Track, fix_at, steps, swath, with_estimated_radii

STEP_HOURS = 6.0
#: A longer track gets longer steps: each costs an assessment.
MOST_STEPS = 60
#: Degrees by which the shapes to be drawn may differ from those that are counted.
_DRAWN_TOLERANCE, _DRAWN_DECIMALS = 0.01, 3
_WORLD = shapely.box(-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True)
class SweptBand:
    """Ground that winds of at least `value` have swept over by a step: WKB in degrees, simplified to be drawn."""

    band: str
    value: float
    wkb: bytes


@dataclass(frozen=True, slots=True)
class ProvinceAtStep:
    """What a province has lost to one band by a step; bands are exclusive, a place counts in the highest."""

    province: str
    band: str
    value: float
    counties: int
    sites: int
    halls: int
    key_customers: int
    people: int | None
    total: int
    segments: dict[str, int]


@dataclass(frozen=True, slots=True)
class ForecastStep:
    """One moment: time (ISO 8601), centre in degrees, highest wind in m/s if known, swept ground, provinces hit."""

    at: str
    lon: float
    lat: float
    max_wind_ms: float | None
    bands: tuple[SweptBand, ...]
    provinces: tuple[ProvinceAtStep, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """By which step (0-based) winds of at least `value` are first felt in a county."""

    county: str
    province: str
    band: str
    value: float
    step: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """A storm step by step; `hours` lie between steps, the last may be shorter."""

    storm: str
    name: str | None
    agency: str
    unit: str
    hours: float
    #: Fixes whose radii are estimated from the highest wind; 0 when the centre gave them.
    estimated: int
    steps: tuple[ForecastStep, ...]
    arrivals: tuple[Arrival, ...]
    exposure_label: str
    exposure_label_zh: str


def impact_steps(track: Track, regions: Regions, exposure: Exposure, *, step_h: float = STEP_HOURS) -> Forecast:
    """Return what the storm has reached by each step of `step_h` hours; longer steps where there would be over 60.

    Radii that the track lacks altogether are estimated, as its footprint's are. FootprintError when no wind of any
    band is known, or the step is no length of time.
    """
    whole = with_estimated_radii(track)
    values = whole.values()
    if not values:
        raise FootprintError(f"{track.storm}: no wind of any band, so there is nothing to follow")
    hours, times = _times(whole, step_h)
    found: list[ForecastStep] = []
    arrivals: dict[tuple[str, float], Arrival] = {}
    for number, at in enumerate(times):
        # from the beginning each time: the ground of a whole leg is a little more than that of its parts
        swept = {v: shapely.union_all([shapely.Polygon(ring) for ring in swath(whole, v, until=at)]) for v in values}
        impact = _impact(whole, swept, regions, exposure)
        fix = fix_at(whole, at)
        found.append(
            ForecastStep(
                at=at.isoformat(), lon=round(fix.lon, 4), lat=round(fix.lat, 4), max_wind_ms=fix.max_wind_ms,
                bands=tuple(_drawn(v, shape, unit=whole.unit) for v, shape in swept.items() if shapely.area(shape) > 0),
                provinces=_provinces(impact) if impact else (),
            )
        )  # fmt: skip
        if impact:
            _note_arrivals(arrivals, impact, values=values, unit=whole.unit, step=number)
    return Forecast(
        storm=whole.storm, name=whole.name, agency=whole.agency, unit=whole.unit, hours=hours,
        estimated=whole.estimated, steps=tuple(found), arrivals=tuple(arrivals.values()),
        exposure_label=exposure.label, exposure_label_zh=exposure.label_zh,
    )  # fmt: skip


def _times(track: Track, step_h: float) -> tuple[float, tuple[datetime, ...]]:
    hours, lasts_h = step_h, (track.ends - track.begins).total_seconds() / 3600
    # reckoned, not counted: a track may claim to last for centuries
    while 0 < hours < lasts_h / (MOST_STEPS - 1):
        hours *= 2
    return hours, steps(track, hours=hours)


def _impact(
    track: Track, swept: Mapping[float, shapely.Geometry], regions: Regions, exposure: Exposure
) -> Impact | None:
    """Return the impact of what is swept so far, none before any wind was felt."""
    bands = [
        Band(band_label(track.unit, value), value, track.unit, shapely.to_wkb(shape), geodesic_area_km2(shape))
        for value, shape in swept.items()
        if shapely.area(shape) > 0
    ]
    if not bands:
        return None
    footprint = make_footprint(kind="typhoon", title=track.storm or "storm", source=track.agency, bands=bands)
    return assess(footprint, regions, exposure)


def _drawn(value: float, shape: shapely.Geometry, *, unit: str) -> SweptBand:
    simple = shapely.simplify(shapely.intersection(shape, _WORLD), _DRAWN_TOLERANCE)
    rounded = shapely.set_precision(simple, 10.0**-_DRAWN_DECIMALS)
    kept = rounded if shapely.get_type_id(rounded) in (3, 6) and not rounded.is_empty else shape
    return SweptBand(band_label(unit, value), value, shapely.to_wkb(kept, byte_order=1))


def _provinces(impact: Impact) -> tuple[ProvinceAtStep, ...]:
    counties: dict[tuple[str, str], int] = {}
    for row in impact.at("county"):
        key = (row.province, row.band)
        counties[key] = counties.get(key, 0) + 1
    return tuple(
        ProvinceAtStep(
            province=row.adcode, band=row.band, value=row.value, counties=counties.get((row.adcode, row.band), 0),
            sites=row.sites, halls=row.halls, key_customers=row.key_customers, people=row.people, total=row.total,
            segments=dict(row.segments),
        )
        for row in impact.at("province")
    )  # fmt: skip


def _note_arrivals(
    arrivals: dict[tuple[str, float], Arrival], impact: Impact, *, values: tuple[float, ...], unit: str, step: int
) -> None:
    """Winds of a higher band are winds of the lower ones too."""
    for row in impact.at("county"):
        for value in values:
            if value <= row.value and (row.adcode, value) not in arrivals:
                arrivals[row.adcode, value] = Arrival(row.adcode, row.province, band_label(unit, value), value, step)
