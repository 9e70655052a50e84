"""The boundaries' tiles in use, opened once a version."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from geo.basemap import TILES
from geo.errors import RegionsError
from geo.tiles_boundaries import BoundaryTiles


def boundaries_of(var_dir: Path) -> tuple[str, BoundaryTiles]:
    """Version of the base map and its tiles; RegionsError before `tongxin geo basemap` has made it."""
    folder = var_dir / "basemap"
    try:
        version = str(json.loads((folder / "manifest.json").read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RegionsError(f"{folder}: no base map here ({error}); run `tongxin geo basemap`") from error
    return version, _opened(folder / TILES, version)


@lru_cache(maxsize=4)
def _opened(folder: Path, version: str) -> BoundaryTiles:
    return BoundaryTiles(folder)
