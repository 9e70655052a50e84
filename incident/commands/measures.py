"""What people decide about a measure: submit, approve, start, hold, retry, accept gaps, end, revoke, cancel.

What billing answers is recorded by incident/commands/batches.py; drafts and edits by incident/commands/drafting.py.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from incident import fold, log
from incident.clock import from_text
from incident.commands import approvals as deciding
from incident.commands.again import abandon_waiting, hand_over_again, reverse_applied
from incident.commands.by_tasks import note_progress
from incident.commands.carrying import recall_tasks
from incident.commands.deriving import derive, move_parts, parts_of
from incident.commands.reading import check_revision, incident_row, open_incident
from incident.commands.starting import start_parts
from incident.db import Tx
from incident.errors import Conflict, NotFound
from incident.events import Event
from incident.events import measures as events
from incident.log import SYSTEM, Actor, incident_stream
from incident.rules import approvals
from incident.rules import measures as rules
from incident.rules.incidents import is_over
from playbooks.measures import BY_TASKS, measure_type


def measure_row(tx: Tx, measure_id: str) -> dict[str, Any]:
    """The measure in log spelling; NotFound when there is none."""
    row = fold.row_of(tx.session, "measure", measure_id)
    if not row:
        raise NotFound.of("举措", "measure")
    return row


def submit_measure(tx: Tx, actor: Actor, *, measure_id: str, revision: int | None = None) -> dict[str, Any]:
    """Put a draft before the approvers."""
    row = _ready(tx, measure_id, "submit", revision)
    open_incident(tx, row["incident_id"])
    event = events.MeasureSubmitted(**_of(row), at=tx.now, approval_class=row["approval_class"])
    return _done(tx, actor, row, event)


def approve_measure(tx: Tx, actor: Actor, *, measure_id: str, digest: str) -> dict[str, Any]:
    """Approve exactly the bytes of `digest`; the approval that completes the number makes the measure approved."""
    row = measure_row(tx, measure_id)
    open_incident(tx, row["incident_id"])
    deciding.refuse_unless_may_approve(tx, actor, row, digest=digest)
    _decide(tx, actor, row, "approve", reason=None)
    row = measure_row(tx, measure_id)
    decisions = deciding.decisions_of(tx.session, measure_id)
    if approvals.is_enough(row, decisions, approval_class=row["approval_class"]):
        event = events.MeasureApproved(**_of(row), at=tx.now, revision=row["revision"], digest=row["digest"])
        return _done(tx, actor, row, event)
    return row


def reject_measure(
    tx: Tx, actor: Actor, *, measure_id: str, reason: str, revision: int | None = None
) -> dict[str, Any]:
    """Say no for good. Parts of an earlier revision that are in effect stay so until ended or revoked."""
    row = _ready(tx, measure_id, "reject", revision)
    _decide(tx, actor, row, "reject", reason=deciding.reason_of(tx, reason, required=True))
    return measure_row(tx, measure_id)


def return_measure(
    tx: Tx, actor: Actor, *, measure_id: str, reason: str, revision: int | None = None
) -> dict[str, Any]:
    """Send it back to be changed; what was approved of this revision no longer counts."""
    row = _ready(tx, measure_id, "return", revision)
    _decide(tx, actor, row, "return", reason=deciding.reason_of(tx, reason, required=True))
    return measure_row(tx, measure_id)


def start_measure(tx: Tx, actor: Actor, *, measure_id: str, revision: int | None = None) -> dict[str, Any]:
    """Carry it out: a part in each province, batches by county and segment, instructions in the outbox."""
    row = _ready(tx, measure_id, "start", revision)
    open_incident(tx, row["incident_id"])
    problem = approvals.why_not_send_measure(row, deciding.decisions_of(tx.session, measure_id), world=tx.world.kind)
    if problem:
        raise Conflict(
            "measure.unapproved", zh=f"批准不成立，不能启动（{problem}）。", en=f"It cannot start: {problem}."
        )
    type_ = measure_type(row["kind"])
    event = events.MeasureStarted(
        **_of(row),
        at=tx.now,
        window_to=from_text(row["window_to"]),
        ask_hours_before=tuple(note.hours_before_end for note in type_.landing if note.hours_before_end > 0),
        provinces=len(row["area"]),
        customers=row["customers"],
    )
    row = _done(tx, actor, row, event)
    start_parts(tx, actor, row)
    derive(tx, measure_id)
    return measure_row(tx, measure_id)


def hold_measure(tx: Tx, actor: Actor, *, measure_id: str, reason: str) -> dict[str, Any]:
    """Let nothing more of it leave. What billing has already goes on and is still asked about."""
    row = _ready(tx, measure_id, "hold", None)
    text = deciding.reason_of(tx, reason, required=True)
    row = _done(tx, actor, row, events.MeasureHeld(**_of(row), at=tx.now, reason_text=text))
    move_parts(tx, actor, row, to="held", of=("executing", "partially_applied"))
    return row


def resume_measure(tx: Tx, actor: Actor, *, measure_id: str) -> dict[str, Any]:
    """Let what waited leave."""
    row = _ready(tx, measure_id, "resume", None)
    open_incident(tx, row["incident_id"])
    row = _done(tx, actor, row, events.MeasureResumed(**_of(row), at=tx.now))
    move_parts(tx, actor, row, to="executing", of=("held",))
    for province in row["area"] if row["delivery"] in BY_TASKS else ():
        note_progress(tx, actor, incident_id=row["incident_id"], province=province)
    hand_over_again(tx, actor, row, why="resume")
    derive(tx, measure_id)
    return measure_row(tx, measure_id)


def retry_measure(tx: Tx, actor: Actor, *, measure_id: str) -> dict[str, Any]:
    """Try the failed customers again under new keys; ask again about batches that are parked."""
    row = _ready(tx, measure_id, "retry", None)
    open_incident(tx, row["incident_id"])
    row = _done(tx, actor, row, events.MeasureRetried(**_of(row), at=tx.now))
    hand_over_again(tx, actor, row, why="retry")
    derive(tx, measure_id)
    return measure_row(tx, measure_id)


def accept_gaps(tx: Tx, actor: Actor, *, measure_id: str, reason: str) -> dict[str, Any]:
    """Leave what failed or stayed unknown as it is, for a reason; the figures keep it."""
    row = _ready(tx, measure_id, "accept_gaps", None)
    text = deciding.reason_of(tx, reason, required=True)
    abandon_waiting(tx, actor, row, why="gaps")
    move_parts(tx, actor, row, to="in_effect", of=("partially_applied",))
    return _done(tx, actor, row, events.GapsAccepted(**_of(row), at=tx.now, reason_text=text))


def end_measure(tx: Tx, actor: Actor, *, measure_id: str, reason: str | None = None) -> dict[str, Any]:
    """Begin the landing: nobody new is reached, and nothing that was promised is taken back before its date."""
    row = _ready(tx, measure_id, "end", None)
    text = deciding.reason_of(tx, reason, required=False)
    event = events.MeasureEnding(**_of(row), at=tx.now, reason_text=text, landed_at=_landed_at(tx, row))
    row = _done(tx, actor, row, event)
    abandon_waiting(tx, actor, row, why="ended")
    move_parts(tx, actor, row, to="ending", of=tuple(rules.RUNNING))
    return row


def revoke_measure(tx: Tx, actor: Actor, *, measure_id: str, reason: str) -> dict[str, Any]:
    """Take back what was applied. It is slow and seen: batches that are out are reversed once they settle."""
    row = _ready(tx, measure_id, "revoke", None)
    text = deciding.reason_of(tx, reason, required=True)
    row = _done(tx, actor, row, events.MeasureRevoked(**_of(row), at=tx.now, reason_text=text))
    move_parts(tx, actor, row, to="reversing", of=(*rules.RUNNING, "ending"))
    abandon_waiting(tx, actor, row, why="revoked")
    reverse_applied(tx, actor, row)
    if row["delivery"] in BY_TASKS:
        move_parts(tx, actor, row, to="reversed", of=("reversing",))
        recall_tasks(tx, actor, row, reason=reason)
    derive(tx, measure_id)
    return measure_row(tx, measure_id)


def cancel_measure(tx: Tx, actor: Actor, *, measure_id: str, reason: str) -> dict[str, Any]:
    """Give it up before it started."""
    row = _ready(tx, measure_id, "cancel", None)
    text = deciding.reason_of(tx, reason, required=True)
    return _done(tx, actor, row, events.MeasureCancelled(**_of(row), at=tx.now, reason_text=text))


def fire_measure_timer(tx: Tx, *, measure_id: str, step: str) -> None:
    """Act on a due timer `measure:<id>`: ask whether to extend, begin the landing, or complete.

    The row is looked at again first; a timer of a window that was extended since does nothing.
    """
    row = measure_row(tx, measure_id)
    what, _, rest = step.partition(":")
    ends = [from_text(part["window_to"]) for part in parts_of(tx, measure_id)]
    if what == "ask" and row["state"] in rules.RUNNING and ends:
        hours = int(rest.partition(":")[0])
        if max(ends) - tx.now <= timedelta(hours=hours) and not is_over(incident_row(tx, row["incident_id"])["state"]):
            _done(tx, SYSTEM, row, events.ExtensionAsked(**_of(row), hours_left=hours))
    elif what == "end" and ends and max(ends) <= tx.now:
        if rules.next_state("end", row["state"], started=bool(row["started_at"])):
            end_measure(tx, SYSTEM, measure_id=measure_id)
    elif what == "complete" and row["state"] == "ending":
        _done(tx, SYSTEM, row, events.MeasureCompleted(**_of(row), at=tx.now))
        move_parts(tx, SYSTEM, row, to="completed", of=("ending",))


def _landed_at(tx: Tx, row: dict[str, Any]) -> datetime:
    """When the last step of the landing plan is done: hours after the end that was promised, or now if later."""
    ends = [from_text(part["window_to"]) for part in parts_of(tx, row["id"])]
    last = min((note.hours_before_end for note in measure_type(row["kind"]).landing), default=0)
    return max([*ends, tx.now]) + timedelta(hours=max(0, -last))


def _ready(tx: Tx, measure_id: str, action: str, revision: int | None) -> dict[str, Any]:
    row = measure_row(tx, measure_id)
    check_revision(row, revision)
    if rules.next_state(action, row["state"], started=bool(row["started_at"])) is None:
        zh, en = events.STATE_WORDS[row["state"]]
        raise Conflict(
            f"measure.not_{action}",
            zh=f"举措「{row['title_zh']}」目前{zh}，不能执行此操作。",
            en=f"“{row['title_en']}” is {en}; this cannot be done now.",
        )
    return row


def _decide(tx: Tx, actor: Actor, row: dict[str, Any], decision: str, *, reason: str | None) -> None:
    decisions = deciding.decisions_of(tx.session, row["id"])
    given = approvals.counting(decisions, revision=row["revision"], digest=row["digest"], by=tx.now)
    following = {**row, "revision": row["revision"] + 1}
    event = events.MeasureDecided(
        **_of(row),
        reason_text=reason,
        approval_id=deciding.approval_id(row["id"], revision=row["revision"], person_id=actor.person),
        revision=row["revision"],
        digest=row["digest"],
        person_id=actor.person,
        decision=decision,
        at=tx.now,
        given=len(given) + (decision == "approve"),
        needed=approvals.NEEDED[row["approval_class"]],
        next_digest=approvals.digest_of(approvals.measure_document(following, world=tx.world.kind))
        if decision == "return"
        else None,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)


def _of(row: dict[str, Any]) -> dict[str, str]:
    return {"measure_id": row["id"], "title_zh": row["title_zh"], "title_en": row["title_en"]}


def _done(tx: Tx, actor: Actor, row: dict[str, Any], event: Event) -> dict[str, Any]:
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    return measure_row(tx, row["id"])
