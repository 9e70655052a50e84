"""Mutual aid: a place requests, headquarters asks provinces, they accept or decline, headquarters commits and releases.

Callers open a transaction on the incident's stream. Each act tells every place concerned with an event of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from incident import fold, log
from incident.clock import from_text
from incident.commands.reading import check_revision, incident_row, open_incident
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events import aid as events
from incident.events.base import NATION, Event
from incident.log import SYSTEM, Actor, incident_stream
from incident.rules import aid as rules
from incident.rules.asks import answer_due
from incident.rules.incidents import is_over

MAX_TEXT = 2000
AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class Need:
    """What is asked for: how many of which kind, where, from when until when."""

    kind: str
    quantity: int
    region: str
    needed_by: datetime
    until: datetime
    text: str | None = None


def request_aid(tx: Tx, actor: Actor, *, incident_id: str, request_id: str, scope: str, need: Need) -> dict[str, Any]:
    """Ask for help; a province asks headquarters, which asks the others."""
    incident = open_incident(tx, incident_id)
    if fold.row_of(tx.session, "aid_request", request_id):
        raise Conflict("aid.exists", zh="这个请求已经提出。", en="This request has been made already.")
    _check(tx, need, scope)
    event = events.AidRequested(
        scope=scope,
        request_id=request_id,
        aid=need.kind,
        quantity=need.quantity,
        region=need.region,
        needed_by=need.needed_by,
        until=need.until,
        what_text=_kept(tx, "text", need.text, scope) if need.text else None,
        person_id=actor.person,
        at=tx.now,
        answer_due_at=answer_due(tx.now, level=incident["response_level"], needed_by=need.needed_by),
    )
    _record(tx, actor, incident_id, event)
    return _row(tx, "aid_request", request_id)


def ask_provinces(tx: Tx, actor: Actor, *, request_id: str, provinces: Sequence[str]) -> dict[str, Any]:
    """Headquarters asks provinces whether they can help; one that was asked before is not asked twice."""
    request = _requested(tx, request_id, "ask")
    words = log.read_text(tx.session, request["what_text"])
    scope = request["province"] or NATION
    level = incident_row(tx, request["incident_id"])["response_level"]
    for province in dict.fromkeys(provinces):
        part_id = part_id_of(request_id, province)
        if province == scope or fold.row_of(tx.session, "aid_part", part_id):
            continue
        event = events.AidAsked(
            scope=province,
            request_id=request_id,
            part_id=part_id,
            for_scope=scope,
            aid=request["kind"],
            quantity=request["quantity"],
            region=request["region"],
            needed_by=from_text(request["needed_by"]),
            until=from_text(request["until"]),
            what_text=log.keep_text(tx, words, audience=province) if words else None,
            at=tx.now,
            answer_due_at=answer_due(tx.now, level=level, needed_by=from_text(request["needed_by"])),
        )
        _record(tx, actor, request["incident_id"], event)
    return request


def accept_aid(
    tx: Tx,
    actor: Actor,
    *,
    part_id: str,
    quantity: int,
    available_at: datetime,
    text: str | None = None,
    revision: int | None = None,
) -> dict[str, Any]:
    """Accept: the asked province offers so many, there by then. Nothing moves before headquarters commits it."""
    part = _part(tx, part_id, "accept", revision)
    _check_quantity(quantity)
    if available_at > from_text(part["until"]):
        raise Invalid(
            "aid.too_late", field="available_at", zh="到位时间晚于用完时间。", en="That is after it is needed at all."
        )
    event = events.AidAccepted(
        **_of(part, quantity),
        at=tx.now,
        available_at=available_at,
        answer_text=_kept(tx, "text", text, part["province"]) if text else None,
        person_id=actor.person,
    )
    return _on_part(tx, actor, part, event)


def decline_aid(tx: Tx, actor: Actor, *, part_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Decline, saying why; an offer that was made is taken back by it."""
    part = _part(tx, part_id, "decline", revision)
    event = events.AidDeclined(
        **_of(part, part["quantity"]),
        at=tx.now,
        answer_text=_kept(tx, "reason", reason, part["province"]),
        person_id=actor.person,
    )
    return _on_part(tx, actor, part, event)


def commit_aid(
    tx: Tx, actor: Actor, *, part_id: str, quantity: int | None = None, revision: int | None = None
) -> dict[str, Any]:
    """Commit Resource: headquarters sends what was offered, or part of it; giver and taker are both told."""
    part = _part(tx, part_id, "commit", revision)
    request = _requested(tx, part["request_id"], "commit")
    sent = part["offered"] if quantity is None else quantity
    _check_quantity(sent)
    if sent > part["offered"]:
        raise Invalid(
            "aid.more_than_offered",
            field="quantity",
            zh=f"对方只提供 {part['offered']}。",
            en=f"Only {part['offered']} were offered.",
        )
    told = _on_part(tx, actor, part, events.AidCommitted(**_of(part, sent), at=tx.now))
    event = events.AidPromised(
        scope=request["province"] or NATION,
        request_id=request["id"],
        aid=request["kind"],
        quantity=sent,
        by_province=part["province"],
        available_at=from_text(part["available_at"]),
        commitments=request["commitments"] | {part["province"]: sent},
    )
    _record(tx, actor, part["incident_id"], event)
    return told


def release_aid(tx: Tx, actor: Actor, *, part_id: str, revision: int | None = None) -> dict[str, Any]:
    """Release: it has done its work and goes home."""
    part = _part(tx, part_id, "release", revision)
    request = _requested(tx, part["request_id"], "release")
    told = _on_part(tx, actor, part, events.AidReleased(**_of(part, part["committed"]), at=tx.now))
    _give_back(tx, actor, request, part)
    return told


def cancel_aid(tx: Tx, actor: Actor, *, request_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Cancel a request with all that was asked for it; who made it may, and headquarters."""
    request = _requested(tx, request_id, "cancel")
    check_revision(request, revision)
    event = events.AidRequestCancelled(
        scope=request["province"] or NATION,
        request_id=request_id,
        aid=request["kind"],
        quantity=request["quantity"],
        reason_text=_kept(tx, "reason", reason, request["province"] or NATION),
    )
    _record(tx, actor, request["incident_id"], event)
    for part in _parts(tx, request_id):
        if part["state"] in rules.PART["cancel"]:
            quantity = part["committed"] or part["offered"] or part["quantity"]
            _on_part(tx, actor, part, events.AidPartCancelled(**_of(part, quantity), at=tx.now))
    return _row(tx, "aid_request", request_id)


def fire_aid_timer(tx: Tx, *, noun: str, key: str) -> None:
    """The time for a first step is over: at headquarters for a request (`aid_request`), else in the asked province."""
    row = fold.row_of(tx.session, noun, key)
    waits = "requested" if noun == "aid_request" else "asked"
    if not row or row["state"] != waits or is_over(incident_row(tx, row["incident_id"])["state"]):
        return
    of_part = noun == "aid_part"
    event = events.AidUnanswered(
        scope=row["province"] or NATION,
        request_id=row["request_id"] if of_part else key,
        part_id=key if of_part else None,
        for_scope=row["for_scope"] if of_part else row["province"] or NATION,
        aid=row["kind"],
        quantity=row["quantity"],
    )
    _record(tx, SYSTEM, row["incident_id"], event)


def part_id_of(request_id: str, province: str) -> str:
    """One part for each asked province."""
    return str(uuid.uuid5(uuid.UUID(request_id), province))


def _give_back(tx: Tx, actor: Actor, request: dict[str, Any], part: dict[str, Any]) -> None:
    left = {province: count for province, count in request["commitments"].items() if province != part["province"]}
    event = events.AidWithdrawn(
        scope=request["province"] or NATION,
        request_id=request["id"],
        aid=request["kind"],
        quantity=part["committed"],
        by_province=part["province"],
        commitments=left,
        state=rules.state_of_request(left, had_any=True),
    )
    _record(tx, actor, request["incident_id"], event)


def _on_part(tx: Tx, actor: Actor, part: dict[str, Any], event: Event) -> dict[str, Any]:
    _record(tx, actor, part["incident_id"], event)
    return _row(tx, "aid_part", part["id"])


def _record(tx: Tx, actor: Actor, incident_id: str, event: Event) -> None:
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)


def _row(tx: Tx, table: str, key: str) -> dict[str, Any]:
    found = fold.row_of(tx.session, table, key)
    if not found:
        raise NotFound.of("支援请求", "request for aid")
    return found


def _requested(tx: Tx, request_id: str, action: str) -> dict[str, Any]:
    request = _row(tx, "aid_request", request_id)
    if request["state"] not in rules.REQUEST[action]:
        raise _not_now(request["state"])
    return request


def _part(tx: Tx, part_id: str, action: str, revision: int | None) -> dict[str, Any]:
    part = _row(tx, "aid_part", part_id)
    check_revision(part, revision)
    if part["state"] not in rules.PART[action]:
        raise _not_now(part["state"])
    return part


def _parts(tx: Tx, request_id: str) -> list[dict[str, Any]]:
    table = fold.TABLES["aid_part"]
    found = tx.session.execute(table.select().where(table.c.request_id == request_id).order_by(table.c.id))
    return [fold.log_spelling(table, dict(row)) for row in found.mappings()]


def _of(part: dict[str, Any], quantity: int) -> dict[str, Any]:
    return {
        "scope": part["province"],
        "request_id": part["request_id"],
        "part_id": part["id"],
        "for_scope": part["for_scope"],
        "aid": part["kind"],
        "quantity": quantity,
    }


def _check(tx: Tx, need: Need, scope: str) -> None:
    if need.kind not in rules.KINDS:
        raise Invalid(
            "aid.kind", field="kind", zh="没有这个种类。", en=f"kind must be one of {', '.join(sorted(rules.KINDS))}."
        )
    _check_quantity(need.quantity)
    if scope != NATION and need.region[:2] != scope[:2]:
        raise Invalid("aid.region", field="region", zh="地点须在本省内。", en="The place must lie in the province.")
    if not tx.now <= need.until <= tx.now + AHEAD or need.needed_by > need.until:
        raise Invalid(
            "aid.until",
            field="until",
            zh="用到的时间须在现在之后 90 天内，且不早于要求到位的时间。",
            en="It must be needed until a moment within 90 days from now, and not before it is to be there.",
        )


def _check_quantity(quantity: int) -> None:
    if not 1 <= quantity <= rules.MOST:
        raise Invalid(
            "aid.quantity", field="quantity", zh=f"数量须为 1 至 {rules.MOST}。", en=f"From 1 to {rules.MOST} of them."
        )


def _kept(tx: Tx, field: str, text: str, scope: str) -> str:
    told = text.strip()
    if not told or len(told) > MAX_TEXT:
        raise Invalid(
            "text_length",
            field=field,
            zh=f"请填写 {field}，不超过 {MAX_TEXT} 个字。",
            en=f"{field} must have 1 to {MAX_TEXT} characters.",
        )
    return log.keep_text(tx, told, audience=scope)


def _not_now(state: str) -> Conflict:
    return Conflict(
        "aid.not_now", zh=f"现在的状态是 {state}，不能执行此操作。", en=f"It is {state}; that cannot be done now."
    )
