"""Which boundaries this installation works with: the built-in ones, or the map that the operator imported.

`tongxin geo import-regions` writes the choice; every process reads it when it starts.
"""

from __future__ import annotations

from pathlib import Path

from geo.cachefiles import write_bytes
from geo.regions import Regions, load_regions
from incident.config import Settings


def regions_in_use(settings: Settings) -> Regions:
    """The imported boundaries, or the built-in ones; RegionsError when what was imported has gone."""
    choice = _choice(settings)
    source = Path(choice.read_text("utf-8").strip()) if choice.exists() else None
    return load_regions(settings.cache_dir(), source)


def use_regions(settings: Settings, regions: Regions) -> None:
    """Work with `regions` from the next start on."""
    write_bytes(_choice(settings), f"{regions.folder.absolute()}\n".encode())


def _choice(settings: Settings) -> Path:
    return settings.var_dir / "regions-in-use"
