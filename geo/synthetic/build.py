"""Puts the made-up exposure together: people, subscribers, cell sites, halls, key customers.

The same seed gives the same exposure: each county draws from a generator of its own, seeded with its code.
"""

import numpy as np
import shapely
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

from geo.apportion import largest_remainder
from geo.exposure import COLUMNS, Exposure, Gaps, Points, Sites
from geo.projection import unproject_points
from geo.regions import Region, Regions
from geo.synthetic.census_2020 import AS_OF
from geo.synthetic.people import split_over_sites, spread_people, subscriber_columns
from geo.synthetic.places import Places, load_places, placed_people
from geo.synthetic.points import MadeUp, halls_of, key_customers_of
from geo.synthetic.scatter import scatter

LABEL = (
    "Synthetic exposure: published provincial totals of the 2020 census spread over counties by GeoNames places; "
    "subscribers, sites, halls and key customers made up with a fixed seed"
)
LABEL_ZH = "模拟数据：2020年人口普查分省总数按地名分摊到县；用户、基站、营业厅、重点客户均为固定种子生成，非真实数据"
_LEAST_SUBSCRIBERS_PER_SITE = 100
#: Wide, thinly peopled counties need sites for reach, not for load.
_LEAST_SITES = 24
_TOWN_WEIGHT = 4_000  # a place without a stated population draws sites like one of this size


def build_synthetic(regions: Regions, *, seed: int, sites: int) -> Exposure:
    """Return the exposure of all leaves of the operator; takes some seconds."""
    shapes = regions.shapes
    places = load_places(shapes)
    placed, towns = placed_people(places, shapes)
    people_by_row = spread_people(regions, placed=placed, towns=towns)
    rows = [row for row, adcode in enumerate(regions.leaf_adcodes) if regions.get(adcode).operator]
    counties = [_County(regions, places, row, seed=seed) for row in rows]
    people = people_by_row[rows]
    counts = np.array([subscriber_columns(max(0, int(p))) for p in people], dtype=np.int64).reshape(-1, len(COLUMNS))
    return Exposure(
        label=LABEL,
        label_zh=LABEL_ZH,
        synthetic=True,
        owner="Tongxin synthetic generator",
        as_of=AS_OF,
        regions_version=regions.version,
        adcodes=tuple(regions.leaf_adcodes[row] for row in rows),
        people=people,
        counts=counts,
        sites=_sites(counties, counts, wanted=sites),
        halls=_points(counties, [halls_of(c.region, int(p)) for c, p in zip(counties, people, strict=True)]),
        key_customers=_points(
            counties, [key_customers_of(c.region, int(p)) for c, p in zip(counties, people, strict=True)]
        ),
        gaps=Gaps(leaves_without_people=tuple(c.region.adcode for c, p in zip(counties, people, strict=True) if p < 0)),
    )


class _County:
    """A county with its shape, its places and its own source of chance."""

    def __init__(self, regions: Regions, places: Places, row: int, *, seed: int) -> None:
        self.region: Region = regions.get(regions.leaf_adcodes[row])
        self.random = Generator(PCG64(SeedSequence([seed, int(self.region.adcode)])))
        self._shape = regions.shapes.geometry(row)
        shapely.prepare(self._shape)
        inside = places.in_leaf(row)
        self._anchors = places.xy[inside]
        self._weights = np.maximum(places.population[inside], _TOWN_WEIGHT).astype(float)

    def scatter(self, count: int) -> NDArray[np.float64]:
        """Return positions in Albers metres."""
        return scatter(count, shape=self._shape, anchors=self._anchors, weights=self._weights, random=self.random)


def _sites(counties: list[_County], counts: NDArray[np.int64], *, wanted: int) -> Sites:
    totals = counts[:, :4].sum(axis=1)
    base = min(_LEAST_SITES, wanted // max(1, len(counties)))
    shared = largest_remainder(wanted - base * len(counties), [int(t) for t in totals])
    numbers = [min(base + n, int(t) // _LEAST_SUBSCRIBERS_PER_SITE) for n, t in zip(shared, totals, strict=True)]
    positions, columns = [np.empty((0, 2))], []
    for county, number, row in zip(counties, numbers, counts, strict=True):
        if number:
            positions.append(county.scatter(number))
            weights = np.rint(county.random.lognormal(6.0, 0.6, number)).astype(int) + 1
            columns += split_over_sites([int(c) for c in row], weights.tolist())
    lon, lat = unproject_points(np.vstack(positions))
    return Sites(
        lon=lon,
        lat=lat,
        county=np.repeat(np.arange(len(counties), dtype=np.int32), numbers),
        counts=np.array(columns, dtype=np.int64).reshape(-1, len(COLUMNS)),
    )


def _points(counties: list[_County], made_up: list[list[MadeUp]]) -> Points:
    made = [point for points in made_up for point in points]
    xy = np.vstack([np.empty((0, 2)), *(c.scatter(len(p)) for c, p in zip(counties, made_up, strict=True))])
    lon, lat = unproject_points(xy)
    return Points(
        id=tuple(p.id for p in made),
        name=tuple(p.name for p in made),
        name_en=tuple(p.name_en for p in made),
        kind=tuple(p.kind for p in made),
        tier=tuple(p.tier for p in made),
        lon=lon,
        lat=lat,
        county=np.repeat(np.arange(len(counties), dtype=np.int32), [len(p) for p in made_up]),
    )
