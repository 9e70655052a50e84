"""One language for the demo's stories and for drills: what is published, what is refused, and the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from incident.cli import run
from incident.rules.drills import KINDS_OF, TITLES, TOLD
from incident.scenarios import (
    FOLDER,
    INJECTS,
    SYSTEMS,
    ScenarioError,
    load_scenario,
    read_scenario,
    scenario_names,
    scenario_text,
)
from incident.scenarios.schema import schema
from playbooks.source.yaml_source import read_yaml
from tests.drills.stories import SMALL


def test_the_schema_that_is_published_is_the_models_own_and_takes_every_shipped_scenario() -> None:
    published = json.loads((FOLDER / "scenario-1.json").read_text("utf-8"))
    assert published == schema()

    validator = Draft202012Validator(published)
    for name in scenario_names():
        assert list(validator.iter_errors(read_yaml(scenario_text(name), filename=name).data)) == [], name


def test_every_kind_of_inject_and_every_system_is_known_to_the_rules() -> None:
    assert set(TITLES) == set(INJECTS)
    assert set(INJECTS) - set(TOLD) == {"footprint", "system-down", "province-silent"}
    assert set(KINDS_OF) == set(SYSTEMS)


def test_the_shipped_drill_has_injects_of_every_kind_and_says_them_in_both_languages() -> None:
    wenchuan = load_scenario("wenchuan-2008")

    assert {one.do for one in wenchuan.injects} == set(INJECTS) - {"message"}
    for one in wenchuan.injects:
        if one.text is not None:
            _zh, _, en = one.text.partition(" / ")
            assert en.isascii(), one.id
            assert en, one.id


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("minute: 10", "minute: 1", "injects must stand in the order"),
        ("after: silence", "after: silense", "is no inject"),
        ("system: broadcast, ", "", "needs system"),
        ("minutes: 20", "minutes: 0", "greater than or equal to 1|must be ≥ 1"),
        ("what: level-set", "what: level-sat", "did you mean 'level-set'"),
        ('"620000"', '"62000"', "scenario.yaml:11"),
        ("rumour, minute: 5", "gateway, minute: 5", "two injects have one id"),
    ],
)
def test_a_broken_drill_names_line_field_and_way_out(before: str, after: str, words: str) -> None:
    assert before in SMALL
    with pytest.raises(ScenarioError, match=words) as told:
        read_scenario(SMALL.replace(before, after, 1))
    assert told.value.zh != told.value.en


def test_the_command_line_checks_a_scenario_and_says_when_there_is_nothing_to_drill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL, "utf-8")

    assert run(["drill", "check", str(tmp_path / "small.yaml")]) == 0
    assert "minute 10: system-down broadcast, 20 min (gateway)" in capsys.readouterr().out
    assert run(["drill", "check", "ice-2008"]) == 1
    assert run(["drill", "check", "atlantis"]) == 2
    assert "atlantis" in capsys.readouterr().err
