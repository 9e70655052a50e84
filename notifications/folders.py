"""A folder shared with another system, where each file appears whole or not at all and none is ever overwritten.

A file is written beside its name, made durable, and then given the name in one step that fails where there is one
already. So a reader never meets half a file, and two writers of one name cannot both believe they wrote it.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Protocol

#: Folders in which a province finds our files, where it puts what it has taken, and where its answers are.
OUT, TAKEN, REPLY = "out", "taken", "reply"
FOLDERS = (OUT, TAKEN, REPLY)
#: What a simulator puts into its folder, so that an exercise knows where it is.
MARK = "simulator.json"


class FolderError(OSError):
    """The folder could not be used; nothing was given a name, so nothing was handed over."""


class FolderDoubt(OSError):
    """The connection broke while a file was given its name: it may be there or not."""


class Folder(Protocol):
    """What connectors need of a folder, near or far. Names are relative, such as ``out/TX-0000000001.csv``."""

    def read(self, name: str, *, limit: int) -> bytes | None:
        """Return a file's bytes, None where there is none. Raises FolderError, also for one above ``limit``."""

    def names(self, folder: str) -> list[str]:
        """Return the names in one of the folders. Raises FolderError."""

    def write_new(self, name: str, content: bytes) -> bool:
        """Write a file whole; False where the name is taken. Raises FolderError or FolderDoubt."""

    def close(self) -> None:
        """Let go of connections."""


class LocalFolder:
    """A folder of this machine, or one mounted on it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, name: str, *, limit: int) -> bytes | None:
        """Return a file's bytes; a link is not followed."""
        try:
            handle = os.open(self._root / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FolderError(f"{self._root / name}: {error.strerror}") from error
        with os.fdopen(handle, "rb") as file:
            content = file.read(limit + 1)
        if len(content) > limit:
            raise FolderError(f"{self._root / name} is longer than {limit} bytes")
        return content

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder."""
        try:
            return [path.name for path in (self._root / folder).iterdir()]
        except OSError as error:
            raise FolderError(f"{self._root / folder}: {error.strerror}") from error

    def write_new(self, name: str, content: bytes) -> bool:
        """Write a file whole and durably; False where the name is taken."""
        target = self._root / name
        part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        try:
            with part.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.link(part, target)  # unlike a rename it fails where there is one
            _sync(target.parent)
        except FileExistsError:
            return False
        except OSError as error:
            raise FolderError(f"{target}: {error.strerror}") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return True

    def close(self) -> None:
        """Nothing is held open."""


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
