"""States of parts and measures that follow from their batches; asked after everything that changes one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from incident import fold, log
from incident.db import Tx
from incident.events import batches as batch_events
from incident.events import measures as events
from incident.log import SYSTEM, Actor, incident_stream
from incident.models import Batch, MeasurePart
from incident.rules import measures as rules
from incident.rules import services


def derive(tx: Tx, measure_id: str) -> None:
    """Bring the measure's parts, then the measure, to the states that their batches say."""
    row = fold.row_of(tx.session, "measure", measure_id)
    own: ColumnElement[bool] = Batch.stage.is_(None)
    if row["state"] == "reversing":  # what is taken back has its runway taken back with it
        own = or_(own, Batch.stage == 0)
    counted = tallies(tx, Batch.province, Batch.measure_id == measure_id, own)
    states = []
    for part in parts_of(tx, measure_id):
        state = rules.part_state(part["state"], counted.get(part["province"], rules.Tally()))
        if state != part["state"]:
            _move(tx, SYSTEM, row, part, to=state)
        states.append(state)
    state = rules.measure_state(row["state"], states)
    if state != row["state"]:
        event = events.MeasureMoved(
            measure_id=measure_id, title_zh=row["title_zh"], title_en=row["title_en"], state=state, at=tx.now
        )
        log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=SYSTEM)


def move_parts(tx: Tx, actor: Actor, row: dict[str, Any], *, to: str, of: Iterable[str]) -> None:
    """Move every part that stands in one of the states `of`."""
    wanted = frozenset(of)
    for part in parts_of(tx, row["id"]):
        if part["state"] in wanted:
            _move(tx, actor, row, part, to=to)


def parts_of(tx: Tx, measure_id: str) -> list[dict[str, Any]]:
    """The measure's parts in log spelling, by province."""
    table = fold.TABLES["measure_part"]
    rows = tx.session.execute(select(table).where(MeasurePart.measure_id == measure_id).order_by(MeasurePart.province))
    return [fold.log_spelling(table, dict(row)) for row in rows.mappings()]


def tallies(tx: Tx, by: InstrumentedAttribute[Any], *where: ColumnElement[bool]) -> dict[Any, rules.Tally]:
    """How batches stand, by a column of theirs.

    Asked after every few receipts, and a measure of the whole country has thousands of batches: the database counts
    those that stand alike.
    """
    # a bound 0 would be another one in GROUP BY
    with_failures = Batch.failed_customers > literal_column("0")
    to_reverse = Batch.applied_customers > Batch.reversed_customers
    rows = tx.session.execute(
        select(by, Batch.state, Batch.parked, with_failures, to_reverse, func.count())
        .where(*where)
        .group_by(by, Batch.state, Batch.parked, with_failures, to_reverse)
    )
    found: dict[Any, list[rules.Alike]] = defaultdict(list)
    for key, state, parked, failed, reversible, many in rows:
        found[key].append(rules.Alike(state, parked, failed, reversible, many))
    return {key: rules.tally(groups) for key, groups in found.items()}


def _move(tx: Tx, actor: Actor, row: dict[str, Any], part: dict[str, Any], *, to: str) -> None:
    notice = _notice_of(tx, row, part, to=to)
    event = batch_events.MeasurePartMoved(
        measure_id=row["id"],
        province=part["province"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        state=to,
        notice_number=notice.number,
        leaving=notice.leaving,
        unsaid=services.waiting(row, part["province"]) if to == "held" else "",
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)


def _notice_of(tx: Tx, row: dict[str, Any], part: dict[str, Any], *, to: str) -> services.Notice:
    """What those who carry it out are told: that it is over, or that it goes on after having been held."""
    over, resumed = to in services.OVER, (part["state"], to) == ("held", "executing")
    if not over and not resumed:
        return services.NOBODY
    return services.telling(
        row,
        province=part["province"],
        state="ended" if over else "open",
        told=part["notice_number"],
        exercise=tx.world.kind == "exercise",
    )
