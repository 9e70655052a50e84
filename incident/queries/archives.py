"""The register of sealed logs: where each closed incident's log lies, and what has come since it was sealed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.db import StreamHead
from incident.evidence.archive import still_there
from incident.log import incident_stream
from incident.models import EventRow, Incident, SealedLog

#: Events after which a sealed file holds words or files that are to be nowhere any more.
ERASING = ("TextsErased", "FileRedacted")


@dataclass(frozen=True)
class Archived:
    """One line of the register."""

    row: SealedLog
    title_zh: str
    title_en: str
    #: Events since the sealing.
    later: int
    #: Something was erased since; the file holds it still.
    erased: bool
    #: Events that were sealed and are in the working table.
    in_working_table: int


def sealed_logs(session: Session) -> list[Archived]:
    """Every log that was sealed, the newest first."""
    found = session.execute(
        select(SealedLog, Incident.title_zh, Incident.title_en)
        .join(Incident, Incident.id == SealedLog.id)
        .order_by(SealedLog.at.desc(), SealedLog.id)
    )
    return [_line(session, row, title_zh, title_en) for row, title_zh, title_en in found.all()]


def _line(session: Session, row: SealedLog, title_zh: str, title_en: str) -> Archived:
    stream = incident_stream(row.id)
    end = session.scalar(select(StreamHead.position).where(StreamHead.stream == stream)) or 0
    gone = select(EventRow.position).where(
        EventRow.stream == stream, EventRow.position > row.position, EventRow.type.in_(ERASING)
    )
    erased = session.scalar(gone.limit(1)) is not None
    return Archived(row, title_zh, title_en, end - row.position, erased, still_there(session, stream, row.position))
