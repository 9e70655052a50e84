"""A table of venues (CSV): name_zh, name_en, lon, lat, radius_m, source, and if wanted grade 1 to 4 and crs.

Names of columns are also taken in Chinese. A table with radius_km and without names is one of circles.
"""

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint, Summary, crs
from geo.readers.csv_rows import columns_of, rows_of
from geo.readers.opened import TextDocument
from geo.readers.venues import MOST, Venue, footprint_of, settled, summary_of, venue_of

_NAMES = {
    "name_zh": ("name_zh", "场馆", "名称"),
    "name_en": ("name_en", "英文名"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "radius_m": ("radius_m", "半径m", "半径米"),
    "grade": ("grade", "等级"),
    "source": ("source", "来源"),
    "crs": ("crs", "坐标系"),
}
_NEEDED = ("name_zh", "name_en", "lon", "lat", "radius_m", "source")


def recognises(text: TextDocument) -> bool:
    """Say whether the first line names a venue, a position and a radius in metres."""
    return {"name_zh", "lon", "lat", "radius_m"} <= columns_of(text, _NAMES).keys()


def read(text: TextDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the circles of a table of venues; FootprintError names the line and the column."""
    venues, note = _venues(text, options)
    notes = [text.encoding_note] if text.encoding_note else []
    return footprint_of(venues, title=None, source=None, crs_note=note, notes=notes)


def describe(text: TextDocument, options: Options = PLAIN) -> Summary:
    """Return the venues themselves."""
    return summary_of(_venues(text, options)[0])


def _venues(text: TextDocument, options: Options) -> tuple[list[tuple[str, Venue]], str]:
    columns = columns_of(text, _NAMES)
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise FootprintError(f"line 1: the column {missing[0]} is missing; venues need {', '.join(_NEEDED)}")
    rows = rows_of(text, columns, most=MOST, too_many=f"more than {MOST} venues; give one list for each city")
    said = {row.get("crs", "") for _, row in rows} - {""}
    if len(said) > 1:
        raise FootprintError(f"crs: differs between rows ({', '.join(sorted(said))[:80]}); give one")
    declared = crs.named(next(iter(said))) if said else None
    if said and declared is None:
        raise FootprintError(f"crs: {next(iter(said))[:40]!r} is not known; give one of {', '.join(crs.NAMES)}")
    datum, note = settled(options, declared=declared, otherwise="missing; taken as WGS-84 longitude and latitude")
    return [(f"line {line}", venue_of(row, where=f"line {line}", datum=datum)) for line, row in rows], note
