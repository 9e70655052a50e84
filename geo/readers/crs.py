"""Which coordinates a file is in: declared, as the format prescribes, or missing; and back to WGS-84.

Longitude and latitude in WGS-84 and CGCS2000 agree to less than a metre and are one here. GCJ-02 and BD-09 are
never guessed: they look like WGS-84. They are converted when the file or the person declares them.
"""

import re

from geo import gcj02
from geo.errors import FootprintError
from geo.readers import Options, Rings

WGS84, GCJ02, BD09 = "WGS-84", "GCJ-02", "BD-09"
NAMES = (WGS84, GCJ02, BD09)

_SAME_AS_WGS84 = re.compile(r"(?<!\d)(4326|4490)(?!\d)|CRS ?84|WGS[ _-]?(19)?84|CGCS[ _-]?2000", re.IGNORECASE)
#: Words in the names of projected systems that are built on one of these.
_PROJECTED = re.compile(r"PROJC|UTM|ZONE|MERCATOR|GAUSS|ALBERS|LAMBERT", re.IGNORECASE)
_TO_WGS84 = {GCJ02: gcj02.to_wgs84, BD09: gcj02.bd09_to_wgs84}


def named(text: str) -> str | None:
    """Return which of `NAMES` a text such as `urn:ogc:def:crs:EPSG::4490` or `gcj02` means; none for others."""
    folded = "".join(character for character in text.upper() if character.isalnum())
    if "GCJ02" in folded or folded in ("GCJ", "MARS"):
        return GCJ02
    if "BD09" in folded:
        return BD09
    if _SAME_AS_WGS84.search(text) and not _PROJECTED.search(text):
        return WGS84
    return None


def settle(options: Options, *, declared: str | None, otherwise: str) -> tuple[str, str]:
    """Return the coordinates and how they are known: what the person says, else the file, else `otherwise`.

    `declared` is what the file says, already understood; a person who says something else is told so.
    """
    if options.crs is not None:
        said = named(options.crs)
        if said is None:
            raise FootprintError(f"the coordinates {options.crs[:40]!r} are not known; give one of {', '.join(NAMES)}")
        contradicts = f" (the file itself says {declared})" if declared not in (None, said) else ""
        return said, f"{said}, declared by hand{contradicts}" + _converted(said)
    if declared is not None:
        return declared, f"{declared}, declared in the file" + _converted(declared)
    return WGS84, otherwise


def _converted(name: str) -> str:
    return "; converted to WGS-84" if name in _TO_WGS84 else ""


def to_wgs84(rings: Rings, crs: str) -> Rings:
    """Return rings in WGS-84 degrees; unchanged when they are."""
    convert = _TO_WGS84.get(crs)
    if convert is None:
        return rings
    moved = []
    for ring in rings:
        lon, lat = convert([position[0] for position in ring], [position[1] for position in ring])
        moved.append([[x, y] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)])
    return moved
