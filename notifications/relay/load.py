"""How busy each county's cells are, from a file that the operator's network management writes: county,percent."""

from __future__ import annotations

import csv
import re
from pathlib import Path

_LOOK_EVERY_S = 1.0


class LoadFile:
    """Read again when it changes. A row that cannot be read is left out; a file that cannot be read leaves the last."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._looked_s = float("-inf")
        self._seen: tuple[int, int] | None = None
        self._loads: dict[str, int] = {}

    def at(self, now_s: float) -> dict[str, int]:
        """Return percent by county, as last written."""
        if self._path is not None and now_s - self._looked_s >= _LOOK_EVERY_S:
            self._looked_s = now_s
            try:
                stat = self._path.stat()
                if (stat.st_mtime_ns, stat.st_size) != self._seen:
                    self._loads = _read(self._path)
                    self._seen = (stat.st_mtime_ns, stat.st_size)
            except OSError:
                return self._loads
        return self._loads


def _read(path: Path) -> dict[str, int]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = [(row.get("county") or "", row.get("percent") or "") for row in csv.DictReader(file)]
    return {
        county: min(100, int(percent))
        for county, percent in rows
        if re.fullmatch(r"[1-9][0-9]{5}", county) and re.fullmatch(r"[0-9]{1,3}", percent)
    }
