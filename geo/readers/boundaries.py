"""Reads an operator's own boundaries (GeoPackage, GeoJSON, Shapefile) in the child, one row a region.

Files of this kind need GDAL, which knows sixty formats; all but these three are switched off (`drivers`).
"""

import base64
import re
from pathlib import Path
from typing import Any

import shapely

from geo.errors import RegionsError
from geo.readers.drivers import skip_other_drivers

__all__ = ["read", "skip_other_drivers"]

CODE_FIELDS = ("adcode", "code", "pac", "xzqdm", "gb", "区划代码", "行政区划代码")
NAME_FIELDS = ("name", "xzqmc", "名称", "name_zh", "地名")
_MAX_ROWS = 20_000
_MAX_ERRORS = 20
_LATIN_1_MOJIBAKE = re.compile("[\u0080-\u00ff]{2}")


def read(path: Path) -> dict[str, Any]:
    """Return `{"rows": [{adcode, name, wkb, lon, lat}], "notes": […]}`; RegionsError lists the rows in error."""
    fields, shapes, columns, notes = _load(path)
    code_at, name_at = _field(fields, CODE_FIELDS, "code"), _field(fields, NAME_FIELDS, "name")
    if len(shapes) > _MAX_ROWS:
        raise RegionsError(f"{len(shapes):,} rows; at most {_MAX_ROWS:,} are regions of one country")
    rows, errors, seen = [], [], set()
    for number, (shape, code, name) in enumerate(zip(shapes, columns[code_at], columns[name_at], strict=True), start=1):
        try:
            row = _row(shape, code, name, notes, where=f"row {number}")
            if row["adcode"] in seen:
                raise RegionsError(f"row {number}: the code {row['adcode']} stands twice")
            seen.add(row["adcode"])
            rows.append(row)
        except RegionsError as error:
            errors.append(str(error))
    if errors:
        more = f"; and {len(errors) - _MAX_ERRORS} more" if len(errors) > _MAX_ERRORS else ""
        raise RegionsError("; ".join(errors[:_MAX_ERRORS]) + more)
    return {"rows": rows, "notes": notes}


def _load(path: Path) -> tuple[list[str], list[bytes | None], list[list[Any]], list[str]]:
    from pyogrio import raw
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        meta, _, shapes, columns = raw.read(path, force_2d=True)
        if path.suffix == ".shp" and any(_LATIN_1_MOJIBAKE.search(str(v)) for column in columns for v in column[:50]):
            meta, _, shapes, columns = raw.read(path, force_2d=True, encoding="GBK")
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise RegionsError(f"not readable as GeoPackage, GeoJSON or Shapefile ({str(error)[:200]})") from None
    notes = []
    crs = str(meta.get("crs") or "")
    if not crs:
        notes.append("The file does not say its coordinate system; taken as WGS-84 longitude and latitude.")
    elif not any(known in crs.upper().replace(" ", "") for known in ("4326", "4490", "CRS84", "WGS84", "CGCS2000")):
        raise RegionsError(f"the coordinate system is {crs[:60]}; convert the file to EPSG:4490 or EPSG:4326")
    elif "PROJCS" in crs.upper():
        raise RegionsError("the coordinates are projected; convert the file to EPSG:4490 or EPSG:4326")
    return [str(f) for f in meta["fields"]], list(shapes), [list(column) for column in columns], notes


def _field(fields: list[str], wanted: tuple[str, ...], what: str) -> int:
    folded = [field.casefold() for field in fields]
    for name in wanted:
        if name in folded:
            return folded.index(name)
    raise RegionsError(f"no field with the {what}; one of {', '.join(wanted)} is needed, there are {', '.join(fields)}")


def _row(wkb: bytes | None, code: Any, name: Any, notes: list[str], *, where: str) -> dict[str, Any]:
    adcode = _adcode(code, where=where)
    title = str(name).strip() if name is not None else ""
    if not title or len(title) > 60:
        raise RegionsError(f"{where} ({adcode}): the name is missing or longer than 60 characters")
    shape = shapely.from_wkb(wkb) if wkb is not None else None
    if shape is None or shapely.is_empty(shape):
        raise RegionsError(f"{where} ({adcode} {title}): no shape")
    if not shapely.is_valid(shape):
        notes.append(f"{where} ({adcode} {title}): the shape was not valid and was mended.")
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    if not parts:
        raise RegionsError(f"{where} ({adcode} {title}): the shape encloses no area")
    west, south, east, north = shapely.total_bounds(parts)
    if not (west >= 70 and east <= 140 and south >= 0 and north <= 60):
        raise RegionsError(f"{where} ({adcode} {title}): lies outside longitudes 70-140 and latitudes 0-60")
    multi = shapely.MultiPolygon(parts)
    label = shapely.point_on_surface(multi)
    return {
        "adcode": adcode,
        "name": title,
        "wkb": base64.b64encode(shapely.to_wkb(multi)).decode(),
        "lon": round(shapely.get_x(label), 3),
        "lat": round(shapely.get_y(label), 3),
    }


def _adcode(code: Any, *, where: str) -> str:
    """Return six digits; also from 12-digit codes, and from 156 + code as in the national basic data."""
    text = str(code).strip()
    text = text.removesuffix(".0")
    if re.fullmatch(r"156\d{6}", text):
        text = text[3:]
    if re.fullmatch(r"\d{6}0{3}(0{3})?", text):
        text = text[:6]
    if not re.fullmatch(r"[1-9]\d{5}", text):
        raise RegionsError(f"{where}: the code {text[:20]!r} is not six digits")
    return text
