"""A province asks upward: for help, or by raising an incident. Headquarters answers, and its answer has a clock.

Aid between provinces is another matter; an ask may be answered by setting such aid going.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from incident import fold, log
from incident.commands.incidents import AHEAD, declare_incident, inform_provinces, move_incident
from incident.commands.links import merge_incident
from incident.commands.presence import note_heard
from incident.commands.reading import check_revision, incident_row, open_incident
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events import asks as events
from incident.log import SYSTEM, Actor, incident_stream
from incident.rules import asks as rules
from incident.rules.incidents import is_over

MAX_TEXT = 4000
#: Where the thing stands that an answer points to, by the answer's kind.
_TABLES = {"task": "task", "measure": "measure", "aid": "aid_request"}


def ask_upward(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    ask_id: str,
    province: str,
    kind: str,
    text: str,
    quantity: int | None = None,
    needed_by: datetime | None = None,
) -> dict[str, Any]:
    """Ask headquarters for something; the ask's row, with the time by which an answer is owed."""
    if kind not in rules.HELP:
        raise Invalid(
            "not_one_of",
            field="kind",
            zh=f"kind 须为 {'、'.join(rules.HELP)} 之一。",
            en=f"kind must be one of {', '.join(rules.HELP)}.",
        )
    return _ask(tx, actor, incident_id, ask_id, province, kind, text, quantity, needed_by)


def raise_incident(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    ask_id: str,
    province: str,
    kind: str,
    hazard: str,
    title_zh: str,
    title_en: str,
    occurred_at: datetime,
    text: str,
) -> dict[str, Any]:
    """A province says that something has happened: monitored and known to it alone until headquarters decides."""
    if occurred_at > tx.now + AHEAD:
        raise Invalid(
            "incident.in_future", field="occurred_at", zh="发生时间晚于当前时间。", en="It has not happened yet."
        )
    row = declare_incident(
        tx,
        actor,
        incident_id=incident_id,
        kind=kind,
        hazard=hazard,
        title_zh=title_zh,
        title_en=title_en,
        occurred_at=occurred_at,
        provinces=[province],
        monitoring=True,
        raised_by=province,
    )
    asked = _ask(tx, actor, incident_id, ask_id, province, rules.INCIDENT, text, None, None)
    return row | {"ask": asked}


def answer_ask(
    tx: Tx,
    actor: Actor,
    *,
    ask_id: str,
    accepted: bool,
    text: str | None = None,
    answer_kind: str | None = None,
    answer_id: str | None = None,
    revision: int | None = None,
) -> dict[str, Any]:
    """Agree, pointing to what was set going (a task, a measure, aid) or in words alone; or decline with a reason."""
    row = _open_ask(tx, ask_id, revision)
    if row["kind"] == rules.INCIDENT:
        raise Conflict(
            "ask.is_incident",
            zh="这是省公司上报的事件：请选择宣布、并入或不受理。",
            en="This is an incident that a province raised: declare it, merge it or decline it.",
        )
    if not accepted and not (text or "").strip():
        raise Invalid("reason_missing", field="text", zh="请写明原因。", en="Say why.")
    if answer_kind is not None:
        _refuse_unknown(tx, row, answer_kind, answer_id)
    if accepted:
        _answer(tx, actor, row, "accepted", text, answer_kind, answer_id)
    else:
        _answer(tx, actor, row, "declined", text)
    return ask_row(tx, ask_id)


def answer_raised(
    tx: Tx,
    actor: Actor,
    *,
    ask_id: str,
    decision: str,
    provinces: Iterable[str],
    into_id: str | None = None,
    text: str | None = None,
) -> dict[str, Any]:
    """Decide on an incident that a province raised: `declare` it, `merge` it into another, or `decline` with words.

    `provinces` are told of it when it is declared. A merge needs a transaction on both incidents' streams.
    """
    row = _open_ask(tx, ask_id, None)
    if row["kind"] != rules.INCIDENT:
        raise Conflict(
            "ask.is_help",
            zh="这不是上报的事件，而是支援请求。",
            en="This asks for help; it does not raise an incident.",
        )
    incident_id = row["incident_id"]
    if decision == "declare":
        _answer(tx, actor, row, "accepted", text, "incident", incident_id)
        move_incident(tx, actor, incident_id=incident_id, action="declare", reason=text)
        inform_provinces(tx, actor, incident_id, [each for each in provinces if each != row["province"]])
    elif decision == "merge":
        if into_id is None:
            raise Invalid("field_missing", field="into", zh="请选择并入哪个事件。", en="Say into which incident.")
        _answer(tx, actor, row, "accepted", text, "incident", into_id)
        words = (text or "").strip() or "重复上报 / reported twice"
        merge_incident(tx, actor, incident_id=incident_id, into_id=into_id, reason=words, move_tasks=True)
    else:
        if not (text or "").strip():
            raise Invalid("reason_missing", field="text", zh="请写明原因。", en="Say why.")
        _answer(tx, actor, row, "declined", text)
        move_incident(tx, actor, incident_id=incident_id, action="cancel", reason=text)
    return incident_row(tx, incident_id)


def withdraw_ask(tx: Tx, actor: Actor, *, ask_id: str, reason: str | None = None) -> dict[str, Any]:
    """The province takes back what it asked for; a raised incident is then called off as well."""
    row = _open_ask(tx, ask_id, None)
    told = (reason or "").strip()
    event = events.AskWithdrawn(
        **_of(row), by=actor.person, at=tx.now, answer_text=_kept(tx, "reason", told, row["province"]) if told else None
    )
    note_heard(tx, row["province"])
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    if row["kind"] == rules.INCIDENT:
        words = told or "省公司撤回上报 / taken back by the province"
        move_incident(tx, actor, incident_id=row["incident_id"], action="cancel", reason=words)
    return ask_row(tx, ask_id)


def fire_ask_timer(tx: Tx, *, ask_id: str) -> None:
    """Headquarters' time for an answer is over."""
    row = fold.row_of(tx.session, "ask", ask_id)
    if not row or row["state"] != "open" or row["overdue"] or is_over(incident_row(tx, row["incident_id"])["state"]):
        return
    log.record(tx, events.AskOverdue(**_of(row)), stream=incident_stream(row["incident_id"]), actor=SYSTEM)


def ask_row(tx: Tx, ask_id: str) -> dict[str, Any]:
    """The ask in log spelling; NotFound when there is none."""
    row = fold.row_of(tx.session, "ask", ask_id)
    if not row:
        raise NotFound.of("请求", "ask")
    return row


def _ask(
    tx: Tx,
    actor: Actor,
    incident_id: str,
    ask_id: str,
    province: str,
    kind: str,
    text: str,
    quantity: int | None,
    needed_by: datetime | None,
) -> dict[str, Any]:
    incident = open_incident(tx, incident_id)
    if fold.row_of(tx.session, "ask", ask_id):
        raise Conflict("ask.exists", zh="这条请求已经提交。", en="This ask has been made already.")
    if quantity is not None and not 1 <= quantity <= rules.MOST:
        raise Invalid(
            "quantity_range",
            field="quantity",
            zh=f"数量须在 1 至 {rules.MOST} 之间。",
            en=f"The number must be 1 to {rules.MOST}.",
        )
    if needed_by is not None and needed_by < tx.now:
        raise Invalid("ask.too_late", field="needed_by", zh="需要的时间已经过去。", en="That time has passed already.")
    event = events.HelpAsked(
        ask_id=ask_id,
        province=province,
        ask_kind=kind,
        ask_text=_kept(tx, "text", text, province),
        quantity=quantity,
        needed_by=needed_by,
        person_id=actor.person,
        at=tx.now,
        answer_due_at=rules.answer_due(tx.now, level=incident["response_level"], needed_by=needed_by),
    )
    note_heard(tx, province)
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return ask_row(tx, ask_id)


def _answer(
    tx: Tx,
    actor: Actor,
    row: dict[str, Any],
    state: str,
    text: str | None,
    answer_kind: str | None = None,
    answer_id: str | None = None,
) -> None:
    told = (text or "").strip()
    event = events.AskAnswered(
        **_of(row),
        state=state,
        by=actor.person,
        at=tx.now,
        answer_text=_kept(tx, "text", told, row["province"]) if told else None,
        answer_kind=answer_kind,
        answer_id=answer_id,
        asked_by=row["person_id"],
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)


def _open_ask(tx: Tx, ask_id: str, revision: int | None) -> dict[str, Any]:
    row = ask_row(tx, ask_id)
    check_revision(row, revision)
    open_incident(tx, row["incident_id"])
    if row["state"] != "open":
        raise Conflict("ask.answered", zh="这条请求已经有了结果。", en="This ask has been settled already.")
    return row


def _refuse_unknown(tx: Tx, row: dict[str, Any], answer_kind: str, answer_id: str | None) -> None:
    """Invalid unless the answer points to a thing of the same incident that the province may know of."""
    there = fold.row_of(tx.session, _TABLES[answer_kind], answer_id) if answer_kind in _TABLES and answer_id else {}
    if not there or there["incident_id"] != row["incident_id"] or there["province"] not in (None, row["province"]):
        raise Invalid(
            "ask.no_such_answer",
            field="answer_id",
            zh="没有找到所指的任务、措施或支援。",
            en="The task, measure or aid that the answer points to does not exist here.",
        )


def _of(row: dict[str, Any]) -> dict[str, Any]:
    return {"ask_id": row["id"], "province": row["province"], "ask_kind": row["kind"]}


def _kept(tx: Tx, field: str, text: str, province: str) -> str:
    told = text.strip()
    if not told or len(told) > MAX_TEXT:
        raise Invalid(
            "text_length",
            field=field,
            zh=f"{field} 须有 1 至 {MAX_TEXT} 个字。",
            en=f"{field} must have 1 to {MAX_TEXT} characters.",
        )
    return log.keep_text(tx, told, audience=province)
