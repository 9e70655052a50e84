"""The impact computed in a child: the same numbers, behind walls."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from geo.errors import ExposureError, FootprintError, GeoError
from geo.exposure import Exposure
from geo.exposure_store import load_exposure, save_exposure
from geo.footprint import Footprint
from geo.impact import Impact, assess
from geo.impact_apart import assess_apart
from geo.plain import from_plain
from geo.reconstructions import NAMES, reconstruction
from geo.reconstructions.wenchuan_2008 import wenchuan_2008
from geo.regions import Regions
from geo.tally import Tally
from tests.geo.toyland import footprint_of, make_toyland, strip, toy_exposure


@pytest.fixture(scope="module")
def toyland(tmp_path_factory: pytest.TempPathFactory) -> Regions:
    return make_toyland(tmp_path_factory.mktemp("toyland") / "regions")


@pytest.fixture
def stored(tmp_path: Path) -> Exposure:
    save_exposure(toy_exposure({"510101": (100, 400, 200, 300, 10, 20, 30, 40, 50)}), tmp_path)
    return load_exposure(tmp_path)


@pytest.fixture
def footprint() -> Footprint:
    return footprint_of(strip(7, 0, 50), strip(6, 0, 250))


def test_the_child_finds_the_same_as_this_process(china: Regions, china_exposure: Exposure) -> None:
    here = assess(wenchuan_2008(), china, china_exposure)

    assert assess_apart(wenchuan_2008(), china, china_exposure) == here


def test_what_is_not_assessed_comes_through(toyland: Regions, stored: Exposure, footprint: Footprint) -> None:
    impact = assess_apart(footprint, toyland, stored)

    assert impact.not_assessed == ("510102", "510201")
    assert [row.total for row in impact.at("county")] == [500, 500]
    assert impact.at("county")[0].people is None


def test_a_refusal_in_the_child_is_told_here(toyland: Regions, stored: Exposure, footprint: Footprint) -> None:
    with pytest.raises(GeoError, match="cannot be compared"):
        assess_apart(footprint, toyland, stored, min_value=1, unit="level")


def test_an_impact_that_takes_too_long_is_stopped(toyland: Regions, stored: Exposure, footprint: Footprint) -> None:
    with pytest.raises(FootprintError, match="was stopped"):
        assess_apart(footprint, toyland, stored, wall_seconds=0.05)


def test_exposure_that_is_not_on_disk_is_refused(toyland: Regions, stored: Exposure, footprint: Footprint) -> None:
    with pytest.raises(ExposureError, match="save it first"):
        assess_apart(footprint, toyland, replace(stored, folder=None))


def test_an_answer_with_the_wrong_types_or_fields_is_not_believed() -> None:
    good = asdict(Tally(sites=3))

    assert from_plain(Tally, good) == Tally(sites=3)
    for bad in (
        {**good, "sites": "3"},
        {**good, "sites": True},
        {**good, "sites": 3.5},
        {**good, "more": 1},
        {k: v for k, v in good.items() if k != "halls"},
        {**good, "segments": {"gotone": None}},
        [good],
    ):
        with pytest.raises(TypeError):
            from_plain(Tally, bad)
    with pytest.raises(TypeError):
        from_plain(Impact, {"rows": []})


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("wenchuan")])
def test_reconstructions_are_found_by_name(china: Regions, name: str) -> None:
    assert reconstruction(name, lambda: china).kind == "earthquake"


@pytest.mark.parametrize("name", ["tangshan-1976", "wenchuan-2008-v9", "wenchuan-2008-v"])
def test_a_name_that_is_no_reconstruction_says_which_there_are(china: Regions, name: str) -> None:
    with pytest.raises(FootprintError, match="wenchuan-2008-v1"):
        reconstruction(name, lambda: china)
