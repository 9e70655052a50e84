"""Errors of this package: each message names the file, the line or field, and the way out.

A caller shows `str(error)` to a person as it is; nothing else needs to be known about it.
"""


class GeoError(ValueError):
    """Input that this package cannot use; the message is one plain line for a person."""


class FootprintError(GeoError):
    """A footprint that cannot be read: malformed, too large, outside the world, or killed while read."""


class RegionsError(GeoError):
    """Boundaries or region codes that cannot be used."""


class ExposureError(GeoError):
    """Exposure that does not fit the regions or contradicts itself."""
