"""What a team did without us and wrote on the sheet, entered later by the code on it; always flagged as proxy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from incident.commands.done_at import acting_earlier
from incident.commands.reading import task_row
from incident.commands.tasks.answering import acknowledge, comment
from incident.commands.tasks.checking_in import check_in
from incident.commands.tasks.reporting import resolve
from incident.commands.tasks.steps import checked_text
from incident.commands.tasks.working import start
from incident.db import Tx
from incident.errors import Invalid
from incident.log import Actor

#: How far a task goes for what the sheet says was done.
_AS_FAR_AS = {"acknowledged": 1, "started": 2, "done": 3}


def enter_from_paper(
    tx: Tx,
    actor: Actor,
    *,
    task_id: str,
    entry_id: str,
    did: str,
    called: str,
    at: datetime | None = None,
    note: str | None = None,
    figures: Mapping[str, int] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Bring the task as far as the sheet says: acknowledged, started, done, nothing_changed or note.

    `called` is who did it, `at` (world time) when; both stand with the events, beside who typed it in and when.
    """
    whose = checked_text("called", called, 100)
    if at is not None and at > tx.now:
        raise Invalid("paper.time", field="at", zh="时间不能晚于现在。", en="The time cannot lie in the future.")
    done_at = tx.world.time().real_of(at) if at is not None else None
    proxy = acting_earlier(Actor(person=actor.person, via="proxy", on_behalf=whose), done_at)
    if did == "nothing_changed":
        return check_in(tx, proxy, task_id=task_id, checkin_id=entry_id, note=note, said_at=at, proxy_for=whose)
    if note or did == "note":
        comment(tx, proxy, task_id=task_id, note_id=entry_id, text=note or "")
    if did != "note":
        _carry(tx, proxy, task_id, _AS_FAR_AS[did], whose, note, figures or {}, reasons or {})
    return task_row(tx, task_id)


def _carry(
    tx: Tx,
    proxy: Actor,
    task_id: str,
    as_far_as: int,
    whose: str,
    note: str | None,
    figures: Mapping[str, int],
    reasons: Mapping[str, str],
) -> None:
    """Every step the task has not taken yet; the step that was asked for is refused where it is not possible."""
    state = task_row(tx, task_id)["state"]
    if state == "dispatched" or as_far_as == 1:
        acknowledge(tx, proxy, task_id=task_id, proxy_for=whose)
        state = "acknowledged"
    if as_far_as >= 2 and (state == "acknowledged" or as_far_as == 2):
        start(tx, proxy, task_id=task_id, override=note)
    if as_far_as == 3:
        resolve(tx, proxy, task_id=task_id, figures=figures, reasons=reasons)
