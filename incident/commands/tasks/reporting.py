"""The team reports with figures; headquarters verifies or sends the report back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from incident.commands.tasks.steps import checked_ticks, done, kept, of, ready
from incident.db import Tx
from incident.errors import Invalid
from incident.events import tasks as events
from incident.log import Actor
from incident.rules import task_checkins
from incident.rules import tasks as rules


def resolve(
    tx: Tx,
    actor: Actor,
    *,
    task_id: str,
    figures: Mapping[str, int],
    ticked: Sequence[int] | None = None,
    reasons: Mapping[str, str] | None = None,
    revision: int | None = None,
) -> dict[str, Any]:
    """Report it done, with the figures its outcome fields ask for.

    `reasons` say by name why a figure outside its plausible range is true; it is then taken and flagged.
    """
    row = ready(tx, task_id, "resolve", revision)
    faults = rules.check_figures(row["outcome_fields"], figures, reasons)
    if faults:
        raise Invalid(
            "task.figures",
            field=f"outcomes.{faults[0].name}",
            zh="".join(fault.zh for fault in faults),
            en=" ".join(fault.en for fault in faults),
        )
    event = events.TaskResolved(
        **of(row),
        by=actor.person,
        at=tx.now,
        figures=dict(figures),
        ticked=checked_ticks(row, row["ticked"] if ticked is None else ticked),
        implausible={
            name: kept(tx, row, (reasons or {})[name], field=f"outcomes.{name}.reason")
            for name in sorted(rules.implausible_names(row["outcome_fields"], figures))
        },
    )
    return done(tx, actor, row, event)


def verify(tx: Tx, actor: Actor, *, task_id: str, revision: int | None = None) -> dict[str, Any]:
    """Headquarters confirms the report and closes the task."""
    row = ready(tx, task_id, "verify", revision, past_incident=True)
    return done(tx, actor, row, events.TaskVerified(**of(row), at=tx.now))


def return_task(tx: Tx, actor: Actor, *, task_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Send a report back; the work clock starts over from now."""
    row = ready(tx, task_id, "return", revision)
    event = events.TaskReturned(
        **of(row),
        reason_text=kept(tx, row, reason),
        work_due_at=tx.now + timedelta(minutes=row["work_minutes"]),
        checkin_due_at=task_checkins.first_due("in_progress", row["checkin_minutes"], tx.now),
    )
    return done(tx, actor, row, event)
