"""A process that dies anywhere in paging: nothing is paged that was acknowledged, and nobody is forgotten."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from incident import crashpoints
from incident.clock import SteppedClock
from incident.db import Database, open_engine
from incident.models import Outbox, Page, Task
from notifications.delivery import Delivery, Outcome, Sent
from tests.conftest import START
from tests.fold.stages import exercise
from tests.incident.stories import SICHUAN, TEAM, act
from tests.paging.town import LEE, Line, Town, town
from tests.support import assert_chain_holds, assert_fold_equals_rows

MEMBER = ("province_member", SICHUAN)
DIED = 137


@dataclass
class Paper(Line):
    """A line that writes the keys it takes into a file, which outlives the process."""

    paper: Path = Path()

    def send(self, delivery: Delivery) -> Outcome:
        with self.paper.open("a") as file:
            file.write(f"{delivery.key}\n")
        return Sent("taken", "submitted")


def at(file: Path, moment: float, paper: Path) -> Town:
    """The town as a process finds it that starts `moment` seconds after the beginning."""
    clock = SteppedClock(START)
    clock.step(moment)
    lines: list[Line] = [Paper("sms_http", paper=paper), Paper("voice", paper=paper)]
    return town(Database(open_engine(f"sqlite:///{file}"), clock), clock, *lines)


def dies(work: Callable[[], None], label: str) -> int:
    """Run `work` in a process of its own that is killed at `label`; its exit code."""
    pid = os.fork()
    if pid == 0:
        crashpoints._name, crashpoints._left = label, 1
        try:
            work()
        except BaseException:  # noqa: BLE001  the parent must never run on in the child
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Path, Path, str, str]:
    """File, paper, task and incident: a task whose notice waits to be planned."""
    file, paper = tmp_path / "town.db", tmp_path / "sent"
    paper.touch()
    db, clock = exercise(file)
    place = town(db, clock, "sms_http", "voice")
    place.person("lee", MEMBER, phone=LEE)
    task = place.task()
    db.engine.dispose()
    return file, paper, task, place.incident


@pytest.mark.parametrize("label", ["commit.before", "commit.after"])
def test_an_acknowledgement_and_its_cancelled_pages_stand_or_fall_together(
    begun: tuple[Path, Path, str, str], label: str
) -> None:
    file, paper, task, incident = begun
    place = at(file, 0, paper)
    place.leave()
    place.db.engine.dispose()

    def acknowledge() -> None:
        act(at(file, 1, paper).db, incident, "acknowledge", TEAM, task_id=task)

    code = dies(acknowledge, label)
    late = at(file, 3600, paper)
    before = len(paper.read_text().splitlines())
    late.leave()

    with late.db.read() as session:
        state = session.get_one(Task, task).state
        voice = session.scalars(select(Outbox.state).where(Outbox.kind == "voice")).one()
    assert code == DIED
    assert (state, voice) in (("dispatched", "sent"), ("acknowledged", "cancelled"))
    assert state == ("dispatched" if label == "commit.before" else "acknowledged")
    assert len(paper.read_text().splitlines()) - before == (1 if state == "dispatched" else 0)
    assert_fold_equals_rows(late.db)
    assert_chain_holds(late.db)
    late.db.engine.dispose()


@pytest.mark.parametrize(
    "label",
    [
        "drain.notice.claimed",
        "drain.notice.noting",
        "drain.page.claimed",
        "page.before_send",
        "page.after_send",
        "drain.page.noting",
    ],
)
def test_a_worker_that_dies_leaves_each_page_to_be_sent_and_none_after_the_acknowledgement(
    begun: tuple[Path, Path, str, str], label: str
) -> None:
    file, paper, task, incident = begun

    code = dies(lambda: at(file, 0, paper).leave(), label)
    again = at(file, 31, paper)
    again.leave()
    assert code == DIED
    sent = paper.read_text().splitlines()
    assert set(sent) == {f"page:{task}:dispatched:1:{_person(again)}:sms"}
    assert len(sent) == (2 if label in ("page.after_send", "drain.page.noting") else 1)

    act(again.db, incident, "acknowledge", TEAM, task_id=task)
    again.step(7200)
    assert paper.read_text().splitlines() == sent
    assert_fold_equals_rows(again.db)
    again.db.engine.dispose()


def _person(place: Town) -> str:
    with place.db.read() as session:
        return session.scalars(select(Page.person_id)).first() or ""
