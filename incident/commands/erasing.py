"""Erases words and files that lie beside the log, which keeps their digests: its chain stays valid (DESIGN.md §3.6).

With the content its salt goes, so that nobody can find out by trying what it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from incident import log
from incident.commands.reading import incident_row
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.record import TextsErased
from incident.log import Actor, incident_stream
from incident.models import Blob, EventRow

#: What people wrote. Geometry, plans and playbooks are texts too, but steps that follow stand on them.
_WORDS = "text/plain"
_MOST_REASON = 500


def erase(
    tx: Tx, actor: Actor, *, incident_id: str, digests: Sequence[str], of_position: int | None, reason: str
) -> None:
    """Empty these blobs and say so in the incident's log."""
    event = TextsErased(
        by=actor.person, digests=tuple(digests), of_position=of_position, count=len(digests),
        reason_text=log.keep_text(tx, reason, audience="nation"),
    )  # fmt: skip
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    tx.session.execute(
        update(Blob)
        .where(Blob.digest.in_(digests))
        .values(content=b"", salt=b"", redacted_at=tx.real_now)
        .execution_options(synchronize_session=False)
    )


def erase_words(tx: Tx, actor: Actor, *, incident_id: str, position: int, reason: str) -> dict[str, Any]:
    """Erase what somebody wrote with one event: a number or a name that should not have been there.

    NotFound where there is no such event, Invalid for no reason, Conflict where it holds no words (any more).
    """
    incident_row(tx, incident_id)
    event = tx.session.get(EventRow, (incident_stream(incident_id), position))
    if event is None:
        raise NotFound.of("日志条目", "entry of the log")
    said = reason.strip()
    if not said or len(said) > _MOST_REASON:
        raise Invalid(
            "record.reason",
            field="reason",
            zh=f"请写明原因（不超过 {_MOST_REASON} 字），不要重复被删的内容。",
            en=f"Say why (at most {_MOST_REASON} characters), without repeating what is erased.",
        )
    there = select(Blob.digest).where(
        Blob.digest.in_(event.texts), Blob.redacted_at.is_(None), Blob.media_type.startswith(_WORDS)
    )
    digests = sorted(tx.session.scalars(there))
    if not digests or event.type == TextsErased.__name__:
        raise Conflict(
            "record.no_words",
            zh="这条记录没有可删除的文字，或已经删除。",
            en="This entry holds no words that can be erased, or they are gone already.",
        )
    erase(tx, actor, incident_id=incident_id, digests=digests, of_position=position, reason=said)
    return {"position": position, "erased": len(digests)}
