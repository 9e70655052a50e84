"""What may be done with a task, by the province's people, by headquarters, or by hand.

Every command names the revision the actor saw, where one is given; a stale one is a conflict to decide, never
overwritten in silence.
"""

from __future__ import annotations

from incident.commands.tasks.answering import acknowledge, comment, decline, undo_acknowledgement
from incident.commands.tasks.arranging import Wait, arrange
from incident.commands.tasks.attaching import attach, redact_attachment
from incident.commands.tasks.checking_in import check_in, note_missed_check_in
from incident.commands.tasks.dispatching import (
    NewTask,
    create_task,
    dispatch_items,
    dispatch_tasks,
    outcome_field,
    recall,
    redispatch,
    remind,
    revise,
    task_id_of,
)
from incident.commands.tasks.from_paper import enter_from_paper
from incident.commands.tasks.reporting import resolve, return_task, verify
from incident.commands.tasks.working import hold, pend, resume, start, tick

__all__ = [
    "NewTask",
    "Wait",
    "acknowledge",
    "arrange",
    "attach",
    "check_in",
    "comment",
    "create_task",
    "decline",
    "dispatch_items",
    "dispatch_tasks",
    "enter_from_paper",
    "hold",
    "note_missed_check_in",
    "outcome_field",
    "pend",
    "recall",
    "redact_attachment",
    "redispatch",
    "remind",
    "resolve",
    "resume",
    "return_task",
    "revise",
    "start",
    "task_id_of",
    "tick",
    "undo_acknowledgement",
    "verify",
]
