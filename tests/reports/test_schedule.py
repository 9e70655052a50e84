"""Situation reports go out every so many hours, each once whoever dies over it, and none after the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands.long_work import LOST_AFTER
from incident.commands.reports import take_next
from incident.commands.timers import fire_due
from incident.db import Database
from incident.house import House
from incident.log import incident_stream
from incident.models import Outbox
from incident.reporting import make_one, work_off
from incident.rules.paging import Recipient, only_by, plan_pages
from tests.conftest import START
from tests.incident.stories import declared, dispatched
from tests.support import event_types
from tests.web.browser import Browser

Person = Callable[..., Browser]
HOURS = 6


@pytest.fixture
def incident(db: Database) -> str:
    incident = declared(db)
    dispatched(db, incident)
    return incident


@pytest.fixture
def duty(person: Person) -> Browser:
    return person(("duty_officer", "nation"), ("commander", "nation"))


def scheduled(duty: Browser, incident: str) -> None:
    body = {"every_hours": HOURS, "people": [duty.person_id], "language": "zh", "format": "json"}
    answer = duty.post(f"/api/v1/incidents/{incident}/report-schedule", body)
    assert answer.status_code == 200, answer.text


def mails(db: Database) -> list[str]:
    with db.read() as session:
        return list(session.scalars(select(Outbox.key).where(Outbox.key.like("notice:report:%")).order_by(Outbox.key)))


def test_one_report_every_six_hours_and_one_notice_each(
    person: Person, duty: Browser, house: House, db: Database, clock: SteppedClock, incident: str
) -> None:
    scheduled(duty, incident)
    for _ in range(3):
        fire_due(db)
        fire_due(db)
        assert work_off(house, worker="w") == 1
        assert work_off(house, worker="w") == 0
        clock.step(HOURS * 3600)

    types = event_types(db, incident_stream(incident))
    assert (types.count("ReportAsked"), types.count("ReportMade"), len(mails(db))) == (3, 3, 3)
    later = person(("commander", "nation"))
    [row] = [one for one in later.get(f"/api/v1/incidents/{incident}/reports").json["items"] if one["number"] == 2]
    assert later.get(f"/api/v1/reports/{row['id']}/file").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_maker_that_is_killed_leaves_one_report_and_one_notice(
    duty: Browser, house: House, db: Database, clock: SteppedClock, incident: str
) -> None:
    scheduled(duty, incident)
    fire_due(db)
    with db.transaction() as tx:
        first = take_next(tx, worker="killed")
    assert first is not None
    assert work_off(house, worker="second") == 0, "the first still has it"

    clock.step(LOST_AFTER.total_seconds() + 1)
    assert work_off(house, worker="second") == 1
    assert not make_one(house, first, worker="killed"), "who was taken for dead writes nothing down"

    types = event_types(db, incident_stream(incident))
    assert (types.count("ReportMade"), len(mails(db))) == (1, 1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_due_once_the_incident_is_over_or_the_schedule_stopped(
    duty: Browser, db: Database, clock: SteppedClock, incident: str
) -> None:
    scheduled(duty, incident)
    fire_due(db)
    assert duty.post(f"/api/v1/incidents/{incident}/report-schedule/stop").json["next_at"] is None
    clock.step(HOURS * 3600)
    fire_due(db)
    scheduled(duty, incident)
    row = duty.get(f"/api/v1/incidents/{incident}/reports").json["schedule"]
    assert (row["every_hours"], [one["id"] for one in row["people"]]) == (HOURS, [duty.person_id])
    cancelled = duty.post(f"/api/v1/incidents/{incident}/cancel", {"reason": "误报"}, revision=1)
    assert cancelled.status_code == 200, cancelled.text
    fire_due(db)

    assert event_types(db, incident_stream(incident)).count("ReportAsked") == 1
    late = duty.post(f"/api/v1/incidents/{incident}/report-schedule", {"every_hours": 1, "people": [duty.person_id]})
    assert late.json["code"] == "incident.over"


def test_a_report_is_for_the_mailbox_whatever_the_own_order_says() -> None:
    everywhere = Recipient(person_id="p", reach={"sms": "1", "voice": "2", "mail": "3"})

    plan = plan_pages([only_by(everywhere, "mail")], configured={"sms", "voice", "mail"}, critical=True, at=START)

    assert [(page.channel, page.due_at - START) for page in plan.pages] == [("mail", timedelta(0))]
