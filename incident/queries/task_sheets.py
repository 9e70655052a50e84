"""What is printed of tasks, to be worked with where nothing else works: open tasks by province, with their codes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.queries.names import HouseNames
from incident.rules.task_codes import code_of
from incident.rules.tasks import OPEN

#: Tasks on one print; a stack of paper above that is better printed by province.
MOST = 500


def sheets(
    session: Session, *, incident_id: str, regions: Regions, province: str | None = None, task_id: str | None = None
) -> list[dict[str, Any]]:
    """`[{province, name_zh, name_en, tasks}]`: open tasks, critical and soonest due first; or the one task, any state.

    Each task is its row with `code`, `detail`, `place_zh` and `place_en`.
    """
    table = fold.TABLES["task"]
    query = select(table).where(table.c.incident_id == incident_id)
    query = query.where(table.c.state.in_(sorted(OPEN)) if task_id is None else table.c.id == task_id)
    if province is not None:
        query = query.where(table.c.province == province)
    urgent = case((table.c.critical, 0), else_=1)
    query = query.order_by(table.c.province, urgent, table.c.ack_due_at, table.c.id).limit(MOST)
    rows = [fold.log_spelling(table, dict(row)) for row in session.execute(query).mappings()]
    names = HouseNames(session, regions, digests=[row["detail_text"] for row in rows], people=())
    by_province: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_province.setdefault(row["province"], []).append(
            row
            | {
                "code": code_of(row["id"]),
                "detail": names.texts.get(row["detail_text"] or ""),
                "place_zh": names.region(row["region"], "zh"),
                "place_en": names.region(row["region"], "en"),
            }
        )
    return [
        {"province": code, "name_zh": names.region(code, "zh"), "name_en": names.region(code, "en"), "tasks": tasks}
        for code, tasks in by_province.items()
    ]
