"""What gateways answered about broadcasts becomes counts: the one place where those results enter the log."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import func, select

from incident import fold, log
from incident.db import Tx
from incident.events import broadcasts as events
from incident.log import SYSTEM, Actor, incident_stream
from incident.models import BroadcastPart, Outbox
from incident.rules import broadcasts as rules
from incident.rules.broadcasts import PartKey
from notifications.delivery import SurveyAnswers

Said = Literal["sent", "counted", "completed", "stopped", "unknown", "not_arrived", "refused", "parked", "withheld"]
_STATE = {
    "sent": "sending",
    "counted": "sending",
    "completed": "completed",
    "stopped": "stopped",
    "unknown": "unknown",
    "parked": "unknown",
}


@dataclass(frozen=True, kw_only=True)
class PartResult:
    """What is known of one province's job after sending, asking or stopping.

    `counts` and `stopped` are the gateway's; `audience` 0 with `stopped` says means that it never arrived.
    `withheld` was not sent: stopped, or its validity was over (`note` says expired).
    """

    key: PartKey
    said: Said
    counts: Mapping[str, int] = field(default_factory=dict)
    stopped: int = 0
    audience: int = 0
    reference: str | None = None
    note: str = ""
    ask_fence: int | None = None
    #: Rules of the audience by which this gateway could find nobody.
    rules_not_known: tuple[str, ...] = ()
    #: Of a survey: what was answered.
    survey: SurveyAnswers | None = None


def note_part_results(tx: Tx, results: Sequence[PartResult], *, ask_after_s: int = 1) -> None:
    """Record results of one incident's broadcasts; the caller's transaction holds its stream."""
    touched = []
    for result in results:
        part = fold.row_of(tx.session, "broadcast_part", result.key.part_id)
        if part and part["attempt"] == result.key.attempt:
            _note(tx, part, result, ask_after_s=ask_after_s)
            touched.append(part["broadcast_id"])
    for broadcast_id in sorted(set(touched)):
        end_if_done(tx, broadcast_id)


def end_if_done(tx: Tx, broadcast_id: str) -> None:
    """Complete or cancel a broadcast whose parts are all final."""
    moving = select(BroadcastPart.id).where(
        BroadcastPart.broadcast_id == broadcast_id, BroadcastPart.state.not_in(rules.FINAL_PARTS)
    )
    if tx.session.scalar(moving.limit(1)) is not None:
        return
    row = fold.row_of(tx.session, "broadcast", broadcast_id)
    parts = parts_of(tx, broadcast_id)
    state = rules.ended_as(parts, stopping=row["stopping"])
    if row["state"] != "broadcasting" or state is None:
        return
    stopped = sum(part["stopped"] for part in parts)
    event = events.BroadcastEnded(
        broadcast_id=broadcast_id,
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        state=state,
        at=tx.now,
        stopped=stopped,
        gone=sum(part["customers"] for part in parts) - stopped,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=SYSTEM)


def parts_of(tx: Tx, broadcast_id: str) -> list[dict[str, Any]]:
    """The broadcast's parts in log spelling, by province."""
    table = fold.TABLES["broadcast_part"]
    rows = tx.session.execute(
        select(table).where(BroadcastPart.broadcast_id == broadcast_id).order_by(BroadcastPart.province)
    )
    return [fold.log_spelling(table, dict(row)) for row in rows.mappings()]


def record_part(
    tx: Tx,
    actor: Actor,
    row: Mapping[str, Any],
    part: Mapping[str, Any],
    *,
    what: str,
    state: str,
    counts: Mapping[str, int],
    note: str = "",
    also: Mapping[str, Any] | None = None,
    leaving: tuple[tuple[str, str, dict[str, Any], int], ...] = (),
) -> None:
    """Record where a part stands, unless that is how it stands already."""
    values = {**counts, **(also or {}), "state": state}
    if not leaving and all(part[name] == value for name, value in values.items()):
        return
    event = events.BroadcastPartCounted(
        broadcast_id=part["broadcast_id"],
        province=part["province"],
        title_zh=part["title_zh"],
        title_en=part["title_en"],
        what=what,
        state=state,
        counts=dict(counts),
        note=note[:300],
        also=dict(also or {}),
        leaving=leaving,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)


def _note(tx: Tx, part: dict[str, Any], result: PartResult, *, ask_after_s: int) -> None:
    row = fold.row_of(tx.session, "broadcast", part["broadcast_id"])
    if part["state"] in rules.FINAL_PARTS and result.said not in ("counted", "completed", "stopped"):
        return
    if result.said in ("withheld", "not_arrived", "refused"):
        _note_not_sent(tx, row, part, result)
        return
    counts = _counts(part, result)
    if counts is None:
        _flag(tx, row, part, "counts_above")
        counts, result = _standing(part), PartResult(key=result.key, said="parked", note="counts above the approved")
    elif result.said == "parked":
        _flag(tx, row, part, result.note or "no_answer")
    also: dict[str, Any] = {"parked": result.said == "parked"}
    if result.reference:
        also["reference"] = result.reference[:200]
    if result.rules_not_known:
        also["rules_not_known"] = list(result.rules_not_known)
    stopped_before = part["state"] == "stopped"
    state = "stopped" if stopped_before else _STATE[result.said]
    record_part(
        tx, SYSTEM, row, part, what=result.said, state=state, counts=counts, note=result.note, also=also,
        leaving=_question(tx, part, result, ask_after_s=ask_after_s),
    )  # fmt: skip
    if result.survey is not None and row["survey"]:
        _note_answers(tx, row, part, result.survey)


def _note_answers(tx: Tx, row: dict[str, Any], part: dict[str, Any], told: SurveyAnswers) -> None:
    """Record what was answered, unless it is known. A number beyond the scale counts as unclear, never as an answer."""
    scale = row["survey"]["scale"]
    digits = {str(digit): told.digits.get(digit, 0) for digit in range(1, scale + 1)}
    beyond = sum(many for digit, many in told.digits.items() if digit > scale)
    notes = {**told.notes, "unclear": told.notes["unclear"] + beyond}
    if part["answers"] == {"digits": digits, **notes, "closed": told.closed}:
        return
    event = events.SurveyAnswered(
        broadcast_id=part["broadcast_id"],
        province=part["province"],
        title_zh=part["title_zh"],
        title_en=part["title_en"],
        digits=digits,
        notes=notes,
        closed=told.closed,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=SYSTEM)


def _counts(part: dict[str, Any], result: PartResult) -> dict[str, int] | None:
    customers = part["customers"]
    if result.said == "stopped" and result.audience == 0:
        return rules.nothing_left(customers)
    if result.said == "unknown":
        return rules.all_in("unknown", customers)
    if not result.counts:
        return _standing(part)
    return rules.counts_of(customers, counts=result.counts, stopped=result.stopped)


def _standing(part: Mapping[str, Any]) -> dict[str, int]:
    return {name: part[name] for name in events.COUNTS}


def _question(
    tx: Tx, part: dict[str, Any], result: PartResult, *, ask_after_s: int
) -> tuple[tuple[str, str, dict[str, Any], int], ...]:
    """Something that is out, or may be, is asked about; once for each time it was handed over."""
    if result.said not in ("sent", "unknown") or part["state"] in ("sending", "unknown"):
        return ()
    key = str(result.key)
    asked = tx.session.scalar(select(func.count()).select_from(Outbox).where(Outbox.key == f"query:{key}"))
    if asked:
        return ()
    return (("broadcast_query", f"query:{key}", {"key": key, "fence": result.ask_fence}, ask_after_s),)


def _note_not_sent(tx: Tx, row: dict[str, Any], part: dict[str, Any], result: PartResult) -> None:
    customers = part["customers"]
    if result.said == "refused":
        _flag(tx, row, part, result.note)
        counts = rules.all_in("failed", customers)
        record_part(tx, SYSTEM, row, part, what="refused", state="completed", counts=counts, note=result.note)
    elif result.note == "expired":
        counts = rules.all_in("expired", customers)
        record_part(tx, SYSTEM, row, part, what="expired", state="completed", counts=counts)
    elif row["stopping"] or row["state"] != "broadcasting" or result.said == "withheld":
        counts = rules.nothing_left(customers)
        record_part(tx, SYSTEM, row, part, what="stopped", state="stopped", counts=counts)
    else:
        again = PartKey(result.key.broadcast_id, result.key.province, result.key.attempt + 1)
        leaving = (("broadcast", str(again), _left_with(tx, result.key), 0),)
        record_part(
            tx, SYSTEM, row, part, what="again", state="waiting", counts=rules.all_in("queued", customers),
            also={"attempt": again.attempt, "parked": False}, leaving=leaving,
        )  # fmt: skip


def _left_with(tx: Tx, key: PartKey) -> dict[str, Any]:
    payload = tx.session.scalar(select(Outbox.payload).where(Outbox.key == str(key)))
    if payload is None:
        raise LookupError(f"the outbox holds no document for {key}")
    document: dict[str, Any] = json.loads(payload)
    return document


def _flag(tx: Tx, row: dict[str, Any], part: Mapping[str, Any], note: str) -> None:
    if row["technical_failure"]:
        return
    event = events.TechnicalFailureFlagged(
        broadcast_id=row["id"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        at_province=part["province"],
        note=note[:300],
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=SYSTEM)
    row["technical_failure"] = True
