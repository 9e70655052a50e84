"""Part B: which part of each of 2,850 counties a footprint covers, beside the overlays of geopandas and shapely.

In an equal-area plane (longitude, sine of latitude); the counties are prepared beforehand by every subject, the
footprint is transformed within the time. Every answer is held against the plain intersection: they may differ by
a billionth of a county.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray

from bench.counties import counties
from bench.footprints import footprints
from bench.table import Row, median_ms, told
from geo.shares import prepare_shapes, shares, warm_up

Floats = NDArray[np.float64]
Subject = Callable[[Sequence[shapely.Geometry]], Floats]

PRODUCT = "tongxin"
OVERLAY, INTERSECTION, SHORTCUT = "geopandas.overlay", "STRtree + intersection", "STRtree + shortcuts"
#: Goal and stretch: how many times as fast as geopandas.overlay.
GOALS = {"shake5": (15.0, 40.0), "typhoon": (15.0, 40.0), "flood5k": (8.0, 25.0)}
_TOLERANCE = 1e-9
_DEGREES = 180 / np.pi


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """Measure every subject in every case; raises AssertionError where an answer differs."""
    plane = np.array([_equal_area(county) for county in counties()], dtype=object)
    subjects = _subjects(plane)
    wanted = arguments.only or list(subjects)
    for case, bands in footprints().items():
        medians: dict[str, float] = {}
        answers: dict[str, Floats] = {}
        for name in (INTERSECTION, *(n for n in subjects if n != INTERSECTION)):
            if name in wanted or name == INTERSECTION:
                medians[name], answers[name] = median_ms(
                    partial(_asked, subjects[name], bands), repeats=arguments.repeats
                )
                off = np.abs(answers[name] - answers[INTERSECTION]).max()
                assert off <= _TOLERANCE, f"{case}: {name} is off by {off:.1e} of a county"
        for name in medians:
            yield told(_row(case, name, medians, wanted))


def _row(case: str, name: str, medians: dict[str, float], wanted: Sequence[str]) -> Row:
    if name != PRODUCT:
        return Row(part="B", case=case, n=2850, subject=name, median_ms=round(medians[name], 2))
    ratios = {peer: round(took / medians[name], 1) for peer, took in medians.items() if peer != PRODUCT}
    goal, stretch = GOALS[case]
    reached = ratios.get(OVERLAY)
    return Row(
        part="B", case=case, n=2850, subject=name, median_ms=round(medians[name], 2), ratio_to=ratios,
        goal=f">= {goal:g}x {OVERLAY}", met=None if reached is None else reached >= goal,
        note="" if reached is None else f"stretch {stretch:g}x {'met' if reached >= stretch else 'not met'}",
    )  # fmt: skip


def _subjects(plane: NDArray[np.object_]) -> dict[str, Subject]:
    areas, tree, boxes = shapely.area(plane), shapely.STRtree(plane), shapely.bounds(plane)
    leaves = prepare_shapes(list(plane))
    warm_up()

    def tongxin(bands: Sequence[shapely.Geometry]) -> Floats:
        return shares(leaves, [_equal_area(band) for band in bands])

    def by_intersection(bands: Sequence[shapely.Geometry]) -> Floats:
        found = np.zeros((len(bands), len(plane)))
        for row, band in zip(found, bands, strict=True):
            area = _equal_area(band)
            near = tree.query(area, predicate="intersects")
            row[near] = shapely.area(shapely.intersection(plane[near], area))
        return found / areas

    def by_shortcuts(bands: Sequence[shapely.Geometry]) -> Floats:
        """What one would write next: whole counties at once, the area first cut to the county's box."""
        found = np.zeros((len(bands), len(plane)))
        for row, band in zip(found, bands, strict=True):
            area = _equal_area(band)
            shapely.prepare(area)
            near = tree.query(area, predicate="intersects")
            whole = shapely.contains_properly(area, plane[near])
            row[near[whole]] = areas[near[whole]]
            part = near[~whole]
            cut = np.array([shapely.clip_by_rect(area, *boxes[i]) for i in part], dtype=object)
            broken = ~shapely.is_valid(cut)
            cut[broken] = shapely.intersection(shapely.box(*boxes[part[broken]].T), area)
            row[part] = shapely.area(shapely.intersection(plane[part], cut))
        return found / areas

    def by_overlay(bands: Sequence[shapely.Geometry]) -> Floats:
        import geopandas

        left = geopandas.GeoDataFrame({"county": range(len(plane))}, geometry=plane)
        found = np.zeros((len(bands), len(plane)))
        for row, band in zip(found, bands, strict=True):
            right = geopandas.GeoDataFrame({"band": [0]}, geometry=[_equal_area(band)])
            pieces = geopandas.overlay(left, right, how="intersection", keep_geom_type=True)
            np.add.at(row, pieces.county.to_numpy(), pieces.area.to_numpy())
        return found / areas

    return {INTERSECTION: by_intersection, PRODUCT: tongxin, SHORTCUT: by_shortcuts, OVERLAY: by_overlay}


def _equal_area(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda at: np.c_[at[:, 0], np.sin(np.radians(at[:, 1])) * _DEGREES])


def _asked(subject: Subject, bands: Sequence[shapely.Geometry]) -> Floats:
    return subject(_fresh(bands))


def _fresh(bands: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """Return the bands as they come from a file: nothing about them is remembered."""
    return list(shapely.from_wkb(shapely.to_wkb(np.array(bands, dtype=object))))
