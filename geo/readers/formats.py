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
    Format("regions", "json", "region_list", "whole regions by name or code (JSON)"),
    Format("regions_csv", "text", "region_table", "whole regions by name or code (CSV)"),
    Format("venues", "json", "venue_list", "venues as points with radius_m (GeoJSON)"),
    Format("venues_csv", "text", "venue_table", "venues with lon, lat and radius_m (CSV)"),
    Format("qweather_warnings", "json", "qweather_warnings", "warnings of QWeather"),
)
FORMATS = {row.name: row for row in TABLE}
SUFFIXES = tuple(suffix for row in TABLE for suffix in row.suffixes)
#: The readers that need GDAL run in a process in which all other drivers of GDAL are switched off.
GDAL_FAMILIES: frozenset[Family] = frozenset({"zip", "sqlite"})

#: First bytes of what is often sent instead, what it is, and the way out.
_OTHERS = (
    (b"PAR1", "Parquet, which holds points here: sites come in by `tongxin geo import-sites`"),
    (b"\x00\x00\x27\x0a", "one part of a Shapefile; pack its .shp, .shx, .dbf and .prj into a zip"),
    (b"%PDF", "a PDF; send the area itself, for example as GeoJSON or Shapefile"),
    (b"\x89PNG", "a picture; send the area itself, or draw it on the map"),
    (b"\xff\xd8\xff", "a picture; send the area itself, or draw it on the map"),
    (b"GIF8", "a picture; send the area itself, or draw it on the map"),
    (b"II*\x00", "a TIFF; draw polygons around its values first"),
    (b"MM\x00*", "a TIFF; draw polygons around its values first"),
    (b"\x89HDF", "HDF5 or NetCDF; draw polygons around its values first"),
    (b"CDF\x01", "NetCDF; draw polygons around its values first"),
    (b"CDF\x02", "NetCDF; draw polygons around its values first"),
    (b"GRIB", "GRIB; draw polygons around its values first"),
    (b"\x1f\x8b", "packed by gzip; unpack it first"),
    (b"7z\xbc\xaf", "packed by 7-Zip; unpack it first, or pack it as zip"),
    (b"Rar!", "packed by RAR; unpack it first, or pack it as zip"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save the table as CSV"),
)
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


def otherwise_known(head: bytes) -> str | None:
    """Return what a file is that is no footprint by its first bytes, with the way out; none for others."""
    return next((words for mark, words in _OTHERS if head.startswith(mark)), None)


def of_family(family: Family) -> tuple[Format, ...]:
    """Return the formats of a family in the order in which they are asked."""
    found = [row for row in TABLE if row.family == family]
    # the general reader of a family is asked last: it takes what the others do not know
    general = {"json": "geojson", "xml": "shakemap_grid", "text": "circles", "zip": "shapefile", "sqlite": "gpkg"}
    return tuple(sorted(found, key=lambda row: row.name == general[family]))
