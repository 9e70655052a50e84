"""Each playbook of the library against real footprints and a reconstruction: everything is planned or told why not.

`make test` takes one footprint of each unit; under TONGXIN_GATE=R every readable one of the real inputs is taken.
"""

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from geo.errors import GeoError
from geo.exposure_store import synthetic_exposure
from geo.footprint import Footprint
from geo.footprint_reading import read_footprint
from geo.impact import Impact, assess
from geo.reconstructions.wenchuan_2008 import wenchuan_2008_versions
from geo.regions import Regions
from incident.cli.situations import situation_from
from incident.queries.points_near import near_of
from playbooks.language.model import Playbook
from playbooks.language.situation import Situation
from playbooks.planning.items import all_items
from playbooks.planning.plan import Plan
from playbooks.planning.planner import plan
from playbooks.planning.reasons import say
from playbooks.source.playbook import library
from tests.conftest import REPO

LIBRARY = library()
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Given:
    """A footprint of the folder of real inputs, the unit that it is in, and how many of the counties are known here."""

    path: str
    unit: str
    part: str | None = None


FEW = (
    Given("wenchuan-2008", "CSI"),
    Given("hazards/typhoon/atsani_2020_qweather_track.json", "force"),
    Given("hazards/typhoon/jtwc_wp_besttrack_2005_2017.csv", "kn", part="2014-09"),
    Given("hazards/qweather/getWarningNow-zh.json", "level"),
)
MORE = (
    Given("hazards/shakemap/newmadrid_scenario_m77/cont_mmi.json", "MMI"),
    Given("hazards/shakemap/bmkg_papua_20131105/grid.xml", "MMI"),
    Given("hazards/qweather/getStormTrack.json", "force"),
    Given("hazards/qweather/getStormForecast.json", "force"),
    Given("hazards/qweather/getWeatherAlertCurrent-zh.json", "level"),
    Given("hazards/gdacs/1001230-41_stac.json", "level"),
    Given("hazards/cems/EMSR842-wildfire-detail.json", "level"),
)
TAKEN = FEW + MORE if os.environ.get("TONGXIN_GATE") == "R" else FEW


@cache
def met(given: Given, folder: Path) -> tuple[Footprint, Impact, Regions]:
    regions = load(folder)
    footprint = (
        wenchuan_2008_versions()[-1]
        if given.path == "wenchuan-2008"
        else read_footprint(folder / given.path, part=given.part, regions=regions)
    )
    return footprint, assess(footprint, regions, synthetic_exposure(regions, cache_dir=REPO / "var" / "cache")), regions


@cache
def load(_folder: Path) -> Regions:
    from geo.regions import load_regions

    return load_regions(REPO / "var" / "cache")


def planned(playbook: Playbook, given: Given, folder: Path, *, level: str) -> Plan:
    footprint, impact, regions = met(given, folder)
    moment = datetime.fromisoformat(footprint.valid_from) if footprint.valid_from else NOW
    situation = situation_from(
        footprint, impact, regions, hazard=playbook.hazards[0], level=level, colour="red", now=moment,
        near=near_of([playbook], regions),
    )  # fmt: skip
    return plan(playbook, situation)


@pytest.mark.parametrize("given", TAKEN, ids=lambda given: given.path.rsplit("/", 1)[-1])
@pytest.mark.parametrize("slug", LIBRARY)
def test_each_item_is_planned_or_told_why_not(slug: str, given: Given, real_data: Path) -> None:
    playbook = LIBRARY[slug]
    plans = {level: planned(playbook, given, real_data, level=level) for level in ("I", "III")}

    for told in plans.values():
        taken, left = {item.item_id for item in told.items}, {item.item_id for item in told.omitted}
        assert taken | left == {item.id for item, _ in all_items(playbook, values=playbook.values())}
        assert not taken & left
        assert len({item.item_key for item in told.items}) == len(told.items)
        for reasons in [item.reasons for item in told.items] + [item.reasons for item in told.omitted]:
            assert reasons
            assert all(say(reason, "zh") and say(reason, "en") for reason in reasons)
    assert {item.item_id for item in plans["I"].items} or plans["I"].omitted
    assert planned(playbook, given, real_data, level="I") == plans["I"]


@pytest.mark.parametrize("given", TAKEN, ids=lambda given: given.path.rsplit("/", 1)[-1])
@pytest.mark.parametrize("slug", LIBRARY)
def test_customers_are_those_of_the_footprint_and_units_are_never_converted(
    slug: str, given: Given, real_data: Path
) -> None:
    playbook, told = LIBRARY[slug], planned(LIBRARY[slug], given, real_data, level="I")
    _, impact, regions = met(given, real_data)
    operators = {province.adcode for province in regions.provinces() if province.operator}
    inside = [row for row in impact.at("county") if row.province in operators]
    known = {unit for item, _ in all_items(playbook, values=playbook.values()) for unit in item.when.reaches}

    reached = [item for item in told.items if item.counts.total]
    assert all(item.counts.total <= sum(row.total for row in inside) for item in reached)
    if inside and given.unit in known:
        assert reached
    if given.unit not in known:
        assert not reached


def graded(slug: str, *, told: bool = True) -> Situation:
    """Wenchuan as a total outage, since nothing else grades one: half an hour after it struck."""
    footprint, impact, regions = met(FEW[0], REPO)
    moment = datetime(2008, 5, 12, 7, tzinfo=UTC)
    hazard = LIBRARY[slug].hazards[0]
    found = situation_from(footprint, impact, regions, hazard=hazard, level="I", colour="red", now=moment, near={})
    rows = (
        replace(row, unit="level", value_milli=4000, of_which=row.of_which if told else {}) for row in found.regions
    )
    return replace(found, regions=tuple(rows))


def test_conditions_on_key_customers_by_tier_hold_of_a_real_impact() -> None:
    _, impact, _ = met(FEW[0], REPO)
    by_tier = dict(zip(("A+", "A", "B", "C"), impact.totals.key_customer_tiers.values(), strict=True))

    outage = {item.item_id: item for item in plan(LIBRARY["key_customer_outage"], graded("key_customer_outage")).items}
    event = {item.item_id: item for item in plan(LIBRARY["major_event"], graded("major_event")).items}

    assert {"teams", "tier-c"} <= outage.keys()
    assert {tier: outage["teams"].counts.figures[tier] for tier in by_tier} == by_tier
    assert f"{sum(by_tier.values()) - by_tier['C']:,} 家" in "".join(say(r, "zh") for r in outage["teams"].reasons)
    assert event["organisers-first"].counts.figures["A+"] == by_tier["A+"]


@pytest.mark.parametrize("slug", ["key_customer_outage", "major_event"])
def test_where_nobody_is_of_a_tier_what_is_for_it_is_left_out(slug: str) -> None:
    left = {omitted.item_id for omitted in plan(LIBRARY[slug], graded(slug, told=False)).omitted}

    assert {"key_customer_outage": {"teams", "tier-c"}, "major_event": {"organisers-first"}}[slug] <= left


def test_a_place_that_is_only_a_point_is_refused_with_the_way_out(real_data: Path) -> None:
    with pytest.raises(GeoError, match="draw the area"):
        read_footprint(real_data / "hazards/gdacs/1102983-1-geteventdata.json")
