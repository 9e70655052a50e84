"""Tasks as trouble tickets: one, or a page of them, within what the session may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.errors import NotFound
from incident.rules.tickets import only, states_of, ticket


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a list is asked for."""

    offset: int = 0
    limit: int = 100
    fields: tuple[str, ...] = ()
    status: str | None = None
    incident_id: str | None = None


def tickets(session: Session, asked: Asked, *, regions: Regions, prefix: str) -> tuple[list[dict[str, Any]], int]:
    """A page of tickets, oldest first, and how many there are in all."""
    table = fold.TABLES["task"]
    query = select(table)
    if asked.status is not None:
        query = query.where(table.c.state.in_(states_of(asked.status)))
    if asked.incident_id is not None:
        query = query.where(table.c.incident_id == asked.incident_id)
    total = session.scalar(query.with_only_columns(func.count()).select_from(table)) or 0
    page = query.order_by(table.c.dispatched_at, table.c.id).offset(asked.offset).limit(asked.limit)
    rows = [fold.log_spelling(table, dict(row)) for row in session.execute(page).mappings()]
    return [only(ticket(row, place=_place(row, regions), prefix=prefix), asked.fields) for row in rows], total


def ticket_of(
    session: Session, task_id: str, *, fields: tuple[str, ...], regions: Regions, prefix: str
) -> dict[str, Any]:
    """One ticket; NotFound outside the session's rooms."""
    table = fold.TABLES["task"]
    row = session.execute(select(table).where(table.c.id == task_id)).mappings().one_or_none()
    if row is None:
        raise NotFound.of("工单", "trouble ticket")
    told = fold.log_spelling(table, dict(row))
    return only(ticket(told, place=_place(told, regions), prefix=prefix), fields)


def _place(row: dict[str, Any], regions: Regions) -> str:
    return regions.get(row["region"]).name if row["region"] in regions else str(row["region"])
