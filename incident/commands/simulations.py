"""Asking for a simulation, stopping it, and what the process that carries it out writes down. Nothing enters the log.

One simulation is worked on at a time. Its worker says every few runs how far it is; one that has not been heard of
for `long_work.LOST_AFTER` has died, and the next begins anew, which gives the same: all chance is from the seed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from incident.commands import long_work
from incident.db import Tx
from incident.errors import Conflict, NotFound
from incident.log import Actor
from incident.models import SimulationRun
from incident.queries.simulations import MOST_KEPT, row_document

#: How many may wait; more would only be read by nobody.
MOST_WAITING = 10


@dataclass(frozen=True)
class Taken:
    """A simulation that a worker has taken."""

    id: str
    asked: dict[str, Any]


def ask_simulation(
    tx: Tx, actor: Actor, *, simulation_id: str, asked: dict[str, Any], about: dict[str, Any], runs: int
) -> dict[str, Any]:
    """Put a simulation in line; the oldest that are over make room. Conflict while too many wait."""
    waiting = long_work.count_open(tx, SimulationRun)
    if waiting >= MOST_WAITING:
        raise Conflict(
            "simulation.too_many",
            zh=f"已有 {waiting} 个模拟在排队；请等它们完成，或先停止不要的。",
            en=f"{waiting} simulations are in line; wait for them, or stop those that nobody needs.",
        )
    long_work.make_room(tx, SimulationRun, keep=MOST_KEPT)
    row = SimulationRun(
        id=simulation_id, asked=asked, about=about, state="waiting", runs=runs, done=0, stopping=False, result=None,
        failure_zh=None, failure_en=None, asked_by=actor.person, asked_at=tx.real_now, ended_at=None, worker=None,
        heard_at=None,
    )  # fmt: skip
    tx.session.add(row)
    tx.session.flush()
    return row_document(row)


def stop_simulation(tx: Tx, *, simulation_id: str) -> dict[str, Any]:
    """End it after the run that it is at; what has been done is kept. One that waits ends at once."""
    row = tx.session.get(SimulationRun, simulation_id)
    if row is None:
        raise NotFound.of("模拟", "simulation")
    if row.state == "waiting":
        row.state, row.ended_at = "stopped", tx.real_now
    row.stopping = True
    tx.session.flush()
    return row_document(row)


def take_next(tx: Tx, *, worker: str) -> Taken | None:
    """Take the first that waits, or one whose worker has died; None while another is being worked on."""
    row = long_work.take_first(tx, SimulationRun, worker=worker)
    return None if row is None else Taken(row.id, row.asked)


def note_progress(tx: Tx, *, simulation_id: str, worker: str, done: int) -> bool:
    """Write down how far it is; whether to go on: not when somebody stopped it, or another worker has it."""
    own = long_work.change_own(tx, SimulationRun, id_=simulation_id, worker=worker, done=done, heard_at=tx.real_now)
    return own and not tx.session.scalar(select(SimulationRun.stopping).where(SimulationRun.id == simulation_id))


def note_end(tx: Tx, *, simulation_id: str, worker: str, done: int, result: dict[str, Any] | None) -> None:
    """Write down what came of it, if this worker still has it; fewer runs than asked for: it was stopped."""
    row = tx.session.get(SimulationRun, simulation_id)
    if row is None or row.worker != worker or row.state != "running":
        return
    row.state = "done" if done >= row.runs else "stopped"
    row.done, row.ended_at = done, tx.real_now
    row.result = json.dumps(result, ensure_ascii=False, allow_nan=False) if result else None


def note_failure(tx: Tx, *, simulation_id: str, worker: str, zh: str, en: str) -> None:
    """Write down why it cannot be carried out, if this worker still has it."""
    row = tx.session.get(SimulationRun, simulation_id)
    if row is None or row.worker != worker or row.state != "running":
        return
    row.state, row.ended_at, row.failure_zh, row.failure_en = "failed", tx.real_now, zh[:500], en[:500]
