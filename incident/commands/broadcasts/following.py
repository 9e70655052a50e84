"""A footprint grows after a message has left: the newly hit get it, in a message of their own, and nobody else again.

What has gone out is never changed. The difference becomes a broadcast with its own approvals, its key that of the
item with `+1`, `+2` and on (DOMAIN.md §1f: never re-notify the rest).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from incident import fold
from incident.commands.broadcasts.base import record_draft, record_revision
from incident.commands.drafting import measure_id_of
from incident.db import Tx
from incident.log import Actor
from incident.models import Broadcast
from incident.rules.broadcasts import not_yet_told
from incident.rules.measures import totals


def follow_up(tx: Tx, actor: Actor, first: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """Draft, or draft anew, the message for those of `content`'s audience whom none that has left has told.

    The row of the message that waits to leave; that of `first` when everybody has been told.
    """
    family = broadcasts_of_item(tx, first["incident_id"], first["item_key"])
    told = [row for row in family if row["started_at"]]
    audience = not_yet_told(content["audience"], [row["audience"] for row in told])
    key = f"{first['item_key']}+{len(told)}"
    waiting = fold.row_of(tx.session, "broadcast", measure_id_of(first["incident_id"], key))
    if not audience and not waiting:
        return first
    content = content | {
        "title_zh": f"{content['title_zh']}（新增地区）",
        "title_en": f"{content['title_en']} (newly hit)",
        "audience": audience,
        "customers": totals(audience),
        "reasons": [*content["reasons"], _only_the_new(told)],
    }
    if waiting:
        return revised(tx, actor, waiting, content)
    broadcast_id = measure_id_of(first["incident_id"], key)
    return record_draft(tx, actor, first["incident_id"], broadcast_id, content | {"item_key": key})


def revised(tx: Tx, actor: Actor, before: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """The draft with what differs; other reasons alone do not void an approval."""
    content = {name: value for name, value in content.items() if before[name] != value}
    if set(content) <= {"reasons"} and before["state"] not in ("rejected", "cancelled"):
        return before
    return record_revision(tx, actor, before, content)


def broadcasts_of_item(tx: Tx, incident_id: str, item_key: str) -> list[dict[str, Any]]:
    """The first message of an item and those that followed, in that order."""
    keys = or_(Broadcast.item_key == item_key, Broadcast.item_key.startswith(f"{item_key}+", autoescape=True))
    ids = tx.session.scalars(
        select(Broadcast.id).where(Broadcast.incident_id == incident_id, keys).order_by(Broadcast.item_key)
    )
    return [fold.row_of(tx.session, "broadcast", key) for key in list(ids)]


def _only_the_new(told: list[dict[str, Any]]) -> dict[str, Any]:
    customers = sum(row["customers"] for row in told)
    return {
        "code": "why",
        "args": {
            "zh": f"只发给此前信息未覆盖的县；已通知的 {customers:,} 户不再重发。",
            "en": f"Only for counties that no earlier message reached; {customers:,} were told and are not told again.",
        },
    }
