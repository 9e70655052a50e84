"""Measures that tasks carry out: where one stands in a province follows from the tasks that carry it there.

Halls, the hotline and teams have no receipts as billing has. A part of such a measure is in effect once every task of
its playbook item `<its own>-open` in the province is done; a declined one is waited for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.commands.deriving import derive, parts_of
from incident.db import Tx
from incident.events import batches as batch_events
from incident.log import Actor, incident_stream
from incident.models import Measure, Task
from playbooks.measures import BY_TASKS
from playbooks.measures.tasking import CARRIES


def item_of(row: dict[str, Any]) -> str:
    """`<slug>/<item>` of a measure, with which the items of its tasks begin."""
    slug, item, *_target = row["item_key"].split("/")
    return f"{slug}/{item}"


def carrying_states(tx: Tx, row: dict[str, Any], province: str) -> list[str]:
    """States of the province's tasks that carry out this measure."""
    own = Task.item_key.startswith(f"{item_of(row)}{CARRIES}/", autoescape=True)
    found = select(Task.state).where(Task.incident_id == row["incident_id"], Task.province == province, own)
    return list(tx.session.scalars(found))


def carried_state(tasks: Sequence[str]) -> str:
    """In effect once every task that was not recalled is done, or there is none; a declined one is waited for."""
    counted = [state for state in tasks if state != "cancelled"]
    return "in_effect" if all(state in ("resolved", "closed") for state in counted) else "executing"


def note_progress(tx: Tx, actor: Actor, *, incident_id: str, province: str) -> None:
    """Called after a task of `province` was resolved, closed, returned or recalled: its measures follow it."""
    measures = tx.session.scalars(
        select(Measure.id)
        .where(Measure.incident_id == incident_id, Measure.delivery.in_(sorted(BY_TASKS)))
        .order_by(Measure.id)
    )
    for measure_id in list(measures):
        row = fold.row_of(tx.session, "measure", measure_id)
        part = next((part for part in parts_of(tx, measure_id) if part["province"] == province), None)
        if part is None or part["state"] not in ("executing", "in_effect"):
            continue
        state = carried_state(carrying_states(tx, row, province))
        if state != part["state"]:
            event = batch_events.MeasurePartMoved(
                measure_id=row["id"],
                title_zh=row["title_zh"],
                title_en=row["title_en"],
                province=province,
                state=state,
            )
            log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
            derive(tx, measure_id)
