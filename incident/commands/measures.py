"""What people decide about a measure: submit, approve, start, hold, retry, accept gaps, end, revoke, cancel.

What billing answers is recorded by incident/commands/batches.py; drafts and edits by incident/commands/drafting.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from incident import fold, log
from incident.clock import from_text
from incident.commands import approvals as deciding
from incident.commands.again import abandon_waiting, hand_over_again, reverse_applied
from incident.commands.by_tasks import note_progress
from incident.commands.carrying import recall_tasks
from incident.commands.cases import close_with_the_measure
from incident.commands.deriving import derive, move_parts, parts_of
from incident.commands.extending import deadlines, set_aside
from incident.commands.landing import (
    call_off_landing,
    plan_landing,
    plan_landing_again,
    send_landing_again,
    widen_landing,
)
from incident.commands.preflight import Seen, keep_seen, made_again, refuse_unless_counted
from incident.commands.reading import check_revision, open_incident
from incident.commands.starting import start_parts
from incident.db import Tx
from incident.errors import Conflict, NotFound
from incident.events import Event
from incident.events import measures as events
from incident.log import Actor, incident_stream
from incident.rules import approvals
from incident.rules import measures as rules
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


def approve_measure(
    tx: Tx,
    actor: Actor,
    *,
    measure_id: str,
    digest: str,
    typed_count: int | None = None,
    seen: Seen | None = None,
) -> dict[str, Any]:
    """Approve exactly the bytes of `digest`; the approval that completes the number makes the measure approved.

    For class A the number of customers was typed. The pre-flight that was `seen` must be the one that stands, and is
    kept with the approval. A revision of a measure that is carried out already, an extension first of all, is carried
    out at once.
    """
    row = measure_row(tx, measure_id)
    _open_unless_running(tx, row)
    stands = made_again(tx, row, seen)
    deciding.refuse_unless_may_approve(tx, actor, row, digest=digest, preflight=stands.digest if stands else None)
    refuse_unless_counted(row, typed_count)
    _decide(tx, actor, row, "approve", reason=None, preflight=keep_seen(tx, stands, seen))
    row = measure_row(tx, measure_id)
    decisions = deciding.decisions_of(tx.session, measure_id)
    if approvals.is_enough(row, decisions, approval_class=row["approval_class"]):
        event = events.MeasureApproved(**_of(row), at=tx.now, revision=row["revision"], digest=row["digest"])
        row = _done(tx, actor, row, event)
        return _begin(tx, actor, row) if row["started_at"] else row
    return row


def reject_measure(
    tx: Tx, actor: Actor, *, measure_id: str, reason: str, revision: int | None = None
) -> dict[str, Any]:
    """Say no for good; what is carried out of an earlier revision goes on as it was approved."""
    row = _ready(tx, measure_id, "reject", revision)
    _decide(tx, actor, row, "reject", reason=deciding.reason_of(tx, reason, required=True))
    return set_aside(tx, actor, measure_row(tx, measure_id), why="rejected")


def return_measure(
    tx: Tx, actor: Actor, *, measure_id: str, reason: str, revision: int | None = None
) -> dict[str, Any]:
    """Send it back to be changed; what was approved of this revision no longer counts."""
    row = _ready(tx, measure_id, "return", revision)
    _decide(tx, actor, row, "return", reason=deciding.reason_of(tx, reason, required=True))
    return set_aside(tx, actor, measure_row(tx, measure_id), why="returned")


def start_measure(tx: Tx, actor: Actor, *, measure_id: str, revision: int | None = None) -> dict[str, Any]:
    """Carry it out: a part in each province, batches by county and segment, instructions in the outbox."""
    row = _ready(tx, measure_id, "start", revision)
    open_incident(tx, row["incident_id"])
    return _begin(tx, actor, row)


def _begin(tx: Tx, actor: Actor, row: dict[str, Any]) -> dict[str, Any]:
    """Carry out what is approved: all of it, or of a measure that runs already what the new revision adds."""
    measure_id, moved = row["id"], _end_moved(tx, row)
    problem = approvals.why_not_send_measure(row, deciding.decisions_of(tx.session, measure_id), world=tx.world.kind)
    if problem:
        raise Conflict(
            "measure.unapproved", zh=f"批准不成立，不能启动（{problem}）。", en=f"It cannot start: {problem}."
        )
    event = events.MeasureStarted(
        **_of(row), at=tx.now, timers=deadlines(tx, row), provinces=len(row["area"]), customers=row["customers"]
    )
    row = _done(tx, actor, row, event)
    start_parts(tx, actor, row)
    if moved:
        plan_landing(tx, actor, row)
    else:
        widen_landing(tx, actor, row)
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
    row = _done(tx, actor, row, events.MeasureResumed(**_of(row), at=tx.now))
    move_parts(tx, actor, row, to="executing", of=("held",))
    for province in row["area"] if row["delivery"] in BY_TASKS else ():
        note_progress(tx, actor, incident_id=row["incident_id"], province=province)
    hand_over_again(tx, actor, row, why="resume")
    derive(tx, measure_id)
    return measure_row(tx, measure_id)


def retry_measure(tx: Tx, actor: Actor, *, measure_id: str, batches: Sequence[str] | None = None) -> dict[str, Any]:
    """Try the failed customers again under new keys, of all batches or of some; ask again about those parked.

    Once the measure ends, only of its landing: nobody new is reached.
    """
    row = measure_row(tx, measure_id)
    if row["state"] == "ending":
        _done(tx, actor, row, events.LandingRetried(**_of(row)))
        hand_over_again(tx, actor, row, why="retry", only=batches, landing=True)
        return measure_row(tx, measure_id)
    row = _ready(tx, measure_id, "retry", None)
    row = _done(tx, actor, row, events.MeasureRetried(**_of(row), at=tx.now))
    hand_over_again(tx, actor, row, why="retry", only=batches)
    derive(tx, measure_id)
    return measure_row(tx, measure_id)


def ask_about_reversals(tx: Tx, actor: Actor, *, measure_id: str, batches: Sequence[str]) -> dict[str, Any]:
    """Ask billing once more what became of reversals that nobody could say anything of; nothing is sent again."""
    row = measure_row(tx, measure_id)
    hand_over_again(tx, actor, row, why="ask", only=batches)
    return row


def accept_gaps(tx: Tx, actor: Actor, *, measure_id: str, reason: str) -> dict[str, Any]:
    """Leave what failed or stayed unknown as it is, for a reason; the figures keep it."""
    row = _ready(tx, measure_id, "accept_gaps", None)
    text = deciding.reason_of(tx, reason, required=True)
    close_with_the_measure(tx, actor, row, note_text=text or "")
    abandon_waiting(tx, actor, row, why="gaps")
    move_parts(tx, actor, row, to="in_effect", of=("partially_applied",))
    return _done(tx, actor, row, events.GapsAccepted(**_of(row), at=tx.now, reason_text=text))


def end_measure(tx: Tx, actor: Actor, *, measure_id: str, reason: str | None = None) -> dict[str, Any]:
    """Begin the landing: nobody new is reached, and nothing that was promised is taken back before its date."""
    row = set_aside(tx, actor, _ready(tx, measure_id, "end", None), why="ended")
    text = deciding.reason_of(tx, reason, required=False)
    event = events.MeasureEnding(**_of(row), at=tx.now, reason_text=text, landed_at=_landed_at(tx, row))
    row = _done(tx, actor, row, event)
    abandon_waiting(tx, actor, row, why="ended")
    send_landing_again(tx, actor, row)
    move_parts(tx, actor, row, to="ending", of=tuple(rules.RUNNING))
    return row


def revoke_measure(tx: Tx, actor: Actor, *, measure_id: str, reason: str) -> dict[str, Any]:
    """Take back what was applied. It is slow and seen: batches that are out are reversed once they settle."""
    row = set_aside(tx, actor, _ready(tx, measure_id, "revoke", None), why="revoked")
    text = deciding.reason_of(tx, reason, required=True)
    row = _done(tx, actor, row, events.MeasureRevoked(**_of(row), at=tx.now, reason_text=text))
    move_parts(tx, actor, row, to="reversing", of=(*rules.RUNNING, "ending"))
    abandon_waiting(tx, actor, row, why="revoked")
    call_off_landing(tx, actor, row)
    reverse_applied(tx, actor, row)
    if row["delivery"] in BY_TASKS:
        move_parts(tx, actor, row, to="reversed", of=("reversing",))
    recall_tasks(tx, actor, row, reason=reason)
    derive(tx, measure_id)
    return measure_row(tx, measure_id)


def halt_reversal(tx: Tx, actor: Actor, *, measure_id: str, reason: str) -> dict[str, Any]:
    """Reverse no further batch. The rest is held: resume it, revoke on, or let it end."""
    row = _ready(tx, measure_id, "halt", None)
    text = deciding.reason_of(tx, reason, required=True)
    event = events.ReversalHalted(**_of(row), at=tx.now, reason_text=text, timers=deadlines(tx, row))
    row = _done(tx, actor, row, event)
    move_parts(tx, actor, row, to="held", of=("reversing",))
    plan_landing_again(tx, actor, row)
    return measure_row(tx, measure_id)


def cancel_measure(tx: Tx, actor: Actor, *, measure_id: str, reason: str) -> dict[str, Any]:
    """Give it up before it started."""
    row = _ready(tx, measure_id, "cancel", None)
    text = deciding.reason_of(tx, reason, required=True)
    return _done(tx, actor, row, events.MeasureCancelled(**_of(row), at=tx.now, reason_text=text))


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


def _open_unless_running(tx: Tx, row: dict[str, Any]) -> None:
    """What customers have outlives the incident: only what has not started needs one that goes on."""
    if not row["started_at"]:
        open_incident(tx, row["incident_id"])


def _end_moved(tx: Tx, row: dict[str, Any]) -> bool:
    """Whether the measure, about to be carried out, gets an end that it did not have."""
    ends = [from_text(part["window_to"]) for part in parts_of(tx, row["id"])]
    return not ends or max(ends) != from_text(row["window_to"])


def _decide(
    tx: Tx, actor: Actor, row: dict[str, Any], decision: str, *, reason: str | None, preflight: str | None = None
) -> None:
    decisions = deciding.decisions_of(tx.session, row["id"])
    given = approvals.counting(
        decisions, revision=row["revision"], digest=row["digest"], by=tx.now, preflight=preflight
    )
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
        preflight=preflight,
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
