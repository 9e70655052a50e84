"""A conductor that is killed at any commit loses no inject and releases none twice; a careless one would be seen."""

from __future__ import annotations

import os
import random
import uuid
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands.worlds import create_world
from incident.db import Database, open_engine
from incident.db.schema import create_schema
from incident.log import incident_stream
from incident.models import DrillInject, EventRow
from tests.conftest import START
from tests.drills.stories import SMALL, incident_of, started
from tests.storm.nursery import Nursery
from tests.support import assert_chain_holds, assert_fold_equals_rows

KILLS = 20 if os.environ.get("TONGXIN_GATE") == "R" else 4
DIED = 137


@pytest.mark.timeout(600)
def test_a_conductor_killed_again_and_again_releases_every_inject_once(tmp_path: Path, nursery: Nursery) -> None:
    db, drill = _drill(tmp_path)
    chance = random.Random(drill)

    died = sum(_conduct(nursery, tmp_path, _somewhere(chance)) == DIED for _ in range(KILLS))

    assert _conduct(nursery, tmp_path) == 0
    assert died > 0, "no kill met a commit"
    assert set(_released(db, drill).values()) == {1}
    assert set(_noted(db, drill).values()) == {1}
    assert len(_noted(db, drill)) == 2 * KILLS
    assert_fold_equals_rows(db)
    assert_chain_holds(db)
    db.engine.dispose()


def test_one_that_marks_an_inject_before_it_happens_turns_it_red(tmp_path: Path, nursery: Nursery) -> None:
    db, drill = _drill(tmp_path)

    assert _conduct(nursery, tmp_path, "commit.before:2", how="conduct_carelessly") == DIED
    assert _conduct(nursery, tmp_path, how="conduct_carelessly") == 0

    assert min(_noted(db, drill).values()) == 0
    db.engine.dispose()


def _drill(folder: Path) -> tuple[Database, str]:
    """A drill with twice as many words to say as there are kills, all of them due within the hour."""
    engine = open_engine(f"sqlite:///{folder / 'tongxin.db'}")
    create_schema(engine)
    db = Database(engine, SteppedClock(START))
    create_world(db, kind="exercise", name="演练", begins_at=START)
    head, _, _ = SMALL.partition("injects:")
    words = "".join(
        f'  - {{id: w{at}, minute: {at}, do: message, text: "第 {at} 条 / No {at}"}}\n' for at in range(2 * KILLS)
    )
    return db, started(db, f"{head}injects:\n{words}")


def _somewhere(chance: random.Random) -> str:
    """Before or after one of the next commits."""
    return f"commit.{chance.choice(('before', 'after'))}:{chance.randint(1, 2)}"


def _conduct(nursery: Nursery, folder: Path, point: str = "", *, how: str = "conduct") -> int:
    """Play what is due in a process of its own that dies at `point`; how it ended."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")}
    armed = {"TONGXIN_CRASH": point} if point else {}
    url = f"sqlite:///{folder / 'tongxin.db'}"
    return nursery.start(f"tests.kill.conduct:{how}", [url], own | armed, log=folder / "log").wait(timeout=120)


def _released(db: Database, drill: str) -> Counter[str]:
    """How often the log says that each inject was released."""
    with db.read() as session:
        ids = session.scalars(select(DrillInject.id).where(DrillInject.drill_id == drill)).all()
        told = session.scalars(select(EventRow.data).where(EventRow.type == "InjectReleased")).all()
    counted = Counter(dict.fromkeys(ids, 0))
    counted.update(str(one["inject_id"]) for one in told)
    return counted


def _noted(db: Database, drill: str) -> Counter[str]:
    """How often the players were told of each."""
    of_incident = EventRow.stream == incident_stream(incident_of(db, drill))
    with db.read() as session:
        injects = session.scalars(select(DrillInject.inject).where(DrillInject.drill_id == drill)).all()
        told = session.scalars(select(EventRow.data).where(of_incident, EventRow.type == "NoteLogged")).all()
    counted = Counter(dict.fromkeys((str(uuid.uuid5(uuid.UUID(drill), f"inject {one}")) for one in injects), 0))
    counted.update(str(one["note_id"]) for one in told)
    return counted
