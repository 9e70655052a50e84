"""GCJ-02 and BD-09: published test vectors forth, and exactly back."""

import numpy as np
import pytest

from geo import gcj02

#: (WGS-84 lon, lat, GCJ-02 lon, lat): the test vectors of github.com/googollee/eviltransform.
PUBLISHED = [
    (121.5272106, 31.1774276, 121.531541859215, 31.17530398364597),
    (113.912316, 22.543847, 113.9171764808363, 22.540796131694766),
    (116.377817, 39.911954, 116.38404722455657, 39.91334545536069),
]


@pytest.mark.parametrize("vector", PUBLISHED)
def test_the_published_vectors_are_met(vector: tuple[float, float, float, float]) -> None:
    lon, lat, shifted_lon, shifted_lat = vector

    assert np.allclose(gcj02.from_wgs84(lon, lat), (shifted_lon, shifted_lat), rtol=0, atol=1e-9)
    assert np.allclose(gcj02.to_wgs84(shifted_lon, shifted_lat), (lon, lat), rtol=0, atol=1e-9)


def test_a_published_pair_of_baidu_is_met() -> None:
    # Beijing railway station as given in the documentation of the R package geoChina (github.com/caijun/geoChina)
    there = gcj02.bd09_from_wgs84(*gcj02.to_wgs84(116.42703, 39.90245))

    assert np.allclose(there, (116.43351, 39.90851), rtol=0, atol=5e-5)


def test_there_and_back_is_the_same_place_all_over_china() -> None:
    lon, lat = (a.ravel() for a in np.meshgrid(np.linspace(73.5, 135.5, 200), np.linspace(3.5, 54.0, 200)))

    for forth, back in (
        (gcj02.from_wgs84, gcj02.to_wgs84),
        (gcj02.bd09_from_wgs84, gcj02.bd09_to_wgs84),
    ):
        again = back(*forth(lon, lat))
        assert np.abs(again[0] - lon).max() < 1e-9
        assert np.abs(again[1] - lat).max() < 1e-9


def test_the_shift_is_some_hundred_metres_inside_and_none_outside() -> None:
    lon, lat = gcj02.from_wgs84([104.0, 0.0, 139.7], [30.0, 51.5, 35.7])

    assert 100 < np.hypot(lon[0] - 104.0, lat[0] - 30.0) * 111_000 < 800
    assert lon[1:].tolist() == [0.0, 139.7]
    assert lat[1:].tolist() == [51.5, 35.7]


def test_numbers_and_arrays_of_any_shape_come_back_in_their_shape() -> None:
    assert gcj02.to_wgs84(104.0, 30.0)[0].shape == ()
    assert gcj02.to_wgs84(np.full((2, 3), 104.0), np.full((2, 3), 30.0))[1].shape == (2, 3)
