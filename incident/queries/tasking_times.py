"""How long answers and work take, as distributions: by response level and by province, not only on average.

Ranks are taken by the database (nearest rank, as rules.statistics has it), so that no row of 50,000 leaves it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, func, literal, select, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import GenericFunction

from incident.db import UtcTime
from incident.log import incident_stream
from incident.models import EventRow, Task

#: Points of the curve that is drawn: each 2.5 %.
STEPS = 40
NO_LEVEL = "none"
#: Which moments bound what is measured.
MEASURED = {
    "acknowledge": (Task.dispatched_at, Task.acknowledged_at),
    "resolve": (Task.dispatched_at, Task.resolved_at),
}


class elapsed_s(GenericFunction[int]):  # noqa: N801  SQL functions are named like functions
    """Whole seconds from the first moment to the second, rounded down."""

    type = Integer()
    inherit_cache = True


@compiles(elapsed_s, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    # a day as a float is exact to 40 microseconds; half a millisecond keeps whole seconds whole
    return f"CAST((julianday({end}) - julianday({start})) * 86400 + 0.0005 AS INTEGER)"


@compiles(elapsed_s, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(floor(extract(epoch FROM ({end}) - ({start}))) AS INTEGER)"


def tasking_times(session: Session, *, incident_id: str) -> dict[str, Any]:
    """For `acknowledge` and `resolve`: `{all, levels, provinces}`, each a summary or a list of them.

    A summary is `{count, mean_s, p50_s, p90_s, max_s}`; that of all has `curve` too, `[seconds]` at each 2.5 % of
    the tasks. `levels` and `provinces` name theirs and stand worst p90 first.
    """
    level = _level_at_dispatch(session, incident_id)
    told: dict[str, Any] = {}
    for name, (start, end) in MEASURED.items():
        took = elapsed_s(start, end)
        held = [Task.incident_id == incident_id, end.is_not(None), Task.state != "cancelled"]
        everything = _summaries(session, literal("all"), took, held)
        told[name] = {
            "all": (everything[0] if everything else _none()) | {"curve": _curve(session, took, held)},
            "levels": _summaries(session, level, took, held),
            "provinces": _summaries(session, Task.province.expression, took, held),
        }
    return told


def _summaries(
    session: Session, by: ColumnElement[Any], took: ColumnElement[int], held: list[ColumnElement[bool]]
) -> list[dict[str, Any]]:
    ranked = _ranked(by, took, held).subquery()
    rank, count = ranked.c.rank, ranked.c.count

    rows = session.execute(
        select(
            ranked.c.name,
            func.max(count),
            func.sum(ranked.c.took),
            func.max(case((rank == _ceil(count, 50), ranked.c.took))),
            func.max(case((rank == _ceil(count, 90), ranked.c.took))),
            func.max(ranked.c.took),
        ).group_by(ranked.c.name)
    )
    told = [
        {
            "name": name,
            "count": int(total),
            "mean_s": round(int(seconds) / int(total)),
            "p50_s": median,
            "p90_s": late,
            "max_s": longest,
        }
        for name, total, seconds, median, late, longest in rows
    ]
    return sorted(told, key=lambda row: (-row["p90_s"], row["name"]))


def _ceil(count: ColumnElement[int], percent: int) -> ColumnElement[Any]:
    """The nearest rank."""
    return _whole(count * percent + 99, by=literal(100))


def _whole(number: ColumnElement[int], *, by: ColumnElement[int]) -> ColumnElement[int]:
    """Integers divide to integers on both databases, unlike SQLAlchemy's own `//` on SQLite."""
    return number.op("/", precedence=8, return_type=Integer())(by)


def _ranked(by: ColumnElement[Any], took: ColumnElement[int], held: list[ColumnElement[bool]]) -> Select[Any]:
    return select(
        by.label("name"),
        took.label("took"),
        func.row_number().over(partition_by=by, order_by=(took, Task.id)).label("rank"),
        func.count().over(partition_by=by).label("count"),
    ).where(*held)


def _curve(session: Session, took: ColumnElement[int], held: list[ColumnElement[bool]]) -> list[int]:
    """Seconds by which 0 %, 2.5 %, … 100 % of the tasks had got there; empty of none."""
    ranked = _ranked(literal("all"), took, held).subquery()
    step = _whole(ranked.c.rank * STEPS, by=ranked.c.count)
    before = _whole((ranked.c.rank - 1) * STEPS, by=ranked.c.count)
    rows = session.execute(
        select(ranked.c.took, step, before).where((step != before) | (ranked.c.rank == 1)).order_by(ranked.c.rank)
    ).all()
    if not rows:
        return []
    curve = [rows[0][0]]
    for seconds, reached, was in rows:
        curve.extend([seconds] * (reached - was))
    return curve


def _level_at_dispatch(session: Session, incident_id: str) -> ColumnElement[str]:
    """The response level that held when a task was dispatched, by the log's own account."""
    steps = session.execute(
        select(EventRow.at, EventRow.data)
        .where(
            EventRow.stream == incident_stream(incident_id),
            EventRow.type.in_(("IncidentDeclared", "ResponseLevelSet")),
        )
        .order_by(EventRow.position.desc())
    ).all()
    known = [(at, data["response_level"]) for at, data in steps if data["response_level"]]
    if not known:
        return literal(NO_LEVEL)
    return case(
        *((Task.dispatched_at >= type_coerce(at, UtcTime), literal(level)) for at, level in known),
        else_=literal(NO_LEVEL),
    )


def _none() -> dict[str, Any]:
    return {"name": "all", "count": 0, "mean_s": None, "p50_s": None, "p90_s": None, "max_s": None}
