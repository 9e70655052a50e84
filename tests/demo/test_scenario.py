"""The shipped stories are whole, and a broken one says where it is broken."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from geo.reconstructions.ice_2008 import LISTS
from geo.reconstructions.olympics_2008 import VENUES
from incident.demo.cast import NATION, PROVINCES, cast
from incident.rules.permissions import Grant, permits
from incident.rules.planned_events import WORK
from incident.scenarios import FOLDER, ScenarioError, load_scenario, reading, scenario_names
from playbooks.language.model import TaskItem
from playbooks.planning.items import all_items
from playbooks.source.playbook import library
from tests.demo.builders import SEED, story

ACTIONS = {
    "declare": "incident.declare",
    "footprint": "footprint.supply",
    "set-level": "incident.set_level",
    "activate": "incident.activate",
    "note": "note.add",
    "ask": "ask.make",
    "answer": "ask.answer",
    "schedule": "event.plan",
    "venues": "event.plan",
    "crowds": "event.plan",
    "allow": "event.allow_change",
    "send-reports": "report.schedule",
}
SHIPPED = ("ice-2008", "olympics-2008", "wenchuan-2008")


def test_three_stories_are_shipped() -> None:
    assert scenario_names() == list(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_beat_is_played_by_somebody_who_may(name: str) -> None:
    grants = {player.login: [Grant(player.role, player.scope)] for player in cast(SEED)}
    for beat in load_scenario(name).beats:
        action = ACTIONS.get(beat.do) or f"incident.{str(beat.action).replace('-', '_')}"
        (grant,) = grants[beat.by]
        assert permits([grant], action, None if grant.scope == NATION else grant.scope), beat.id


@pytest.mark.parametrize("name", SHIPPED)
def test_texts_that_people_write_are_in_both_languages(name: str) -> None:
    for beat in load_scenario(name).beats:
        for text in (beat.text, beat.reason, beat.authority, beat.source):
            if text is not None:
                zh, _, en = text.partition("/ ")
                assert any("\u4e00" <= letter <= "\u9fff" for letter in zh), beat.id
                assert en, beat.id
                assert en.isascii(), beat.id


@pytest.mark.parametrize("name", SHIPPED)
def test_a_story_speaks_of_items_outcomes_and_provinces_that_there_are(name: str) -> None:
    told = load_scenario(name)
    playbook = library()[told.playbook]
    tasks = playbook.tasks
    carried = [item for item, _ in all_items(playbook, values=playbook.values()) if isinstance(item, TaskItem)]
    fields = {outcome.name for task in carried for outcome in task.outcomes}
    fields |= {field[0] for work in WORK.values() for field in work.outcomes if told.incident.kind == "planned_event"}

    assert told.incident.hazard in library()[told.playbook].hazards
    assert fields <= set(told.figures)
    items = {task.id for task in tasks}
    planned = items | {measure.id for measure in library()[told.playbook].measures}
    assert {item for beat in told.beats for item in beat.only} <= planned
    assert {item for temper in told.tempers.values() for item in temper.declines} <= items
    assert set(told.teams.declined_goes_to) <= items
    assert set(told.teams.provinces) <= set(PROVINCES)


def test_crowds_are_forecast_for_venues_that_are_listed() -> None:
    listed = {line.split(",")[0] for line in VENUES.read_text("utf-8").splitlines()[1:]}
    (crowds,) = [beat.crowds for beat in load_scenario("olympics-2008").beats if beat.do == "crowds"]

    assert set(crowds) <= listed
    assert any("香港" in name for name in listed)


def test_the_ice_is_told_in_the_order_of_the_ministrys_lists() -> None:
    ice = load_scenario("ice-2008")
    supplied = [(beat.version, ice.at(beat.minute)) for beat in ice.beats if beat.do == "footprint"]

    assert [version for version, _ in supplied] == [1, 2, 3]
    for version, at in supplied:
        assert timedelta(0) < at - datetime.fromisoformat(LISTS[(version or 0) - 1].at) < timedelta(hours=1)


def test_provinces_that_answer_in_their_own_way_are_the_operators() -> None:
    assert set(story().teams.provinces) <= set(PROVINCES)
    assert story().temper("620000").silent_until_minute >= 45
    assert story().temper("610000").answer_minutes > 5
    assert story().temper("110000") == story().teams.everybody


def test_a_story_nobody_ships_is_refused_by_name() -> None:
    with pytest.raises(ScenarioError, match=r"atlantis.*wenchuan-2008"):
        load_scenario("atlantis")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("do: activate", "do: dance", "beats[4].do"),
        ("minute: 6,", "minute: 600,", "order of their minutes"),
        ("version: 2}", "}", "needs version"),
        ("slug: wenchuan-2008", "slug: [", "broken.yaml"),
        ("answer_minutes: 8.5", "answers: 8.5", "teams"),
    ],
)
def test_a_broken_story_names_the_field(
    before: str, after: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (FOLDER / "wenchuan-2008.yaml").read_text("utf-8")
    assert before in text
    (tmp_path / "broken.yaml").write_text(text.replace(before, after, 1), "utf-8")
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    assert scenario_names() == ["broken"]
    with pytest.raises(ScenarioError, match=r"broken\.yaml") as told:
        load_scenario("broken")
    assert words in str(told.value)
