"""Broadcasts are submitted, approved by two who type the number of recipients, rejected, returned, withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incident import log
from incident.clock import from_text
from incident.commands import approvals as deciding
from incident.commands.broadcasts.base import broadcast_row, naming, ready_for, recorded, refuse_if_over
from incident.commands.broadcasts.following import broadcasts_of_item
from incident.commands.broadcasts.sending import send_out
from incident.commands.broadcasts.updating import refuse_unless_new
from incident.commands.drafting import measure_id_of
from incident.db import Tx
from incident.errors import Invalid
from incident.events import broadcasts as events
from incident.log import Actor, incident_stream
from incident.rules import approvals
from incident.rules import broadcasts as rules
from incident.rules.broadcast_texts import BLOCK_TEXTS, MORE_LANGUAGES, all_texts_of, body_of
from playbooks.texts.sms import MOST_PAGES, count_pages

#: Gateways take no job that is valid for longer.
LONGEST_VALID = timedelta(days=31)


def submit_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str, revision: int | None = None) -> dict[str, Any]:
    """Put a draft before the approvers; it needs what is prepared with it, somebody to reach, and time to be valid."""
    row = ready_for(tx, broadcast_id, "submit", revision)
    refuse_if_over(tx, row)
    for name, zh, en in (
        ("body_zh", "中文正文", "the Chinese text"),
        ("body_en", "英文正文", "the English text"),
        ("correction_zh", "中文更正稿", "the Chinese correction"),
        ("correction_en", "英文更正稿", "the English correction"),
        ("cancel_zh", "中文解除稿", "the Chinese cancel"),
        ("cancel_en", "英文解除稿", "the English cancel"),
    ):
        if not body_of(row[name] or "", exercise=False):
            raise Invalid("broadcast.incomplete", field=name, zh=f"还缺{zh}。", en=f"{en} is missing.")
    refuse_unless_new(tx, row)
    _check_blocks(row)
    _check_pages(row)
    if row["customers"] < 1:
        raise Invalid("broadcast.nobody", field="audience", zh="没有接收客户。", en="There is nobody to reach.")
    check_validity(tx, row)
    return recorded(tx, actor, row, events.BroadcastSubmitted(**naming(row), at=tx.now))


def approve_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str, digest: str, typed_count: int) -> dict[str, Any]:
    """Approve exactly the bytes of `digest`, having typed the number of recipients; the second sends it."""
    row = broadcast_row(tx, broadcast_id)
    refuse_if_over(tx, row)
    deciding.refuse_unless_may_approve(tx, actor, row, digest=digest)
    if typed_count != row["customers"]:
        raise Invalid(
            "broadcast.count",
            field="typed_count",
            zh="输入的客户数与将要发送的不一致，请核对。",
            en="The number you typed is not the number of recipients; look again.",
        )
    check_validity(tx, row)
    _decide(tx, actor, row, "approve", reason=None)
    row = broadcast_row(tx, broadcast_id)
    if approvals.is_enough(row, deciding.decisions_of(tx.session, broadcast_id), approval_class="A"):
        return send_out(tx, actor, row)
    return row


def reject_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str, reason: str) -> dict[str, Any]:
    """Say no."""
    row = ready_for(tx, broadcast_id, "reject", None)
    _decide(tx, actor, row, "reject", reason=deciding.reason_of(tx, reason, required=True))
    return broadcast_row(tx, broadcast_id)


def return_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str, reason: str) -> dict[str, Any]:
    """Send it back to be changed; an approval given so far no longer counts."""
    row = ready_for(tx, broadcast_id, "return", None)
    _decide(tx, actor, row, "return", reason=deciding.reason_of(tx, reason, required=True))
    return broadcast_row(tx, broadcast_id)


def withdraw_broadcast(tx: Tx, actor: Actor, *, incident_id: str, item_key: str, reason: str) -> dict[str, Any]:
    """A new plan has it no more: cancel it, and what was to follow it, while it has not gone out."""
    for row in broadcasts_of_item(tx, incident_id, item_key):
        if rules.next_state("withdraw", row["state"]) is not None:
            text = deciding.reason_of(tx, reason, required=True)
            event = events.BroadcastEnded(
                **naming(row), state="cancelled", at=tx.now, stopped=row["customers"], gone=0, reason_text=text
            )
            recorded(tx, actor, row, event)
    return broadcast_row(tx, measure_id_of(incident_id, item_key))


def check_validity(tx: Tx, row: dict[str, Any]) -> None:
    """Refuse a broadcast whose validity is over, or longer than a gateway takes."""
    left = from_text(row["valid_until"]) - tx.now
    if not timedelta(0) < left <= LONGEST_VALID:
        raise Invalid(
            "broadcast.validity",
            field="valid_until",
            zh=f"有效期须在未来 {LONGEST_VALID.days} 天以内。",
            en=f"It must stay valid for some time, at most {LONGEST_VALID.days} days.",
        )


def _check_blocks(row: dict[str, Any]) -> None:
    """Refuse a further language of which a part is missing: nobody could translate it in the night it is needed."""
    for tag, block in (row["more_texts"] or {}).items():
        for name in ("title", *BLOCK_TEXTS):
            if not body_of(block[name], exercise=False):
                zh, en = MORE_LANGUAGES[tag]
                raise Invalid(
                    "broadcast.incomplete",
                    field=f"more_texts.{tag}.{name}",
                    zh=f"{zh}还缺一段文字。",
                    en=f"A text in {en} is missing.",
                )


def _check_pages(row: dict[str, Any]) -> None:
    """Refuse a cell broadcast with a text of more pages than the air takes, now or when it is corrected."""
    if row["channel"] != "cell_broadcast":
        return
    for field, language, text in all_texts_of(row):
        counted = count_pages(text)
        if language in row["languages"] and not counted.fits:
            raise Invalid(
                "broadcast.pages",
                field=field,
                zh=f"小区广播最多 {MOST_PAGES} 页，这段文字有 {counted.pages} 页，请缩短。",
                en=f"A cell broadcast has at most {MOST_PAGES} pages and this text {counted.pages}; shorten it.",
            )


def _decide(tx: Tx, actor: Actor, row: dict[str, Any], decision: str, *, reason: str | None) -> None:
    decisions = deciding.decisions_of(tx.session, row["id"])
    given = approvals.counting(decisions, revision=row["revision"], digest=row["digest"], by=tx.now)
    following = {**row, "revision": row["revision"] + 1}
    event = events.BroadcastDecided(
        **naming(row),
        reason_text=reason,
        approval_id=deciding.approval_id(row["id"], revision=row["revision"], person_id=actor.person),
        revision=row["revision"],
        digest=row["digest"],
        person_id=actor.person,
        decision=decision,
        at=tx.now,
        given=len(given) + (decision == "approve"),
        needed=rules.NEEDED,
        next_digest=approvals.digest_of(approvals.broadcast_document(following, world=tx.world.kind))
        if decision == "return"
        else None,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
