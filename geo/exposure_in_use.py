"""The exposure that an installation works with: its base, with the sites, people and places that were imported."""

from pathlib import Path

from geo.data_in_use import in_use
from geo.exposure import Exposure
from geo.joined_exposure import joined_on_disk
from geo.people_store import with_people_in_use
from geo.regions import Regions
from geo.sites_store import with_sites_in_use


def with_data_in_use(exposure: Exposure, regions: Regions, *, data_dir: Path, cache_dir: Path) -> Exposure:
    """Return the exposure with the data sets in use under `data_dir`, on disk in `cache_dir`, or as it is.

    The exposure must lie on disk when there are any. ExposureError when a data set in use has gone.
    """
    found = with_sites_in_use(exposure, data_dir=data_dir, cache_dir=cache_dir)
    found = with_people_in_use(found, regions, data_dir=data_dir, cache_dir=cache_dir)
    for kind in ("hall", "key_customer"):
        folder = in_use(data_dir, kind)
        if folder is not None:
            # Imported here: without places of the operator's own nothing of this needs a geometry library.
            from geo.key_points import apply_points
            from geo.points_import import load_points

            joined = apply_points(found, load_points(folder, regions))
            found = joined_on_disk(found, joined, parts=(folder.name, regions.version), cache_dir=cache_dir)
    return found
