"""Joins an operator's own sites to the exposure: what is counted from then on, and what of it is still made up.

The sites bring the subscribers: a county's counts become the sums over its sites, and a county without a site has no
subscribers that anybody has said, which is listed as a gap and never zero. People, halls and key customers stay.
"""

from dataclasses import replace
from pathlib import Path

from geo.cachefiles import digest_of, ensure_folder
from geo.errors import ExposureError
from geo.exposure import Exposure, Sites
from geo.exposure_store import load_exposure, save_exposure
from geo.index.site_index import SiteIndex
from geo.index.store import SiteData, data_of, open_index, sites_in_use

_FORMAT = "exposure-with-sites/1"


def apply_sites(exposure: Exposure, index: SiteIndex, data: SiteData) -> Exposure:
    """Return the exposure with these sites and their counts in place of its own; pure, and not on disk.

    Raises ExposureError when the two were made for different boundaries.
    """
    if (data.regions_version, data.adcodes) != (exposure.regions_version, exposure.adcodes):
        raise ExposureError(
            f"the sites in use were imported for boundaries {data.regions_version}, the exposure is for "
            f"{exposure.regions_version}; run `tongxin geo import-sites` again"
        )
    sites = index.by_county[:, 0].tolist()
    missing = tuple(code for code, count in zip(exposure.adcodes, sites, strict=True) if not count)
    return replace(
        exposure,
        label=f"{data.label_en} ({data.owner}, {data.as_of}): sites and subscribers. All else: {exposure.label}",
        label_zh=f"{data.label_zh}（{data.owner}，{data.as_of}）：基站与用户；其余：{exposure.label_zh}",
        counts=index.by_county[:, 1:].copy(),
        sites=Sites.of_index(index),
        gaps=replace(exposure.gaps, leaves_without_subscribers=missing),
        folder=None,
    )


def with_sites(exposure: Exposure, folder: Path, cache_dir: Path) -> Exposure:
    """Return the exposure with the sites of a folder, on disk and named by both, so that it is made once."""
    if exposure.folder is None:
        raise ExposureError("this exposure is not on disk; save it first")
    index = open_index(folder)
    digest = digest_of(part.encode() for part in (_FORMAT, exposure.folder.name, index.digest))

    def fill(draft: Path) -> None:
        save_exposure(apply_sites(exposure, index, data_of(folder)), draft)

    return load_exposure(ensure_folder(cache_dir / f"exposure-{digest}", fill=fill))


def with_sites_in_use(exposure: Exposure, *, data_dir: Path, cache_dir: Path) -> Exposure:
    """Return the exposure with the sites that were imported, or as it is when none were."""
    folder = sites_in_use(data_dir)
    return exposure if folder is None else with_sites(exposure, folder, cache_dir)
