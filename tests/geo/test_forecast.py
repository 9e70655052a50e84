"""A storm step by step: it grows, its last step is its footprint's impact, counties are reached in order."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from geo.errors import FootprintError, GeoError
from geo.exposure import Exposure
from geo.exposure_store import load_exposure, save_exposure, synthetic_exposure
from geo.footprint import Band, band_label, make_footprint
from geo.forecast import MOST_STEPS, Forecast, impact_steps
from geo.forecast_apart import forecast_apart, forecast_document, within
from geo.impact import assess
from geo.regions import Regions
from geo.sandbox import HowToRead, describe_apart
from geo.tracks import Fix, Radii, Track, from_plain, make_track, swath
from tests.conftest import REPO
from tests.geo.toyland import LEAVES, make_toyland, toy_exposure

BEGIN = datetime(2026, 7, 1, tzinfo=UTC)
#: Segments and parts of each county of toyland.
COUNTS = [100, 200, 300, 400, 0, 0, 0, 0, 10]


def fix(hours: float, lon: float, lat: float, km: float) -> Fix:
    """A fix with winds of 34 knots over `km` and of 50 over half of that."""
    radii = (Radii(34.0, km, km, km, km), Radii(50.0, km / 2, km / 2, km / 2, km / 2))
    return Fix(BEGIN + timedelta(hours=hours), lon, lat, 30.0, None, radii)


@pytest.fixture(scope="module")
def toyland(tmp_path_factory: pytest.TempPathFactory) -> Regions:
    return make_toyland(tmp_path_factory.mktemp("toyland"))


@pytest.fixture(scope="module")
def exposure(tmp_path_factory: pytest.TempPathFactory) -> Exposure:
    folder = tmp_path_factory.mktemp("exposure")
    operator = [leaf for leaf in LEAVES if leaf != "810001"]
    sites = [(leaf, 100 * k + 50, 50, COUNTS) for k, leaf in enumerate(operator)]
    save_exposure(
        toy_exposure(dict.fromkeys(operator, COUNTS), people=dict.fromkeys(operator, 2000), sites=sites), folder
    )
    return load_exposure(folder)


@pytest.fixture(scope="module")
def exposure_of_all(regions: Regions) -> Exposure:
    """The whole country's, from the checkout's cache; its name here belongs to toyland."""
    return synthetic_exposure(regions, cache_dir=REPO / "var" / "cache")


@pytest.fixture(scope="module")
def track() -> Track:
    """From west of toyland to its east in two days, through the middle of its counties."""
    fixes = [fix(0, 103.0, 30.8, 60), fix(24, 108.5, 30.8, 60), fix(48, 116.5, 30.8, 40)]
    return make_track(fixes, storm="2601", agency="test", unit="kn", name="Panda")


@pytest.fixture(scope="module")
def forecast(track: Track, toyland: Regions, exposure: Exposure) -> Forecast:
    return impact_steps(track, toyland, exposure)


def total(forecast: Forecast, step: int) -> int:
    return sum(row.total for row in forecast.steps[step].provinces)


def test_steps_are_six_hours_apart_and_end_with_the_track(forecast: Forecast) -> None:
    times = [datetime.fromisoformat(step.at) for step in forecast.steps]

    assert (times[0], times[-1]) == (BEGIN, BEGIN + timedelta(hours=48))
    assert {after - before for before, after in pairwise(times)} == {timedelta(hours=6)}
    assert [step.lon for step in forecast.steps] == sorted(step.lon for step in forecast.steps)


def test_what_is_reached_only_grows(forecast: Forecast) -> None:
    totals = [total(forecast, step) for step in range(len(forecast.steps))]

    assert totals == sorted(totals)
    assert totals[0] < totals[4] < totals[-1]


def test_the_last_step_is_the_impact_of_the_whole_track(
    forecast: Forecast, track: Track, toyland: Regions, exposure: Exposure
) -> None:
    import shapely

    bands = [
        Band(band_label("kn", value), value, "kn", shapely.to_wkb(shape), 1.0)
        for value in track.values()
        for shape in [shapely.union_all([shapely.Polygon(ring) for ring in swath(track, value)])]
    ]
    impact = assess(make_footprint(kind="typhoon", title="t", source="t", bands=bands), toyland, exposure)

    assert total(forecast, -1) == impact.totals.total > 0
    for row in impact.at("province"):
        (told,) = [r for r in forecast.steps[-1].provinces if (r.province, r.band) == (row.adcode, row.band)]
        assert (told.total, told.sites, told.people, told.segments) == (row.total, row.sites, row.people, row.segments)
    assert {a.county for a in forecast.arrivals} == {row.adcode for row in impact.at("county")}


def test_counties_are_reached_from_west_to_east_and_by_the_stronger_wind_not_earlier(forecast: Forecast) -> None:
    gale = {a.county: a.step for a in forecast.arrivals if a.band == "KN-34"}
    storm = {a.county: a.step for a in forecast.arrivals if a.band == "KN-50"}

    in_order = [gale[leaf] for leaf in LEAVES if leaf in gale]
    assert len(in_order) > 4
    assert in_order == sorted(in_order)
    assert in_order[0] < in_order[-1]
    assert storm.keys() <= gale.keys()
    assert all(gale[county] <= step for county, step in storm.items())


def test_a_county_is_reached_at_the_first_step_that_counts_it(forecast: Forecast) -> None:
    for number, step in enumerate(forecast.steps):
        here = {a.county for a in forecast.arrivals if a.step <= number}
        counted = sum(row.counties for row in step.provinces)
        assert len(here) <= counted <= 2 * len(here)
        assert bool(here) == bool(step.provinces)


def test_a_long_track_gets_longer_steps(toyland: Regions, exposure: Exposure) -> None:
    fixes = [fix(24 * day, 150.0, 10.0 + day / 10, 50) for day in range(17)]
    forecast = impact_steps(make_track(fixes, storm="2602", agency="test", unit="kn"), toyland, exposure)

    assert len(forecast.steps) <= MOST_STEPS
    assert forecast.hours == 12.0
    assert forecast.arrivals == ()


def test_a_storm_without_winds_is_nothing_to_follow(toyland: Regions, exposure: Exposure) -> None:
    calm = make_track([Fix(BEGIN, 110.0, 30.0, 5.0, None, ())], storm="2603", agency="test", unit="kn")
    with pytest.raises(FootprintError, match="no wind of any band"):
        impact_steps(calm, toyland, exposure)


def test_a_step_of_no_time_is_refused(track: Track, toyland: Regions, exposure: Exposure) -> None:
    with pytest.raises(FootprintError, match="more than 0"):
        impact_steps(track, toyland, exposure, step_h=0)


def test_the_child_says_the_same_with_shapes_as_geojson(
    forecast: Forecast, track: Track, toyland: Regions, exposure: Exposure
) -> None:
    told = forecast_apart(track, toyland, exposure)
    expected = json.loads(json.dumps(forecast_document(forecast)))
    shapes = [band["geometry"] for step in told["steps"] for band in step["bands"]]
    for step in [*told["steps"], *expected["steps"]]:
        for band in step["bands"]:
            band.pop("wkb", None)
            band.pop("geometry", None)

    assert json.loads(json.dumps(told)) == expected
    assert {shape["type"] for shape in shapes} <= {"Polygon", "MultiPolygon"}
    assert len(shapes) == 2 * len(told["steps"])


def test_a_province_gets_its_own_numbers_alone(forecast: Forecast) -> None:
    document = json.loads(json.dumps(forecast_document(forecast)))
    own = within(document, {"620000"})

    assert {row["province"] for step in own["steps"] for row in step["provinces"]} == {"620000"}
    assert {arrival["province"] for arrival in own["arrivals"]} == {"620000"}
    assert "510000" not in json.dumps([own["arrivals"], [step["provinces"] for step in own["steps"]]])
    assert within(document, None) == document
    assert [step["bands"] for step in own["steps"]] == [step["bands"] for step in document["steps"]]


def test_exposure_in_memory_is_refused_with_the_way_out(track: Track, toyland: Regions) -> None:
    with pytest.raises(GeoError, match="save it first"):
        forecast_apart(track, toyland, toy_exposure({"510101": COUNTS}))


def test_a_real_storm_crosses_the_provinces_that_it_crossed(
    real_data: Path, regions: Regions, exposure_of_all: Exposure
) -> None:
    """Utor of 2013 (JTWC 11W) came ashore in western Guangdong on 14 August."""
    file = real_data / "hazards" / "typhoon" / "jtwc_wp_besttrack_2005_2017.csv"
    described = describe_apart(file, how=HowToRead(part="201311"))
    assert described.summary is not None
    forecast = impact_steps(from_plain(described.summary), regions, exposure_of_all, step_h=24)

    assert {row.province for row in forecast.steps[-1].provinces} == {"440000", "450000", "460000"}
    ashore = min(a.step for a in forecast.arrivals if a.province == "440000")
    inland = min(a.step for a in forecast.arrivals if a.province == "450000")
    assert forecast.steps[ashore].at.startswith("2013-08-14")
    assert ashore <= inland
    assert forecast.estimated > 0
