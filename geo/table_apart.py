"""Reads an operator's table in the sandbox: one way for people, places and eligibility."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo.child import run_child
from geo.errors import ExposureError

_WALL_SECONDS = 30.0
_MOST_WORDS = 4_000


def table_bytes(file: Path, *, most_mib: int) -> bytes:
    """Return the bytes of a regular file; ExposureError when it is none or too large."""
    if not file.is_file():
        raise ExposureError("not a regular file")
    if file.stat().st_size > most_mib << 20:
        raise ExposureError(f"larger than {most_mib} MiB")
    return file.read_bytes()


def read_table_apart(task: str, data: bytes, *, columns: Mapping[str, str]) -> dict[str, Any]:
    """Return what `geo.readers.<task>` says of a table; ExposureError with its words when it refuses.

    `columns` names the table's own columns by ours. The answer is the child's: whoever uses it checks its types.
    """
    with tempfile.TemporaryFile() as stdin:
        stdin.write(data)
        stdin.flush()
        stdin.seek(0)
        answer = run_child([task, json.dumps(dict(columns))], stdin=stdin, wall_seconds=_WALL_SECONDS)
    if "error" in answer:
        raise ExposureError(str(answer["error"])[:_MOST_WORDS])
    return dict(answer[task])
