"""Whatever the machine's clock does, no call of the chain is missed and none is made twice (goal G11)."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from incident.commands.timers import fire_due
from incident.db import Database
from incident.log import incident_stream
from incident.models import EventRow, Timer
from incident.rules.tasks import chain_of
from tests.conftest import QUAKE
from tests.fold.stages import exercise
from tests.incident.stories import TEAM, act, declared, dispatched, new_task

WHOLE = os.environ.get("TONGXIN_GATE") == "R"
Sweep = Callable[[Database], int]


def careless(db: Database) -> int:
    """The planted fault: a sweep that drops what is more than ten minutes late, as after a pause (oncall#1206)."""
    with db.transaction() as tx:
        late = Timer.due_at < tx.now - timedelta(minutes=10)
        tx.session.execute(update(Timer).where(Timer.fired_at.is_(None), late).values(fired_at=tx.real_now))
    return fire_due(db)


def calls(file: Path, steps: Sequence[int], *, minutes: int, answered_after: int, sweep: Sweep) -> list[list[int]]:
    """`[steps of the chain that were called, those whose time came]` while the clock takes `steps` (seconds)."""
    db, clock = exercise(file)
    incident = declared(db)
    [task] = dispatched(db, incident, new_task(acknowledge_minutes=minutes))
    latest, answered_at = QUAKE, None
    for turn, seconds in enumerate(steps):
        clock.step(seconds)
        with db.read() as session:
            latest = max(latest, db.world_now(session))
        for _ in range(5):
            sweep(db)
        if turn == answered_after:
            act(db, incident, "acknowledge", TEAM, task_id=task)
            answered_at = latest
    with db.read() as session:
        escalated = (EventRow.stream == incident_stream(incident), EventRow.type == "AcknowledgementEscalated")
        rows = session.scalars(select(EventRow).where(*escalated).order_by(EventRow.position))
        called = [row.data["step"] for row in rows]
    db.engine.dispose()
    until = answered_at or latest
    return [called, [one.step for one in chain_of(QUAKE, minutes, 0) if one.due_at <= until]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=400 if WHOLE else 10)
@given(
    steps=st.lists(st.integers(-3600, 3600), min_size=3, max_size=8),
    minutes=st.integers(1, 40),
    answered_after=st.integers(0, 8),
)
def test_no_call_of_the_chain_is_missed_or_made_twice_whatever_the_clock_does(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int], minutes: int, answered_after: int
) -> None:
    file = tmp_path_factory.mktemp("steps") / "clock.db"

    called, due = calls(file, steps, minutes=minutes, answered_after=answered_after, sweep=fire_due)

    assert called == due


def test_a_sweep_that_drops_what_is_late_turns_it_red(tmp_path: Path) -> None:
    called, due = calls(tmp_path / "clock.db", [3600, -3600, 60], minutes=5, answered_after=9, sweep=careless)

    assert called != due
