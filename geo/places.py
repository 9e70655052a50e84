"""Regions that a file only names (a county code in a warning, the seat of its issuer) become ground.

The child that reads a file has no regions, so it hands back codes and names. Here, in a second child, they are
turned into the shapes of our own boundaries and merged with what the file drew itself; foreign geometry still
never meets GEOS in a process that serves people. What cannot be placed is told in the notes, never dropped in
silence; when nothing can be placed and nothing is drawn, the footprint is refused.
"""

import base64
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from geo.child import run_child
from geo.errors import FootprintError
from geo.old_codes import OldRegion, old_region
from geo.projection import ALBERS_CHINA, geodesic_area_km2
from geo.readers.chosen_regions import CHOSEN
from geo.region_choice import region_meant
from geo.regions import Region, Regions, read_regions

NAME = "name:"
_WALL_SECONDS = 30.0
_MAX_PLACES = 5_000
#: Millionths of a degree, a tenth of a metre: borders are not known better, and a map that is loaded stays small.
_DECIMALS = 6
_SAME_AREA = 1e-9
_ENDINGS = ("特别行政区", "自治区", "自治州", "自治县", "地区", "省", "市", "区", "县", "盟", "旗")
_OFFICES = re.compile(r"(中心)?(气象(台|局|站|服务中心)|预警信息发布中心|应急管理(厅|局)|人民政府)$")


@dataclass(frozen=True, slots=True)
class Placed:
    """Codes and names found among the regions, and those that are not there."""

    regions: tuple[Region, ...]
    missing: tuple[str, ...]
    #: Old codes, each with what stands in its place now.
    renewed: tuple[tuple[OldRegion, tuple[Region, ...]], ...] = ()


def find(places: Sequence[str], regions: Regions) -> Placed:
    """Look up codes (six digits) and `name:` entries; a name counts only where exactly one region bears it.

    Of a name such as 临桂区气象台 the office is left out first; 上海 finds 上海市. A code that is no more, such as
    510724 of 安县, finds all that stand in its place.
    """
    found: dict[str, Region] = {}
    missing, renewed = [], []
    for place in places:
        region = _by_name(place.removeprefix(NAME), regions) if place.startswith(NAME) else _by_code(place, regions)
        old = None if region is not None or place.startswith(NAME) else old_region(place)
        now = tuple(regions.get(code) for code in old.now if code in regions) if old is not None else ()
        if region is not None:
            found[region.adcode] = region
        elif old is not None and now:
            found |= {successor.adcode: successor for successor in now}
            renewed.append((old, now))
        else:
            missing.append(place)
    return Placed(regions=tuple(found.values()), missing=tuple(missing), renewed=tuple(renewed))


def ground_of(placed: Sequence[Region], regions: Regions) -> shapely.Geometry:
    """Return the union of regions in longitude and latitude (WGS-84), a city or province as its leaves."""
    wanted = {region.adcode for region in placed}
    indices = [
        index
        for index, adcode in enumerate(regions.leaf_adcodes)
        if wanted & {adcode, regions.get(adcode).province, regions.city_of(regions.get(adcode))}
    ]
    merged = _merged([regions.shapes.geometry(index) for index in indices])
    return shapely.make_valid(shapely.transform(merged, _to_degrees), method="structure", keep_collapsed=False)


def _merged(leaves: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """Return the union; in a seventh of the time where neighbours share their borders (18 provinces: 0.6 s).

    Whether they are shows in the result: it is valid then and has the area of its parts.
    """
    quick = shapely.coverage_union_all(leaves)
    whole = float(np.sum(shapely.area(leaves)))
    if shapely.is_valid(quick) and abs(shapely.area(quick) - whole) <= whole * _SAME_AREA:
        return quick
    return shapely.union_all(leaves)


def place_apart(said: dict[str, Any], regions: "Regions | Callable[[], Regions] | None") -> dict[str, Any]:
    """Return the reader's answer with its places turned into ground, in a child."""
    count = sum(len(band["places"]) for band in said["bands"])
    if regions is None:
        raise FootprintError(f"names {count} regions by code and draws no area; read it where the regions are at hand")
    if count > _MAX_PLACES:
        raise FootprintError(f"names {count:,} regions; at most {_MAX_PLACES:,} are placed")
    known = regions() if callable(regions) else regions
    bands = [{**band, "places": _meant(band["places"], known)} for band in said["bands"]]
    _refuse_doubles(bands, known)
    request = {"said": {**said, "bands": bands}, "regions": str(known.folder.resolve())}
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(request, allow_nan=False).encode())
        file.flush()
        file.seek(0)
        answer = run_child(["place"], stdin=file, wall_seconds=_WALL_SECONDS)
    if "error" in answer:
        raise FootprintError(str(answer["error"]))
    placed: dict[str, Any] = answer["footprint"]
    return placed


def answer_request(request: dict[str, Any]) -> dict[str, Any]:
    """Answer in the child: the reader's answer with ground in the place of places."""
    from geo.readers.assemble import only_areas

    said, regions = request["said"], read_regions(Path(request["regions"]))
    bands = []
    for band in said["bands"]:
        placed = find(band["places"], regions)
        said["notes"] += _notes(band, placed, regions)
        drawn = [shapely.from_wkb(base64.b64decode(band["wkb"]))] if band["wkb"] else []
        shape = only_areas(
            shapely.union_all([*drawn, *([ground_of(placed.regions, regions)] if placed.regions else [])])
        )
        if shapely.is_empty(shape):
            continue
        wkb = base64.b64encode(shapely.to_wkb(shape)).decode()
        bands.append({**band, "wkb": wkb, "area_km2": round(geodesic_area_km2(shape), 3)})
    if not bands:
        named = ", ".join(p.removeprefix(NAME)[:40] for band in said["bands"] for p in band["places"][:5])
        raise FootprintError(
            f"no region here is called or coded {named} (boundaries {regions.version}, {regions.vintage}), "
            "and nothing is drawn; draw the area, or correct the code"
        )
    drawn_too = any(band["wkb"] for band in said["bands"])
    return {**said, "bands": bands, "basis": said["basis"] if drawn_too else "regions"}


def _meant(places: Sequence[str], regions: Regions) -> list[str]:
    """Return places with what people chose by name as codes; FootprintError where one may mean several."""
    found = []
    for place in places:
        chosen = place.startswith(CHOSEN)
        found += [region.adcode for region in region_meant(place.removeprefix(CHOSEN), regions)] if chosen else [place]
    return found


def _refuse_doubles(bands: Sequence[dict[str, Any]], regions: Regions) -> None:
    """Refuse a region that was chosen under two names, or in two bands: nobody could say which grade is meant."""
    seen: set[str] = set()
    for place in (place for band in bands for place in band["places"]):
        if place in seen and place in regions:
            raise FootprintError(f"{place} {regions.get(place).name} is named twice; name a region once, in one band")
        seen.add(place)


def _notes(band: dict[str, Any], placed: Placed, regions: Regions) -> list[str]:
    notes = []
    if placed.regions:
        shown = ", ".join(f"{region.adcode} {region.name}" for region in placed.regions[:8])
        more = f" and {len(placed.regions) - 8} more" if len(placed.regions) > 8 else ""
        notes.append(f"{band['band']}: placed by region in boundaries of {regions.vintage}: {shown}{more}.")
    for old, now in placed.renewed:
        stands = ", ".join(f"{region.adcode} {region.name}" for region in now)
        notes.append(f"{band['band']}: the code {old.adcode} ({old.name}) is no more; taken for {stands}.")
    for missing in placed.missing:
        what = "name" if missing.startswith(NAME) else "code"
        notes.append(f"{band['band']}: no region has the {what} {missing.removeprefix(NAME)[:60]}; it was left out.")
    return notes


def _by_code(code: str, regions: Regions) -> Region | None:
    return regions.get(code) if code in regions else None


def _by_name(name: str, regions: Regions) -> Region | None:
    wanted = _OFFICES.sub("", name.strip())
    if not wanted:
        return None
    exact = [region for region in regions.all if region.name == wanted]
    if not exact:
        exact = [region for region in regions.all if any(region.name == wanted + ending for ending in _ENDINGS)]
    widest = [region for region in exact if all(region.adcode == o.adcode or region.adcode == o.parent for o in exact)]
    if widest:
        return widest[0]
    return exact[0] if len({region.adcode for region in exact}) == 1 else None


def _to_degrees(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    back = Transformer.from_crs(ALBERS_CHINA, "EPSG:4326", always_xy=True)
    lon, lat = back.transform(metres[:, 0], metres[:, 1])
    return np.round(np.column_stack([lon, lat]), _DECIMALS)
