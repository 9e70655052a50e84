"""A measure that is carried out gets a further end, or the change of it comes to nothing.

While a revision of a running measure is decided on, what was approved before goes on; refused, returned, overtaken by
the end or by a revocation, it is set aside and the measure stands as it was.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from incident import fold, log
from incident.clock import from_text
from incident.commands.deriving import derive
from incident.db import Tx
from incident.events import measures as events
from incident.log import Actor, incident_stream
from incident.rules import approvals
from incident.rules import landing as rules


def set_aside(tx: Tx, actor: Actor, row: dict[str, Any], *, why: str) -> dict[str, Any]:
    """Put a running measure back to what is carried out; the row, unchanged where nothing is being decided."""
    if row["running"] is None:
        return row
    content = {name: value for name, value in row["running"].items() if name != "revision"}
    named = {**row, **content, "revision": row["revision"] + 1}
    content["digest"] = approvals.digest_of(approvals.measure_document(named, world=tx.world.kind))
    event = events.RevisionSetAside(
        measure_id=row["id"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        why=why,
        revision=named["revision"],
        window_to=from_text(named["window_to"]),
        content=content,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    derive(tx, row["id"])
    return fold.row_of(tx.session, "measure", row["id"])


def deadlines(tx: Tx, row: dict[str, Any]) -> rules.Timers:
    """Every deadline of a measure that goes on until its present end."""
    end: datetime = from_text(row["window_to"])
    return rules.timers(row, end=end, at=tx.now)
