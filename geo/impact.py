"""Impact: a footprint laid over regions and exposure. Rows by region and band that add up to the person.

Bands are exclusive: a place counts in the highest band covering it. Sites, halls and key customers are tested where
they are, in longitude and latitude, edges of the footprint straight there as GeoJSON has it, with the one rule of
`geo.index.scan` for a point on an edge. Areas are measured in Albers metres after long edges were cut, which
follows the same lines to metres. Where a county has cell sites, its
subscribers are those of the sites that are hit (basis `site`), and its people go with them in proportion;
elsewhere both go by the share of the county's area (basis `area`), whole by largest remainder. Cities and
provinces are sums of their leaves (basis `mixed` where leaves differ), so county = city = province = total.

Rows are ordered by severity: the highest value first, then province, city, county, then the largest area hit
first. So the counties with the largest piece of the worst band lead, not those where most people live.
What is hit but has no numbers (outside the operator, or without exposure) is *not assessed*, never zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from geo.exposure import Exposure, Point, Points, point_at
from geo.footprint import Band, Footprint
from geo.impact_leaves import LeafHit, hit_leaves
from geo.index.query import NOT_HIT, band_of
from geo.index.rings import Rings, rings_of_wkb
from geo.intensity import convert
from geo.overlay import merge_bands
from geo.regions import LEVELS, Level, Region, Regions
from geo.tally import Tally

OUTSIDE_OPERATOR = "outside the operator"
NO_EXPOSURE = "no exposure"
#: Less of a county than this is no part of a region that was named as a whole.
_TOUCHED = 1e-3


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """What one region loses to one band; `area_share` (0-1) is the part of the region in that band alone."""

    adcode: str
    name: str
    name_en: str
    level: Level
    province: str
    city: str | None
    band: str
    value: float
    unit: str
    area_share: float
    area_km2: float
    #: `site`, `area`, or `mixed` for a city or province whose leaves differ.
    basis: str
    sites: int
    halls: int
    key_customers: int
    #: Organisations by tier (a_plus, a, b, c), summing to `key_customers`; `of_which` counts members.
    key_customer_tiers: dict[str, int]
    #: None where nobody has said how many people live there.
    people: int | None
    total: int
    segments: dict[str, int]
    of_which: dict[str, int]


@dataclass(frozen=True, slots=True)
class ImpactBand:
    """One band over all provinces; `area_km2` is its exclusive area, wherever on Earth it lies."""

    band: str
    value: float
    unit: str
    area_km2: float
    tally: Tally


@dataclass(frozen=True, slots=True)
class NotAssessed:
    """A leaf that is hit but has no numbers, and why."""

    adcode: str
    name: str
    name_en: str
    reason: str


@dataclass(frozen=True, slots=True)
class HitPoint:
    """A service hall or key customer inside a band."""

    point: Point
    band: str
    value: float


@dataclass(frozen=True)
class Impact:
    """The result; `rows` is empty when no region of the operator is hit."""

    unit: str
    bands: tuple[ImpactBand, ...]
    totals: Tally
    rows: tuple[ImpactRow, ...]
    unassessed: tuple[NotAssessed, ...]
    halls: tuple[HitPoint, ...]
    key_customers: tuple[HitPoint, ...]
    exposure_label: str
    exposure_label_zh: str
    regions_version: str
    footprint_digest: str
    #: What the footprint is made of (`geo.footprint.BASES`): numbers of whole regions are coarse.
    footprint_basis: str = "area"

    @property
    def not_assessed(self) -> tuple[str, ...]:
        """Codes of the leaves that are hit but not assessed."""
        return tuple(leaf.adcode for leaf in self.unassessed)

    def at(self, level: Level) -> tuple[ImpactRow, ...]:
        """Return the rows of one level, most severe first."""
        return tuple(row for row in self.rows if row.level == level)


def assess(
    footprint: Footprint,
    regions: Regions,
    exposure: Exposure,
    *,
    min_value: float | None = None,
    unit: str | None = None,
) -> Impact:
    """Return the impact of a footprint; bands below `min_value` (given in `unit`) are left out.

    `unit` may be the footprint's own or, between CSI and MMI, the other one, compared by `geo.intensity`.
    Raises GeoError when the two cannot be compared.
    """
    bands = _wanted_bands(footprint, min_value=min_value, unit=unit)
    if not bands:
        return _empty(footprint, regions, exposure)
    merged = merge_bands(bands)
    rings = rings_of_wkb([band.wkb for band in bands])
    leaves = hit_leaves(merged, rings, regions=regions, exposure=exposure, band_count=len(bands))
    if footprint.basis == "regions":
        leaves = _whole(leaves, regions)
    assessed = [leaf for leaf in leaves if leaf.tallies is not None]
    rows = [row for level in LEVELS for row in _rows_at(level, assessed, regions=regions, bands=bands)]
    order = {level: rank for rank, level in enumerate(LEVELS)}
    rows.sort(key=lambda row: (-row.value, order[row.level], -row.area_km2, row.adcode))
    by_band = [_sum(leaf.tally(i) for leaf in assessed) for i in range(len(bands))]
    return Impact(
        unit=footprint.bands[0].unit,
        bands=tuple(
            ImpactBand(band=b.band, value=b.value, unit=b.unit, area_km2=round(km2, 3), tally=tally)
            for b, km2, tally in zip(bands, merged.exclusive_km2, by_band, strict=True)
        ),
        totals=_sum(by_band),
        rows=tuple(rows),
        unassessed=tuple(_not_assessed(leaf.region) for leaf in leaves if leaf.tallies is None),
        halls=_hit_points(exposure, exposure.halls, rings=rings, bands=bands),
        key_customers=_hit_points(exposure, exposure.key_customers, rings=rings, bands=bands),
        exposure_label=exposure.label,
        exposure_label_zh=exposure.label_zh,
        regions_version=regions.version,
        footprint_digest=footprint.digest,
        footprint_basis=footprint.basis,
    )


def _whole(leaves: list[LeafHit], regions: Regions) -> list[LeafHit]:
    """Leave out what whole regions only touch: an edge that is straight on one map bends by metres on the other."""
    km2 = regions.leaf_area_km2_by("county")
    return [leaf for leaf in leaves if sum(leaf.area_km2) > km2[leaf.region.adcode] * _TOUCHED]


def _wanted_bands(footprint: Footprint, *, min_value: float | None, unit: str | None) -> tuple[Band, ...]:
    own = footprint.bands[0].unit
    if min_value is None:
        if unit is not None:
            convert(1.0, unit=own, to=unit)  # refuses a unit that cannot be compared
        return footprint.bands
    return tuple(band for band in footprint.bands if convert(band.value, unit=own, to=unit or own) >= min_value)


def _empty(footprint: Footprint, regions: Regions, exposure: Exposure) -> Impact:
    return Impact(
        unit=footprint.bands[0].unit, bands=(), totals=Tally(people=0), rows=(), unassessed=(), halls=(),
        key_customers=(),
        exposure_label=exposure.label, exposure_label_zh=exposure.label_zh, regions_version=regions.version,
        footprint_digest=footprint.digest, footprint_basis=footprint.basis,
    )  # fmt: skip


def _not_assessed(region: Region) -> NotAssessed:
    reason = NO_EXPOSURE if region.operator else OUTSIDE_OPERATOR
    return NotAssessed(adcode=region.adcode, name=region.name, name_en=region.name_en, reason=reason)


def _rows_at(
    level: Level, leaves: Iterable[LeafHit], *, regions: Regions, bands: tuple[Band, ...]
) -> Iterable[ImpactRow]:
    groups: dict[str, list[LeafHit]] = {}
    for leaf in leaves:
        groups.setdefault(regions.code_at(level, leaf.region), []).append(leaf)
    whole_km2 = regions.leaf_area_km2_by(level)
    for code, members in groups.items():
        region = regions.as_city(code) if level == "city" else regions.get(code)
        for i, band in enumerate(bands):
            hit = [leaf for leaf in members if leaf.is_hit(i)]
            if hit:
                yield _row(region, level=level, band=band, hit=hit, index=i, whole_km2=whole_km2[code])


def _row(region: Region, *, level: Level, band: Band, hit: list[LeafHit], index: int, whole_km2: float) -> ImpactRow:
    tally = _sum(leaf.tally(index) for leaf in hit)
    area_km2 = sum(leaf.area_km2[index] for leaf in hit)
    bases = {leaf.basis for leaf in hit}
    return ImpactRow(
        adcode=region.adcode, name=region.name, name_en=region.name_en, level=level, province=region.province,
        city=None if level == "province" else region.city or region.province,
        band=band.band, value=band.value, unit=band.unit,
        area_share=round(min(1.0, area_km2 / whole_km2), 6), area_km2=round(area_km2, 3),
        basis=bases.pop() if len(bases) == 1 else "mixed",
        sites=tally.sites, halls=tally.halls, key_customers=tally.key_customers,
        key_customer_tiers=dict(tally.key_customer_tiers), people=tally.people, total=tally.total,
        segments=dict(tally.segments), of_which=dict(tally.of_which),
    )  # fmt: skip


def _sum(tallies: Iterable[Tally]) -> Tally:
    """Return the sum; that of nothing has no people, that of places nobody has counted has people unknown."""
    parts = list(tallies)
    return reduce(add, parts) if parts else Tally(people=0)


def _hit_points(exposure: Exposure, table: Points, *, rings: Rings, bands: tuple[Band, ...]) -> tuple[HitPoint, ...]:
    found = band_of(table.sorted, rings)
    hits = [
        HitPoint(
            point=point_at(table, int(i), exposure.adcodes[table.county[i]]),
            band=bands[found[i]].band,
            value=bands[found[i]].value,
        )
        for i in np.flatnonzero(found != NOT_HIT)
    ]
    return tuple(sorted(hits, key=lambda hit: (-hit.value, hit.point.id)))


def severity_by_leaf(impact: Impact) -> Mapping[str, ImpactRow]:
    """Return for each leaf that is hit its most severe row."""
    worst: dict[str, ImpactRow] = {}
    for row in impact.at("county"):
        worst.setdefault(row.adcode, row)
    return worst
