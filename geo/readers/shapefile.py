"""Shapefile in a zip: unpacked by our own rules and packed again, so that GDAL meets no archive of a stranger.

The text of a .dbf is UTF-8, or GBK where a .cpg says so or where it can be nothing else, as Chinese offices write it.
GDAL would load a table of the machine for GBK, which cannot be opened behind the walls, so it is given Latin-1, in
which every byte comes through, and the text is decoded here. A .prj that is missing is said.
"""

import io
import zipfile
from dataclasses import replace

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint
from geo.readers.archive import Archive
from geo.readers.gdal import footprint_of

_NEEDED = (".shp", ".dbf", ".shx")
_LAYER = "shapes"
#: Where the rows of a .dbf begin: after the header, whose length stands at byte 8.
_DBF_HEADER_LENGTH = slice(8, 10)


def recognises(archive: Archive) -> bool:
    """Say whether there is a .shp in it."""
    return bool(archive.named(".shp"))


def read(archive: Archive, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of the one Shapefile in the archive; FootprintError names what is missing."""
    shapes = archive.named(".shp")
    if not shapes:
        shown = ", ".join(ascii(name[:30])[1:-1] for name in archive.names[:5]) or "nothing"
        raise FootprintError(f"the archive holds {shown}; a .shp with .dbf and .shx, or a .kml (KMZ), is read")
    if len(shapes) > 1:
        raise FootprintError(f"the archive holds {len(shapes)} Shapefiles; give one")
    stem = shapes[0][:-4]
    parts: dict[str, bytes] = {}
    for suffix in (*_NEEDED, ".prj"):
        if found := _beside(archive, stem, suffix):
            parts[suffix] = archive.read(found)
        elif suffix in _NEEDED:
            raise FootprintError(f"the archive holds no {suffix} beside {shapes[0][:40]!a}")
    said = archive.read(_beside(archive, stem, ".cpg")) if _beside(archive, stem, ".cpg") else b""
    gbk = _is_gbk(parts[".dbf"], said)
    parts[".cpg"] = b"ISO-8859-1" if gbk else b"UTF-8"
    raw = footprint_of(_packed(parts), options, decode=_from_gbk if gbk else None)
    if gbk and not said:
        raw.notes.append("The .dbf says no encoding; its text was read as GBK.")
    return replace(raw, title=None) if raw.title == _LAYER else raw


def _beside(archive: Archive, stem: str, suffix: str) -> str:
    return next((name for name in archive.names if name.lower() == (stem + suffix).lower()), "")


def _packed(parts: dict[str, bytes]) -> bytes:
    """Return an archive of our own with names of our own, nothing compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for suffix, data in parts.items():
            packed.writestr(f"{_LAYER}{suffix}", data)
    return target.getvalue()


def _is_gbk(dbf: bytes, cpg: bytes) -> bool:
    """Say whether a .cpg calls for GBK or, where there is none, the rows can only be that."""
    if cpg:
        return any(name in cpg.lower() for name in (b"gb", b"936"))
    rows = dbf[int.from_bytes(dbf[_DBF_HEADER_LENGTH], "little") :]
    try:
        rows.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _from_gbk(text: str) -> str:
    """Return the text whose bytes came through as Latin-1; what is no GBK after all is shown as `�`."""
    return text.encode("latin-1", "replace").decode("gb18030", "replace")
