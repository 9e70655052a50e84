"""A list of whole regions as CSV: a column `region` (name, pinyin or code) or `adcode`, and if wanted `value`, `unit`.

Names of columns are also taken in Chinese. A region without a value is in band LEVEL-1.
"""

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint
from geo.readers.chosen_regions import CRS_NOTE, MOST, bands_of_regions
from geo.readers.csv_rows import columns_of, rows_of
from geo.readers.opened import TextDocument

_NAMES = {
    "region": ("region", "adcode", "地区", "区划", "行政区划", "区划代码"),
    "value": ("value", "值", "等级"),
    "unit": ("unit", "单位"),
    #: A table that has places of its own is none of whole regions.
    "lon": ("lon", "lng", "longitude", "经度"),
}


def recognises(text: TextDocument) -> bool:
    """Say whether the first line names regions and no positions."""
    columns = columns_of(text, _NAMES)
    return "region" in columns and "lon" not in columns


def read(text: TextDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of a table; FootprintError names the line."""
    columns = columns_of(text, _NAMES)
    rows = rows_of(text, columns, most=MOST, too_many=f"names more than {MOST:,} regions; at most so many are placed")
    chosen = [
        (f"line {line}", row.get("region", ""), row.get("value") or None, row.get("unit") or None) for line, row in rows
    ]
    if all(not name for _, name, _, _ in chosen):
        raise FootprintError("line 1: the column of regions is empty")
    return RawFootprint(
        kind="area",
        title=None,
        source=None,
        bands=bands_of_regions(chosen),
        notes=[text.encoding_note] if text.encoding_note else [],
        crs_note=CRS_NOTE,
        basis="regions",
    )
