"""The issue's own story on simulators: the SMS goes out, "1" comes back, and the page to the deputy never leaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from incident.app import create_app
from incident.clock import SteppedClock
from incident.commands.paging import contacts
from incident.commands.people import set_mail
from incident.commands.timers import fire_due
from incident.config import Settings
from incident.db import Database
from incident.draining import Drains, Pace, build_endpoints
from incident.draining.hearing import lines, listen
from incident.house import House
from incident.models import EventRow, Page, PageReply, Person, Task
from incident.rules.paging import Step
from tests.incident.stories import SICHUAN, declared, dispatched, new_task
from tests.notifications.processes import RunningSimulator, eventually, running
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import a_person

LEE, DEPUTY = "+8613800138001", "+8613800138002"


@pytest.fixture(scope="module")
def phones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSimulator]:
    with running("sms", tmp_path_factory.mktemp("sms"), receipt_ms=0) as simulator:
        yield simulator


@contextmanager
def served(db: Database, settings: Settings) -> Iterator[str]:
    """The web process's own address, for what the gateway pushes."""
    house = House(settings=settings, db=db)
    server = make_server("127.0.0.1", 0, create_app(house), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def people(db: Database, drains: Drains) -> None:
    for login, role, number in (("lee", "province_member", LEE), ("deputy", "province_lead", DEPUTY)):
        person = a_person(db, login=login, roles=((role, SICHUAN),))
        with db.transaction() as tx:
            contacts.set_phone(tx, person_id=person, phone=number, sealer=drains.endpoints.sealer)


def texts(phones: RunningSimulator, number: str) -> list[Any]:
    found: list[Any] = phones.get(f"phones/{number}")["texts"]
    return found


@pytest.mark.parametrize(
    ("database_url", "gateway"),
    [("sqlite", "sms_smpp"), ("postgresql", "sms_smpp"), ("sqlite", "sms_http")],
    indirect=["database_url"],
)
def test_a_one_by_sms_acknowledges_and_the_page_to_the_deputy_never_leaves(
    db: Database, clock: SteppedClock, phones: RunningSimulator, tmp_path: Path, gateway: str
) -> None:
    offers = json.dumps({gateway: phones.settings(gateway)})
    # The deputy is told by mail first, and nobody listens there; the SMS would follow after an hour.
    settings = Settings(
        var_dir=tmp_path, static_dist=tmp_path, endpoints=offers, smtp="127.0.0.1:9", secret_key="k" * 32
    )
    drains = Drains(db, build_endpoints(settings, world="exercise"), "chain", Pace(parallel=1))
    incident = declared(db, provinces=(SICHUAN,))
    people(db, drains)
    before = {number: len(texts(phones, number)) for number in (LEE, DEPUTY)}
    deputy = _wishes_mail_first(db)
    [task] = dispatched(db, incident, new_task())
    clock.step(5 * 60)
    fire_due(db)
    drains.work_off()
    assert eventually(lambda: len(texts(phones, LEE)) > before[LEE])

    with served(db, settings) as address:
        phones.post("callback", url=f"{address}/api/v1/webhooks/channels/sms_http/exercise")
        phones.post(f"phones/{LEE}/reply", text="1")
        assert eventually(lambda: _answered(db, drains), within_s=10)
    clock.step(24 * 3600)
    fire_due(db)
    drains.work_off()
    drains.endpoints.close()

    with db.read() as session:
        assert session.get_one(Task, task).state == "acknowledged"
        [event] = session.scalars(select(EventRow).where(EventRow.type == "TaskAcknowledged"))
        deputies = session.scalars(
            select(Page.permitted_at).where(Page.person_id == deputy, Page.channel == "sms")
        ).all()
    assert event.actor["via"] == "sms"
    assert deputies != []
    assert set(deputies) == {None}
    assert len(texts(phones, DEPUTY)) == before[DEPUTY]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def _answered(db: Database, drains: Drains) -> bool:
    for channel in lines(drains.endpoints.channels):
        listen(db, channel, sealer=drains.endpoints.sealer)
    with db.read() as session:
        return session.scalar(select(PageReply.id).where(PageReply.outcome == "acknowledged").limit(1)) is not None


def _wishes_mail_first(db: Database) -> str:
    with db.transaction() as tx:
        person = tx.session.scalars(select(Person.id).where(Person.login == "deputy")).one()
        set_mail(tx, person_id=person, mail="deputy@sichuan.example")
        steps = [Step("mail", 0), Step("sms", 3600)]
        contacts.set_preference(tx, person_id=person, steps=steps, quiet=None, language="zh")
    return person
