"""A small made-up country: two provinces of two cities of two square counties, and one county outside.

Counties are squares of 100 km in Albers metres, side by side from west to east, so that shares of area are
easy to see: county k covers x from 100·k to 100·(k+1) km.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from geo.cachefiles import write_json
from geo.exposure import COLUMNS, Exposure, Gaps, Points, Sites
from geo.footprint import Band, Footprint, band_label, make_footprint
from geo.projection import unproject_points
from geo.regions import Level, Region, Regions, read_regions, regions_document
from geo.shapes import write_shapes

SIDE_M = 100_000.0
SOUTH_M = 3_200_000.0
LEAVES = ("510101", "510102", "510201", "510202", "620101", "620102", "620201", "620202", "810001")


def _region(adcode: str, level: Level, province: str, city: str | None, parent: str | None) -> Region:
    return Region(adcode, f"县{adcode}", f"Place {adcode}", level, province, city, parent, 100.0, 30.0,
                  province != "810000")  # fmt: skip


def make_toyland(folder: Path) -> Regions:
    folder.mkdir(parents=True, exist_ok=True)
    regions = []
    for province in ("510000", "620000", "810000"):
        regions.append(_region(province, "province", province, None, None))
    for city in ("510100", "510200", "620100", "620200"):
        regions.append(_region(city, "city", city[:2] + "0000", city, city[:2] + "0000"))
    for leaf in LEAVES:
        city = "810000" if leaf.startswith("81") else leaf[:4] + "00"
        regions.append(_region(leaf, "county", leaf[:2] + "0000", city, city))
    squares = [shapely.box(k * SIDE_M, SOUTH_M, (k + 1) * SIDE_M, SOUTH_M + SIDE_M) for k in range(len(LEAVES))]
    write_shapes(folder, squares)
    write_json(
        folder / "regions.json",
        regions_document(version="toy", vintage="made up", source_note="toy", regions=regions, leaves=LEAVES),
    )
    return read_regions(folder)


def no_points() -> Points:
    return Points((), (), (), (), (), np.empty(0), np.empty(0), np.empty(0, dtype=np.int32))


def toy_exposure(
    counts: dict[str, Sequence[int]],
    *,
    people: dict[str, int] | None = None,
    sites: Sequence[tuple[str, float, float, Sequence[int]]] = (),
    gaps: Gaps | None = None,
) -> Exposure:
    """Return exposure of the given leaves; a site is (leaf, x km, y km above the south, counts)."""
    adcodes = tuple(counts)
    xy = np.array([[x * 1000, SOUTH_M + y * 1000] for _, x, y, _ in sites]).reshape(-1, 2)
    lon, lat = unproject_points(xy)
    known = people or {}
    return Exposure(
        label="toy", label_zh="玩具", synthetic=True, owner="test", as_of="2020-11-01", regions_version="toy",
        adcodes=adcodes,
        people=np.array([known.get(a, -1) for a in adcodes], dtype=np.int64),
        counts=np.array([list(counts[a]) for a in adcodes], dtype=np.int64).reshape(-1, len(COLUMNS)),
        sites=Sites(
            lon=lon, lat=lat, county=np.array([adcodes.index(a) for a, *_ in sites], dtype=np.int32),
            counts=np.array([list(c) for *_, c in sites], dtype=np.int64).reshape(-1, len(COLUMNS)),
        ),
        halls=no_points(), key_customers=no_points(), gaps=gaps or Gaps(),
    )  # fmt: skip


def strip(value: float, west_km: float, east_km: float, *, unit: str = "CSI", height_km: float = 100.0) -> Band:
    """Return a band that covers everything between two distances, over the given height from the south."""
    ring = shapely.segmentize(shapely.box(west_km * 1000, SOUTH_M, east_km * 1000, SOUTH_M + height_km * 1000), 2_000.0)
    shape = shapely.transform(ring, lambda xy: np.column_stack(unproject_points(xy)))
    return Band(band_label(unit, value), value, unit, shapely.to_wkb(shape), 1.0)


def footprint_of(*bands: Band) -> Footprint:
    return make_footprint(kind="area", title="toy", source="toy", bands=bands)
