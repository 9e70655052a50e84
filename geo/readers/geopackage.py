"""GeoPackage: polygons of its one layer with shapes, `value` and `unit` (or `band`) as columns."""

from geo.readers import PLAIN, Options, RawFootprint
from geo.readers.gdal import footprint_of


def recognises(data: bytes) -> bool:
    """Say whether it is SQLite at all; GDAL says the rest."""
    return True


def read(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of a GeoPackage; FootprintError names the row."""
    return footprint_of(data, options)
