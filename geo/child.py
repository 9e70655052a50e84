"""Runs one of our programs in a fresh child with an empty environment, and takes one JSON object from it.

Whatever happens there, a crash, an endless loop, a flood of output, is a FootprintError here.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import IO, Any

from geo.errors import FootprintError


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
    except (ValueError, RecursionError):
        answer = None
    if code != 0 or not isinstance(answer, dict):
        raise FootprintError(f"the reader failed (exit {code}); the file was not accepted")
    return answer
