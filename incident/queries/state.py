"""The snapshot that a page starts from: an incident's rows as one room sees them, and the position they stand at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.errors import NotFound
from incident.models import IN_INCIDENT, ImpactRegion, Incident, ProvinceIncident
from incident.queries.events import NATION, room_head
from incident.queries.kept import LARGE
from incident.queries.lean_events import OF_TASKS
from incident.queries.names import HouseNames
from incident.queries.tasking import task_count
from incident.rules.references import references

#: Too many rows to send; pages ask for their sums instead.
LEFT_OUT = frozenset(
    {
        "batch",
        "batch_exception",
        "exception_case",
        "planned_item",
        "playbook_use",
        "outcome_figure",
        "outcome_target",
        "outcome_import",
        "assessment",
        "objection",
        "nomination",
        "report",
        "report_schedule",
    }
)


def snapshot(
    session: Session, *, incident_id: str, room: str, regions: Regions, omitted: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """`{incident, room, position, tables, texts, people}`; tables of rows by key, in log spelling.

    What is `omitted` is named beside them, where anything is.

    Position is read first: rows may be newer than it says, and folding the same events again changes nothing.
    """
    position = room_head(session, incident_id=incident_id, room=room)
    tables: dict[str, dict[str, Any]] = {}
    for model in IN_INCIDENT:
        name = model.__tablename__
        if name in LEFT_OUT or name in omitted:
            continue
        rows = session.execute(_rows(model, incident_id, room, session)).mappings()
        tables[name] = {row["id"]: fold.log_spelling(fold.TABLES[name], dict(row)) for row in rows}
    named = Named()
    for table in tables.values():
        for row in table.values():
            named.take(*references(row))
    return told_with_names(
        session, tables, named, incident_id=incident_id, room=room, position=position, regions=regions, omitted=omitted
    )


@dataclass
class Named:
    """Texts by digest and people by id that the rows of a snapshot name."""

    digests: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)

    def take(self, digests: Iterable[str], people: Iterable[str]) -> None:
        self.digests.update(digests)
        self.people.update(people)


def told_with_names(
    session: Session,
    tables: dict[str, dict[str, Any]],
    named: Named,
    *,
    incident_id: str,
    room: str,
    position: int,
    regions: Regions,
    omitted: frozenset[str],
) -> dict[str, Any]:
    """The snapshot of these rows, with the texts and people they name; NotFound where the room knows no incident."""
    if not tables.get("incident" if room == NATION else "province_incident"):
        raise NotFound.of("事件", "incident")
    names = HouseNames(session, regions, digests=named.digests, people=named.people)
    return {
        "incident": incident_id,
        "room": room,
        "position": position,
        "tables": tables,
        "texts": names.texts,
        "people": names.people,
    } | ({"omitted": sorted(omitted)} if omitted else {})


def omitted_when_lean(session: Session, *, incident_id: str) -> frozenset[str]:
    """What a lean snapshot of this incident leaves out: nothing unless it is large."""
    return OF_TASKS if task_count(session, incident_id=incident_id) > LARGE else frozenset()


def current_footprint(session: Session, *, incident_id: str, room: str) -> str | None:
    """The footprint version whose impact counts in this room."""
    if room == NATION:
        return session.scalar(select(Incident.footprint_id).where(Incident.id == incident_id))
    return session.scalar(select(ProvinceIncident.footprint_id).where(ProvinceIncident.id == f"{incident_id}:{room}"))


def _rows(model: Any, incident_id: str, room: str, session: Session) -> Select[Any]:
    table = model.__table__
    query = select(table).where(table.c.incident_id == incident_id)
    if room != NATION:
        query = query.where(table.c.province == room)
    if model is ImpactRegion:
        current = current_footprint(session, incident_id=incident_id, room=room)
        query = query.where(table.c.footprint_id == current)
    return query
