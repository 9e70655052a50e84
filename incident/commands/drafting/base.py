"""How a draft and a revision of a measure are recorded, with the digest of their bytes."""

from __future__ import annotations

import uuid
from typing import Any

from incident import log
from incident.commands.measures import measure_row
from incident.db import Tx
from incident.events import measures as events
from incident.log import Actor, incident_stream
from incident.rules import approvals
from incident.rules import measures as rules


def measure_id_of(incident_id: str, item_key: str) -> str:
    """Id of the one measure of an item in an incident, the same at every activation (DESIGN.md §4)."""
    return str(uuid.uuid5(uuid.UUID(incident_id), item_key))


def record_draft(tx: Tx, actor: Actor, *, incident_id: str, measure_id: str, content: dict[str, Any]) -> dict[str, Any]:
    """Record a first revision with all columns of `content`, its author the actor; the row."""
    whole = content | {"revision": 1, "author_id": actor.person, "last_editor_id": actor.person}
    named = {"id": measure_id, "incident_id": incident_id} | whole
    whole["digest"] = approvals.digest_of(approvals.measure_document(named, world=tx.world.kind))
    event = events.MeasureDrafted(
        measure_id=measure_id,
        title_zh=content["title_zh"],
        title_en=content["title_en"],
        customers=content["customers"],
        cap_fen=content["cap_fen"],
        content=whole,
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return measure_row(tx, measure_id)


def record_revision(
    tx: Tx,
    actor: Actor,
    row: dict[str, Any],
    content: dict[str, Any],
    *,
    reason: str | None,
    state: str | None = None,
) -> dict[str, Any]:
    """Record `content` as the next revision, its last editor the actor; back to draft, or to be approved again."""
    after = state or ("draft" if row["state"] == "draft" else "pending_approval")
    whole = content | {"last_editor_id": actor.person}
    if row["started_at"] and row["running"] is None:
        whole["running"] = {name: row[name] for name in rules.OF_REVISION}
    named = {**row, **whole, "revision": row["revision"] + 1}
    whole["digest"] = approvals.digest_of(approvals.measure_document(named, world=tx.world.kind))
    event = events.MeasureRevised(
        measure_id=row["id"],
        title_zh=named["title_zh"],
        title_en=named["title_en"],
        reason_text=reason,
        revision=named["revision"],
        state=after,
        at=tx.now,
        changed=tuple(sorted(content)),
        content=whole,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    return measure_row(tx, row["id"])
