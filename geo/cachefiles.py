"""Derived files on disk, named by the digest of what they were made from and written atomically.

A half-written cache must never be seen: a file or folder appears under its name only when it is whole.
Two processes may build the same thing at once; the first one to finish wins and the other uses its work.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

DIGEST_LENGTH = 16


def digest_of(parts: Iterable[bytes]) -> str:
    """Return 16 hex digits of SHA-256 over the parts, each length-prefixed so that borders count."""
    running = hashlib.sha256()
    for part in parts:
        running.update(len(part).to_bytes(8, "big"))
        running.update(part)
    return running.hexdigest()[:DIGEST_LENGTH]


def digest_of_files(paths: Iterable[Path], *, salt: str) -> str:
    """Return the digest of the files' bytes; `salt` changes when the code that derives from them does."""
    return digest_of([salt.encode(), *(path.read_bytes() for path in paths)])


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file so that readers see the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_json(path: Path, content: Any) -> None:
    """Write compact UTF-8 JSON atomically; refuses NaN."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    write_bytes(path, text.encode())


def ensure_folder(path: Path, *, fill: Callable[[Path], None]) -> Path:
    """Return `path`, filled by `fill` in a neighbour first and renamed into place when whole."""
    if path.is_dir():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        fill(draft)
        draft.chmod(0o755)
        try:
            draft.rename(path)
        except OSError:
            if not path.is_dir():  # only "somebody was faster" is harmless
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return path
