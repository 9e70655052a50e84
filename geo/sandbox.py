"""Runs the readers apart, in a fresh child with an empty environment, and checks what comes back.

A file that takes over, crashes or exhausts a geometry library does so in a process that can open no file and
no socket, start nothing, and lives for fifteen seconds. Whatever happens there is a FootprintError here.
"""

import base64
import binascii
import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import IO, Any

from geo.errors import FootprintError
from geo.footprint import Band, Footprint, band_label, make_footprint
from geo.readers import FORMATS, guess_format
from geo.wkb import check_wkb

WALL_SECONDS = 15.0
MAX_FILE_BYTES = 48 << 20
_MAX_BANDS = 64


def read_apart(path: Path, *, fmt: str | None = None, wall_seconds: float = WALL_SECONDS) -> Footprint:
    """Read a footprint file in a child; FootprintError starts with the name of the file."""
    if str(path).startswith("/vsi"):
        raise FootprintError(f"{path}: not a path of this machine")
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise FootprintError(f"{path.name}: not a regular file")
            if status.st_size > MAX_FILE_BYTES:
                raise FootprintError(f"{path.name}: larger than {MAX_FILE_BYTES >> 20} MiB; simplify the shapes")
            return _read(file, fmt=fmt, name=path.name, wall_seconds=wall_seconds)
    except OSError as error:
        raise FootprintError(f"{path.name}: cannot be read ({error.strerror or error})") from None


def read_bytes_apart(data: bytes, *, fmt: str, name: str, wall_seconds: float = WALL_SECONDS) -> Footprint:
    """Read a footprint from bytes in a child; `name` stands in errors and serves as title."""
    if len(data) > MAX_FILE_BYTES:
        raise FootprintError(f"{name}: larger than {MAX_FILE_BYTES >> 20} MiB; simplify the shapes")
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return _read(file, fmt=fmt, name=name, wall_seconds=wall_seconds)


def walls() -> dict[str, bool]:
    """Try the walls in a child and tell which hold; for `tongxin doctor`."""
    with tempfile.TemporaryFile() as nothing:
        answer = run_child(["--walls"], stdin=nothing, wall_seconds=WALL_SECONDS)
    return {str(name): held is True for name, held in dict(answer.get("walls", {})).items()}


def run_child(arguments: Sequence[str], *, stdin: IO[bytes], wall_seconds: float) -> dict[str, Any]:
    """Run `python -I -m geo.readers` and return its JSON object; FootprintError says how it ended otherwise."""
    return run_command([sys.executable, "-I", "-m", "geo.readers", *arguments], stdin=stdin, wall_seconds=wall_seconds)


def run_command(command: Sequence[str], *, stdin: IO[bytes], wall_seconds: float) -> dict[str, Any]:
    """Run a child in a session and a folder of its own; its output goes to a file whose size is limited."""
    with tempfile.TemporaryDirectory(prefix="tongxin-read-") as folder, tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            command, stdin=stdin, stdout=output, stderr=subprocess.DEVNULL, env={}, cwd=folder, close_fds=True,
            start_new_session=True,
        )  # fmt: skip
        try:
            code = child.wait(timeout=wall_seconds)
        except subprocess.TimeoutExpired:
            raise FootprintError(
                f"reading took longer than {wall_seconds:g} s and was stopped; simplify the shapes"
            ) from None
        finally:
            _end(child)
        if code < 0:
            raise FootprintError(f"reading it ended by {_signal_name(-code)}; the file was not accepted")
        output.seek(0)
        return _json_object(output.read(), code=code)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kill what is left of the child's session, which is ours alone."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _json_object(output: bytes, *, code: int) -> dict[str, Any]:
    try:
        answer = json.loads(output)
    except ValueError:
        answer = None
    if code != 0 or not isinstance(answer, dict):
        raise FootprintError(f"the reader failed (exit {code}); the file was not accepted")
    return answer


def _read(file: IO[bytes], *, fmt: str | None, name: str, wall_seconds: float) -> Footprint:
    chosen = fmt or guess_format(os.pread(file.fileno(), 256, 0))
    if chosen not in FORMATS:
        raise FootprintError(f"{name}: the format {chosen!r} is not known; choose one of {', '.join(FORMATS)}")
    os.lseek(file.fileno(), 0, os.SEEK_SET)  # the child shares this position; Python's own is buffered
    try:
        answer = run_child([chosen], stdin=file, wall_seconds=wall_seconds)
        if "error" in answer:
            raise FootprintError(str(answer["error"])[:500])
        return _footprint(answer.get("footprint"), name=name)
    except FootprintError as error:
        raise FootprintError(f"{name}: {error}") from None


def _footprint(said: Any, *, name: str) -> Footprint:
    try:
        bands = [_band(band) for band in said["bands"][: _MAX_BANDS + 1]]
        if len(bands) > _MAX_BANDS:
            raise FootprintError(f"more than {_MAX_BANDS} bands")
        return make_footprint(
            kind=str(said["kind"])[:40],
            title=str(said["title"] or name)[:500],
            source=str(said["source"] or name)[:500],
            bands=bands,
            valid_from=None if said["valid_from"] is None else str(said["valid_from"]),
            valid_to=None if said["valid_to"] is None else str(said["valid_to"]),
            notes=[str(note)[:500] for note in said["notes"][:200]],
        )
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        if isinstance(error, FootprintError):
            raise
        raise FootprintError("the reader's answer is not in order; the file was not accepted") from error


def _band(said: Any) -> Band:
    value, unit, area_km2 = float(said["value"]), str(said["unit"])[:16], float(said["area_km2"])
    if not (isfinite(value) and isfinite(area_km2) and area_km2 >= 0):
        raise FootprintError("a band has a number that is not finite")
    wkb = base64.b64decode(said["wkb"], validate=True)
    check_wkb(wkb)
    return Band(band=band_label(unit, value), value=value, unit=unit, wkb=wkb, area_km2=area_km2)
