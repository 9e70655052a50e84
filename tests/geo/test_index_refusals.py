"""What the index refuses: shapes, rings, sites and limits that cannot be counted."""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import pytest

from geo.errors import ExposureError, FootprintError
from geo.index.build import build_index
from geo.index.compiled import compiled
from geo.index.query import count_bands, count_ring, hit_sites
from geo.index.site_index import SiteIndex
from tests.geo.brute_force import wkb

SQUARE = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])


@pytest.fixture
def index() -> SiteIndex:
    return build_index([0.5], [0.25], [0], [[3]], columns=("n",), counties=1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01",
        wkb([SQUARE])[:-1],
        wkb([SQUARE]) + b"\x00",
        b"\x00" + wkb([SQUARE])[1:],
        b"\x01\x01" + wkb([SQUARE])[2:],
        wkb([SQUARE], [SQUARE])[:-20],
        b"\x01\x06\x00\x00\x00\xff\xff\xff\xff",
        b"\x01\x03\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\xff" + bytes(64),
    ],
)
def test_bytes_that_are_no_polygon_are_refused(index: SiteIndex, data: bytes) -> None:
    with pytest.raises(FootprintError, match="no Polygon or MultiPolygon"):
        count_bands(index, [data])


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_coordinate_that_is_not_finite_is_refused(index: SiteIndex, bad: float) -> None:
    ring = SQUARE.copy()
    ring[1, 0] = bad

    with pytest.raises(FootprintError, match="not finite"):
        count_bands(index, [wkb([ring])])
    with pytest.raises(FootprintError, match="not finite"):
        count_ring(index, ring)


def test_more_than_sixty_four_bands_are_refused(index: SiteIndex) -> None:
    with pytest.raises(FootprintError, match="65 bands; at most 64"):
        count_bands(index, [wkb([SQUARE])] * 65)


@pytest.mark.parametrize(
    ("ring", "problem"),
    [
        ([[0, 0], [1, 1]], "at least three"),
        ([0, 1, 2], "at least three"),
        (np.zeros((2001, 2)), "2,001 points; at most 2,000"),
    ],
)
def test_a_drawn_ring_too_short_or_too_long_is_refused(index: SiteIndex, ring: Any, problem: str) -> None:
    with pytest.raises(FootprintError, match=problem):
        count_ring(index, ring)


def test_a_drawn_ring_is_counted_closed_or_open(index: SiteIndex) -> None:
    assert count_ring(index, SQUARE).totals == count_ring(index, [*SQUARE, SQUARE[0]]).totals == {"n": 3}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"lon": [np.nan]}, "not finite"),
        ({"county": [1]}, "a county is not among"),
        ({"county": [-1]}, "a county is not among"),
        ({"counts": [[-1]]}, "below 0"),
        ({"counts": [[1 << 32]]}, "above 4,294,967,295"),
        ({"counts": [[1.5]]}, "whole numbers"),
        ({"counts": [[1, 2]]}, "do not match"),
        ({"county": [0, 0]}, "do not match"),
        ({"counties": 70_000}, "at most 65,536"),
    ],
)
def test_sites_that_cannot_be_indexed_are_refused(change: dict[str, Any], problem: str) -> None:
    good: dict[str, Any] = {"lon": [0.5], "lat": [0.5], "county": [0], "counts": [[1]], "columns": "n", "counties": 1}

    with pytest.raises(ExposureError, match=problem):
        build_index(**{**good, **change})


def test_negative_limits_are_refused(index: SiteIndex) -> None:
    with pytest.raises(ExposureError, match="must not be negative"):
        hit_sites(index, [wkb([SQUARE])], offset=-1)


def test_kernels_are_compiled_in_memory_where_no_cache_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    real = numba.njit

    def njit(function: Callable[..., Any], *, cache: bool = False, **more: Any) -> Any:
        if cache:
            raise RuntimeError("cannot cache function: no locator available for file")
        return real(function, **more)

    monkeypatch.setattr(numba, "njit", njit)

    assert compiled(lambda a: a + 1)(1) == 2
