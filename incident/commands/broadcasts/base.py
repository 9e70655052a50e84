"""What all commands on a broadcast share: finding it ready, recording drafts and revisions with their digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incident import fold, log
from incident.commands.reading import check_revision, open_incident
from incident.db import Tx
from incident.errors import Conflict, NotFound
from incident.events import Event
from incident.events import broadcasts as events
from incident.log import Actor, incident_stream
from incident.rules import approvals, broadcast_texts
from incident.rules import broadcasts as rules


def broadcast_row(tx: Tx, broadcast_id: str) -> dict[str, Any]:
    """The broadcast in log spelling; NotFound when there is none."""
    row = fold.row_of(tx.session, "broadcast", broadcast_id)
    if not row:
        raise NotFound.of("广播", "broadcast")
    return row


def ready_for(tx: Tx, broadcast_id: str, action: str, revision: int | None) -> dict[str, Any]:
    """The broadcast where `action` may be done now, and the actor saw this revision; Conflict or Stale otherwise."""
    row = broadcast_row(tx, broadcast_id)
    check_revision(row, revision)
    if rules.next_state(action, row["state"]) is None:
        zh, en = events.STATE_WORDS[row["state"]]
        raise Conflict(
            f"broadcast.not_{action}",
            zh=f"广播「{row['title_zh']}」目前{zh}，不能执行此操作。",
            en=f"“{row['title_en']}” is {en}; this cannot be done now.",
        )
    return row


def refuse_if_over(tx: Tx, row: Mapping[str, Any]) -> None:
    """Refuse what concerns an incident that is past, but for a survey: that is asked after the event."""
    if not row["survey"]:
        open_incident(tx, row["incident_id"])


def naming(row: Mapping[str, Any]) -> dict[str, Any]:
    """What every event on a broadcast carries to be told in a sentence."""
    return {"broadcast_id": row["id"], "title_zh": row["title_zh"], "title_en": row["title_en"]}


def recorded(tx: Tx, actor: Actor, row: dict[str, Any], event: Event) -> dict[str, Any]:
    """Record an event of the broadcast and give its row as it is then."""
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    return broadcast_row(tx, row["id"])


def record_draft(tx: Tx, actor: Actor, incident_id: str, broadcast_id: str, content: dict[str, Any]) -> dict[str, Any]:
    """Record a first revision with all columns of `content`, its author the actor; the row."""
    whole = {"refers_to": None, "survey": None, "more_texts": {}, "cap": dict(broadcast_texts.CAP_DEFAULTS)} | content
    whole |= {"revision": 1, "author_id": actor.person, "last_editor_id": actor.person}
    whole["parts"] = broadcast_texts.parts_of_row(whole)
    named = {"id": broadcast_id, "incident_id": incident_id} | whole
    whole["digest"] = approvals.digest_of(approvals.broadcast_document(named, world=tx.world.kind))
    event = events.BroadcastDrafted(
        **naming(named),
        customers=whole["customers"],
        refers_to=whole["refers_to"],
        content=whole,
        updates=bool(whole["refers_to"]) and not broadcast_texts.is_prepared(whole),
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return broadcast_row(tx, broadcast_id)


def record_revision(tx: Tx, actor: Actor, row: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """Record `content` as the next revision, a draft again, its last editor the actor; the row."""
    whole = content | {"last_editor_id": actor.person}
    named = {**row, **whole, "revision": row["revision"] + 1}
    whole["parts"] = named["parts"] = broadcast_texts.parts_of_row(named)
    whole["digest"] = approvals.digest_of(approvals.broadcast_document(named, world=tx.world.kind))
    event = events.BroadcastRevised(
        **naming(named), revision=named["revision"], changed=tuple(sorted(content)), content=whole
    )
    return recorded(tx, actor, row, event)
