"""The shipped story is whole, and a broken one says where it is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident.demo import scenario
from incident.demo.cast import NATION, PROVINCES, cast
from incident.demo.scenario import ScenarioError, load_scenario, scenario_names
from incident.rules.permissions import Grant, permits
from tests.demo.builders import SEED, story

ACTIONS = {
    "declare": "incident.declare",
    "footprint": "footprint.supply",
    "set-level": "incident.set_level",
    "activate": "incident.activate",
    "note": "note.add",
    "ask": "ask.make",
    "answer": "ask.answer",
}


def test_every_beat_is_played_by_somebody_who_may() -> None:
    grants = {player.login: [Grant(player.role, player.scope)] for player in cast(SEED)}
    for beat in story().beats:
        action = ACTIONS.get(beat.do) or f"incident.{str(beat.action).replace('-', '_')}"
        (grant,) = grants[beat.by]
        assert permits([grant], action, None if grant.scope == NATION else grant.scope), beat.id


def test_texts_that_people_write_are_in_both_languages() -> None:
    for beat in story().beats:
        for text in (beat.text, beat.reason, beat.authority):
            if text is not None:
                zh, _, en = text.partition("/ ")
                assert any("\u4e00" <= letter <= "\u9fff" for letter in zh), beat.id
                assert en, beat.id
                assert en.isascii(), beat.id


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
        ("do: activate", "do: dance", "beats.4.do"),
        ("minute: 6,", "minute: 600,", "order of their minutes"),
        ("version: 2}", "}", "needs version"),
        ("slug: wenchuan-2008", "slug: [", "broken.yaml"),
        ("answer_minutes: 8.5", "answers: 8.5", "teams"),
    ],
)
def test_a_broken_story_names_the_field(
    before: str, after: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (scenario.FOLDER / "wenchuan-2008.yaml").read_text("utf-8")
    assert before in text
    (tmp_path / "broken.yaml").write_text(text.replace(before, after, 1), "utf-8")
    monkeypatch.setattr(scenario, "FOLDER", tmp_path)
    assert scenario_names() == ["broken"]
    with pytest.raises(ScenarioError, match=r"broken\.yaml") as told:
        load_scenario("broken")
    assert words in str(told.value)
