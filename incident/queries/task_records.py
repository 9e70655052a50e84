"""What hangs on one task: figures, check-ins, files; for pages of incidents too large to hold them all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.queries.names import HouseNames

#: Tables of rows that belong to a task, by the name of the table.
OF_ONE_TASK = ("outcome", "checkin", "attachment")


def task_records(session: Session, *, task_id: str, regions: Regions) -> dict[str, Any]:
    """`{tables, texts, people}` of one task, shaped like a snapshot's, so that a page can lay them beside its own."""
    tables: dict[str, dict[str, Any]] = {}
    for name in OF_ONE_TASK:
        table = fold.TABLES[name]
        rows = session.execute(select(table).where(table.c.task_id == task_id)).mappings()
        tables[name] = {row["id"]: fold.log_spelling(table, dict(row)) for row in rows}
    every = [row for rows in tables.values() for row in rows.values()]
    digests = [value for row in every for name, value in row.items() if name.endswith("_text") and value]
    names = HouseNames(session, regions, digests=digests, people=[row["person_id"] for row in every])
    return {"tables": tables, "texts": names.texts, "people": names.people}
