"""The freeze before a planned event: its plan, footprint and schedule change only with an approver's word.

The word is given for one change, with a reason, and is good for a day; whoever gave it may not use it. A change that
would change nothing needs none. Incidents without a calendar have no freeze, so this costs them one look.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.clock import from_text
from incident.commands.reading import open_incident
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events.planned_events import FreezeChangeAllowed, FreezeChangeUsed
from incident.log import Actor, incident_stream
from incident.models import FreezeChange
from incident.rules.planned_events import ALLOWED_FOR, CHINA, is_frozen

MOST_REASON = 2000


def allow_change(tx: Tx, actor: Actor, *, incident_id: str, change_id: str, reason: str) -> dict[str, Any]:
    """Let somebody else make one change in the freeze; Conflict while there is none."""
    open_incident(tx, incident_id)
    if not _frozen(tx, incident_id):
        raise Conflict(
            "event.not_frozen",
            zh="现在不在冻结期内，改动无需同意。",
            en="There is no freeze now; changes need nobody's word.",
        )
    told = reason.strip()
    if not 1 <= len(told) <= MOST_REASON:
        raise Invalid("reason_missing", field="reason", zh="请写明要改什么、为何不能等。", en="Say what and why now.")
    if fold.row_of(tx.session, "freeze_change", change_id):
        raise Conflict("event.change_exists", zh="这次同意已经记录。", en="This has been recorded already.")
    event = FreezeChangeAllowed(
        incident_id=incident_id,
        change_id=change_id,
        reason_text=log.keep_text(tx, told, audience="nation"),
        allowed_by=actor.person,
        allowed_at=tx.now,
        until=tx.now + ALLOWED_FOR,
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return fold.row_of(tx.session, "freeze_change", change_id)


def pass_freeze(tx: Tx, actor: Actor, *, incident_id: str, what: str) -> None:
    """Let a change of the plan through: no freeze, or an approver's word, which is used up; Conflict otherwise."""
    row = _frozen(tx, incident_id)
    if not row:
        return
    found = tx.session.scalars(
        select(FreezeChange)
        .where(
            FreezeChange.incident_id == incident_id,
            FreezeChange.used_at.is_(None),
            FreezeChange.until > tx.now,
            FreezeChange.allowed_by != actor.person,
        )
        .order_by(FreezeChange.allowed_at, FreezeChange.id)
    ).first()
    if found is None:
        until = from_text(row["freeze_until"]).astimezone(CHINA)
        raise Conflict(
            "event.frozen",
            zh=f"方案冻结至 {until:%Y-%m-%d %H:%M}（北京时间）。改动须先由另一名审批人在活动日历页同意。",
            en=f"The plan is frozen until {until:%Y-%m-%d %H:%M} (Beijing time). Another approver must "
            "first allow the change on the page of the event's calendar.",
        )
    event = FreezeChangeUsed(
        incident_id=incident_id, change_id=found.id, used_at=tx.now, used_by=actor.person, used_for=what
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)


def _frozen(tx: Tx, incident_id: str) -> dict[str, Any]:
    """The event's row while it is frozen; empty otherwise."""
    row = fold.row_of(tx.session, "planned_event", incident_id)
    if not row or not row["freeze_from"]:
        return {}
    frozen = is_frozen(from_text(row["freeze_from"]), from_text(row["freeze_until"]), now=tx.now)
    return row if frozen else {}
