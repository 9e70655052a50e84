"""Keeps an exposure on disk as arrays that are mapped, with a manifest; loads it in milliseconds.

The sites lie there as their index (`geo.index.store`), so that no process builds one.
"""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from geo.cachefiles import digest_of, ensure_folder, write_json
from geo.errors import ExposureError
from geo.exposure import Exposure, Gaps, Points, Sites
from geo.index.site_index import SiteIndex
from geo.index.store import MANIFEST_IN_EXPOSURE, SiteData, link_index, open_index, write_index
from geo.regions import Regions

_FORMAT = "exposure/3"
_ARRAYS = (
    "people",
    "counts",
    *(f"{kind}_{f}" for kind in ("halls", "key_customers") for f in ("lon", "lat", "county")),
)
DEFAULT_SEED = 20080512
DEFAULT_SITES = 100_000


def synthetic_exposure(
    regions: Regions, *, seed: int = DEFAULT_SEED, sites: int = DEFAULT_SITES, cache_dir: Path | None = None
) -> Exposure:
    """Return made-up exposure for the regions, from `cache_dir` when it has been made before."""
    from geo.synthetic.build import build_synthetic

    if cache_dir is None:
        return build_synthetic(regions, seed=seed, sites=sites)
    digest = digest_of([_FORMAT.encode(), regions.version.encode(), f"{seed}/{sites}".encode()])

    def fill(folder: Path) -> None:
        save_exposure(build_synthetic(regions, seed=seed, sites=sites), folder)

    return load_exposure(ensure_folder(cache_dir / f"exposure-{digest}", fill=fill))


def save_exposure(exposure: Exposure, folder: Path) -> None:
    """Write an exposure into an existing folder."""
    for name, array in _arrays(exposure).items():
        np.save(folder / f"{name}.npy", array)
    index = exposure.sites.index
    if index.folder is not None and index.counties == len(exposure.adcodes):
        link_index(index, folder)
    else:
        write_index(_whole(exposure), folder, site_data(exposure), manifest=MANIFEST_IN_EXPOSURE)
    manifest = {
        "format": _FORMAT,
        **{f: getattr(exposure, f) for f in ("label", "label_zh", "synthetic", "owner", "as_of", "regions_version")},
        "adcodes": exposure.adcodes,
        "gaps": asdict(exposure.gaps),
        "halls": _texts(exposure.halls),
        "key_customers": _texts(exposure.key_customers),
    }
    write_json(folder / "manifest.json", manifest)


def load_exposure(folder: Path) -> Exposure:
    """Return the exposure written into `folder`; arrays are mapped read-only."""
    try:
        kept = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if kept.pop("format") != _FORMAT:
            raise ExposureError(f"{folder}: made by another version; delete the folder and start again")
        array = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
        return Exposure(
            **{f: kept[f] for f in ("label", "label_zh", "synthetic", "owner", "as_of", "regions_version")},
            adcodes=tuple(kept["adcodes"]),
            gaps=Gaps(**{name: tuple(codes) for name, codes in kept["gaps"].items()}),
            people=array["people"],
            counts=array["counts"],
            sites=Sites.of_index(open_index(folder, manifest=MANIFEST_IN_EXPOSURE)),
            halls=_points(kept["halls"], array, "halls"),
            key_customers=_points(kept["key_customers"], array, "key_customers"),
            folder=folder,
        )
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise ExposureError(f"{folder}: no usable exposure ({error}); delete the folder and start again") from error


def site_data(exposure: Exposure) -> SiteData:
    """Return what the sites of an exposure are."""
    return SiteData(
        owner=exposure.owner, as_of=exposure.as_of, label_zh=exposure.label_zh, label_en=exposure.label,
        synthetic=exposure.synthetic, regions_version=exposure.regions_version, adcodes=exposure.adcodes,
    )  # fmt: skip


def _whole(exposure: Exposure) -> SiteIndex:
    """The index of the sites with all counties of the exposure, also those without a site."""
    return replace(exposure.sites.index, counties=len(exposure.adcodes))


def _arrays(exposure: Exposure) -> dict[str, Any]:
    arrays: dict[str, Any] = {"people": exposure.people, "counts": exposure.counts}
    for name in ("halls", "key_customers"):
        for f in ("lon", "lat", "county"):
            arrays[f"{name}_{f}"] = getattr(getattr(exposure, name), f)
    return arrays


def _texts(points: Points) -> dict[str, tuple[str, ...]]:
    return {f: getattr(points, f) for f in ("id", "name", "name_en", "kind", "tier")}


def _points(texts: dict[str, Any], array: dict[str, Any], name: str) -> Points:
    lon, lat, county = (array[f"{name}_{f}"] for f in ("lon", "lat", "county"))
    return Points(**{f: tuple(values) for f, values in texts.items()}, lon=lon, lat=lat, county=county)
