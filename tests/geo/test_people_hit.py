"""People inside a footprint by day, night and household: whole, never twice, unknown where nobody counted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ExposureError
from geo.people import People
from geo.people_hit import people_hit
from geo.population_import import import_population
from geo.regions import Regions
from tests.geo.toyland import footprint_of, make_toyland, strip

TABLE = """code,people,people_day,people_night,households
510101,1001,2000,900,333
510102,500,400,600,
810001,7,7,7,7
"""


@pytest.fixture(scope="module")
def toyland(tmp_path_factory: pytest.TempPathFactory) -> Regions:
    return make_toyland(tmp_path_factory.mktemp("toyland"))


@pytest.fixture(scope="module")
def people(toyland: Regions, tmp_path_factory: pytest.TempPathFactory) -> People:
    folder = tmp_path_factory.mktemp("people")
    (folder / "people.csv").write_text(TABLE)
    return import_population(folder / "people.csv", toyland, data_dir=folder, as_of="2024-01-01")


def test_each_band_has_its_part_of_every_measure(toyland: Regions, people: People) -> None:
    high, low = people_hit(footprint_of(strip(9, 0, 25), strip(8, 0, 150)), people, toyland)

    assert (high.band, dict(high.counts)) == (
        "CSI-9", {"people": 250, "people_day": 500, "people_night": 225, "households": 83},
    )  # fmt: skip
    assert low.counts["people"] == 751 + 250
    assert low.counts["people_night"] == 675 + 300


def test_a_county_that_nobody_counted_is_named_not_zero(toyland: Regions, people: People) -> None:
    (band,) = people_hit(footprint_of(strip(8, 50, 350)), people, toyland)

    assert band.unknown["households"] == ("510102", "510201", "510202")
    assert band.unknown["people"] == ("510201", "510202")


def test_people_of_other_boundaries_are_refused(china: Regions, people: People) -> None:
    with pytest.raises(ExposureError, match="place them anew"):
        people_hit(footprint_of(strip(8, 0, 10)), people, china)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=2, max_size=5, unique=True))
def test_bands_side_by_side_never_hold_more_than_there_are(toyland: Regions, people: People, cuts: list[int]) -> None:
    cuts = sorted(cuts)
    bands = [strip(value, west, cuts[-1] + 1) for value, west in enumerate(cuts, start=1)]

    found = people_hit(footprint_of(*bands), people, toyland)
    (whole,) = people_hit(footprint_of(bands[0]), people, toyland)

    for measure in ("people", "people_day", "people_night"):
        assert abs(sum(band.counts[measure] for band in found) - whole.counts[measure]) <= len(bands)
        assert (
            sum(band.counts[measure] for band in found)
            <= {"people": 1501, "people_day": 2400, "people_night": 1500}[measure]
        )
