"""Places that an operator brings: service halls, key customers, hospitals, shelters; each kind a data set.

Halls and key customers take the place of the exposure's own. Hospitals and shelters are key points of their own:
they are in no count of customers, and `hit_points` lists those that a footprint covers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from geo.data_in_use import POINT_KINDS
from geo.errors import ExposureError
from geo.exposure import Exposure, Point, Points
from geo.footprint import Footprint
from geo.impact import HitPoint
from geo.overlay import NOT_HIT, band_of_points, merge_bands
from geo.projection import project_points

__all__ = ["POINT_KINDS", "PointSet", "Unplaced", "apply_points", "hit_points"]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A place that lies in no county of the operator."""

    line: int
    id: str
    name: str
    why: str


@dataclass(frozen=True)
class PointSet:
    """Places of one kind in the counties of some boundaries; positions in degrees (WGS-84)."""

    #: hall, key_customer, hospital or shelter.
    kind: str
    label: str
    label_zh: str
    owner: str
    as_of: str
    imported_at: str
    source_file: str
    source_digest: str
    regions_version: str
    points: tuple[Point, ...]
    unplaced: tuple[Unplaced, ...]
    notes: tuple[str, ...]
    folder: Path | None = None


def apply_points(exposure: Exposure, points: PointSet) -> Exposure:
    """Return the exposure with these halls or key customers in place of its own; pure, and not on disk.

    Raises ExposureError for other kinds, and when the two were made for different boundaries.
    """
    if points.kind not in ("hall", "key_customer"):
        raise ExposureError(f"{points.kind}: no part of the exposure; only halls and key customers are")
    if exposure.regions_version != points.regions_version:
        raise ExposureError(f"the places lie on boundaries {points.regions_version}; place them anew")
    table = _table([point for point in points.points if point.county in exposure.row_of], exposure)
    if points.kind == "hall":
        changed, words, words_zh = replace(exposure, halls=table), "Service halls", "营业厅"
    else:
        changed, words, words_zh = replace(exposure, key_customers=table), "Key customers", "重点客户"
    return replace(
        changed,
        label=f"{words}: {points.label}. {exposure.label}",
        label_zh=f"{words_zh}：{points.label_zh}。{exposure.label_zh}",
        folder=None,
    )


def hit_points(footprint: Footprint, points: Sequence[Point]) -> tuple[HitPoint, ...]:
    """Return the places inside a footprint, each with the highest band that covers it, the worst first."""
    if not points:
        return ()
    merged = merge_bands(footprint.bands)
    xy = project_points(np.array([p.lon for p in points]), np.array([p.lat for p in points]))
    found = band_of_points(merged, xy)
    hits = [
        HitPoint(point=point, band=footprint.bands[band].band, value=footprint.bands[band].value)
        for point, band in zip(points, found.tolist(), strict=True)
        if band != NOT_HIT
    ]
    return tuple(sorted(hits, key=lambda hit: (-hit.value, hit.point.id)))


def _table(points: Sequence[Point], exposure: Exposure) -> Points:
    return Points(
        id=tuple(p.id for p in points),
        name=tuple(p.name for p in points),
        name_en=tuple(p.name_en for p in points),
        kind=tuple(p.kind for p in points),
        tier=tuple(p.tier for p in points),
        lon=np.array([p.lon for p in points]),
        lat=np.array([p.lat for p in points]),
        county=np.array([exposure.row_of[p.county] for p in points], dtype=np.int32),
    )
