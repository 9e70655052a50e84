"""What an index answers: counts by band and county, the list of hit sites, a drawn ring, the band of single points.

The rule is that of `geo.index.scan`: even-odd, the highest band covering a point, and a point on an edge as if moved
by a hair to the east and by less to the north. Nothing here uses GEOS or the interpreter's lock for long, so it may
run in the process that serves people, for shapes that were checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import ExposureError, FootprintError
from geo.index.edges import edges_by_row
from geo.index.rings import Rings, rings_of_drawn, rings_of_wkb
from geo.index.scan import scan
from geo.index.site_index import SiteIndex, SortedPoints
from geo.index.sums import add_spans

#: A drawn ring of more points is a file, and files are read in the sandbox.
MOST_DRAWN_POINTS = 2_000
NOT_HIT = -1


@dataclass(frozen=True, slots=True)
class HitSites:
    """Part of the list of hit sites in the order of the index; `total` counts them all."""

    total: int
    #: Positions in the index (k), band of each (k), row of its county (k), degrees (k), and the names if there are any.
    position: NDArray[np.int64]
    band: NDArray[np.int64]
    county: NDArray[np.uint16]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    id: Sequence[str]


@dataclass(frozen=True, slots=True)
class RingCount:
    """What lies in a drawn ring: sites and the sum of every column, for each county that has any, and in all."""

    #: (counties, 1 + columns): number of sites, then the columns in the order of `columns`.
    by_county: NDArray[np.int64]
    columns: tuple[str, ...]

    @property
    def sites(self) -> int:
        return int(self.by_county[:, 0].sum())

    @property
    def totals(self) -> dict[str, int]:
        """Return the sum of each column by its name."""
        return dict(zip(self.columns, map(int, self.by_county[:, 1:].sum(axis=0)), strict=True))

    def by_group(self, group: NDArray[np.intp], groups: int) -> NDArray[np.int64]:
        """Return sums (groups, 1 + columns) where `group` is the group (a province) of each county row."""
        sums = np.zeros((groups, self.by_county.shape[1]), dtype=np.int64)
        np.add.at(sums, group, self.by_county)
        return sums


def count_bands(index: SiteIndex, bands: Sequence[bytes]) -> NDArray[np.int64]:
    """Return sites and sums (bands, counties, 1 + columns), each site in the highest band covering it alone.

    `bands` are checked WKB (`geo.wkb.check_wkb`) in WGS-84 degrees, the highest first; they need not be nested.
    FootprintError when the bytes are no polygons, a coordinate is not finite or there are more than 64 bands.
    """
    return count_rings(index, rings_of_wkb(bands))


def count_rings(index: SiteIndex, rings: Rings) -> NDArray[np.int64]:
    """Return what `count_bands` does for rings that are arrays already."""
    found = np.zeros((rings.bands, index.counties, 1 + len(index.columns)), dtype=np.int64)
    spans = spans_of(index.points, rings, entry_start=index.entry_start)
    add_spans(spans, index.county, index.counts, index.entry_county, index.entry_sums, found)
    return found


def count_ring(index: SiteIndex, ring: ArrayLike) -> RingCount:
    """Return what lies in a ring drawn on the map: at most 2,000 (lon, lat) in degrees, closed or not.

    Where the ring crosses itself, what it goes round twice lies outside (even-odd). FootprintError otherwise.
    """
    rings = rings_of_drawn(ring)
    if len(rings.corners) > MOST_DRAWN_POINTS:
        raise FootprintError(f"the drawn ring has {len(rings.corners):,} points; at most {MOST_DRAWN_POINTS:,}")
    return RingCount(by_county=count_rings(index, rings)[0], columns=index.columns)


def hit_sites(
    index: SiteIndex,
    bands: Sequence[bytes],
    *,
    counties: ArrayLike | None = None,
    limit: int = 100,
    offset: int = 0,
) -> HitSites:
    """Return up to `limit` of the sites that are hit, from `offset` on; `counties` are the rows of those wanted.

    ExposureError when a limit or offset is negative.
    """
    if limit < 0 or offset < 0:
        raise ExposureError("limit and offset must not be negative")
    spans = spans_of(index.points, rings_of_wkb(bands), entry_start=index.entry_start)
    lengths = spans[:, 1] - spans[:, 0]
    if counties is not None:
        position, band = _expanded(spans)
        wanted = np.isin(index.county[position], np.asarray(counties))
        position, band = position[wanted], band[wanted]
        total, position, band = len(position), position[offset : offset + limit], band[offset : offset + limit]
    else:
        total, before = int(lengths.sum()), np.cumsum(lengths) - lengths
        part = spans[(before < offset + limit) & (before + lengths > offset)]
        position, band = _expanded(part)
        skip = offset - int(before[np.searchsorted(before + lengths, offset, side="right")]) if len(part) else 0
        position, band = position[skip : skip + limit], band[skip : skip + limit]
    xy = index.points.xy[position]
    return HitSites(total, position, band, index.county[position], xy[:, 0], xy[:, 1], index.ids(position))


def band_of(points: SortedPoints, rings: Rings) -> NDArray[np.int64]:
    """Return for each point, in the order it was given, the highest band covering it or NOT_HIT."""
    found = np.full(len(points.xy), NOT_HIT, dtype=np.int64)
    position, band = _expanded(spans_of(points, rings))
    found[points.source[position]] = band
    return found


def spans_of(points: SortedPoints, rings: Rings, *, entry_start: NDArray[np.int32] | None = None) -> NDArray[np.int64]:
    """Return the spans of `geo.index.scan.scan` for sorted points."""
    grid = points.grid
    edges = edges_by_row(rings.corners, rings.starts, rings.band, grid.y0, 1.0 / grid.cell, grid.rows)
    return scan(
        *edges, grid.x0, grid.y0, grid.cell, grid.columns, points.xy, points.start,
        points.start if entry_start is None else entry_start,
    )  # fmt: skip


def _expanded(spans: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every position in the spans and its band."""
    lengths = spans[:, 1] - spans[:, 0]
    shift = spans[:, 0] - (np.cumsum(lengths) - lengths)
    return np.repeat(shift, lengths) + np.arange(int(lengths.sum())), np.repeat(spans[:, 4], lengths)


def warm() -> None:
    """Compile or load every kernel: some seconds on a machine's first start, a moment after that."""
    from geo.index.build import build_index

    triangle = np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 2.0]])
    wkb = b"\x01\x03\x00\x00\x00\x01\x00\x00\x00\x03\x00\x00\x00" + triangle.tobytes()
    for most, sites in (((1 << 16) - 1, 1), ((1 << 31), 1), ((1 << 32) - 1, 2)):  # each kind of number there is
        counts = np.full((sites, 1), most, dtype=np.int64)
        count_bands(build_index([1.0] * sites, [1.0] * sites, [0] * sites, counts, columns=("n",), counties=1), [wkb])
