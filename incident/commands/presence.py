"""Hearing from provinces, and noticing when one falls silent: unreachable is not late (DOMAIN.md §1g)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident import log, unwritten
from incident.clock import from_text
from incident.db import Tx
from incident.events.incidents import ProvinceHeardAgain, ProvinceUnreachable
from incident.log import SYSTEM, incident_stream
from incident.models import Incident, Presence, ProvinceIncident, Task
from incident.rules.incidents import OVER

#: World time of silence on every channel after which a province that owes an answer is called by satellite.
SILENT_AFTER = timedelta(minutes=15)
_HEARD = unwritten.Beside(Presence.__tablename__, ("province", "heard_at"), ("province",), renewed=("heard_at",))


def note_heard(tx: Tx, province: str) -> None:
    """Remember that the province was heard from; those who thought it silent are told."""
    unwritten.keep_beside(tx, _HEARD, [(province, tx.now)])
    for stream in tx.heads:
        if not stream.startswith("incident:"):
            continue
        row = unwritten.row_of(tx, "province_incident", f"{stream.removeprefix('incident:')}:{province}")
        if row and row["unreachable_since"]:
            silent = tx.now - from_text(row["unreachable_since"])
            event = ProvinceHeardAgain(
                incident_id=row["incident_id"], province=province, silent_minutes=int(silent.total_seconds() // 60)
            )
            log.record(tx, event, stream=stream, actor=SYSTEM)


def silent_provinces(session: Session, incident_id: str, *, now: datetime) -> list[tuple[str, datetime]]:
    """Provinces with a task overdue for acknowledgement that nobody has heard from; with since when."""
    overdue = (
        select(Task.province, func.min(Task.dispatched_at))
        .where(Task.incident_id == incident_id, Task.state == "dispatched", Task.ack_overdue.is_(True))
        .group_by(Task.province)
    )
    known = set(
        session.scalars(
            select(ProvinceIncident.province).where(
                ProvinceIncident.incident_id == incident_id, ProvinceIncident.unreachable_since.is_not(None)
            )
        )
    )
    heard = {row.province: row.heard_at for row in session.scalars(select(Presence))}
    found = []
    for province, dispatched_at in session.execute(overdue):
        since = max(dispatched_at, heard.get(str(province), dispatched_at))
        if province and province not in known and now - since >= SILENT_AFTER:
            found.append((province, since))
    return found


def mark_silent_provinces(tx: Tx, incident_id: str) -> int:
    """Record every province that has newly fallen silent; how many there were."""
    incident = tx.session.get(Incident, incident_id)
    if incident is None or incident.state in OVER:
        return 0
    found = silent_provinces(tx.session, incident_id, now=tx.now)
    for province, since in found:
        event = ProvinceUnreachable(incident_id=incident_id, province=province, since=since)
        log.record(tx, event, stream=incident_stream(incident_id), actor=SYSTEM)
    return len(found)
