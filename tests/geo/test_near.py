"""Which counties lie near a point, held against shapely's own distances on the same boundaries."""

import numpy as np
import pytest
import shapely

from geo.near import counties_near
from geo.projection import project_points
from geo.regions import Regions

BEIJING_AIRPORT = (116.5871, 40.0799)
IN_THE_SEA = (122.9, 31.0)
AIRPORTS = (BEIJING_AIRPORT, (103.9471, 30.5785), (108.7516, 34.4471))


def by_shapely(china: Regions, point: tuple[float, float], *, km: float) -> dict[str, int]:
    ((x, y),) = project_points(np.array([point[0]]), np.array([point[1]])).tolist()
    rows = china.shapes.touching((x - km * 1000, y - km * 1000, x + km * 1000, y + km * 1000)).tolist()
    away = {china.leaf_adcodes[row]: china.shapes.geometry(row).distance(shapely.Point(x, y)) for row in rows}
    return {adcode: round(metres) for adcode, metres in away.items() if metres <= km * 1000}


@pytest.mark.parametrize(("point", "km"), [*((airport, 30) for airport in AIRPORTS), (IN_THE_SEA, 90)])
def test_distances_to_the_ground_of_counties_are_exact(china: Regions, point: tuple[float, float], km: int) -> None:
    found = {adcode: metres for adcode, (_, metres) in counties_near([point], china, km=km).items()}

    assert found == by_shapely(china, point, km=km)
    assert len(found) >= 1


def test_the_county_that_a_point_lies_in_counts_at_no_distance_at_all(china: Regions) -> None:
    assert counties_near([BEIJING_AIRPORT], china, km=0) == {"110105": (0, 0)}, "the airport is Chaoyang's own"
    assert counties_near([IN_THE_SEA], china, km=0) == {}
    assert counties_near([], china, km=50) == {}


def test_of_several_points_the_nearest_is_told_and_more_distance_loses_none(china: Regions) -> None:
    both = counties_near([AIRPORTS[1], BEIJING_AIRPORT], china, km=20)
    farther = counties_near([AIRPORTS[1], BEIJING_AIRPORT], china, km=40)

    assert both["110105"] == (1, 0)
    assert {number for number, _ in both.values()} == {0, 1}
    assert set(both) < set(farther)
    assert all(farther[adcode] == told for adcode, told in both.items())
