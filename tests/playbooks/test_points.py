"""Points that a playbook names: items near them only, said why, refused where they make no sense."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from playbooks.language.situation import NearPoint, Situation
from playbooks.planning.monotone import marks
from playbooks.planning.plan import Plan
from playbooks.planning.planner import plan
from playbooks.planning.reasons import say
from playbooks.source.playbook import Playbook, PlaybookError, load
from playbooks.testing.check import run_tests
from playbooks.testing.coverage import coverage
from playbooks.workbench.meaning import difference
from playbooks.workbench.read_view import describe
from playbooks.workbench.sentences import condition
from tests.playbooks import books
from tests.playbooks.builders import DUJIANGYAN, NINGQIANG, WENCHUAN, region, situation

POINTS = """\
points:
  stations:
    title: {zh: 火车站, en: stations}
    km: 15
    at:
      - {name: {zh: 都江堰站, en: Dujiangyan station}, lon: 103.63, lat: 30.99}
      - {name: {zh: 宁强站, en: Ningqiang station}, lon: 106.25, lat: 32.82}
  arenas: {title: {zh: 场馆, en: venues}, km: 5, at: venues}
"""
NEAR = "when: {reaches: {CSI: 6}, near: [stations]}"
HIT = situation(region(WENCHUAN, value=9), region(DUJIANGYAN, value=7), region(NINGQIANG, value=8))


def book(when: str = NEAR, *, more: str = POINTS) -> Playbook:
    return books.book(measure=when, task="when: {reaches: {CSI: 6}, near: [arenas, stations]}", more=more)


def told(playbook: Playbook, near: Mapping[str, Mapping[str, NearPoint]]) -> Situation:
    return replace(HIT, near={playbook.points[name].key: counties for name, counties in near.items()})


def counties(planned: Plan, item_id: str) -> set[str]:
    return {one for item in planned.items if item.item_id == item_id for found in item.area.values() for one in found}


STATIONS = {
    DUJIANGYAN: NearPoint("都江堰站", "Dujiangyan station", 4_000),
    NINGQIANG: NearPoint("宁强站", "Ningqiang station", 0),
}
ARENAS = {WENCHUAN: NearPoint("体育馆", "Arena", 900)}


def test_an_item_is_for_the_counties_near_any_of_its_points_and_says_which() -> None:
    playbook = book()
    planned = plan(playbook, told(playbook, {"stations": STATIONS, "arenas": ARENAS}))

    assert counties(planned, "channel") == {DUJIANGYAN, NINGQIANG}
    assert counties(planned, "report") == {DUJIANGYAN, NINGQIANG, WENCHUAN}
    (channel,) = [item for item in planned.items if item.item_id == "channel"]
    (reason,) = [reason for reason in channel.reasons if reason.code == "counties_near"]
    assert say(reason, "zh") == f"只在“火车站”15 公里以内的县：2 个，离得最近的是{NINGQIANG}县（宁强站）。"
    assert say(reason, "en") == (
        f"Only within 15 km of “stations”: 2 counties, the nearest county {NINGQIANG} (Ningqiang station)."
    )


@pytest.mark.parametrize(
    ("near", "code", "words"),
    [
        ({"stations": {"110101": STATIONS[DUJIANGYAN]}}, "no_county_near", "lies within 15 km of “stations”"),
        ({}, "points_not_told", "nobody has said where"),
    ],
)
def test_where_no_county_is_near_or_nobody_placed_the_points_the_item_says_so(
    near: Mapping[str, Mapping[str, NearPoint]], code: str, words: str
) -> None:
    playbook = book()
    left_out = {one.item_id: one.reasons for one in plan(playbook, told(playbook, near)).omitted}

    assert [reason.code for reason in left_out["channel"]] == [code]
    assert words in say(left_out["channel"][0], "en")


def test_two_playbooks_that_place_a_name_differently_do_not_meet_in_one_situation() -> None:
    one, other = book(), book(more=POINTS.replace("km: 15", "km: 60"))
    both = replace(
        HIT,
        near={one.points["stations"].key: STATIONS, other.points["stations"].key: STATIONS | ARENAS},
    )

    assert counties(plan(one, both), "channel") == {DUJIANGYAN, NINGQIANG}
    assert counties(plan(other, both), "channel") == {DUJIANGYAN, NINGQIANG, WENCHUAN}


def test_being_near_takes_nothing_away_from_a_larger_footprint() -> None:
    assert all(mark.monotone for mark in marks(book()))


@pytest.mark.parametrize(
    ("when", "points", "line", "words"),
    [
        ("when: {near: [station]}", POINTS, "near: [station]", "stations"),
        ("when: {near: [stations], provinces: all}", POINTS, "provinces: all", "leave provinces out"),
        (NEAR, POINTS.replace("km: 15", "km: 900"), "km: 900", "200"),
        (NEAR, POINTS.replace("lon: 103.63", "lon: 13.63"), "lon: 13.63", "73"),
        (NEAR, POINTS.replace("at: venues", "at: arenas"), "at: arenas", "venues"),
        (NEAR, POINTS.replace("km: 15", "km: 1.5"), "km: 1.5", "km"),
    ],
)
def test_points_that_cannot_be_are_refused_at_their_line(when: str, points: str, line: str, words: str) -> None:
    text = books.text(measure=when, task="when: {reaches: {CSI: 6}, near: [arenas, stations]}", more=points)

    with pytest.raises(PlaybookError) as error:
        load(text, filename="small.yaml")

    expected = next(number for number, one in enumerate(text.splitlines(), start=1) if line in one)
    assert {problem.line for problem in error.value.problems} == {expected}
    assert words in str(error.value)


TRIAL = """\
  - id: {id}
    title: {{zh: 站, en: Station}}
    given:
      {{level: I, regions: [{{county: "510181", value: 8, customers: 40}}], near: {{stations: ["{near}"]}}}}
    expect: {{{expect}}}
"""


def test_a_travelling_test_says_which_counties_are_near_and_coverage_asks_for_one_that_is_not() -> None:
    near = TRIAL.format(id="near", near="510181", expect="items: {channel: {counties: 1, reasons: [counties_near]}}")
    far = TRIAL.format(id="far", near="110101", expect="omitted: [channel]")
    one, both = (book(more=f"{POINTS}tests:\n{trials}") for trials in (near, near + far))

    assert all(result.passed for playbook in (one, both) for result in run_tests(playbook))
    assert "channel/near" in {rule.id for rule in coverage(one).gaps}
    assert "channel/near" not in {rule.id for rule in coverage(both).gaps}


def test_it_reads_in_words_and_a_change_of_points_is_told_by_meaning() -> None:
    playbook = book()
    changed = book(more=POINTS.replace("km: 15", "km: 20"))

    assert "仅“火车站”15 公里以内的县" in condition(playbook.measures[0].when, playbook=playbook).zh
    assert [group["km"] for group in describe(playbook, exercise_prefix="")["points"]] == [15, 5]
    (entry,) = [one for one in difference(playbook, changed) if one.section == "points"]
    assert (entry.title.en, entry.details[0].label.en) == ("stations", "Within km")
