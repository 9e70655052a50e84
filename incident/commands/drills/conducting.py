"""Start, pause, resume, end a drill; skip an inject of it, or end one that lasts.

Callers open `transaction([STREAM, the incident's])`.

Pausing lets the world's clock run and moves what is to come; whoever would stop the clock stops everybody's deadlines.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.clock import as_text, from_text
from incident.commands.drills.base import drill_for, drill_row, scenario_of, step_of
from incident.commands.incidents import declare_incident
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.drills import (
    STREAM,
    DrillCancelled,
    DrillEnded,
    DrillPaused,
    DrillResumed,
    DrillStarted,
    InjectBroughtBack,
    InjectSkipped,
)
from incident.log import Actor
from incident.models import Drill, DrillInject

MAX_REASON = 2000


def start_drill(tx: Tx, actor: Actor, *, drill_id: str, provinces: Iterable[str]) -> dict[str, Any]:
    """Declare the drill's incident and let the clock release its injects; one drill at a time."""
    row = drill_for(tx, drill_id, "start")
    other = tx.session.scalar(select(Drill.title_zh).where(Drill.state.in_(("running", "paused"))))
    if other is not None:
        raise Conflict(
            "drill.another_runs",
            zh=f"演练「{other}」还没有结束；同一环境一次只演练一个。",
            en=f"The drill {other!r} has not ended; a world plays one at a time.",
        )
    title = scenario_of(tx.session, row).incident
    declare_incident(
        tx,
        Actor(person=actor.person, via="drill"),
        incident_id=row["of_incident"],
        kind=title.kind,
        hazard=title.hazard,
        title_zh=title.title_zh,
        title_en=title.title_en,
        occurred_at=tx.now,
        provinces=provinces,
        monitoring=title.monitoring,
    )
    due = [(one.id, tx.now + timedelta(seconds=one.after_s)) for one in _planned(tx, drill_id)]
    event = DrillStarted(
        **step_of(row, by=actor.person, at=tx.now),
        incident_id=row["of_incident"],
        due=tuple((key, as_text(moment)) for key, moment in due),
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return drill_row(tx, drill_id)


def pause_drill(tx: Tx, actor: Actor, *, drill_id: str) -> dict[str, Any]:
    """Release nothing by the clock until the drill goes on."""
    row = drill_for(tx, drill_id, "pause")
    log.record(tx, DrillPaused(**step_of(row, by=actor.person, at=tx.now)), stream=STREAM, actor=actor)
    return drill_row(tx, drill_id)


def resume_drill(tx: Tx, actor: Actor, *, drill_id: str) -> dict[str, Any]:
    """Go on; everything that is still to come comes later by as long as the drill rested."""
    row = drill_for(tx, drill_id, "resume")
    rested = tx.now - from_text(row["paused_at"])
    due = tuple((one.id, as_text(one.due_at + rested)) for one in _planned(tx, drill_id) if one.due_at is not None)
    log.record(tx, DrillResumed(**step_of(row, by=actor.person, at=tx.now), due=due), stream=STREAM, actor=actor)
    return drill_row(tx, drill_id)


def end_drill(tx: Tx, actor: Actor, *, drill_id: str) -> dict[str, Any]:
    """End it: what is still to come is not released, what was cut is back, the score stands."""
    row = drill_for(tx, drill_id, "end")
    cut = tx.session.scalars(
        select(DrillInject.id)
        .where(DrillInject.drill_id == drill_id, DrillInject.until > tx.now)
        .order_by(DrillInject.ordinal)
    )
    event = DrillEnded(**step_of(row, by=actor.person, at=tx.now), restored=tuple(cut))
    log.record(tx, event, stream=STREAM, actor=actor)
    return drill_row(tx, drill_id)


def cancel_drill(tx: Tx, actor: Actor, *, drill_id: str, reason: str) -> dict[str, Any]:
    """Give up a drill that has not begun."""
    row = drill_for(tx, drill_id, "cancel")
    told = reason.strip()
    if not told or len(told) > MAX_REASON:
        raise Invalid(
            "reason_needed",
            field="reason",
            zh=f"请写明原因（不超过 {MAX_REASON} 字）。",
            en=f"Say why, in at most {MAX_REASON} characters.",
        )
    kept = log.keep_text(tx, told, audience="nation")
    event = DrillCancelled(**step_of(row, by=actor.person, at=tx.now), reason_text=kept)
    log.record(tx, event, stream=STREAM, actor=actor)
    return drill_row(tx, drill_id)


def skip_inject(tx: Tx, actor: Actor, *, drill_id: str, inject: str) -> dict[str, Any]:
    """Leave an inject out that is still to come."""
    row = drill_for(tx, drill_id, "skip")
    inject_row = planned_inject(tx, drill_id, inject)
    event = InjectSkipped(
        **step_of(row, by=actor.person, at=tx.now), inject_id=inject_row["id"], inject_title=title_of(inject_row)
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return fold.row_of(tx.session, "drill_inject", inject_row["id"])


def bring_back(tx: Tx, actor: Actor, *, drill_id: str, inject: str) -> dict[str, Any]:
    """End an inject that lasts before its time: what it has cut is back now. Conflict where it cuts nothing now."""
    row = drill_for(tx, drill_id, "bring_back")
    inject_row = _inject_row(tx, drill_id, inject)
    if inject_row["until"] is None or from_text(inject_row["until"]) <= tx.now:
        raise Conflict(
            "drill.nothing_cut",
            zh="这项注入现在没有中断任何东西；请刷新页面。",
            en="This inject has nothing cut now; reload the page.",
        )
    event = InjectBroughtBack(
        **step_of(row, by=actor.person, at=tx.now), inject_id=inject_row["id"], inject_title=title_of(inject_row)
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return fold.row_of(tx.session, "drill_inject", inject_row["id"])


def planned_inject(tx: Tx, drill_id: str, inject: str) -> dict[str, Any]:
    """The row of an inject that is still to come; NotFound, or Conflict when it was released or skipped."""
    row = _inject_row(tx, drill_id, inject)
    if row["state"] != "planned":
        raise Conflict(
            "drill.inject_done",
            zh=f"这项注入已经处理（{row['state']}）；请刷新页面。",
            en=f"This inject is {row['state']} already; reload the page.",
        )
    return row


def title_of(inject_row: dict[str, Any]) -> str:
    """An inject's title in both languages, as events carry it."""
    return f"{inject_row['title_zh']} / {inject_row['title_en']}"


def _inject_row(tx: Tx, drill_id: str, inject: str) -> dict[str, Any]:
    row = fold.row_of(tx.session, "drill_inject", f"{drill_id}:{inject}")
    if not row:
        raise NotFound.of("注入", "inject")
    return row


def _planned(tx: Tx, drill_id: str) -> list[DrillInject]:
    """The injects that are still to come, in order."""
    return list(
        tx.session.scalars(
            select(DrillInject)
            .where(DrillInject.drill_id == drill_id, DrillInject.state == "planned")
            .order_by(DrillInject.ordinal)
        )
    )
