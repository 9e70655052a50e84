"""How the words of a table of outcomes are understood: places by the boundaries in use, measures by their titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache

from geo.errors import GeoError
from geo.names import search_key
from geo.region_choice import is_its_core, region_meant
from geo.regions import Region, Regions
from incident.queries.outcome_ground import NamedMeasure
from incident.rules.outcomes.rows import Finder, Spot

_CITY_KINDS = ("市", "地区", "盟")


def finder_of(
    regions: Regions, measures: Sequence[NamedMeasure], *, may: Callable[[str | None], bool]
) -> Finder:  # fmt: skip
    """What finds places and measures; `may` says of which provinces the caller may state figures."""
    titles: dict[str, list[str]] = defaultdict(list)
    for measure in measures:
        for name in dict.fromkeys((measure.title_zh, measure.title_en, measure.id)):
            titles[name.casefold()].append(measure.id)

    @lru_cache(maxsize=500)
    def province(text: str) -> Spot | None:
        found = _province(text, regions) or _meant(text, regions)
        return _spot(found, regions) if found else None

    @lru_cache(maxsize=2_000)
    def city(text: str, within: str) -> Spot | None:
        for one in regions.cities(within):
            if search_key(text) in (one.adcode, search_key(one.name), search_key(one.name_en), _core(one)):
                return _spot(one, regions)
        inside = [one for one in regions.counties(within) if search_key(text) == search_key(one.name)]
        found = inside[0] if inside else _meant(text, regions)
        return _spot(found, regions) if found else None

    return Finder(
        province=province,
        city=city,
        measures=titles,
        measure_titles=[measure.title_zh for measure in measures],
        may=may,
    )


def _province(text: str, regions: Regions) -> Region | None:
    """The province of this short name: in its column 河北 is the province, though a district has the name too."""
    found = [one for one in regions.provinces() if is_its_core(text.strip(), one.name)]
    return found[0] if len(found) == 1 else None


def _meant(text: str, regions: Regions) -> Region | None:
    try:
        found = region_meant(text, regions)
    except GeoError:
        return None
    return found[0] if len(found) == 1 else None


def _core(city: Region) -> str:
    """A city without the word for its kind: 绵阳 for 绵阳市."""
    kind = next((kind for kind in _CITY_KINDS if city.name.endswith(kind)), "")
    return search_key(city.name.removesuffix(kind)) if kind else search_key(city.name)


def _spot(region: Region, regions: Regions) -> Spot:
    over = region.parent if region.parent is not None and region.parent in regions else region.province
    above = regions.get(over)
    return Spot(
        adcode=region.adcode,
        names=(region.name, region.name_en),
        level=region.level,
        province=region.province,
        above=(above.name, above.name_en),
        operator=region.operator,
    )
