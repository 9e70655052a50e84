"""Takes in an operator's own official map in place of the built-in boundaries.

The file is read in the sandbox. A row is a region by its code: counties, and cities that have none, are leaves
with shapes; rows of provinces and of cities with counties give names only, since their shapes are those of
their leaves. Names and labels that the file does not give come from the built-in regions.
"""

import base64
import binascii
import shutil
import tempfile
from pathlib import Path
from typing import Any

import shapely

from geo.boundaries import OUTSIDE_OPERATOR
from geo.cachefiles import digest_of, ensure_folder, write_json
from geo.child import run_child
from geo.errors import GeoError, RegionsError
from geo.names import english_name
from geo.projection import project_coordinates
from geo.regions import Level, Region, Regions, load_regions, read_regions, regions_document
from geo.shapes import write_shapes
from geo.wkb import check_wkb

SUFFIXES = (".gpkg", ".geojson", ".json", ".shp")
_SIDECARS = (".dbf", ".shx", ".prj", ".cpg")
_WALL_SECONDS = 120.0
_MAX_BYTES = 512 << 20
_FORMAT = "imported-regions/1"


def import_regions(file: Path, cache_dir: Path) -> Regions:
    """Return the regions of an operator's map, kept under `cache_dir`; `.folder` is what `load_regions` takes.

    RegionsError names the file, and the rows that are in error.
    """
    try:
        said = _read_apart(file)
        rows = {str(row["adcode"]): row for row in said["rows"]}
        notes = [str(note) for note in said["notes"]]
        leaves = _leaves(set(rows))
        regions = _regions(rows, leaves, built_in=load_regions(cache_dir))
        shapes = {code: _shape(rows[code]) for code in leaves}
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        reason = str(error) if isinstance(error, GeoError) else "the reader's answer is not in order"
        raise RegionsError(f"{file.name}: {reason}") from None
    version = digest_of([_FORMAT.encode(), *(f"{r.adcode}{r.name}".encode() for r in regions),
                         *(shapely.to_wkb(shape) for shape in shapes.values())])  # fmt: skip

    def fill(folder: Path) -> None:
        write_shapes(folder, [shapely.transform(shape, project_coordinates) for shape in shapes.values()])
        note = (
            f"Boundaries: the operator's own map, imported from {file.name}; GB/T 2260 codes, WGS-84 or CGCS2000. "
            "Who imported it answers for its line and its approval. " + " ".join(notes)
        )
        write_json(
            folder / "regions.json",
            regions_document(
                version=version, vintage=f"as imported from {file.name}", source_note=note.strip(), regions=regions,
                leaves=list(shapes),
            ),
        )  # fmt: skip

    return read_regions(ensure_folder(cache_dir / f"regions-{version}", fill=fill))


def _read_apart(file: Path) -> dict[str, Any]:
    if str(file).startswith("/vsi"):
        raise RegionsError("not a path of this machine")
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise RegionsError(f"{suffix or 'no suffix'} is not read; give one of {', '.join(SUFFIXES)} (unpack archives)")
    if not file.is_file():
        raise RegionsError("not a regular file")
    if file.stat().st_size > _MAX_BYTES:
        raise RegionsError(f"larger than {_MAX_BYTES >> 20} MiB")
    with tempfile.TemporaryDirectory(prefix="tongxin-map-") as folder, tempfile.TemporaryFile() as nothing:
        # Under a name of our own: a path can hold what GDAL takes for an instruction.
        copy = Path(folder) / f"map{'.geojson' if suffix == '.json' else suffix}"
        shutil.copyfile(file, copy)
        for sidecar in _SIDECARS if suffix == ".shp" else ():
            beside = next(
                (p for p in (file.with_suffix(sidecar), file.with_suffix(sidecar.upper())) if p.is_file()),
                None,
            )
            if beside is not None:
                shutil.copyfile(beside, copy.with_suffix(sidecar))
        answer = run_child(["boundaries", str(copy)], stdin=nothing, wall_seconds=_WALL_SECONDS)
    if "error" in answer:
        raise RegionsError(str(answer["error"])[:4_000])
    found = answer["boundaries"]
    if not isinstance(found, dict) or not found.get("rows"):
        raise RegionsError("the file holds no region")
    return found


def _leaves(codes: set[str]) -> list[str]:
    """Return the codes that are leaves: counties, and cities or Taiwan where the file has nothing below them."""
    below_city = {code[:4] for code in codes if not code.endswith("00")}
    below_province = {code[:2] for code in codes if not code.endswith("0000")}
    return sorted(
        code
        for code in codes
        if not code.endswith("00")
        or (not code.endswith("0000") and code[:4] not in below_city)
        or (code.endswith("0000") and code[:2] not in below_province)
    )


def _regions(rows: dict[str, Any], leaves: list[str], *, built_in: Regions) -> list[Region]:
    named: dict[str, Region] = {}
    errors = []
    for leaf in leaves:
        province = leaf[:2] + "0000"
        city = _city_code(leaf, rows=rows, built_in=built_in)
        for code in (province, city):
            if code not in named and code != leaf:
                try:
                    named[code] = _region(code, rows=rows, built_in=built_in, city=city)
                except GeoError:
                    errors.append(f"{leaf}: {code}, of which it is a part, is neither in the file nor known")
        named[leaf] = _region(leaf, rows=rows, built_in=built_in, city=city)
    if errors:
        raise RegionsError("; ".join(sorted(set(errors))[:20]))
    order = {"province": 0, "city": 1, "county": 2}
    return sorted(named.values(), key=lambda region: (order[region.level], region.adcode))


def _city_code(leaf: str, *, rows: dict[str, Any], built_in: Regions) -> str:
    """Return the city of a leaf; a county directly under a province (code xx90xx) is a city of itself."""
    city = leaf[:4] + "00"
    if leaf.endswith("00") or city in rows or city in built_in:
        return city if not leaf.endswith("0000") else leaf
    if leaf[2:4] == "90":
        return leaf
    return leaf[:2] + "0000"


def _region(code: str, *, rows: dict[str, Any], built_in: Regions, city: str) -> Region:
    province = code[:2] + "0000"
    known = built_in.get(code) if code in built_in else None
    row = rows.get(code)
    if row is None and known is None:
        raise RegionsError(code)
    name = str(row["name"]) if row else known.name if known else code
    level: Level = "province" if code == province else "city" if code.endswith("00") else "county"
    lon, lat = (float(row["lon"]), float(row["lat"])) if row else (known.lon, known.lat) if known else (0.0, 0.0)
    return Region(
        adcode=code,
        name=name,
        name_en=known.name_en if known and known.name == name else english_name(code, name),
        level=level,
        province=province,
        city=None if level == "province" else code if level == "city" else city,
        parent=None if level == "province" else province if level == "city" or city == code else city,
        lon=lon,
        lat=lat,
        operator=province not in OUTSIDE_OPERATOR,
    )


def _shape(row: dict[str, Any]) -> shapely.MultiPolygon:
    wkb = base64.b64decode(row["wkb"], validate=True)
    check_wkb(wkb)
    shape = shapely.from_wkb(wkb)
    if not isinstance(shape, shapely.MultiPolygon):
        raise RegionsError(f"{row['adcode']}: the shape is no MultiPolygon")
    return shape
