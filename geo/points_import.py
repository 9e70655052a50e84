"""Takes in an operator's places of one kind from CSV, XLSX or GeoJSON, each put into the county it lies in."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cachefiles import digest_of, ensure_folder, write_json
from geo.data_in_use import POINT_KINDS, folder_of, in_use, use
from geo.errors import ExposureError, GeoError
from geo.exposure import TIERS, Point
from geo.key_points import PointSet, Unplaced
from geo.projection import project_points
from geo.regions import Regions
from geo.shapes import LeafShapes
from geo.table_apart import read_table_apart, table_bytes

_FORMAT = "points/1"
_HEAD = ("kind", "label", "label_zh", "owner", "as_of", "imported_at", "source_file", "source_digest")
_MOST_MIB = 48
NOWHERE = "lies in no county of these boundaries"
OUTSIDE = "lies outside the operator"


def import_points(
    kind: str,
    file: Path,
    regions: Regions,
    *,
    data_dir: Path,
    as_of: str,
    owner: str = "not stated",
    label: str | None = None,
    columns: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> PointSet:
    """Return the places in a file, kept under `data_dir` and in use from now on.

    `kind` is hall, key_customer, hospital or shelter; `columns` names the file's columns by ours (id, name,
    name_en, lon, lat, tier). ExposureError names the file, and the lines that are in error.
    """
    try:
        if kind not in POINT_KINDS:
            raise ExposureError(f"{kind!r} is no kind of place; choose one of {', '.join(POINT_KINDS)}")
        data = table_bytes(file, most_mib=_MOST_MIB)
        said = read_table_apart("service_points", data, columns=columns or {})
        rows = [_row(values, kind=kind) for values in said["rows"]]
        head = {
            "kind": kind, "label": label or file.name, "label_zh": label or file.name, "owner": owner,
            "as_of": date.fromisoformat(as_of).isoformat(),
            "imported_at": (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds"),
            "source_file": file.name, "source_digest": hashlib.sha256(data).hexdigest(),
        }  # fmt: skip
        notes = [str(note) for note in said["notes"]]
    except (KeyError, TypeError, ValueError) as error:
        reason = str(error) if isinstance(error, GeoError) else _reason(as_of)
        raise ExposureError(f"{file.name}: {reason}") from None
    document = {"format": _FORMAT, **head, "notes": notes, "rows": rows}
    digest = digest_of([json.dumps({**document, "imported_at": ""}, ensure_ascii=False).encode()])
    folder = ensure_folder(
        folder_of(data_dir, kind, digest), fill=lambda draft: write_json(draft / "manifest.json", document)
    )
    use(data_dir, kind, folder)
    return load_points(folder, regions)


def load_points(folder: Path, regions: Regions) -> PointSet:
    """Return the places kept in a folder, put into the counties of these regions."""
    try:
        kept = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if kept["format"] != _FORMAT:
            raise ExposureError(f"{folder}: made by another version; import the places again")
        points, unplaced = _place(kept["rows"], kept["kind"], regions)
        return PointSet(
            **{f: kept[f] for f in _HEAD}, regions_version=regions.version, points=points, unplaced=unplaced,
            notes=tuple(kept["notes"]), folder=folder,
        )  # fmt: skip
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise ExposureError(f"{folder}: no usable places ({error}); import them again") from error


def points_in_use(data_dir: Path, kind: str, regions: Regions) -> PointSet | None:
    """Return the places of a kind that this installation works with, none when none were imported."""
    folder = in_use(data_dir, kind)
    return None if folder is None else load_points(folder, regions)


def leaf_of_points(xy: NDArray[np.float64], shapes: LeafShapes) -> NDArray[np.int64]:
    """Return for each point (n, 2) in Albers metres the row of the leaf it lies in, -1 for none."""
    leaf = np.full(len(xy), -1, dtype=np.int64)
    if not len(xy):
        return leaf
    west, south = xy.min(axis=0)
    east, north = xy.max(axis=0)
    for row in shapes.touching((west, south, east, north)).tolist():
        box = shapes.bounds[row]
        near = (leaf == -1) & (xy >= box[:2]).all(axis=1) & (xy <= box[2:]).all(axis=1)
        if near.any():
            at = np.flatnonzero(near)
            leaf[at[shapely.intersects_xy(shapes.geometry(row), xy[at, 0], xy[at, 1])]] = row
    return leaf


def _place(rows: Sequence[Any], kind: str, regions: Regions) -> tuple[tuple[Point, ...], tuple[Unplaced, ...]]:
    lon, lat = np.array([row[5] for row in rows], dtype=float), np.array([row[6] for row in rows], dtype=float)
    leaf = leaf_of_points(project_points(lon, lat), regions.shapes)
    points, unplaced = [], []
    for (line, id_, name, name_en, tier, x, y), at in zip(rows, leaf.tolist(), strict=True):
        county = regions.leaf_adcodes[at] if at >= 0 else None
        if county is None or not regions.get(county).operator:
            unplaced.append(Unplaced(line=line, id=id_, name=name, why=NOWHERE if county is None else OUTSIDE))
            continue
        points.append(
            Point(id=id_, name=name, name_en=name_en or name, kind=kind, tier=tier, lon=x, lat=y, county=county)
        )
    return tuple(points), tuple(unplaced)


def _row(values: Any, *, kind: str) -> list[Any]:
    line, id_, name, name_en, tier, lon, lat = values
    if tier not in ("", *TIERS):
        raise TypeError("tier")
    if kind == "key_customer" and not tier:
        raise ExposureError(f"line {int(line)}: a key customer has a tier: A+, A, B or C")
    return [int(line), str(id_), str(name), str(name_en), tier, float(lon), float(lat)]


def _reason(as_of: str) -> str:
    try:
        date.fromisoformat(as_of)
    except ValueError:
        return f"--as-of: {as_of!r} is no ISO date such as 2026-11-01"
    return "the reader's answer is not in order"
