"""Finds a page's script and style sheets in what Vite built (static/dist/.vite/manifest.json)."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BASE = "/static/"


@dataclass(frozen=True)
class Assets:
    """URLs that a page's shell refers to."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]

    def as_dict(self) -> dict[str, list[str]]:
        return {"scripts": list(self.scripts), "styles": list(self.styles)}


class NotBuilt(Exception):
    """The front end has not been built, or has no such page."""


@dataclass
class Manifest:
    """Vite's manifest, read again when the file changes."""

    dist: Path
    _stamp: tuple[int, int] | None = None
    _entries: Mapping[str, Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def page(self, name: str) -> Assets:
        """Script and styles of `src/pages/<name>.tsx`, its imported chunks' styles included."""
        entries = self._read()
        key = f"src/pages/{name}.tsx"
        if key not in entries:
            raise NotBuilt(f"{self.dist} holds no page {name}")
        styles: dict[str, None] = {}
        _collect(entries, key, styles, seen=set())
        return Assets(scripts=(BASE + entries[key]["file"],), styles=tuple(BASE + style for style in styles))

    def _read(self) -> Mapping[str, Any]:
        file = self.dist / ".vite" / "manifest.json"
        try:
            found = file.stat()
            stamp = (found.st_mtime_ns, found.st_size)
            with self._lock:
                if stamp != self._stamp:
                    self._entries = json.loads(file.read_text("utf-8"))
                    self._stamp = stamp
                return self._entries
        except (OSError, ValueError) as error:
            raise NotBuilt(f"{file}: {error}") from error


def _collect(entries: Mapping[str, Any], key: str, styles: dict[str, None], *, seen: set[str]) -> None:
    """Styles of the chunks that `key` imports come first, as the cascade wants it."""
    if key in seen:
        return
    seen.add(key)
    for imported in entries[key].get("imports", ()):
        _collect(entries, imported, styles, seen=seen)
    styles.update(dict.fromkeys(entries[key].get("css", ())))
