"""Asking gateways once more about provinces whose outcome nobody knows and about which the house had given up asking.

Nothing is sent again: a public message whose outcome is unknown is only ever asked about, by its key.
"""

from __future__ import annotations

from typing import Any

from incident.commands.again import query_key
from incident.commands.broadcasts.base import broadcast_row, ready_for
from incident.commands.gateways import parts_of, record_part
from incident.db import Tx
from incident.errors import Conflict
from incident.events import broadcasts as events
from incident.log import Actor
from incident.rules.broadcasts import PartKey


def ask_again(tx: Tx, actor: Actor, *, broadcast_id: str) -> dict[str, Any]:
    """Ask again about every parked province; the row with `asked`, the provinces asked about."""
    row = ready_for(tx, broadcast_id, "retry", None)
    parked = [part for part in parts_of(tx, broadcast_id) if part["parked"]]
    if not parked:
        raise Conflict("broadcast.nothing_parked", zh="没有等人处理的省份。", en="Nothing of it waits for a person.")
    for part in parked:
        key = str(PartKey(broadcast_id, part["province"], part["attempt"]))
        question = ("broadcast_query", query_key(tx, key), {"key": key, "fence": None}, 0)
        record_part(
            tx, actor, row, part, what="asked", state=part["state"],
            counts={name: part[name] for name in events.COUNTS}, also={"parked": False}, leaving=(question,),
        )  # fmt: skip
    return broadcast_row(tx, broadcast_id) | {"asked": [part["province"] for part in parked]}
