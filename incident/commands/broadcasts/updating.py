"""A message is followed by another with new words for the same people: freely written, and approved as any other.

Unlike what was prepared with a message, nobody has seen these words yet, so two people approve them. Whoever has read
the former is told by reference that this one takes its place; what of the former still waits is stopped when it leaves.
"""

from __future__ import annotations

from typing import Any

from incident import fold
from incident.clock import as_text
from incident.commands.broadcasts.base import ready_for, record_draft
from incident.commands.broadcasts.sending import CORRECTION_VALID
from incident.commands.reading import open_incident
from incident.db import Tx
from incident.errors import Conflict
from incident.log import Actor
from incident.queries.broadcast_family import sent_family
from incident.rules.broadcast_texts import TEXT_COLUMNS, message_type

_LONGEST_TITLE = 200


def draft_update(tx: Tx, actor: Actor, *, broadcast_id: str, update_id: str) -> dict[str, Any]:
    """Draft an update of a message that has gone out, in its words until somebody writes others; the new row."""
    former = ready_for(tx, broadcast_id, "update", None)
    open_incident(tx, former["incident_id"])
    if not former["started_at"]:
        raise Conflict(
            "broadcast.not_sent", zh="还没有发出，直接修改即可。", en="It has not gone out yet; edit it instead."
        )
    if former["survey"]:
        raise Conflict(
            "survey.no_update",
            zh="回访不能更新；要改问法请更正后另做一次。",
            en="A survey is not updated: correct it, then ask anew.",
        )
    if fold.row_of(tx.session, "broadcast", update_id):
        raise Conflict("broadcast.exists", zh="这条广播已经起草。", en="This broadcast has been drafted already.")
    if any(message_type(one) == "Cancel" for one in (former, *sent_family(tx.session, former))):
        raise Conflict(
            "broadcast.ended",
            zh="已发出解除，不能再更新；请另发一条。",
            en="It has been cancelled; there is nothing to update. Send a new message instead.",
        )
    same = ("channel", "more_texts", "cap", "languages", "audience", "rules", "customers", "playbook_digest")
    content = {name: former[name] for name in (*same, *TEXT_COLUMNS)} | {
        "item_key": f"update/{update_id}",
        "refers_to": former["id"],
        "title_zh": f"更新：{former['title_zh']}"[:_LONGEST_TITLE],
        "title_en": f"Update: {former['title_en']}"[:_LONGEST_TITLE],
        "valid_until": as_text(tx.now + CORRECTION_VALID),
        "reasons": [{"code": "by_hand", "args": {}}],
    }
    return record_draft(tx, actor, former["incident_id"], update_id, content)


def refuse_unless_new(tx: Tx, row: dict[str, Any]) -> None:
    """An update says something else than what it follows; Conflict otherwise."""
    former = fold.row_of(tx.session, "broadcast", row["refers_to"]) if row["refers_to"] else None
    if former and any(row[name] == former[name] for name in ("body_zh", "body_en")):
        raise Conflict(
            "broadcast.nothing_new",
            zh="更新的正文与前一条相同，请先改写中英文正文。",
            en="The update says what the former message said; write its text anew in both languages first.",
        )
