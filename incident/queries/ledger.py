"""The ledger of an incident's measures: batches summed by province, county, segment or measure, down to each batch.

Every line holds what was meant and what became of it, in customers and fen, and says whether it adds up
(incident/rules/balance.py); an extension adds money and no customer. A filter narrows lines and total alike, so that
the total is the sum of what is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from incident.models import Batch, BatchException, Measure
from incident.rules import balance as rules

By = Literal["province", "county", "segment", "measure"]
#: The batches that bring what the measure promises, those of its landing, or both: a landing speaks of the same
#: customers once more, so by itself neither counts the other's.
Part = Literal["measure", "landing", "all"]
_FIGURES = tuple(
    f"{name}_{unit}" for name in ("intended", "submitted", "applied", "failed", "reversed") for unit in rules.UNITS
)
#: Batches read at once for a file.
PAGE = 2000


@dataclass(frozen=True)
class Filter:
    """What of the ledger is asked for; None leaves it open."""

    measure: str | None = None
    province: str | None = None
    county: str | None = None
    segment: str | None = None
    state: str | None = None
    part: Part = "measure"

    def on(self, statement: Select[Any], incident_id: str) -> Select[Any]:
        """The statement about batches, narrowed."""
        statement = statement.where(Batch.incident_id == incident_id)
        if self.part != "all":
            statement = statement.where(Batch.stage.is_(None) if self.part == "measure" else Batch.stage.is_not(None))
        for column, value in (
            (Batch.measure_id, self.measure),
            (Batch.province, self.province),
            (Batch.county, self.county),
            (Batch.segment, self.segment),
            (Batch.state, self.state),
        ):
            if value is not None:
                statement = statement.where(column == value)
        return statement


def ledger(session: Session, incident_id: str, *, by: By, only: Filter) -> dict[str, Any]:
    """Lines by `by`, the largest first, their total, and what does not add up in words."""
    column = {"province": Batch.province, "county": Batch.county, "segment": Batch.segment, "measure": Batch.measure_id}
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in session.execute(_grouped(column[by], incident_id, only)).mappings():
        groups[str(row["key"]), str(row["province"]) if by == "county" else ""].append(_whole(row))
    lines = [_line(some) | {by: key} | ({"province": place} if place else {}) for (key, place), some in groups.items()]
    lines.sort(key=lambda line: (-line["intended_customers"], str(line[by])))
    total = _line([row for some in groups.values() for row in some])
    differences = [text for line in lines for text in rules.differences_of_line(f"{by} {line[by]}", line)]
    differences += [text for text in rules.differences_of_line("total", total) if not differences]
    return {"by": by, "items": lines, "total": total, "even": not differences, "differences": differences}


def batches(
    session: Session, incident_id: str, *, only: Filter, after: str = "", limit: int = 200
) -> list[dict[str, Any]]:
    """Batches one by one, by key, from the one after `after`; with how many accounts of each are listed as failed."""
    columns = [getattr(Batch, name) for name in ("id", "measure_id", "province", *_COLUMNS, *_FIGURES)]
    statement = only.on(select(*columns, Batch.failures), incident_id).where(Batch.id > after)
    rows = [dict(row) for row in session.execute(statement.order_by(Batch.id).limit(limit)).mappings()]
    titles = measure_titles(session, incident_id)
    return [row | titles.get(row["measure_id"], {"title_zh": "", "title_en": ""}) for row in rows]


def batches_in_pages(read: Any, incident_id: str, *, only: Filter) -> Iterator[dict[str, Any]]:
    """All batches, read a page at a time, each in a session that `read()` opens: a slow reader holds nothing.

    Each batch adds up by itself at any moment, so a file that took minutes still adds up.
    """
    after = ""
    while True:
        with read() as session:
            rows = batches(session, incident_id, only=only, after=after, limit=PAGE)
        yield from rows
        if len(rows) < PAGE:
            return
        after = rows[-1]["id"]


def batch_count(session: Session, incident_id: str, *, only: Filter) -> int:
    """How many batches the filter leaves."""
    return int(session.scalar(only.on(select(func.count()).select_from(Batch), incident_id)) or 0)


def accounts_of(session: Session, batch_id: str) -> list[dict[str, Any]]:
    """The accounts of a batch on which it failed, reached since or not, as far as they are stored."""
    rows = session.execute(
        select(BatchException.account_ref, BatchException.reason, BatchException.fen, BatchException.resolved)
        .where(BatchException.batch_id == batch_id)
        .order_by(BatchException.resolved, BatchException.account_ref)
    ).mappings()
    return [dict(row) for row in rows]


def measure_titles(session: Session, incident_id: str) -> dict[str, dict[str, str]]:
    """Titles of the incident's measures by id."""
    rows = session.execute(
        select(Measure.id, Measure.title_zh, Measure.title_en).where(Measure.incident_id == incident_id)
    )
    return {key: {"title_zh": zh, "title_en": en} for key, zh, en in rows}


def _grouped(key: Any, incident_id: str, only: Filter) -> Select[Any]:
    sums = [func.sum(getattr(Batch, name)).label(name) for name in _FIGURES]
    statement = select(key.label("key"), *_GROUPED, func.count().label("batches"), *sums)
    return only.on(statement, incident_id).group_by(key, *_GROUPED)


def _whole(row: Any) -> dict[str, Any]:
    """PostgreSQL sums as decimals."""
    counts = {name: int(row[name]) for name in (*_FIGURES, "batches")}
    told = {name: row[name] for name in ("state", "stage", "extends")}
    return counts | told | {"parked": counts["batches"] if row["parked"] else 0}


def _line(groups: list[dict[str, Any]]) -> dict[str, Any]:
    counts = {"batches": sum(row["batches"] for row in groups), "parked": sum(row["parked"] for row in groups)}
    return rules.line_of(groups) | counts


_GROUPED = (Batch.province, Batch.state, Batch.parked, Batch.stage, Batch.extends)
_COLUMNS = ("revision", "stage", "extends", "county", "segment", "state", "attempt", "parked", "reference")
