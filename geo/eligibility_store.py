"""Keeps an eligibility table on disk, mapped arrays with a manifest, and knows which one is in use."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from geo.cachefiles import digest_of, ensure_folder, write_json
from geo.data_in_use import folder_of, in_use, use
from geo.eligibility import Eligibility
from geo.errors import ExposureError
from geo.exposure import Exposure

ELIGIBILITY = "eligibility"
_FORMAT = "eligibility/1"
_HEAD = ("label", "label_zh", "synthetic", "owner", "as_of", "regions_version")


def keep_eligibility(data_dir: Path, eligibility: Eligibility) -> Path:
    """Write the table into a folder named by its digest, take it into use, and return the folder."""
    digest = digest_of([json.dumps(_manifest(eligibility), ensure_ascii=False).encode(), *_bytes(eligibility)])
    folder = ensure_folder(folder_of(data_dir, ELIGIBILITY, digest), fill=lambda draft: _fill(draft, eligibility))
    use(data_dir, ELIGIBILITY, folder)
    return folder


def load_eligibility(folder: Path) -> Eligibility:
    """Return the table kept in a folder; ExposureError when it is not whole."""
    try:
        kept = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if kept["format"] != _FORMAT:
            raise ExposureError(f"{folder}: made by another version; import the table again")
        return Eligibility(
            **{name: kept[name] for name in _HEAD},
            adcodes=tuple(kept["adcodes"]),
            county={rule: np.load(folder / f"{rule}.npy", mmap_mode="r") for rule in kept["rules"]},
            segment=np.load(folder / "segment.npy", mmap_mode="r"),
            customers=np.load(folder / "customers.npy", mmap_mode="r"),
            notes=tuple(kept["notes"]),
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ExposureError(f"{folder}: no usable eligibility table ({error}); import it again") from error


def eligibility_in_use(exposure: Exposure, *, data_dir: Path) -> Eligibility:
    """Return the imported table; the made-up one where none was imported and the exposure is made up too.

    Where the exposure is an operator's own and no table was imported, every rule is unknown.
    """
    folder = in_use(data_dir, ELIGIBILITY)
    if folder is not None:
        return load_eligibility(folder)
    if exposure.synthetic:
        from geo.synthetic.eligibility import synthetic_eligibility

        return synthetic_eligibility(exposure)
    return nobody_has_said(exposure)


def nobody_has_said(exposure: Exposure) -> Eligibility:
    """Return an empty table: no rule can be counted."""
    return Eligibility(
        label="No eligibility table has been imported",
        label_zh="尚未导入客户归属表",
        synthetic=False,
        owner="",
        as_of=exposure.as_of,
        regions_version=exposure.regions_version,
        adcodes=exposure.adcodes,
        county={},
        segment=np.empty(0, dtype=np.int8),
        customers=np.empty(0, dtype=np.int64),
    )


def _fill(folder: Path, eligibility: Eligibility) -> None:
    for rule in eligibility.rules:
        np.save(folder / f"{rule}.npy", eligibility.county[rule])
    np.save(folder / "segment.npy", eligibility.segment)
    np.save(folder / "customers.npy", eligibility.customers)
    write_json(folder / "manifest.json", _manifest(eligibility))


def _manifest(eligibility: Eligibility) -> Mapping[str, object]:
    return {
        "format": _FORMAT,
        **{name: getattr(eligibility, name) for name in _HEAD},
        "adcodes": eligibility.adcodes,
        "rules": eligibility.rules,
        "notes": eligibility.notes,
    }


def _bytes(eligibility: Eligibility) -> list[bytes]:
    columns = [eligibility.county[rule] for rule in eligibility.rules]
    return [np.ascontiguousarray(column).tobytes() for column in (*columns, eligibility.segment, eligibility.customers)]
