"""Shapes for a report's map: the outlines of the base map, and counties in the same projection and unit.

Both were simplified when the base map was built (geo.basemap); nothing here is measured by, it is only drawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from geo.projection import project_points
from incident.reports.pictures.region_map import HitCounty, Ring


def outline_of(basemap: Path) -> dict[str, Any] | None:
    """The country's outlines, or None where no base map was built."""
    try:
        return dict(json.loads((basemap / "outline.json").read_text("utf-8")))
    except (OSError, ValueError):
        return None


def hit_counties(basemap: Path, counties: Iterable[Mapping[str, Any]]) -> list[HitCounty]:
    """The counties `[{adcode, value_milli}]` with their shapes; one that the base map does not know is left out."""
    found = []
    for county in counties:
        rings = _shapes(basemap / "counties" / f"{county['adcode'][:2]}0000.json").get(county["adcode"])
        if rings:
            found.append(HitCounty(rings, county["value_milli"]))
    return found


@lru_cache(maxsize=40)
def _shapes(path: Path) -> dict[str, tuple[Ring, ...]]:
    """Rings by adcode of one province's file, in kilometres; empty where there is no such file."""
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
    except (OSError, ValueError, KeyError):
        return {}
    return {one["properties"]["adcode"]: tuple(_rings(one["geometry"])) for one in features}


def _rings(geometry: Mapping[str, Any]) -> Iterable[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield _projected(ring)


def _projected(ring: Sequence[Sequence[float]]) -> Ring:
    degrees = np.array(ring, dtype=float)
    xy = project_points(degrees[:, 0], degrees[:, 1])
    flat = np.rint(np.column_stack([xy[:, 0], -xy[:, 1]]) / 1000).astype(int)
    return tuple((int(x), int(y)) for x, y in flat)
