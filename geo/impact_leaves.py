"""What each leaf loses to each band: the numbers from which all rows of an impact are sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.apportion import largest_remainder, largest_remainders, split_nested
from geo.exposure import COLUMNS, OF_WHICH, PEOPLE_UNKNOWN, SEGMENTS, TIERS, Exposure, Points
from geo.index.query import NOT_HIT, band_of, count_rings
from geo.index.rings import Rings
from geo.overlay import Merged, leaf_areas
from geo.regions import Region, Regions
from geo.tally import Tally

_SHARE_UNITS = 1_000_000_000  # shares become whole billionths, so that no float decides over a person


@dataclass(frozen=True, slots=True)
class LeafHit:
    """One leaf that is hit; `tallies` by band, or none when the leaf cannot be assessed."""

    region: Region
    area_km2: tuple[float, ...]
    basis: str
    tallies: tuple[Tally, ...] | None

    def tally(self, band: int) -> Tally:
        """Return the counts in one band."""
        return self.tallies[band] if self.tallies is not None else Tally()

    def is_hit(self, band: int) -> bool:
        """Say whether any ground or any counted thing of the leaf lies in the band."""
        tally = self.tally(band)
        return self.area_km2[band] > 0 or bool(tally.sites or tally.halls or tally.key_customers)


@dataclass(frozen=True, slots=True)
class _PointHits:
    """Numbers by (row of exposure, band): sites, subscribers at sites, halls, key customers."""

    sites: NDArray[np.int64]
    site_counts: NDArray[np.int64]
    halls: NDArray[np.int64]
    key_customers: NDArray[np.int64]
    #: Key customers by (row, band, tier), in the order of TIERS.
    tiers: NDArray[np.int64]


def hit_leaves(merged: Merged, rings: Rings, *, regions: Regions, exposure: Exposure, band_count: int) -> list[LeafHit]:
    """Return the leaves with ground, sites or points in a band, in the order of the regions."""
    areas = leaf_areas(merged, regions.shapes)
    return leaves_within(areas, rings, regions=regions, exposure=exposure, band_count=band_count)


def leaves_within(
    areas: Mapping[int, NDArray[np.float64]], rings: Rings, *, regions: Regions, exposure: Exposure, band_count: int
) -> list[LeafHit]:
    """Return the same where the areas of the leaves are known, or not asked for: km² by band, by number of the leaf.

    Without areas a leaf of which nothing but ground is hit is absent, and one without sites is counted by nothing.
    """
    hits = _point_hits(rings, exposure)
    touched = np.any(hits.sites + hits.halls + hits.key_customers, axis=1)
    no_ground = np.zeros(band_count)
    unknown = set(exposure.gaps.leaves_without_subscribers)
    by_site = _by_site(hits, exposure, rows=np.flatnonzero(touched & (exposure.site_sums[:, 0] > 0)))
    is_touched: list[bool] = touched.tolist()
    leaves = []
    for index, adcode in enumerate(regions.leaf_adcodes):
        row = exposure.row_of.get(adcode)
        if index not in areas and (row is None or not is_touched[row]):
            continue
        region, km2 = regions.get(adcode), areas.get(index, no_ground)
        tallies, basis = None, "area"
        if region.operator and row is not None and adcode not in unknown:
            basis = "site" if exposure.site_sums[row, 0] else "area"
            tallies = by_site.get(row)
            if tallies is None:
                ground = _Ground(km2, whole_km2=float(regions.shapes.areas_km2[index]))
                tallies = _alone(hits, exposure, row=row, ground=ground)
        leaves.append(LeafHit(region=region, area_km2=tuple(km2.tolist()), basis=basis, tallies=tallies))
    return leaves


@dataclass(frozen=True, slots=True)
class _Ground:
    """The ground of one leaf: km² by band, and of the whole."""

    km2: NDArray[np.float64]
    whole_km2: float


def _by_site(hits: _PointHits, exposure: Exposure, *, rows: NDArray[np.intp]) -> dict[int, tuple[Tally, ...]]:
    """Return the tallies of leaves with sites by their row, all at once.

    Leaves whose people cannot be shared by their subscribers, or not within 64 bits, are absent: `_alone` counts them.
    """
    subscribers = hits.site_counts[rows, :, : len(SEGMENTS)].sum(axis=2)
    outside = exposure.site_sums[rows, 1 : 1 + len(SEGMENTS)].sum(axis=1) - subscribers.sum(axis=1)
    weights, people = np.column_stack([subscribers, outside]), exposure.people[rows]
    known = people != PEOPLE_UNKNOWN
    if not rows.size or int(people.max()) * int(weights.max()) >= 2**63:
        return {}
    shared = largest_remainders(np.where(known, people, 0), weights)[:, :-1].tolist()
    none = [None] * subscribers.shape[1]
    columns = (hits.sites, hits.halls, hits.key_customers, hits.tiers, hits.site_counts)
    told = zip(rows.tolist(), *(column[rows].tolist() for column in columns), shared, known.tolist(), strict=True)
    by_ground = set(rows[known & ~weights.any(axis=1) & (people > 0)].tolist())
    return {
        row: tuple(map(_tally, *numbers, parts if is_known else none))
        for row, *numbers, parts, is_known in told
        if row not in by_ground
    }


def _alone(hits: _PointHits, exposure: Exposure, *, row: int, ground: _Ground) -> tuple[Tally, ...]:
    """Return the tallies of one leaf, by its sites or, where it has none, by its ground."""
    if exposure.site_sums[row, 0]:
        inside = hits.site_counts[row]
        whole = exposure.site_sums[row, 1 : 1 + len(SEGMENTS)].sum()
        counts = _Counts(inside=inside, outside_total=int(whole - inside[:, : len(SEGMENTS)].sum()))
    else:
        counts = _by_area(exposure.counts[row], ground)
    people = _people(exposure, row, counts=counts, ground=ground)
    points = (hits.sites[row], hits.halls[row], hits.key_customers[row], hits.tiers[row], counts.inside)
    return tuple(map(_tally, *(numbers.tolist() for numbers in points), people))


@dataclass(frozen=True, slots=True)
class _Counts:
    """Counts (band, column) inside, and the subscribers of the leaf that no band covers."""

    inside: NDArray[np.int64]
    outside_total: int


def _by_area(counts: NDArray[np.int64], ground: _Ground) -> _Counts:
    column = dict(zip(COLUMNS, map(int, counts), strict=True))
    parts = largest_remainder(sum(column[name] for name in SEGMENTS), _share_weights(ground))
    split = {
        **split_nested({name: column[name] for name in SEGMENTS}, parts),
        **split_nested({name: column[name] for name in TIERS}, parts),
        **split_nested({"vulnerable": column["vulnerable"]}, parts),
    }
    inside = np.array([[split[name][band] for name in COLUMNS] for band in range(len(ground.km2))], dtype=np.int64)
    return _Counts(inside=inside, outside_total=parts[-1])


def _people(exposure: Exposure, row: int, *, counts: _Counts, ground: _Ground) -> list[int | None]:
    known = int(exposure.people[row])
    if known == PEOPLE_UNKNOWN:
        return [None] * len(ground.km2)
    weights = [*map(int, counts.inside[:, : len(SEGMENTS)].sum(axis=1)), counts.outside_total]
    if not sum(weights):
        weights = _share_weights(ground)
    return list(largest_remainder(known, weights)[:-1])


def _share_weights(ground: _Ground) -> list[int]:
    """Return whole weights for the bands and, last, for what no band covers; edges are rounded, not parts."""
    covered = np.cumsum(ground.km2).tolist()
    edges = [min(_SHARE_UNITS, round(edge / ground.whole_km2 * _SHARE_UNITS)) for edge in covered]
    return [after - before for before, after in pairwise([0, *edges, _SHARE_UNITS])]


#: What most bands of most leaves come to; nobody changes a tally.
_NOTHING: dict[int | None, Tally] = {None: Tally(), 0: Tally(people=0)}


def _tally(
    sites: int, halls: int, key_customers: int, tiers: list[int], counts: list[int], people: int | None
) -> Tally:
    if not (sites or halls or key_customers or any(counts)):
        return _NOTHING.get(people) or Tally(people=people)
    return Tally(
        sites=sites,
        halls=halls,
        key_customers=key_customers,
        key_customer_tiers=dict(zip(TIERS, tiers, strict=True)),
        people=people,
        segments=dict(zip(SEGMENTS, counts[: len(SEGMENTS)], strict=True)),
        of_which=dict(zip(OF_WHICH, counts[len(SEGMENTS) :], strict=True)),
    )


def _point_hits(rings: Rings, exposure: Exposure) -> _PointHits:
    shape = (len(exposure.adcodes), rings.bands)
    index = exposure.sites.index
    sums = np.zeros((*shape, 1 + len(COLUMNS)), dtype=np.int64)
    sums[: index.counties] = count_rings(index, rings).transpose(1, 0, 2)
    key_customers = _by_tier(rings, shape, exposure.key_customers)
    return _PointHits(
        sites=sums[:, :, 0],
        site_counts=sums[:, :, 1:],
        halls=_by_tier(rings, shape, exposure.halls).sum(axis=2),
        key_customers=key_customers.sum(axis=2),
        tiers=key_customers[:, :, : len(TIERS)],
    )


def _by_tier(rings: Rings, shape: tuple[int, int], points: Points) -> NDArray[np.int64]:
    """Return the points inside by (row of exposure, band, tier), those without a tier in the last place."""
    band = band_of(points.sorted, rings)
    inside = band != NOT_HIT
    counted = np.zeros((*shape, len(TIERS) + 1), dtype=np.int64)
    np.add.at(counted, (points.county[inside], band[inside], points.tier_number[inside]), 1)
    return counted
