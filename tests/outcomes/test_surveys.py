"""After an event a reviewer has customers asked by SMS: approved as any message, answered, counted once, and shown."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from incident.clock import SteppedClock
from incident.db import Database
from incident.draining import Drains, Endpoints, Pace
from incident.models import BroadcastPart, EventRow
from notifications.connectors.broadcast_gateway import ExerciseBroadcastGateway
from notifications.registry import build
from tests.conftest import QUAKE
from tests.incident.stories import GANSU, SICHUAN, declared
from tests.measures.stories import begun
from tests.notifications.processes import RunningSimulator, running
from tests.outcomes.one_database import database_url
from tests.outcomes.sending import line
from tests.outcomes.surveys import covered
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser

__all__ = ["database_url"]

Person = Callable[..., Browser]


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSimulator]:
    with running("broadcast", tmp_path_factory.mktemp("survey"), fast=20_000) as gateway:
        yield gateway


@pytest.fixture
def incident(db: Database) -> str:
    made = begun(db)
    covered(db, made)
    return made


def asked(**changes: Any) -> dict[str, Any]:
    texts = {"body_zh": "【10086】您满意吗？请回复 1 到 5。", "body_en": "10086: are you content? Reply with 1 to 5."}
    until = (QUAKE + timedelta(days=5)).isoformat()
    return {"id": str(uuid.uuid4()), "sample": 400, **texts, "valid_until": until} | changes


def approve(browser: Browser, row: dict[str, Any]) -> None:
    told = {"digest": row["digest"], "typed_count": row["customers"]}
    answer = browser.post(f"/api/v1/broadcasts/{row['id']}/approve", told)
    assert answer.status_code == 200, answer.text


def test_a_survey_goes_the_way_of_every_message_and_its_answers_are_an_outcome(
    db: Database, clock: SteppedClock, incident: str, person: Person, simulator: RunningSimulator
) -> None:
    reviewer = person(("reviewer", "nation"))
    ground = reviewer.get(f"/api/v1/incidents/{incident}/surveys/ground").json
    assert ground["provinces"] == {SICHUAN: 4_490, GANSU: 700}

    row = reviewer.post(f"/api/v1/incidents/{incident}/surveys", asked()).json
    assert (row["state"], row["customers"]) == ("pending_approval", 400)
    assert {p: sum(n for s in c.values() for n in s.values()) for p, c in row["audience"].items()} == {
        SICHUAN: 346, GANSU: 54,
    }  # fmt: skip
    for _ in range(2):
        approve(person(("approver", "nation")), row)
    sent = _sent(db, clock, simulator, row["id"])

    assert {job["messageType"] for job in sent} == {"sms_sample"}
    assert sorted(job["audience"]["count"] for job in sent) == [54, 346]
    [survey] = reviewer.get(f"/api/v1/incidents/{incident}/surveys").json["items"]
    total, [here] = survey["total"], [one for one in survey["provinces"] if one["province"] == SICHUAN]
    assert (total["sent"], survey["covered"]) == (400, 5_190)
    assert 0 < total["answers"] == sum(total["digits"].values()) < 400
    told = line(reviewer, incident, "satisfaction")
    [cell] = [one for one in told["provinces"] if one["province"] == SICHUAN]
    assert (cell["value"], cell["base"], cell["sent"], cell["from"]) == (here["share"], here["answers"], 346, "answers")
    assert cell["margin"] == here["margin"]
    assert (told["total"]["base"], told["total"]["sent"]) == (total["answers"], 400)
    behind = reviewer.get(f"/api/v1/incidents/{incident}/review/events?of=result&name=satisfaction").json["items"]
    assert {one["type"] for one in behind} == {"SurveyAnswered"}
    assert {one["province"] for one in behind} == {SICHUAN, GANSU}
    assert "satisfied" not in reviewer.get("/cap/feed.xml").text
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def _sent(db: Database, clock: SteppedClock, simulator: RunningSimulator, survey: str) -> list[dict[str, Any]]:
    """Drain until every province's answers are in; the jobs as the gateway got them."""
    simulator.set_faults(unknown_ppm=0, loss_kind=0, rate_per_s=1_000_000, fail_ppm=0, receipt_ms=0)
    gateway = build("broadcast_gateway", simulator.settings(), world="exercise")
    assert isinstance(gateway, ExerciseBroadcastGateway)
    worker = Drains(db, Endpoints(gateway=gateway), "test", Pace(at_once=8, parallel=2))
    for _ in range(100):
        worker.work_off()
        with db.read() as session:
            told = session.scalars(select(BroadcastPart.answers)).all()
        if all(one is not None and sum(one["digits"].values()) > 3 for one in told):
            break
        clock.step(60)
        time.sleep(0.02)
    gateway.close()
    return [job["request"] for job in simulator.get("books")["jobs"] if job["externalId"].startswith(survey)]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"sample": 5_191}, "survey.sample", "sample"),
    ({"sample": 10}, "invalid", "sample"),
    ({"body_en": "Are you content?"}, "survey.numbers", "body_en"),
    ({"scale": 10}, "survey.numbers", "body_zh"),
    ({"languages": ["zh", "bo"]}, "broadcast.no_text", "languages"),
    ({"valid_until": QUAKE.isoformat()}, "broadcast.validity", "valid_until"),
    ({"provinces": ["110000"]}, "survey.sample", "sample"),
]


def test_what_cannot_be_asked_is_refused_by_its_field(incident: str, person: Person) -> None:
    reviewer = person(("reviewer", "nation"))
    for changes, code, field in WRONG:
        answer = reviewer.post(f"/api/v1/incidents/{incident}/surveys", asked(**changes))
        assert (answer.status_code, answer.json["code"], answer.json["field"]) == (422, code, field), changes


def test_nobody_is_asked_of_an_incident_in_which_nobody_was_covered(db: Database, person: Person) -> None:
    incident = declared(db, provinces=(SICHUAN,))
    answer = person(("reviewer", "nation")).post(f"/api/v1/incidents/{incident}/surveys", asked())
    assert (answer.status_code, answer.json["code"]) == (422, "survey.sample")
    with db.read() as session:
        assert not session.scalar(select(func.count()).where(EventRow.type == "BroadcastDrafted"))
