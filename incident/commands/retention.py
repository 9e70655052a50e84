"""Drops what was kept long enough, each kind by its own time (incident/rules/data_classes), and says so in the log.

Files of incidents go by events of those incidents, rows beside the log by one event a kind in the stream `record`. The
log itself loses nothing, so its chain stays valid. `due` tells what would go, by the very conditions that drop it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from incident import log
from incident.commands.erasing import erase
from incident.commands.tasks import redact_attachment
from incident.db import Base, Database, Tx
from incident.events.record import STREAM, RetentionApplied
from incident.log import SYSTEM, incident_stream
from incident.models import (
    Attachment,
    Blob,
    CalendarToken,
    ContactPoint,
    EventRow,
    IdempotencyKey,
    Incident,
    LoginSession,
    Look,
    NoticePreference,
    Outbox,
    OutcomeFigure,
    OutcomeImport,
    Page,
    PageReply,
    Person,
    PersonContact,
)
from incident.rules.data_classes.keeping import WHAT
from incident.rules.incidents import OVER

#: Why files went; stands in the log for whoever asks for one.
WHY = "保存期已满 / Its time was over"
#: What of the outbox is over: nobody sends it or asks about it any more.
_OVER = ("sent", "confirmed", "failed", "cancelled")
_STILL_CALLING = ("queued", "submitted")


@dataclass(frozen=True)
class Going:
    """What of one kind goes: how many, and those of before when (real time; of files world time)."""

    kind: str
    count: int
    before: datetime


def due(session: Session, days: Mapping[str, int | None], *, real_now: datetime, world_now: datetime) -> list[Going]:
    """What would go now, kind by kind; kinds that are kept for ever are left out."""
    found = []
    for kind in WHAT:
        if (kept := days.get(kind)) is None:
            continue
        before = (world_now if kind == "files" else real_now) - timedelta(days=kept)
        if kind == "files":
            count = sum(len(digests) + len(attachments) for _, attachments, digests in _files(session, before))
        else:
            count = sum(_count(session, table, which) for table, which in _rows(kind, before))
        found.append(Going(kind, count, before))
    return found


def apply_retention(db: Database, days: Mapping[str, int | None]) -> list[Going]:
    """Drop all that is due, incident by incident and kind by kind; what went."""
    with db.read() as session:
        going = due(session, days, real_now=db.real_now(session), world_now=db.world_now(session))
        files = [one for one in going if one.kind == "files" and one.count]
        of_incidents = list(_files(session, files[0].before)) if files else []
    for incident_id, attachments, digests in of_incidents:
        with db.transaction([incident_stream(incident_id)]) as tx:
            drop_files(tx, incident_id=incident_id, attachments=attachments, digests=digests)
    for one in going:
        if one.kind != "files" and one.count:
            with db.transaction([STREAM]) as tx:
                drop_rows(tx, kind=one.kind, before=one.before)
    return [one for one in going if one.count]


def drop_files(tx: Tx, *, incident_id: str, attachments: list[str], digests: list[str]) -> None:
    """Erase files of an incident whose time is over."""
    for attachment_id in attachments:
        redact_attachment(tx, SYSTEM, attachment_id=attachment_id, reason=WHY)
    if digests:
        erase(tx, SYSTEM, incident_id=incident_id, digests=digests, of_position=None, reason=WHY)


def drop_rows(tx: Tx, *, kind: str, before: datetime) -> int:
    """Drop rows of one kind, and say so; how many. What has left the house loses its content and keeps its key."""
    count = 0
    for table, which in _rows(kind, before):
        statement = update(table).values(payload="") if table is Outbox else delete(table)
        count += tx.session.execute(statement.where(which).execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]  # an UPDATE or DELETE has one
    if count:
        log.record(tx, RetentionApplied(rule=kind, count=count, before=before), stream=STREAM, actor=SYSTEM)
    return count


def _rows(kind: str, before: datetime) -> list[tuple[type[Base], ColumnElement[bool]]]:
    """Tables of a kind, and which of their rows are of before then."""
    gone = _disabled(before)
    ended = func.coalesce(LoginSession.ended_at, LoginSession.expires_at)
    of: dict[str, list[tuple[type[Base], ColumnElement[bool]]]] = {
        "account": [(table, table.person_id.in_(gone)) for table in (
            PersonContact, ContactPoint, NoticePreference, CalendarToken)],
        "answers": [
            (Page, and_(Page.changed_at < before, Page.state.not_in(_STILL_CALLING))),
            (PageReply, PageReply.received_at < before),
        ],
        "sessions": [(LoginSession, ended < before)],
        "requests": [(IdempotencyKey, IdempotencyKey.created_at < before)],
        "leavings": [(Outbox, and_(Outbox.created_at < before, Outbox.state.in_(_OVER), Outbox.payload != ""))],
        "looks": [(Look, Look.at < before)],
    }  # fmt: skip
    return of[kind]


def _disabled(before: datetime) -> Any:
    """Ids of accounts that are disabled, the last time before then."""
    person = EventRow.data["person_id"].as_string()
    last = (
        select(person)
        .where(EventRow.stream == "people", EventRow.type == "PersonDisabled")
        .group_by(person)
        .having(func.max(EventRow.recorded_at) < before)
    )
    return select(Person.id).where(Person.state == "disabled", Person.id.in_(last))


def _count(session: Session, table: type[Base], which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(which)) or 0


def _files(session: Session, before: datetime) -> Iterator[tuple[str, list[str], list[str]]]:
    """Incidents that were closed before then: attachments and digests of other files that are still there."""
    closed = select(Incident.id).where(Incident.state.in_(OVER), Incident.closed_at < before).order_by(Incident.id)
    for incident_id in session.scalars(closed).all():
        attached = select(Attachment.id).where(Attachment.incident_id == incident_id, Attachment.redacted_at.is_(None))
        named = or_(
            Blob.digest.in_(_digests(OutcomeFigure.evidence, OutcomeFigure.incident_id, incident_id)),
            Blob.digest.in_(_digests(OutcomeFigure.evidence_name_text, OutcomeFigure.incident_id, incident_id)),
            Blob.digest.in_(_digests(OutcomeImport.evidence, OutcomeImport.incident_id, incident_id)),
            Blob.digest.in_(_digests(OutcomeImport.name_text, OutcomeImport.incident_id, incident_id)),
            Blob.digest.in_(_digests(OutcomeImport.faults, OutcomeImport.incident_id, incident_id)),
        )
        kept = select(Blob.digest).where(Blob.redacted_at.is_(None), named).order_by(Blob.digest)
        attachments, digests = list(session.scalars(attached.order_by(Attachment.id))), list(session.scalars(kept))
        if attachments or digests:
            yield incident_id, attachments, digests


def _digests(column: Any, of: Any, incident_id: str) -> Any:
    return select(column).where(of == incident_id, column.is_not(None))
