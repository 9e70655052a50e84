"""Shapefile in a zip: unpacked by our own rules and packed again, so that GDAL meets no archive of a stranger.

The text of a .dbf is UTF-8, what a .cpg says, or GBK, as Chinese offices write it; a .prj that is missing is said.
"""

import io
import re
import zipfile

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint
from geo.readers.archive import Archive
from geo.readers.gdal import footprint_of

_NEEDED, _BESIDE = (".shp", ".dbf", ".shx"), (".prj", ".cpg")
_CHINESE = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
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
    parts = {}
    for suffix in (*_NEEDED, *_BESIDE):
        found = [name for name in archive.names if name.lower() == (stem + suffix).lower()]
        if found:
            parts[suffix] = archive.read(found[0])
        elif suffix in _NEEDED:
            raise FootprintError(f"the archive holds no {suffix} beside {shapes[0][:40]!a}")
    encoding = _encoding(parts[".dbf"]) if ".cpg" not in parts else None
    raw = footprint_of(_packed(parts), options, encoding=encoding)
    if encoding == "GBK":
        raw.notes.append("The .dbf says no encoding; its text was read as GBK.")
    return raw


def _packed(parts: dict[str, bytes]) -> bytes:
    """Return an archive of our own with names of our own, nothing compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for suffix, data in parts.items():
            packed.writestr(f"shapes{suffix}", data)
    return target.getvalue()


def _encoding(dbf: bytes) -> str | None:
    """Return UTF-8 or GBK by what the rows of a .dbf are, none where they are plain ASCII."""
    rows = dbf[int.from_bytes(dbf[_DBF_HEADER_LENGTH], "little") :]
    if rows.isascii():
        return None
    try:
        rows.decode("utf-8")
    except UnicodeDecodeError:
        return "GBK" if _CHINESE.search(rows) else None
    return "UTF-8"
