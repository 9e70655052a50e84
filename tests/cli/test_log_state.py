"""`tongxin log state`: what stood at a moment, what differs between two, and what cannot be meant."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from incident.db import Database, open_engine
from tests.cli.conftest import Tongxin
from tests.incident.stories import SICHUAN, act, declared, dispatched


def test_a_moment_and_two_moments_are_told(tongxin: Tongxin, var: Path) -> None:
    assert tongxin("db", "upgrade").code == 0
    assert tongxin("world", "create", "--kind", "exercise", "--name", "test").code == 0
    db = Database(open_engine(f"sqlite:///{var / 'tongxin.db'}"))
    incident = declared(db, provinces=(SICHUAN,))
    [task_id] = dispatched(db, incident)
    act(db, incident, "acknowledge", task_id=task_id)
    db.engine.dispose()

    whole = tongxin("log", "state", incident, "--at", "999999")
    then = tongxin("log", "state", incident, "--at", "3")
    between = tongxin("log", "state", incident, "--at", "3", "--against", "999999", "--room", SICHUAN)
    rows = json.loads(tongxin("log", "state", incident, "--at", "3", "--json").out)

    assert "tasks: acknowledged 1" in whole.out
    assert "tasks: sent 1" in then.out
    assert "Tasks: sent 1 → 0, acknowledged 0 → 1" in between.out
    assert rows["tables"]["task"][task_id]["state"] == "dispatched"
    assert "--at: The incident had not begun" in tongxin("log", "state", incident, "--at", "0").complaint
    assert (
        "--against must be a position" in tongxin("log", "state", incident, "--at", "1", "--against", "then").complaint
    )
    assert "--room: gansu is neither" in tongxin("log", "state", incident, "--at", "1", "--room", "gansu").complaint
    assert "no incident with this id" in tongxin("log", "state", uuid.uuid4(), "--at", "1").complaint
