"""A maker of reports that is killed at any commit makes and tells of each once; a careless one would be seen."""

from __future__ import annotations

import hashlib
import os
import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands.reports import schedule_reports
from incident.commands.timers import fire_due
from incident.commands.worlds import create_world
from incident.db import Database, open_engine
from incident.db.schema import create_schema
from incident.log import incident_stream
from incident.models import EventRow, Outbox, ReportRow
from tests.conftest import START
from tests.incident.stories import DUTY, declared, dispatched
from tests.kill.report_maker import DIED
from tests.storm.nursery import Nursery
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import a_person

KILLS = 20 if os.environ.get("TONGXIN_GATE") == "R" else 2
#: Commits of the making of one report among which it dies.
COMMITS = 5


@pytest.mark.timeout(600)
def test_a_maker_killed_again_and_again_makes_every_report_once_and_tells_of_it_once(
    tmp_path: Path, nursery: Nursery
) -> None:
    db, incident = _waiting(tmp_path, KILLS)
    chance = random.Random(incident)

    died = sum(_make(nursery, tmp_path, hours, _somewhere(chance)) == DIED for hours in range(100, 100 + KILLS))

    assert _make(nursery, tmp_path, 200) == 0
    assert died > 0, "no kill met a commit"
    assert _told(db) == [KILLS, 1]
    with db.read() as session:
        made = {row.id: (row.format, row.sha256) for row in session.scalars(select(ReportRow))}
    for report, (form, sha256) in made.items():
        content = (tmp_path / "reports" / f"{report}.{form}").read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256
    assert_fold_equals_rows(db)
    assert_chain_holds(db)
    db.engine.dispose()


def test_one_that_calls_it_done_before_it_tells_turns_it_red(tmp_path: Path, nursery: Nursery) -> None:
    db, _incident = _waiting(tmp_path, 1)

    assert _make(nursery, tmp_path, 100, how="make_carelessly") == DIED
    assert _make(nursery, tmp_path, 200) == 0

    assert _told(db) == [0, 0]
    db.engine.dispose()


def _told(db: Database) -> list[int]:
    """How many reports the log says were made and mailed, and how often at most each."""
    with db.read() as session:
        made = Counter(
            data["report_id"] for data in session.scalars(select(EventRow.data).where(EventRow.type == "ReportMade"))
        )
        mailed = Counter(session.scalars(select(Outbox.key).where(Outbox.key.like("notice:report:%"))))
    assert len(made) == len(mailed)
    return [len(made), max([*made.values(), *mailed.values()], default=0)]


def _waiting(folder: Path, many: int) -> tuple[Database, str]:
    """An incident with so many situation reports that are due by its schedule and wait."""
    engine = open_engine(f"sqlite:///{folder / 'tongxin.db'}")
    create_schema(engine)
    clock = SteppedClock(START)
    db = Database(engine, clock)
    create_world(db, kind="exercise", name="演练", begins_at=START)
    incident = declared(db)
    dispatched(db, incident)
    reader = a_person(db, login="reader", roles=(("commander", "nation"),))
    with db.transaction([incident_stream(incident)]) as tx:
        schedule_reports(tx, DUTY, incident_id=incident, every_hours=1, people=[reader], form="json")
    for _ in range(many):
        fire_due(db)
        clock.step(3600)
    return db, incident


def _somewhere(chance: random.Random) -> str:
    """Before or after one of the next commits."""
    return f"commit.{chance.choice(('before', 'after'))}:{chance.randint(1, COMMITS)}"


def _make(nursery: Nursery, folder: Path, hours: int, point: str = "", *, how: str = "make") -> int:
    """Make what waits in a process of its own that dies at `point`; how it ended."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")}
    armed = {"TONGXIN_CRASH": point} if point else {}
    started = nursery.start(
        f"tests.kill.report_maker:{how}", [str(folder), str(hours)], own | armed, log=folder / "log"
    )
    return started.wait(timeout=240)
