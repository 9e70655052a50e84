"""Tiles of cell sites, service halls and key customers for whoever asks, each from their own provinces alone.

Clusters are gathered once for all provinces and kept on disk under the digest of the data; a tile is put together
from them or from the points when it is asked for, in a few milliseconds, and the last ones are remembered.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from geo.cachefiles import ensure_folder
from geo.live import LiveExposure, LivePoints
from geo.tiles import Tile
from geo.tiles_encode import Feature, Layer, encode_tile
from geo.tiles_points import MOST_CLUSTERED_ZOOM, Clusters, Describe, TilePoints, clusters_in, dots_in, gather

_FORMAT = "tiles-1"
_REMEMBERED = 256

#: Adcodes of the provinces whose points are meant; none means all of them.
Provinces = frozenset[str] | None


@dataclass
class ExposureTiles:
    """Tiles of one exposure; safe to ask from several threads."""

    live: LiveExposure
    cache_dir: Path
    _last: "OrderedDict[tuple[str, Tile, Provinces], bytes]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sites(self, tile: Tile, *, provinces: Provinces) -> bytes:
        """Return the layer `sites`: features with `n` sites and their `subscribers`."""
        return self._remembered("sites", tile, provinces, lambda: encode_tile([self._layer("sites", tile, provinces)]))

    def points(self, tile: Tile, *, provinces: Provinces) -> bytes:
        """Return the layers `halls` and `key_customers`: features with `n` points; one alone has names and kind."""
        names = ("halls", "key_customers")
        return self._remembered(
            "points", tile, provinces, lambda: encode_tile([self._layer(name, tile, provinces) for name in names])
        )

    def _layer(self, name: str, tile: Tile, provinces: Provinces) -> Layer:
        return Layer(name, "point", self._features(name, tile, provinces))

    def _features(self, name: str, tile: Tile, provinces: Provinces) -> list[Feature]:
        rows = self.live.rows_of(provinces)
        if tile.z <= MOST_CLUSTERED_ZOOM:
            return clusters_in(self._clusters[name], tile, provinces=rows)
        source, describe = self._source(name)
        return dots_in(source, tile, provinces=rows, describe=describe)

    def _source(self, name: str) -> tuple[TilePoints, Describe | None]:
        if name == "sites":
            return self.live.sites, None
        points: LivePoints = getattr(self.live, name)
        return points.sorted, points.describe

    @cached_property
    def _clusters(self) -> dict[str, Clusters]:
        names = ("sites", "halls", "key_customers")

        def fill(folder: Path) -> None:
            for name in names:
                np.savez(folder / f"{name}.npz", allow_pickle=False, **gather(self._source(name)[0]).arrays())

        folder = ensure_folder(self.cache_dir / f"{_FORMAT}-{self.live.digest}", fill=fill)
        return {name: _read(folder / f"{name}.npz") for name in names}

    def _remembered(self, layer: str, tile: Tile, provinces: Provinces, make: Callable[[], bytes]) -> bytes:
        key = (layer, tile, provinces)
        with self._lock:
            if key in self._last:
                self._last.move_to_end(key)
                return self._last[key]
        content = make()
        with self._lock:
            self._last[key] = content
            while len(self._last) > _REMEMBERED:
                self._last.popitem(last=False)
        return content


def _read(path: Path) -> Clusters:
    with np.load(path) as kept:
        return Clusters(**{name: kept[name] for name in kept.files})
