"""What the tasks of a measure have reported: its outcomes by province, and their sum where that means something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from incident.models import Outcome, Task
from incident.rules.outcomes import of_teams
from playbooks.measures.tasking import CARRIES, PROVES, REPORTS

#: Endings of the items of tasks that a measure brings along, in the order in which their figures are told.
OF_A_MEASURE = (CARRIES, REPORTS, *PROVES)


def reported(session: Session, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One line an outcome: who was asked, who has reported, by province, and the sum or null.

    A daily report counts with its newest figures. Tasks that were recalled count nowhere.
    """
    slug, item, *_target = row["item_key"].split("/")
    items = {f"{slug}/{item}{ending}": place for place, ending in enumerate(OF_A_MEASURE)}
    own = or_(*(Task.item_key.startswith(f"{item}/", autoescape=True) for item in items))
    found = select(Task).where(Task.incident_id == row["incident_id"], Task.state != "cancelled", own)
    tasks = [task for task in session.scalars(found) if task.province in row["area"]]
    tasks.sort(key=lambda task: (items[task.item_key.rpartition("/")[0]], task.province or "", task.id))
    values = _values(session, [task.id for task in tasks])
    lines: dict[str, dict[str, Any]] = {}
    for task in tasks:
        for field in task.outcome_fields:
            _count(lines, field, task, values.get((task.id, field["name"])))
    return list(lines.values())


def _values(session: Session, task_ids: list[str]) -> dict[tuple[str, str], int]:
    rows = session.execute(select(Outcome.task_id, Outcome.name, Outcome.value).where(Outcome.task_id.in_(task_ids)))
    return {(task_id, name): value for task_id, name, value in rows}


def _count(lines: dict[str, dict[str, Any]], field: Mapping[str, Any], task: Task, value: int | None) -> None:
    adds = of_teams.how(field.get("unit_en")) == "sum"
    line = lines.setdefault(
        field["name"],
        {
            **{name: field.get(name) for name in ("name", "zh", "en", "unit_zh", "unit_en")},
            "asked": 0,
            "reported": 0,
            "total": None,
            "by_province": {},
        },
    )
    line["asked"] += 1
    if value is None:
        return
    line["reported"] += 1
    there = line["by_province"].setdefault(task.province, [])
    there.append(value)
    if adds:
        line["total"] = (line["total"] or 0) + value
