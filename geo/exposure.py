"""Exposure: who and what is there to be hit. Counts by county and segment, cell sites, halls, key customers.

Subscribers are counts, never people by name. The segments are disjoint and sum to the total; the group tiers
(disjoint among themselves) and the vulnerable are parts *of which*. A county whose people are not known has
`people` none, and the gaps are listed: nothing is zero in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import ExposureError
from geo.index.build import build_index, sort_points
from geo.index.site_index import SiteIndex, SortedPoints
from geo.projection import project_points

#: GoTone 全球通, Easyown 神州行, M-Zone 动感地带, other; disjoint.
SEGMENTS = ("gotone", "easyown", "mzone", "other")
#: Members of group customers of tier A+, A, B, C (disjoint), and vulnerable customers.
TIERS = ("a_plus", "a", "b", "c")
OF_WHICH = (*TIERS, "vulnerable")
COLUMNS = (*SEGMENTS, *OF_WHICH)
PEOPLE_UNKNOWN = -1

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Sites:
    """Cell sites: position, row of the county, and subscribers (m, 9) in the order of COLUMNS.

    They are counted through their index alone. Sites from disk *are* an index, in its order; sites in memory build
    one when they are first counted.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    county: NDArray[Any]
    counts: NDArray[Any]
    #: The index that these arrays are views of, where there is one already.
    stored: SiteIndex | None = field(default=None, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.lon)

    @classmethod
    def of_index(cls, index: SiteIndex) -> "Sites":
        """Return the sites of an index; ExposureError when it counts something else than COLUMNS."""
        if index.columns != COLUMNS:
            raise ExposureError(f"an index of {', '.join(index.columns)}; sites have {', '.join(COLUMNS)}")
        xy = index.points.xy
        return cls(lon=xy[:, 0], lat=xy[:, 1], county=index.county, counts=index.counts, stored=index)

    @cached_property
    def index(self) -> SiteIndex:
        """The index of these sites; its counties are at least those that have a site."""
        if self.stored is not None:
            return self.stored
        counties = int(self.county.max(initial=0)) + 1
        return build_index(self.lon, self.lat, self.county, self.counts, columns=COLUMNS, counties=counties)

    @cached_property
    def xy(self) -> NDArray[np.float64]:
        """Positions in Albers metres."""
        return project_points(self.lon, self.lat)


@dataclass(frozen=True)
class Points:
    """Service halls or key customers; `kind` says what a place is, `tier` is empty for a hall."""

    id: tuple[str, ...]
    name: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[str, ...]
    tier: tuple[str, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    county: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.id)

    @cached_property
    def xy(self) -> NDArray[np.float64]:
        """Positions in Albers metres."""
        return project_points(self.lon, self.lat)

    @cached_property
    def tier_number(self) -> NDArray[np.int64]:
        """The place of each point's tier in TIERS; one further where it has none."""
        place = {tier: number for number, tier in enumerate(TIERS)}
        return np.array([place.get(tier, len(TIERS)) for tier in self.tier], dtype=np.int64)

    @cached_property
    def sorted(self) -> SortedPoints:
        """The points sorted over a grid in degrees, as `geo.index.query.band_of` wants them."""
        return sort_points(self.lon, self.lat)


@dataclass(frozen=True, slots=True)
class Point:
    """One service hall or key customer."""

    id: str
    name: str
    name_en: str
    kind: str
    tier: str
    lon: float
    lat: float
    county: str


@dataclass(frozen=True, slots=True)
class CountyExposure:
    """What one leaf holds; `people` is none where nobody has said."""

    adcode: str
    people: int | None
    total: int
    segments: dict[str, int]
    of_which: dict[str, int]
    sites: int
    halls: int
    key_customers: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """What does not meet: leaves nobody counted, and codes that no region has."""

    leaves_without_people: tuple[str, ...] = ()
    leaves_without_subscribers: tuple[str, ...] = ()
    codes_without_region: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.leaves_without_people or self.leaves_without_subscribers or self.codes_without_region)


@dataclass(frozen=True)
class Exposure:
    """Exposure of the leaves in `adcodes`; arrays are in that order."""

    #: What this is and how far to believe it, shown wherever its numbers are shown.
    label: str
    label_zh: str
    synthetic: bool
    #: Who answers for the data, and the day it speaks of (ISO date).
    owner: str
    as_of: str
    #: Version of the regions it was made for.
    regions_version: str
    adcodes: tuple[str, ...]
    people: Counts
    counts: Counts
    sites: Sites
    halls: Points
    key_customers: Points
    gaps: Gaps = field(default_factory=Gaps)
    #: Where it lies on disk, once it does.
    folder: Path | None = None

    def __post_init__(self) -> None:
        shape = (len(self.adcodes), len(COLUMNS))
        if self.counts.shape != shape or self.people.shape != shape[:1]:
            raise ExposureError(f"exposure: counts must be {shape}, people {shape[:1]}")
        if (self.counts < 0).any():
            worst = self.adcodes[int(np.argwhere(self.counts < 0)[0][0])]
            raise ExposureError(f"exposure: county {worst} has a negative count")
        if (self.counts[:, 4:8].sum(axis=1) > self.totals).any() or (self.counts[:, 8] > self.totals).any():
            raise ExposureError("exposure: a county has more tier members or vulnerable than subscribers")

    @cached_property
    def totals(self) -> Counts:
        """Subscribers by leaf: the sum of the segments."""
        return np.asarray(self.counts[:, : len(SEGMENTS)].sum(axis=1))

    @cached_property
    def site_sums(self) -> Counts:
        """Sites and the sum of their counts by leaf: (leaves, 1 + 9)."""
        sums = np.zeros((len(self.adcodes), 1 + len(COLUMNS)), dtype=np.int64)
        sums[: self.sites.index.counties] = self.sites.index.by_county
        return sums

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of each leaf."""
        return {adcode: row for row, adcode in enumerate(self.adcodes)}

    def county_totals(self) -> dict[str, CountyExposure]:
        """Return what each leaf holds, by adcode."""
        sites = self.site_sums[:, 0]
        halls = np.bincount(self.halls.county, minlength=len(self.adcodes))
        keys = np.bincount(self.key_customers.county, minlength=len(self.adcodes))
        return {
            adcode: CountyExposure(
                adcode=adcode,
                people=None if self.people[row] == PEOPLE_UNKNOWN else int(self.people[row]),
                total=int(self.totals[row]),
                segments={name: int(self.counts[row, i]) for i, name in enumerate(SEGMENTS)},
                of_which={name: int(self.counts[row, i]) for i, name in enumerate(OF_WHICH, start=4)},
                sites=int(sites[row]),
                halls=int(halls[row]),
                key_customers=int(keys[row]),
            )
            for row, adcode in enumerate(self.adcodes)
        }

    def halls_in(self, adcode: str) -> tuple[Point, ...]:
        """Return the service halls of one leaf."""
        return tuple(self._points(self.halls, adcode))

    def key_customers_in(self, adcode: str) -> tuple[Point, ...]:
        """Return the key customers of one leaf."""
        return tuple(self._points(self.key_customers, adcode))

    def _points(self, table: Points, adcode: str) -> Iterator[Point]:
        if adcode not in self.row_of:
            raise ExposureError(f"no exposure for the code {adcode!r}")
        for i in np.flatnonzero(table.county == self.row_of[adcode]):
            yield point_at(table, int(i), adcode)


def point_at(table: Points, index: int, adcode: str) -> Point:
    """Return one row of a table of points."""
    return Point(
        id=table.id[index], name=table.name[index], name_en=table.name_en[index], kind=table.kind[index],
        tier=table.tier[index], lon=float(table.lon[index]), lat=float(table.lat[index]), county=adcode,
    )  # fmt: skip
