"""The league: points by rules that stand written, ranks, objections that are ruled on, and what a province may see."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from incident.clock import SteppedClock
from incident.db import Database
from incident.rules.league import BY_NAME, CRITERIA, Part, points, ruled, scores
from tests.incident.stories import GANSU, SICHUAN, act, declared, dispatched, new_task
from tests.outcomes.sending import league
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser

Person = Callable[..., Browser]


def part(criterion: str, numerator: int, denominator: int) -> Part:
    return Part(criterion=criterion, numerator=numerator, denominator=denominator)


def test_points_are_linear_between_none_and_full_and_stay_within() -> None:
    assert sum(criterion.weight for criterion in CRITERIA) == 100
    assert [points(part("acknowledged", n, 100)) for n in (40, 50, 75, 100)] == [0, 0, 5_000, 10_000]
    assert [points(part("complaints", n, 100)) for n in (50, 100, 1_050, 2_000, 9_000)] == [10_000, 10_000, 5_000, 0, 0]
    assert points(part("served", 250, 100_000)) == 5_000
    assert points(part("done", 0, 0)) is None
    assert set(BY_NAME) == {criterion.name for criterion in CRITERIA}


def test_what_is_not_assessed_weighs_nothing_and_too_little_gives_no_rank() -> None:
    found = scores(
        {
            "a": [part("acknowledged", 10, 10), part("done", 10, 10), part("complaints", 50, 100)],
            "b": [part("acknowledged", 10, 10), part("done", 10, 10), part("covered", 75, 100)],
            "c": [part("acknowledged", 10, 10), part("done", 10, 10), part("targets", 3, 3)],
            "d": [part("acknowledged", 10, 10), part("done", 10, 10), part("reported", 1, 1), part("covered", 0, 0)],
            "e": [part("done", 0, 0)],
        }
    )
    assert {name: (score.total, score.rank, score.of) for name, score in found.items()} == {
        "a": (10_000, 1, 3),
        "b": (8_333, 3, 3),
        "c": (10_000, 1, 3),
        "d": (10_000, None, 3),
    }


def test_a_large_province_and_a_small_one_score_alike_for_the_same_rate() -> None:
    large, small = (part("served", 5_000, 2_000_000), part("served", 5, 2_000))
    assert points(large) == points(small)


def test_a_ruling_leaves_a_criterion_out_or_gives_it_another_value() -> None:
    parts = [part("acknowledged", 0, 4), part("done", 4, 4)]
    assert [points(one) for one in ruled(parts, {"acknowledged": ("leave_out", 0, 0)})] == [None, 10_000]
    assert [points(one) for one in ruled(parts, {"acknowledged": ("value", 4, 4)})] == [10_000, 10_000]


def standing(browser: Browser, incident: str) -> dict[str, tuple[int, int | None]]:
    return {row["province"]: (row["total"], row["rank"]) for row in league(browser, incident)["scores"]}


def test_a_province_objects_a_reviewer_rules_and_all_is_reckoned_again(
    db: Database, person: Person, clock: SteppedClock
) -> None:
    incident = declared(db)
    sichuan, gansu = dispatched(db, incident, new_task(), new_task(province=GANSU))
    clock.step(60)
    act(db, incident, "acknowledge", task_id=sichuan)
    act(db, incident, "start", task_id=sichuan)
    act(db, incident, "resolve", task_id=sichuan, figures={"halls_open": 3})
    clock.step(9 * 60)
    act(db, incident, "acknowledge", task_id=gansu)
    reviewer, lead = person(("reviewer", "nation")), person(("province_lead", GANSU))
    assert reviewer.get(f"/api/v1/incidents/{incident}/league").json["draft"][0]["province"] == SICHUAN
    early = {"id": str(uuid.uuid4()), "criterion": "acknowledged", "text": "当时断网"}
    assert lead.post(f"/api/v1/incidents/{incident}/league/objections", early).json["code"] == "league.not_published"

    assert reviewer.post(f"/api/v1/incidents/{incident}/league/publish").status_code == 200
    assert standing(reviewer, incident) == {SICHUAN: (10_000, None), GANSU: (0, None)}
    assert standing(lead, incident) == {GANSU: (0, None)}
    assert league(lead, incident)["draft"] is None

    assert lead.post(f"/api/v1/incidents/{incident}/league/objections", early).status_code == 201
    again = lead.post(f"/api/v1/incidents/{incident}/league/objections", early | {"id": str(uuid.uuid4())})
    assert again.json["code"] == "league.objected"
    path = f"/api/v1/league-objections/{early['id']}/answer"
    bad = reviewer.post(path, {"ruling": "value", "text": "已核"})
    assert (bad.status_code, bad.json["code"]) == (422, "league.value_missing")
    assert lead.post(path, {"ruling": "leave_out", "text": "已核"}).status_code == 403
    right = {"ruling": "value", "numerator": 1, "denominator": 1, "text": "运维记录证实断网"}
    assert reviewer.post(path, right).status_code == 200
    assert reviewer.post(path, right).status_code == 409

    assert standing(lead, incident) == {GANSU: (5_000, None)}
    drafts = {line["province"]: line["total"] for line in league(reviewer, incident)["draft"]}
    assert drafts[GANSU] == 5_000, "a draft stands by the rulings too"
    (objection,) = league(lead, incident)["objections"]
    assert (objection["state"], objection["answer"]) == ("upheld", "运维记录证实断网")
    assert reviewer.post(f"/api/v1/incidents/{incident}/league/publish").status_code == 200
    assert standing(lead, incident) == {GANSU: (5_000, None)}, "what was ruled stands when it is published again"
    (told,) = league(lead, incident)["history"]["provinces"].values()
    assert told[incident]["total"] == 5_000
    assert_fold_equals_rows(db)
    assert_chain_holds(db)
