"""GeoPackages, Shapefiles and zips made byte by byte, sound ones and others, for tests."""

import io
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import shapely

Shape = tuple[dict[str, object], bytes | None]
BOX = shapely.to_wkb(shapely.box(103, 31, 104, 32))


def gpkg(
    rows: Sequence[Shape], *, srs_id: int = 4326, definition: str = "undefined", statements: Sequence[str] = ()
) -> bytes:
    """Return a minimal GeoPackage with one layer `area`; `statements` are run on it afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        db = sqlite3.connect(path)
        db.executescript(_GPKG)
        db.execute("INSERT INTO gpkg_spatial_ref_sys VALUES ('x', ?, 'EPSG', ?, ?, '')", (srs_id, srs_id, definition))
        db.execute("INSERT INTO gpkg_contents VALUES ('area', 'features', 'area', '', NULL, 0, 0, 0, 0, ?)", (srs_id,))
        db.execute("INSERT INTO gpkg_geometry_columns VALUES ('area', 'geom', 'GEOMETRY', ?, 0, 0)", (srs_id,))
        for number, (values, wkb) in enumerate(rows, start=1):
            blob = None if wkb is None else b"GP\x00\x01" + struct.pack("<i", srs_id) + wkb
            db.execute("INSERT INTO area VALUES (?, ?, ?, ?, ?)",
                       (number, blob, values.get("value"), values.get("unit"), values.get("title")))  # fmt: skip
        for statement in statements:
            db.executescript(statement)
        db.commit()
        db.close()
        return path.read_bytes()


_GPKG = """
PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
  organization_coordsys_id INTEGER, definition TEXT, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT,
  last_change DATETIME DEFAULT '2026-01-01T00:00:00.000Z', min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER,
  z TINYINT, m TINYINT, PRIMARY KEY (table_name, column_name));
CREATE TABLE area (fid INTEGER PRIMARY KEY, geom GEOMETRY, value DOUBLE, unit TEXT, title TEXT);
"""


def shapefile(
    rings: Sequence[Sequence[tuple[float, float]]],
    *,
    names: Sequence[bytes] = (),
    prj: str | None = None,
    cpg: str | None = None,
) -> dict[str, bytes]:
    """Return the parts of a Shapefile with one polygon a ring and fields TITLE, VALUE and UNIT (CSI 8)."""
    records, offsets, at = [], [], 50
    for number, ring in enumerate(rings, start=1):
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        content = struct.pack("<i4d2i1i", 5, min(xs), min(ys), max(xs), max(ys), 1, len(ring), 0)
        content += b"".join(struct.pack("<2d", x, y) for x, y in ring)
        records.append(struct.pack(">2i", number, len(content) // 2) + content)
        offsets.append(struct.pack(">2i", at, len(content) // 2))
        at += 4 + len(content) // 2
    body, index = b"".join(records), b"".join(offsets)
    parts = {".shp": _header(len(body)) + body, ".shx": _header(len(index)) + index, ".dbf": _dbf(names, len(rings))}
    if prj is not None:
        parts[".prj"] = prj.encode()
    if cpg is not None:
        parts[".cpg"] = cpg.encode()
    return parts


def _header(length: int) -> bytes:
    return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50 + length // 2) + struct.pack("<2i8d", 1000, 5, *([0.0] * 8))


def _dbf(names: Sequence[bytes], count: int) -> bytes:
    fields = [(b"TITLE", b"C", 40, 0), (b"VALUE", b"N", 8, 2), (b"UNIT", b"C", 8, 0)]
    size = 1 + sum(length for _, _, length, _ in fields)
    head = struct.pack("<4BIHH20x", 3, 126, 1, 1, count, 32 + 32 * len(fields) + 1, size)
    for name, kind, length, digits in fields:
        head += struct.pack("<11sc4xBB14x", name, kind, length, digits)
    rows = b"".join(
        b" " + (names[i] if i < len(names) else b"").ljust(40) + b"8.00".rjust(8) + b"CSI".ljust(8)
        for i in range(count)
    )
    return head + b"\r" + rows + b"\x1a"


def zipped(files: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of files by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)  # dated 1980, so that the same files are the same bytes
            entry.compress_type = compression
            archive.writestr(entry, data)
    return target.getvalue()


def zipped_shapefile(parts: Mapping[str, bytes], stem: str = "area") -> bytes:
    """Return a Shapefile's parts in an archive."""
    return zipped({stem + suffix: data for suffix, data in parts.items()})
