"""Keeps an index on disk: mapped arrays in a folder named by their digest, chosen by a file beside it.

A new index is written beside the old one and taken into use by replacing that file (`geo.data_in_use`), so a reader
sees the old index or the new one, never half of either. Who has the old one open keeps it, even after its folder has
gone; the one before is left there all the same, for a process that has read the choice and not yet the folder.
"""

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from geo.cachefiles import DIGEST_LENGTH, ensure_folder, write_json
from geo.data_in_use import folder_of, in_use, use
from geo.errors import ExposureError
from geo.index.grid import Grid
from geo.index.site_index import SiteIndex, SortedPoints

FORMAT = "site-index/1"
MANIFEST = "manifest.json"
#: The manifest of an index that lies in the folder of an exposure.
MANIFEST_IN_EXPOSURE = "sites.json"
#: Kind of data set, and what the names of its files begin with.
SITES = "sites"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class SiteData:
    """What the numbers of an index are: who answers for them, their day (ISO date), what they are called."""

    owner: str
    as_of: str
    label_zh: str
    label_en: str
    synthetic: bool
    #: Version of the boundaries whose county rows the sites carry, and the codes of those rows.
    regions_version: str
    adcodes: tuple[str, ...]


def write_index(index: SiteIndex, folder: Path, data: SiteData, *, manifest: str = MANIFEST) -> SiteIndex:
    """Write an index into an existing folder, the manifest last; return it as it now lies there."""
    files = {}
    for name, array in index.arrays().items():
        path = folder / f"{SITES}_{name}.npy"
        np.save(path, array)
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        files[path.name] = {"bytes": path.stat().st_size, "sha256": _sha256(path)}
    digest = hashlib.sha256(json.dumps([files, asdict(data)], sort_keys=True).encode()).hexdigest()[:DIGEST_LENGTH]
    document = {
        "format": FORMAT,
        "digest": digest,
        "sites": len(index),
        "entries": len(index.entry_county),
        "columns": index.columns,
        "counties": index.counties,
        "grid": asdict(index.points.grid),
        "totals": [int(v) for v in index.by_county.sum(axis=0)],
        "files": files,
        **asdict(data),
    }
    write_json(folder / manifest, document)
    return replace(index, folder=folder, digest=digest)


def open_index(folder: Path, *, manifest: str = MANIFEST) -> SiteIndex:
    """Map the index in a folder; ExposureError when its manifest or a size does not match. Takes a millisecond."""
    kept = read_manifest(folder, manifest=manifest)
    try:
        files = kept["files"].items()
        array = {_array_name(file): _mapped(folder / file, said) for file, said in files}
        grid, sites, entries = Grid(**kept["grid"]), int(kept["sites"]), int(kept["entries"])
        index = SiteIndex(
            points=SortedPoints(grid, array["xy"], array["cell_start"], array["source"]),
            county=array["county"],
            counts=array["counts"],
            entry_start=array["entry_start"],
            entry_county=array["entry_county"],
            entry_sums=array["entry_sums"],
            columns=tuple(kept["columns"]),
            counties=int(kept["counties"]),
            id_bytes=array["id_bytes"],
            id_start=array["id_start"],
            folder=folder,
            digest=str(kept["digest"]),
        )
        _check(index, sites=sites, entries=entries)
    except (OSError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, ExposureError):
            raise ExposureError(f"{folder}: {error}; import the sites again") from None
        raise ExposureError(f"{folder}: no usable index of sites ({error}); import the sites again") from None
    return index


def link_index(index: SiteIndex, folder: Path) -> None:
    """Give the files of an index on disk to the folder of an exposure, without a copy where the disk allows that."""
    if index.folder is None:
        raise ExposureError("this index is not on disk")
    source = index.folder / MANIFEST_IN_EXPOSURE
    if not source.exists():
        source = index.folder / MANIFEST
    pairs = [(source, folder / MANIFEST_IN_EXPOSURE)]
    pairs += [(path, folder / path.name) for path in index.folder.glob(f"{SITES}_*.npy")]
    for old, new in pairs:
        try:
            os.link(old, new)
        except OSError:  # another file system, or one without links
            shutil.copyfile(old, new)


def read_manifest(folder: Path, *, manifest: str = MANIFEST) -> dict[str, Any]:
    """Return the manifest of a folder; ExposureError when there is none or another version made it."""
    try:
        kept = json.loads((folder / manifest).read_text(encoding="utf-8"))
        form = kept["format"]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ExposureError(f"{folder}: no usable index of sites ({error}); import the sites again") from None
    if form != FORMAT:
        raise ExposureError(f"{folder}: an index of another version ({form}); import the sites again")
    return dict(kept)


def data_of(folder: Path) -> SiteData:
    """Return what the numbers in a folder are."""
    kept = read_manifest(folder)
    said = {name: kept[name] for name in ("owner", "as_of", "label_zh", "label_en", "synthetic", "regions_version")}
    return SiteData(**said, adcodes=tuple(kept["adcodes"]))


def verify(folder: Path) -> None:
    """Read every byte and raise ExposureError where a file is not the one that was written. Seconds for 20 M sites."""
    for name, said in read_manifest(folder)["files"].items():
        if _sha256(folder / name) != said["sha256"]:
            raise ExposureError(f"{folder / name}: not the file that was written; import the sites again")


def publish(index: SiteIndex, data_dir: Path, data: SiteData) -> SiteIndex:
    """Write an index below `data_dir` and take it into use, atomically; keep the one before, drop older ones."""
    data_dir.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=data_dir, prefix=f".{SITES}."))
    try:
        digest = write_index(index, draft, data).digest
        folder = ensure_folder(folder_of(data_dir, SITES, digest), fill=lambda to: _move(draft, to))
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    before = sites_in_use(data_dir)
    use(data_dir, SITES, folder)
    for old in data_dir.glob(f"{SITES}-*/"):
        if old not in (folder, before):
            shutil.rmtree(old, ignore_errors=True)
    return open_index(folder)


def sites_in_use(data_dir: Path) -> Path | None:
    """Return the folder of the sites in use, none when none were imported."""
    return in_use(data_dir, SITES)


def _move(draft: Path, folder: Path) -> None:
    for path in draft.iterdir():
        path.replace(folder / path.name)


def _array_name(file: str) -> str:
    return file.removeprefix(f"{SITES}_").removesuffix(".npy")


def _mapped(path: Path, said: dict[str, Any]) -> Any:
    if path.stat().st_size != said["bytes"]:
        raise ExposureError(f"{path.name} has {path.stat().st_size} bytes instead of {said['bytes']}")
    # A plain array over the map: numba and numpy take it faster than np.memmap.
    return np.asarray(np.load(path, mmap_mode="r"))


def _check(index: SiteIndex, *, sites: int, entries: int) -> None:
    """Hold the arrays against each other, so that no kernel ever reads beyond one."""
    cells, columns = index.points.grid.cells, len(index.columns)
    wanted = {
        "xy": (np.float64, (sites, 2)),
        "cell_start": (np.int32, (cells + 1,)),
        "source": (np.int32, (sites,)),
        "county": (np.uint16, (sites,)),
        "counts": (index.counts.dtype, (sites, columns)),
        "entry_start": (np.int32, (cells + 1,)),
        "entry_county": (np.uint16, (entries,)),
        "entry_sums": (index.entry_sums.dtype, (entries, 1 + columns)),
    }
    for name, array in index.arrays().items():
        if name in wanted and (array.dtype, array.shape) != wanted[name]:
            raise ExposureError(f"{name}.npy holds {array.dtype} {array.shape} instead of {wanted[name]}")
    if index.counts.dtype not in (np.uint16, np.uint32) or index.entry_sums.dtype not in (np.uint32, np.int64):
        raise ExposureError("counts.npy or entry_sums.npy holds numbers of another kind")
    if len(index.id_start) not in (0, sites + 1):
        raise ExposureError(f"id_start.npy names {len(index.id_start)} sites instead of {sites}")
    if index.points.start[-1] != sites or index.entry_start[-1] != entries or index.points.start[0] != 0:
        raise ExposureError("the cells do not end where the sites end")
    if entries and int(index.entry_county.max()) >= index.counties:
        raise ExposureError("a county is not among those of the manifest")


def _sha256(path: Path) -> str:
    running = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            running.update(block)
    return running.hexdigest()
