"""Open tasks with an exact place, as pins for a map's view: alone where they stand apart, counted where they crowd.

For incidents of so many tasks that a page holds no rows of them. What is asked costs what stands in the view, and the
answer never has more pins than fit beside one another.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from incident.errors import Invalid
from incident.models import Task
from incident.queries.tasking import COUNTED
from incident.rules.tasks import OPEN

#: At most so many squares side by side in a view, each of which shows one pin where it holds several tasks.
ACROSS = 12
_ROUND = 3_600_000_000
MOST = 150
_COLUMNS = ("id", "province", "title_zh", "title_en", "state", "ack_overdue", "work_overdue", "lon_e7", "lat_e7")


@dataclass(frozen=True)
class Box:
    """A view in 1e-7 degree; `west` may not be east of `east`."""

    west: int
    south: int
    east: int
    north: int

    @classmethod
    def read(cls, text: str) -> Self:
        """`west,south,east,north` in degrees; Invalid for anything else."""
        try:
            west, south, east, north = (float(part) for part in text.split(","))
            fits = -180 <= west < east <= 180 and -90 <= south < north <= 90
        except ValueError:
            fits = False
        if not fits or not all(map(math.isfinite, (west, south, east, north))):
            raise Invalid(
                "query",
                field="box",
                zh="box 应为“西,南,东,北”四个经纬度，例如 102.5,30,105,32。",
                en="box should be west,south,east,north in degrees, such as 102.5,30,105,32.",
            )
        return cls(*(round(degrees * 1e7) for degrees in (west, south, east, north)))


def pins_in(session: Session, *, incident_id: str, box: Box) -> dict[str, Any]:
    """`{pins, more}`: a pin is `{lon_e7, lat_e7, n, late, task}`; `task` is null where there are several.

    Several stand in the middle of their square, so that no pin hides another's count; squares do not move with the
    view. At most so many pins, those with something late first; `more` is how many tasks the others stand for.
    """
    side = _side(box)
    column, row = (Task.lon_e7 + _ROUND // 2) // side, (Task.lat_e7 + _ROUND // 4) // side
    late = func.sum(case((COUNTED["late"] | COUNTED["work_late"], 1), else_=0))
    count = func.count()
    cells = session.execute(
        select(
            func.min(Task.id).label("one"),
            count.label("n"),
            late.label("late"),
            column.label("across"),
            row.label("up"),
        )
        .where(
            Task.incident_id == incident_id,
            Task.state.in_(sorted(OPEN)),
            Task.lon_e7.between(box.west, box.east),
            Task.lat_e7.between(box.south, box.north),
        )
        .group_by("across", "up")  # by name: the same number twice would be two parameters
        .order_by(late.desc(), count.desc(), func.min(Task.id))
    ).all()
    single = _tasks(session, [cell.one for cell in cells[:MOST] if cell.n == 1])
    pins = [
        {
            "lon_e7": task["lon_e7"] if task else int(cell.across) * side + side // 2 - _ROUND // 2,
            "lat_e7": task["lat_e7"] if task else int(cell.up) * side + side // 2 - _ROUND // 4,
            "n": cell.n,
            "late": int(cell.late),
            "task": task,
        }
        for cell in cells[:MOST]
        for task in (single.get(cell.one),)
    ]
    return {"pins": pins, "more": sum(cell.n for cell in cells[MOST:])}


def _side(box: Box) -> int:
    """Side of a square in 1e-7 degree: the globe halved as often as leaves at most `ACROSS` in the view."""
    side = _ROUND
    while side // 2 * ACROSS >= box.east - box.west and side > 2:
        side //= 2
    return side


def _tasks(session: Session, ids: list[str]) -> dict[str, dict[str, Any]]:
    found = session.execute(select(*(getattr(Task, name) for name in _COLUMNS)).where(Task.id.in_(ids))).mappings()
    return {row["id"]: dict(row) for row in found}
