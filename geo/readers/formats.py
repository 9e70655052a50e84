"""The table of formats: one row a reader. Upload, command line, child and hostile-file test follow from it.

A *family* is what the first bytes of a file show (`family_of`); the child opens the file as that family and asks
its readers in this order which of them recognises the content, since `.json` and `.xml` say nothing about it.
A reader module offers `recognises(opened) -> bool` and `read(opened, options) -> RawFootprint`. The last reader
of a family takes what none before it knows, and refuses it by name.
"""

from dataclasses import dataclass
from typing import Literal

Family = Literal["json", "xml", "text", "zip", "sqlite"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name on the command line, and the module in `geo.readers` that reads it."""

    name: str
    family: Family
    module: str
    #: What it is, for people.
    title: str
    #: Suffixes under which such files come; none where another row of the family has said them.
    suffixes: tuple[str, ...] = ()


TABLE: tuple[Format, ...] = (
    Format("geojson", "json", "geojson", "GeoJSON", (".geojson", ".json")),
    Format("shakemap_grid", "xml", "shakemap_grid", "ShakeMap grid.xml", (".xml",)),
    Format("shakemap_contours", "json", "shakemap_contours", "ShakeMap cont_mmi.json"),
    Format("kml", "xml", "kml", "KML", (".kml",)),
    Format("kmz", "zip", "kmz", "KMZ", (".kmz",)),
    Format("gpkg", "sqlite", "geopackage", "GeoPackage", (".gpkg",)),
    Format("shapefile", "zip", "shapefile", "zipped Shapefile", (".zip",)),
    Format("cap", "xml", "cap", "CAP 1.0, 1.1, 1.2", (".cap", ".atom", ".rss")),
    Format("gdacs", "json", "gdacs", "GDACS and STAC events"),
    Format("cems", "json", "cems", "Copernicus EMS activation"),
    Format("storm_json", "json", "storm_json", "typhoon track of QWeather (quadrant radii)"),
    Format("storm_csv", "text", "storm_csv", "best track of JTWC or IBTrACS (CSV)", (".csv", ".txt", ".dat")),
    Format("storm_cma", "text", "storm_cma", "best track of CMA (text)"),
    Format("circles", "text", "circles", "points with radius_km and value (CSV)"),
    Format("qweather_warnings", "json", "qweather_warnings", "warnings of QWeather"),
)
FORMATS = {row.name: row for row in TABLE}
SUFFIXES = tuple(suffix for row in TABLE for suffix in row.suffixes)
#: The readers that need GDAL run in a process in which all other drivers of GDAL are switched off.
GDAL_FAMILIES: frozenset[Family] = frozenset({"zip", "sqlite"})

_MARKS = b"\xef\xbb\xbf \t\r\n"


def family_of(head: bytes) -> Family:
    """Return the family that the first bytes of a file belong to; json for what is nothing else and no text."""
    if head.startswith(b"SQLite format 3\x00"):
        return "sqlite"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    text = head.lstrip(_MARKS)
    if text.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return "xml"
    if text[:1] in (b"{", b"[", b'"', b"") or b"\x00" in text:
        return "json"
    return "text"


def of_family(family: Family) -> tuple[Format, ...]:
    """Return the formats of a family in the order in which they are asked."""
    found = [row for row in TABLE if row.family == family]
    # the general reader of a family is asked last: it takes what the others do not know
    general = {"json": "geojson", "xml": "shakemap_grid", "text": "circles", "zip": "shapefile", "sqlite": "gpkg"}
    return tuple(sorted(found, key=lambda row: row.name == general[family]))
