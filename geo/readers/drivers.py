"""Switches off what GDAL can do beyond three formats; some of its drivers open other files, some the network.

GDAL reads its list of drivers to leave out from the environment when it is loaded, so a child sets it before that. If
another driver is there all the same, it starts itself again with that one in the list, and refuses to read if that
does not help.
"""

import os
import sys

from geo.errors import RegionsError

ALLOWED_DRIVERS = frozenset({"GPKG", "GeoJSON", "ESRI Shapefile"})
#: Drivers of GDAL 3.12; one that is not named here costs a second start.
_KNOWN = (
    "ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto", "DGN", "DXF", "EDIGEO", "EEDA",
    "ESRIJSON", "Elasticsearch", "FlatGeobuf", "GDALG", "GML", "GPSBabel", "GPX", "GTFS", "GeoJSONSeq", "GeoRSS",
    "HTTP", "Idrisi", "JML", "JSONFG", "KML", "LIBKML", "LVBAG", "MBTiles", "MEM", "MVT", "MapInfo File", "MapML",
    "MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT", "OGR_PDS", "OGR_VRT", "OSM", "OpenFileGDB", "PCIDSK",
    "PDF", "PDS4", "PGDUMP", "PLSCENES", "PMTiles", "S57", "SQLite", "SXF", "Selafin", "TopoJSON", "VDV", "VFK",
    "VICAR", "WAsP", "WFS", "XLSX",
)  # fmt: skip


def leave_out_data_frames() -> None:
    """Keep pyogrio from loading data frames that a reader of rows has no use for: half a second a file."""
    for name in ("pandas", "geopandas", "pyarrow"):
        # None makes an import fail as if the package were not there; only in this process, which reads one file
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def skip_other_drivers() -> None:
    """Load GDAL with all drivers but the allowed ones switched off; may start this process again, so it comes first."""
    skipped = os.environ.get("OGR_SKIP")
    if skipped is None:
        skipped = ",".join(_KNOWN)
        os.environ.update(OGR_SKIP=skipped, GDAL_SKIP=skipped)
    import pyogrio

    others = sorted(set(pyogrio.list_drivers()) - ALLOWED_DRIVERS)
    if not others:
        return
    if set(others) <= set(skipped.split(",")):  # the list was not heeded
        raise RegionsError(f"the drivers {', '.join(others)} cannot be switched off; nothing was read")
    _start_again((*_KNOWN, *others))


def _start_again(names: tuple[str, ...]) -> None:
    listed = ",".join(names)
    environment = {"OGR_SKIP": listed, "GDAL_SKIP": listed, "OPENBLAS_NUM_THREADS": "1"}
    os.execve(sys.executable, [sys.executable, "-I", "-m", "geo.readers", *sys.argv[1:]], environment)  # noqa: S606
