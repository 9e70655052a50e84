"""The review of a story: played by people who may, about things that are there, as requests that repeat."""

from __future__ import annotations

import io
import uuid
from datetime import date

import pytest
from openpyxl import load_workbook

from incident.demo.cast import NATION, cast
from incident.demo.review_steps import finding_id, step_act
from incident.demo.review_table import customers_hit, table_rows
from incident.demo.story import incident_id
from incident.events import EVENTS
from incident.rules.findings import DEPARTMENTS
from incident.rules.league import BY_NAME
from incident.rules.outcomes.kinds import KINDS
from incident.rules.permissions import Grant, permits
from incident.rules.review_rules import RULES
from incident.scenarios import (
    Afterwards,
    Scenario,
    ScenarioError,
    load_scenario,
    read_scenario,
    scenario_names,
    scenario_text,
)
from incident.scenarios import afterwards as steps
from incident.walk_sheets import sheets
from tests.demo.builders import RUN, SEED, Told, story

ACTIONS = {
    "table": "outcome.enter",
    "figure": "outcome.enter",
    "correct": "outcome.enter",
    "target": "outcome.set_target",
    "survey": "survey.ask",
    "approve-survey": "broadcast.approve",
    "report": "review.export",
    "publish": "league.publish",
    "object": "league.object",
    "rule": "league.answer",
    "nominate": "league.nominate",
    "award": "league.award",
    "take-up": "finding.take_up",
    "observe": "finding.note",
    "walk": "finding.note",
    "mend": "finding.mend",
    "propose": "playbook.write",
    "meeting": "meeting.hold",
    "minute": "meeting.hold",
    "close-meeting": "meeting.hold",
}


@pytest.fixture(params=scenario_names())
def played(request: pytest.FixtureRequest) -> Scenario:
    """Each shipped story; every one of them ends with its review."""
    return load_scenario(request.param)


def afterwards(scenario: Scenario) -> Afterwards:
    assert scenario.afterwards is not None
    return scenario.afterwards


def hit() -> Told:
    """Sichuan is hit by the footprint that counts, of which an older version said more."""
    told = Told()
    told.event("FootprintSupplied", "footprint", "new", at=3)
    told.event("ProvinceInformed", "province_incident", f"{incident_id(RUN)}:510000", at=4, footprint_id="new")
    for key, footprint, level, total in (("a", "new", "province", 700), ("b", "new", "province", 300),
                                         ("c", "old", "province", 9), ("d", "new", "city", 900)):  # fmt: skip
        told.event("ImpactAssessed", "impact_region", key, at=5, footprint_id=footprint, level=level, region="510000",
                   total=total)  # fmt: skip
    return told


def test_every_step_is_played_by_somebody_who_may(played: Scenario) -> None:
    grants = {player.login: Grant(player.role, player.scope) for player in cast(SEED)}
    for step in afterwards(played).steps:
        grant = grants[step.by]
        place = None if grant.scope == NATION else grant.scope
        assert permits([grant], ACTIONS.get(step.do, "finding.manage"), place), step.id
        assert {getattr(step, "owner", step.by), getattr(step, "chair", step.by)} <= set(grants), step.id


def test_steps_speak_of_kinds_sheets_rules_and_departments_that_there_are(played: Scenario) -> None:
    for step in afterwards(played).steps:
        match step:
            case steps.Table():
                assert all(column.source in KINDS[column.kind].sources for column in step.columns)
            case steps.Figure():
                assert step.source in KINDS[step.kind].sources, step.id
            case steps.Target():
                assert step.kind in KINDS, step.id
            case steps.Walk():
                known = {question.id for question in sheets()[step.sheet].questions}
                assert {*step.no, *step.skipped} <= known, step.id
            case steps.TakeUp():
                assert {key.partition("/")[0] for key in step.keys} <= set(RULES), step.id
            case steps.ObjectTo():
                assert step.criterion in BY_NAME
            case steps.Observe() if step.moment is not None and step.moment not in EVENTS:
                pytest.fail(f"{step.id}: no event is called {step.moment}")
            case steps.Observe() | steps.Assign():
                assert {step.department or "service", *step.helpers} <= set(DEPARTMENTS), step.id
            case _:
                assert step.do in ACTIONS or step.do in ("verify", "return", "reject"), step.id


def test_nobody_verifies_what_they_have_mended(played: Scenario) -> None:
    mended = {step.finding: step.by for step in afterwards(played).steps if isinstance(step, steps.Mend)}
    verified = [step for step in afterwards(played).steps if isinstance(step, steps.Verify)]
    assert len(verified) >= 2
    assert all(mended[step.finding] != step.by for step in verified)


def test_what_people_write_in_a_review_is_in_both_languages(played: Scenario) -> None:
    for step in afterwards(played).steps:
        told = [getattr(step, name, "") for name in ("text", "reason", "note")]
        told += [*getattr(step, "questions", ()), *(step.no.values() if isinstance(step, steps.Walk) else ())]
        for text in filter(None, told):
            zh, _, en = text.partition("/ ")
            assert any("\u4e00" <= letter <= "\u9fff" for letter in zh), step.id
            assert en, step.id
            assert en.isascii(), step.id


def test_a_step_is_the_same_request_whenever_it_is_made(played: Scenario) -> None:
    view = hit().view
    for step in afterwards(played).steps:
        first, again = (step_act(step, played, run=RUN, seed=SEED, view=view) for _ in range(2))
        assert (first.key, first.path, first.body) == (again.key, again.path, again.body)
        assert first.by == step.by
    keys = {step_act(step, played, run=RUN, seed=SEED, view=view).key for step in afterwards(played).steps}
    assert len(keys) == len(afterwards(played).steps)


def test_a_finding_is_named_by_its_step_its_rule_or_its_question() -> None:
    walk = uuid.uuid5(RUN, "afterwards made clerk-walk")
    assert finding_id("clerk-walk/power_fuel", RUN) == str(uuid.uuid5(walk, "power_fuel"))
    by_rule = uuid.uuid5(incident_id(RUN), "finding:unreachable/620000/*")
    assert finding_id("unreachable/620000", RUN) == str(by_rule)
    assert finding_id("one-number", RUN) == str(uuid.uuid5(RUN, "afterwards made one-number"))


def test_an_observation_names_the_moment_that_it_is_about() -> None:
    seen = steps.Observe(id="seen", minute=1, by="duty", do="observe", text="晚 / Late", moment="ImpactAssessed")
    body = step_act(seen, story(), run=RUN, seed=SEED, view=hit().view).body
    assert body["position"] == 3


def test_the_table_has_rows_that_land_and_rows_that_cannot() -> None:
    view = hit().view
    assert customers_hit(view, RUN) == {"510000": 1_000}
    step = next(step for step in afterwards(story()).steps if isinstance(step, steps.Table))
    rows = list(table_rows(step, seed=SEED, hit=customers_hit(view, RUN)))
    assert [row["base"] for row in rows if row["kind"] == "万户投诉量"] == ["1000"]
    assert [row["province"] for row in rows[-len(step.slips) :]] == ["川西", "甘肃", "合计"]

    name, content = step_act(step, story(), run=RUN, seed=SEED, view=view).upload or ("", b"")
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert name.endswith(".xlsx")
    assert sheet.max_row == len(rows) + 1
    assert [cell.value for cell in sheet[1]][:2] == ["指标", "省份"]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("of: green-sichuan", "of: green-tibet", "no step before it"),
        ("{id: meeting-over, minute: 2580", "{id: meeting-over, minute: 1", "order of their minutes"),
        ("do: close-meeting", "do: sleep", "afterwards.steps"),
        ("prize: first", "prize: best", "afterwards.steps"),
        ("after_answers: ask-customers", "after_answers: ask-nobody", "no step before it"),
        ("{id: good-number, minute: 2982", "{id: good-fuel, minute: 2982", "two steps have the id"),
    ],
)
def test_a_broken_review_names_its_place(before: str, after: str, words: str) -> None:
    text = scenario_text("wenchuan-2008")
    assert before in text
    with pytest.raises(ScenarioError, match=r"broken\.yaml:\d+") as told:
        read_scenario(text.replace(before, after, 1), filename="broken.yaml")
    assert words in str(told.value)


def test_days_are_days() -> None:
    figure = next(step for step in afterwards(story()).steps if isinstance(step, steps.Figure))
    assert figure.from_day == date(2008, 5, 12)
    assert step_act(figure, story(), run=RUN, seed=SEED, view=hit().view).body["from_day"] == "2008-05-12"
