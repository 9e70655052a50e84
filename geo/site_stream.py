"""Has a table of cell sites read in a walled child and takes its rows from a pipe, batch by batch.

The file is an administrator's own, but Arrow and GDAL are large and a file may have come by mail. So they run in a
child that can open no file (for CSV and Parquet) and no socket, and what it sends is plain numbers, each held
against its bounds here again.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import ExposureError
from geo.exposure import COLUMNS

KINDS = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".parquet": "parquet", ".xlsx": "xlsx",
         ".gpkg": "layer", ".geojson": "layer", ".json": "layer", ".shp": "layer"}  # fmt: skip
_SIDECARS = (".dbf", ".shx", ".prj", ".cpg")
_MAX_BYTES = 16 << 30
_MOST_ROWS = 1 << 24
_MOST_HEAD = 1 << 20
_WALL_SECONDS = 3_600.0


@dataclass(frozen=True, slots=True)
class TableHead:
    """What a table says of itself: its size in rows (bytes for CSV), notes for people, our columns it lacks."""

    whole: int
    notes: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteBatch:
    """Checked rows: number of the first, degrees (n), counts (n, 9), code (n, 0 for none), names, how much is read."""

    first: int
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    counts: NDArray[np.uint32]
    adcode: NDArray[np.int32]
    #: UTF-8 bytes and the begin of each name (n + 1), or none where the table has no names.
    names: tuple[NDArray[np.uint8], NDArray[np.int64]] | None
    done: int


@dataclass(frozen=True, slots=True)
class TableEnd:
    """Blank cells by column, each counted as 0."""

    blanks: Mapping[str, int]


def read_sites_apart(
    file: Path, *, columns: Mapping[str, str] | None = None, wall_seconds: float = _WALL_SECONDS
) -> Iterator[TableHead | SiteBatch | TableEnd]:
    """Yield the head, the batches and the end of a table; ExposureError names the file and the rows in error.

    `columns` names the file's own columns by ours. Nothing may be kept of the batches when an error comes.
    """
    try:
        yield from _frames(file, dict(columns or {}), wall_seconds=wall_seconds)
    except ExposureError as error:
        raise ExposureError(f"{file.name}: {error}") from None
    except (KeyError, TypeError, ValueError, EOFError):
        raise ExposureError(f"{file.name}: the reader's answer is not in order; nothing was imported") from None


def _frames(file: Path, columns: dict[str, str], *, wall_seconds: float) -> Iterator[TableHead | SiteBatch | TableEnd]:
    with _child(file, columns, wall_seconds=wall_seconds) as pipe:
        while True:
            head = _head(pipe)
            if head["kind"] == "head":
                yield TableHead(int(head["whole"]), tuple(map(str, head["notes"])), tuple(map(str, head["missing"])))
            elif head["kind"] == "rows":
                yield _batch(head, pipe)
            elif head["kind"] == "error":
                raise ExposureError(str(head["error"])[:2_000])
            else:
                _refuse([str(error)[:200] for error in head["errors"]], int(head["error_count"]))
                yield TableEnd({str(name): int(count) for name, count in head["blanks"].items()})
                return


def _refuse(errors: list[str], count: int) -> None:
    if count:
        more = f"; and {count - len(errors):,} more" if count > len(errors) else ""
        raise ExposureError("; ".join(errors) + more)


@contextmanager
def _child(file: Path, columns: dict[str, str], *, wall_seconds: float) -> Iterator[IO[bytes]]:
    kind = _kind(file)
    with tempfile.TemporaryDirectory(prefix="tongxin-sites-") as folder, file.open("rb") as source:
        request = {"kind": kind, "size": file.stat().st_size, "columns": columns, "path": ""}
        if kind == "layer":
            request["path"] = str(_copied(file, Path(folder)))
        child = subprocess.Popen(
            [sys.executable, "-I", "-m", "geo.readers", "sites", json.dumps(request)], stdin=source,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd=folder, close_fds=True,
            start_new_session=True,
        )  # fmt: skip
        timer = Timer(wall_seconds, _kill, [child])
        timer.start()
        try:
            assert child.stdout is not None  # noqa: S101 -- for the type checker: it is a pipe
            yield child.stdout
        except EOFError:
            code = child.wait()
            how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit {code}"
            raise ExposureError(f"the reader ended {how}; nothing was imported") from None
        finally:
            timer.cancel()
            _kill(child)
            child.wait()
            if child.stdout is not None:
                child.stdout.close()


def _kind(file: Path) -> str:
    if str(file).startswith("/vsi"):
        raise ExposureError("not a path of this machine")
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise ExposureError(f"{file.suffix or 'no suffix'} is not read; give one of {', '.join(KINDS)}")
    if not file.is_file():
        raise ExposureError("not a regular file")
    if file.stat().st_size > _MAX_BYTES:
        raise ExposureError(f"larger than {_MAX_BYTES >> 30} GiB")
    return kind


def _copied(file: Path, folder: Path) -> Path:
    """Copy a layer under a name of our own: a path can hold what GDAL takes for an instruction."""
    suffix = ".geojson" if file.suffix.lower() == ".json" else file.suffix.lower()
    copy = folder / f"sites{suffix}"
    shutil.copyfile(file, copy)
    for sidecar in _SIDECARS if suffix == ".shp" else ():
        for beside in (file.with_suffix(sidecar), file.with_suffix(sidecar.upper())):
            if beside.is_file():
                shutil.copyfile(beside, copy.with_suffix(sidecar))
                break
    return copy


def _kill(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)


def _head(pipe: IO[bytes]) -> dict[str, Any]:
    length = int.from_bytes(_exactly(pipe, 4), "little")
    if length > _MOST_HEAD:
        raise ValueError("a head is too long")
    head = json.loads(_exactly(pipe, length))
    if not isinstance(head, dict):
        raise TypeError("a head is no object")
    return head


def _batch(head: dict[str, Any], pipe: IO[bytes]) -> SiteBatch:
    rows, size = int(head["rows"]), int(head["names"])
    if not 0 <= rows <= _MOST_ROWS or not -1 <= size <= 256 * rows:
        raise ValueError("a batch is too long")
    lon, lat = (np.frombuffer(_exactly(pipe, 8 * rows), "<f8") for _ in range(2))
    counts = np.frombuffer(_exactly(pipe, 4 * rows * len(COLUMNS)), "<u4").reshape(rows, len(COLUMNS))
    adcode = np.frombuffer(_exactly(pipe, 4 * rows), "<i4")
    if not (np.abs(lon) <= 180).all() or not (np.abs(lat) <= 90).all():
        raise ValueError("a position is outside the world")
    names = None
    if size >= 0:
        begins = np.frombuffer(_exactly(pipe, 8 * (rows + 1)), "<i8")
        if begins[0] != 0 or begins[-1] != size or (np.diff(begins) < 0).any():
            raise ValueError("the names do not fit")
        names = (np.frombuffer(_exactly(pipe, size), np.uint8), begins)
    return SiteBatch(int(head["first"]), lon, lat, counts, adcode, names, int(head["done"]))


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) != size:
        raise EOFError
    return data
