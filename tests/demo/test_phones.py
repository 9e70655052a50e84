"""What the players find on the telephones: an SMS that has come can be answered, whatever waits behind it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.db import Base, Database, open_engine
from incident.demo.cast import cast, member_of, person_id
from incident.demo.phones import Phones
from incident.demo.run import Run
from incident.demo.view import OnPhones, Row
from incident.models import Page
from tests.demo.builders import RUN

SICHUAN = "510000"
TASK = "b65a0814-d2d1-5bb0-865c-e6757299549e"
BEGAN = datetime(2008, 5, 12, 6, 35, tzinfo=UTC)


def page(code: str, state: str, *, minutes: int) -> Page:
    """An SMS to Sichuan's member about the one task, due so many minutes after it was dispatched."""
    at = BEGAN + timedelta(minutes=minutes)
    return Page(
        key=f"page:{code}:sms",
        stream="incident:1",
        task_id=TASK,
        province=SICHUAN,
        notice=f"notice:{code}",
        template="task_dispatched",
        person_id=str(person_id(RUN, member_of(SICHUAN))),
        channel="sms",
        mark="0" * 64,
        code=code,
        state=state,
        due_at=at,
        permitted_at=None if state == "queued" else at,
        changed_at=at,
    )


def looked(folder: Path, *pages: Page) -> OnPhones:
    """What stands on the phones; the gateway is out of reach, so nothing was said from them."""
    engine = open_engine(f"sqlite:///{folder / 'tongxin.db'}")
    Base.metadata.create_all(engine)
    db = Database(engine)
    with Session(engine) as session, session.begin():
        session.add_all(pages)
    run = Run(id=RUN, scenario="wenchuan-2008", seed=7, speed=600, password="not needed here")
    phones = Phones(run, cast(run.seed), db=db, url="http://127.0.0.1:9")
    task: Row = {"id": TASK, "state": "dispatched", "province": SICHUAN, "dispatched_at": as_text(BEGAN)}
    try:
        return phones.look([task])
    finally:
        phones.close()
        engine.dispose()


def test_a_page_that_has_come_is_answered_though_a_reminder_waits_behind_it(tmp_path: Path) -> None:
    found = looked(tmp_path, page("F5PKCYBJ", "delivered", minutes=0), page("7XKJQJZS", "queued", minutes=10))
    assert found.codes == {TASK: "T-F5PK-CYBJ"}
    assert not found.held


def test_a_page_on_its_way_is_waited_for(tmp_path: Path) -> None:
    found = looked(tmp_path, page("F5PKCYBJ", "submitted", minutes=0))
    assert found.codes == {}
    assert found.held == {TASK}


def test_a_page_that_failed_lets_people_answer_in_the_app(tmp_path: Path) -> None:
    found = looked(tmp_path, page("F5PKCYBJ", "failed", minutes=0))
    assert found.codes == {}
    assert not found.held
