"""The list of tasks where there are too many to hold in a page: filtered, counted and ordered here, worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.queries.names import HouseNames
from incident.rules.tasks import OPEN

PAGE = 200
_TASKS = fold.TABLES["task"]
_LATE = or_(_TASKS.c.ack_overdue, _TASKS.c.work_overdue)
_WORST_FIRST = case(
    (_LATE, 0), *((_TASKS.c.state == state, at) for at, state in enumerate(("dispatched", "rejected", "resolved"), 1)),
    (_TASKS.c.state.in_(sorted(OPEN)), 4), else_=5,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What the list is narrowed to; None and False narrow nothing."""

    province: str | None = None
    group: str | None = None
    state: str | None = None
    text: str | None = None
    late: bool = False
    critical: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter in SQL."""
        found: list[ColumnElement[bool]] = []
        for column, value in ((_TASKS.c.province, self.province), (_TASKS.c.task_group, self.group)):
            if value:
                found.append(column == value)
        if self.state:
            found.append(_TASKS.c.state == self.state)
        if self.text:
            titles = (_TASKS.c.title_zh, _TASKS.c.title_en)
            found.append(or_(*(title.icontains(self.text, autoescape=True) for title in titles)))
        if self.late:
            found += [_LATE, _TASKS.c.state.in_(sorted(OPEN))]
        if self.critical:
            found.append(_TASKS.c.critical)
        return found


def task_list(session: Session, *, incident_id: str, narrowed: Filter, offset: int, regions: Regions) -> dict[str, Any]:
    """`{items, total, states, groups, texts, people}`: at most 200 whole rows from `offset`, and what filters can say.

    `states` counts the filter's tasks by state as if no state were chosen.
    """
    here = [_TASKS.c.incident_id == incident_id]
    wanted = [*here, *narrowed.conditions()]
    whatever_state = [*here, *Filter(**{**narrowed.__dict__, "state": None}).conditions()]
    total = session.scalar(select(func.count()).select_from(_TASKS).where(*wanted)) or 0
    states = select(_TASKS.c.state, func.count()).where(*whatever_state).group_by(_TASKS.c.state)
    order = (_WORST_FIRST, _TASKS.c.ack_due_at, _TASKS.c.id)
    page = select(_TASKS).where(*wanted).order_by(*order).offset(offset).limit(PAGE)
    items = [fold.log_spelling(_TASKS, dict(row)) for row in session.execute(page).mappings()]
    names = HouseNames(
        session,
        regions,
        digests=[row[name] for row in items for name in ("detail_text", "reason_text")],
        people=[row["acknowledged_by"] for row in items if row["acknowledged_by"]],
    )
    return {
        "items": items,
        "total": total,
        "states": {row[0]: row[1] for row in session.execute(states)},
        "provinces": _values(session, "province", here),
        "groups": _values(session, "task_group", here),
        "texts": names.texts,
        "people": names.people,
    }


def _values(session: Session, column: str, here: list[ColumnElement[bool]]) -> list[str]:
    return sorted(session.scalars(select(_TASKS.c[column]).where(*here).distinct()))
