"""What the two lists of regions share: whole provinces, cities and counties that somebody chose, each in a band.

Such a list draws nothing. Its names go on as `chosen:` places, each of which must mean exactly one region, and the
footprint says of itself that it is coarse (`geo.footprint.BASES`).
"""

from collections.abc import Sequence
from typing import Any

from geo.errors import FootprintError
from geo.readers import RawBand
from geo.readers.features import known_unit
from geo.readers.storms import needed

#: Before what a person called a region; `geo.region_choice` says which one that is.
CHOSEN = "chosen:"
MOST = 5_000
LONGEST_NAME = 60
CRS_NOTE = "none; regions are named, and drawn by the boundaries in use"
#: Where nobody grades a region: moderate, the first of four.
_PLAIN_VALUE = 1.0


def bands_of_regions(chosen: Sequence[tuple[str, str, Any, Any]]) -> list[RawBand]:
    """Return the bands of (where, name, value or none, unit or none), one unit for all; worst first is not needed."""
    by_band: dict[tuple[float, str], list[str]] = {}
    seen: dict[str, str] = {}
    for where, name, value, unit in chosen:
        if not name or len(name) > LONGEST_NAME:
            raise FootprintError(f"{where}: region must be a name or a code of 1 to {LONGEST_NAME} characters")
        if name in seen:
            raise FootprintError(f"{where}: {name} stands here and at {seen[name]}; name a region once")
        seen[name] = where
        graded = (
            _PLAIN_VALUE if value in (None, "") else needed(value, where=f"{where}, value", lowest=-1e6, highest=1e6)
        )
        named = known_unit(unit, where=where) if unit else "level"
        by_band.setdefault((graded, named), []).append(f"{CHOSEN}{name}")
    units = {unit for _, unit in by_band}
    if len(units) > 1:
        raise FootprintError(f"bands of different units ({', '.join(sorted(units))}); give one unit a footprint")
    return [RawBand(value=value, unit=unit, polygons=[], places=names) for (value, unit), names in by_band.items()]
