"""How long answers and work take, as distributions: by response level and by province, not only on average.

The database works out each task's seconds in one scan; ranks are those of rules.statistics. Of 50,000 tasks the
page gets a few dozen figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, literal, select, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import GenericFunction

from incident.db import UtcTime
from incident.log import incident_stream
from incident.models import EventRow, Task
from incident.rules.statistics import percentile_s

#: Points of the curve that is drawn: each 2.5 %.
STEPS = 40
NO_LEVEL = "none"


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

    A summary is `{name, count, mean_s, p50_s, p90_s, max_s}`; that of all has `curve` too, `[seconds]` at each
    2.5 % of the tasks. Levels are those that held at dispatch; they and provinces stand worst p90 first.
    """
    rows = session.execute(
        select(
            Task.province,
            _level_at_dispatch(session, incident_id),
            elapsed_s(Task.dispatched_at, Task.acknowledged_at),
            elapsed_s(Task.dispatched_at, Task.resolved_at),
        ).where(Task.incident_id == incident_id, Task.acknowledged_at.is_not(None), Task.state != "cancelled")
    ).all()
    return {
        "acknowledge": _distribution([(province, level, took) for province, level, took, _done in rows]),
        "resolve": _distribution(
            [(province, level, done) for province, level, _took, done in rows if done is not None]
        ),
    }


def _distribution(rows: Sequence[tuple[str | None, str, int]]) -> dict[str, Any]:
    levels: dict[str, list[int]] = defaultdict(list)
    provinces: dict[str, list[int]] = defaultdict(list)
    for province, level, seconds in rows:
        levels[level].append(seconds)
        provinces[str(province)].append(seconds)
    everything = sorted(seconds for _province, _level, seconds in rows)
    return {
        "all": _summary("all", everything) | {"curve": _curve(everything)},
        "levels": _worst_first(levels),
        "provinces": _worst_first(provinces),
    }


def _worst_first(groups: dict[str, list[int]]) -> list[dict[str, Any]]:
    told = [_summary(name, sorted(values)) for name, values in groups.items()]
    return sorted(told, key=lambda row: (-row["p90_s"], row["name"]))


def _summary(name: str, ordered: Sequence[int]) -> dict[str, Any]:
    return {
        "name": name,
        "count": len(ordered),
        "mean_s": round(sum(ordered) / len(ordered)) if ordered else None,
        "p50_s": percentile_s(ordered, 50),
        "p90_s": percentile_s(ordered, 90),
        "max_s": ordered[-1] if ordered else None,
    }


def _curve(ordered: Sequence[int]) -> list[int]:
    """Seconds by which 0 %, 2.5 %, … 100 % of the tasks had got there; empty of none."""
    if not ordered:
        return []
    last = len(ordered)
    return [ordered[max(0, -(-last * step // STEPS) - 1)] for step in range(STEPS + 1)]


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
