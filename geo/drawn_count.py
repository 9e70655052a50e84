"""What lies in a ring that a person is drawing: counted anew at each move of the hand, exactly, in milliseconds.

Basis is the site throughout: the customers of the cell sites inside. The full assessment of a footprint may say more
of a county without sites, which has only its area to go by; here such a county counts nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import FootprintError
from geo.exposure import OF_WHICH, SEGMENTS
from geo.footprint_reading import checked_ring
from geo.index.query import MOST_DRAWN_POINTS, NOT_HIT, band_of, count_rings
from geo.index.rings import rings_of_drawn
from geo.live import LiveExposure, LivePoints


@dataclass(frozen=True, slots=True)
class ProvinceInRing:
    """A province's part of the count."""

    adcode: str
    counties: int
    sites: int
    subscribers: int


@dataclass(frozen=True, slots=True)
class DrawnCount:
    """Subscribers are the sum of `segments`; `of_which` are parts of them. Provinces hit, the worst first."""

    sites: int
    halls: int
    key_customers: int
    counties: int
    subscribers: int
    segments: dict[str, int]
    of_which: dict[str, int]
    provinces: tuple[ProvinceInRing, ...]


def count_drawn(
    live: LiveExposure, ring: Sequence[Sequence[float]], *, provinces: Collection[str] | None = None
) -> DrawnCount:
    """Return what lies in a ring of at most 2,000 (lon, lat) in degrees, of the named provinces or of all.

    Closed or not; where it crosses itself, what it goes round twice lies outside (even-odd). A point on the border
    counts as if moved a hair to the east. FootprintError names the point at fault.
    """
    drawn = checked_ring(ring)
    if len(drawn) > MOST_DRAWN_POINTS + 1:
        raise FootprintError(f"the drawn ring has {len(drawn):,} points; at most {MOST_DRAWN_POINTS:,} are counted")
    rings = rings_of_drawn(drawn)
    index = live.exposure.sites.index
    by_county = count_rings(index, rings)[0]
    province = live.province_of_county[: len(by_county)]
    wanted = live.rows_of(provinces)
    if wanted is not None:
        by_county = by_county * wanted[province][:, None]
    column = {name: 1 + place for place, name in enumerate(index.columns)}
    subscribers = by_county[:, [column[segment] for segment in SEGMENTS]].sum(axis=1)
    total = by_county.sum(axis=0)

    def in_ring(points: LivePoints) -> int:
        hit = band_of(points.sorted.points, rings) != NOT_HIT
        if wanted is not None:
            hit &= wanted[live.province_of_county[np.asarray(points.table.county)]]
        return int(hit.sum())

    return DrawnCount(
        sites=int(total[0]),
        halls=in_ring(live.halls),
        key_customers=in_ring(live.key_customers),
        counties=int((by_county[:, 0] > 0).sum()),
        subscribers=int(subscribers.sum()),
        segments={name: int(total[column[name]]) for name in SEGMENTS},
        of_which={name: int(total[column[name]]) for name in OF_WHICH},
        provinces=_by_province(live, province, by_county[:, 0], subscribers),
    )


def _by_province(
    live: LiveExposure, province: NDArray[np.int16], sites: NDArray[np.int64], subscribers: NDArray[np.int64]
) -> tuple[ProvinceInRing, ...]:
    sums = np.zeros((len(live.provinces), 3), dtype=np.int64)
    np.add.at(sums, province, np.stack([sites > 0, sites, subscribers], axis=-1))
    found = [ProvinceInRing(live.provinces[row], *map(int, sums[row])) for row in np.flatnonzero(sums[:, 1]).tolist()]
    return tuple(sorted(found, key=lambda one: (-one.subscribers, one.adcode)))
