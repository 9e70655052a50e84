"""Growth and shrinkage: which customers a new version of a footprint brings in, lets go, or moves to another band.

Decided site by site, not by the difference of two sums: a county where a thousand customers leave and a thousand
others enter has changed, and the others must be told while the first must not be told twice. What later steps need
is `entered` (newly eligible), `left` (no longer hit), `risen` and `fallen` (band changed) and `stayed`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.exposure import OF_WHICH, SEGMENTS, Exposure
from geo.footprint import Footprint
from geo.index.query import hit_sites
from geo.intensity import convert
from geo.overlay import leaf_areas, merge_bands
from geo.regions import Regions
from geo.tally import Tally

KINDS = ("entered", "risen", "stayed", "fallen", "left")
_ENTERED, _RISEN, _STAYED, _FALLEN, _LEFT = range(len(KINDS))


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """Sites and subscribers of one leaf by what became of them; every one is in exactly one of the five."""

    adcode: str
    entered: Tally
    risen: Tally
    stayed: Tally
    fallen: Tally
    left: Tally

    @property
    def before(self) -> Tally:
        """What the former version hit."""
        return self.risen + self.stayed + self.fallen + self.left

    @property
    def after(self) -> Tally:
        """What the new version hits."""
        return self.entered + self.risen + self.stayed + self.fallen

    @property
    def is_same(self) -> bool:
        """Whether nobody entered, left or changed the band."""
        return not (self.entered.sites or self.risen.sites or self.fallen.sites or self.left.sites)


@dataclass(frozen=True, slots=True)
class Growth:
    """Leaves with sites that either version hits, by code; `without_sites` are hit but have no site to follow."""

    rows: tuple[GrowthRow, ...]
    without_sites: tuple[str, ...]
    before_digest: str
    after_digest: str

    def total(self, kind: str) -> Tally:
        """Return the sum of one of KINDS over all leaves."""
        return reduce(add, (getattr(row, kind) for row in self.rows), Tally())

    def as_json(self) -> dict[str, Any]:
        """Return plain values: totals by kind, and the leaves that changed."""
        return {
            "before": self.before_digest,
            "after": self.after_digest,
            "totals": {kind: _plain(self.total(kind)) for kind in KINDS},
            "regions": [
                {"adcode": row.adcode, **{kind: _plain(getattr(row, kind)) for kind in KINDS}}
                for row in self.rows
                if not row.is_same
            ],
            "without_sites": list(self.without_sites),
        }


def growth(before: Footprint, after: Footprint, regions: Regions, exposure: Exposure) -> Growth:
    """Return what became of every site that either version hits; CSI and MMI are compared by `geo.intensity`.

    Raises GeoError when the units cannot be compared.
    """
    index = exposure.sites.index
    old_at, old_value = _hits(before, exposure, unit=after.bands[0].unit)
    new_at, new_value = _hits(after, exposure, unit=after.bands[0].unit)
    at = np.union1d(old_at, new_at)
    old, new = (np.full(len(at), -np.inf) for _ in range(2))
    old[np.searchsorted(at, old_at)] = old_value
    new[np.searchsorted(at, new_at)] = new_value
    kinds = np.select(
        [np.isneginf(old), np.isneginf(new), new > old, new < old], [_ENTERED, _LEFT, _RISEN, _FALLEN], _STAYED
    )
    sums = np.zeros((len(exposure.adcodes), len(KINDS), 1 + index.counts.shape[1]), dtype=np.int64)
    county = np.asarray(index.county[at], dtype=np.int64)
    np.add.at(sums[:, :, 0], (county, kinds), 1)
    np.add.at(sums[:, :, 1:], (county, kinds), np.asarray(index.counts[at], dtype=np.int64))
    return Growth(
        rows=tuple(_rows(sums, exposure)),
        without_sites=_without_sites(before, after, regions, exposure),
        before_digest=before.digest,
        after_digest=after.digest,
    )


def _hits(footprint: Footprint, exposure: Exposure, *, unit: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the positions of the sites that are hit, ascending, and the value of the highest band of each."""
    index = exposure.sites.index
    found = hit_sites(index, [band.wkb for band in footprint.bands], limit=len(exposure.sites))
    values = np.array([convert(band.value, unit=band.unit, to=unit) for band in footprint.bands])
    order = np.argsort(found.position)
    return found.position[order], values[found.band[order]]


def _rows(sums: NDArray[np.int64], exposure: Exposure) -> Iterator[GrowthRow]:
    for row in np.flatnonzero(sums[:, :, 0].any(axis=1)):
        tallies = [_tally(counts) for counts in sums[row].tolist()]
        yield GrowthRow(exposure.adcodes[row], *tallies)


def _tally(counts: list[int]) -> Tally:
    sites, *columns = counts
    return Tally(
        sites=sites,
        segments=dict(zip(SEGMENTS, columns[: len(SEGMENTS)], strict=True)),
        of_which=dict(zip(OF_WHICH, columns[len(SEGMENTS) :], strict=True)),
    )


def _without_sites(before: Footprint, after: Footprint, regions: Regions, exposure: Exposure) -> tuple[str, ...]:
    hit = {row for footprint in (before, after) for row in leaf_areas(merge_bands(footprint.bands), regions.shapes)}
    has_sites = np.bincount(np.asarray(exposure.sites.county, dtype=np.int64), minlength=len(exposure.adcodes)) > 0
    codes = (regions.leaf_adcodes[row] for row in sorted(hit))
    return tuple(code for code in codes if code in exposure.row_of and not has_sites[exposure.row_of[code]])


def _plain(tally: Tally) -> dict[str, Any]:
    return {
        "sites": tally.sites, "total": tally.total, "segments": dict(tally.segments), "of_which": dict(tally.of_which),
    }  # fmt: skip
