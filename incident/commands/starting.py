"""From an approved measure to batches and the instructions that leave: province by province, in small events.

Everything that a measure reaches anew (a first start, growth, an extension) is worked out as the difference to
the batches that are already there, so that nobody is instructed about twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from sqlalchemy import select

from incident import log
from incident.clock import from_text
from incident.commands.carrying import dispatch_tasks, start_by_tasks
from incident.db import Tx
from incident.events import batches as events
from incident.log import Actor, incident_stream
from incident.models import Batch, MeasurePart
from incident.rules import batches as accounts
from incident.rules import measures as rules
from playbooks.measures import BY_TASKS, InstructionContext, measure_type
from playbooks.terms.timing import CHINA_TIME, whole_days

#: Batches in one event: about 60 kB, below the size from which a frame is sent as a resync (DESIGN.md §4).
AT_ONCE = 80


@dataclass(frozen=True, kw_only=True)
class NewBatch:
    """One batch about to be planned."""

    province: str
    county: str
    segment: str
    customers: int
    window_from: datetime
    window_to: datetime
    #: Whether the same revision has another batch of this place and segment, which has the plain key.
    beside_growth: bool = False


def start_parts(tx: Tx, actor: Actor, row: dict[str, Any]) -> tuple[int, int]:
    """Begin in every province what is not begun yet; (provinces, customers) reached anew."""
    dispatch_tasks(tx, actor, row)
    if row["delivery"] in BY_TASKS:
        return start_by_tasks(tx, actor, row)
    new = _not_begun(tx, row)
    money = _money_for(tx, row, new)
    by_province: dict[str, list[tuple[NewBatch, int]]] = {}
    for batch, fen in zip(new, money, strict=True):
        by_province.setdefault(batch.province, []).append((batch, fen))
    for province, batches in sorted(by_province.items()):
        for start in range(0, len(batches), AT_ONCE):
            _record_part(tx, actor, row, province, batches[start : start + AT_ONCE])
    return len(by_province), sum(batch.customers for batch in new)


def _not_begun(tx: Tx, row: dict[str, Any]) -> list[NewBatch]:
    """Growth in its whole window, what is there already in the days by which it was extended; a place may be both."""
    there = planned_area(tx, row["id"])
    start, end = from_text(row["window_from"]), from_text(row["window_to"])
    found = [
        NewBatch(province=p, county=c, segment=s, customers=n, window_from=start, window_to=end)
        for p, c, s, n in places(rules.growth(row["area"], there))
    ]
    grown = {(batch.county, batch.segment) for batch in found}
    ends = _part_ends(tx, row["id"])
    found += [
        NewBatch(
            province=p, county=c, segment=s, customers=n, window_from=ends[p], window_to=end,
            beside_growth=(c, s) in grown,
        )
        for p, c, s, n in places(there)
        if ends[p] < end
    ]  # fmt: skip
    return sorted(found, key=lambda batch: (batch.province, batch.county, batch.segment, batch.beside_growth))


def planned_area(tx: Tx, measure_id: str) -> dict[str, dict[str, dict[str, int]]]:
    """Whom the measure's batches reach so far; a later revision of a place adds to it unless it only extends."""
    rows = tx.session.execute(
        select(Batch.province, Batch.county, Batch.segment, Batch.intended_customers, Batch.extends)
        .where(Batch.measure_id == measure_id)
        .order_by(Batch.id)
    )
    area: dict[str, dict[str, dict[str, int]]] = {}
    for province, county, segment, customers, extends in rows:
        place = area.setdefault(str(province), {}).setdefault(county, {})
        place[segment] = place.get(segment, 0) + (0 if extends else customers)
    return area


def places(area: Mapping[str, Any]) -> list[tuple[str, str, str, int]]:
    """Province, county, segment and customers of everything in an area that has any."""
    return [
        (province, county, segment, count)
        for province, counties in area.items()
        for county, segments in counties.items()
        for segment, count in segments.items()
        if count
    ]


def _part_ends(tx: Tx, measure_id: str) -> dict[str, datetime]:
    rows = tx.session.execute(
        select(MeasurePart.province, MeasurePart.window_to).where(MeasurePart.measure_id == measure_id)
    )
    return {str(province): end for province, end in rows}


def _money_for(tx: Tx, row: dict[str, Any], new: Sequence[NewBatch]) -> list[int]:
    """Each new batch's share of the money that is not shared out yet, by what it is expected to cost."""
    type_ = measure_type(row["kind"])
    fields = type_.fields(row["fields"])
    weights = [
        type_.estimate(
            {batch.segment: batch.customers},
            window_days=whole_days(batch.window_from, end=batch.window_to),
            fields=fields,
        ).fen_total
        for batch in new
    ]
    spent = sum(tx.session.scalars(select(Batch.cap_fen).where(Batch.measure_id == row["id"])))
    return accounts.shared(max(0, min(row["cost_fen"] - spent, sum(weights))), weights=weights)


def _record_part(
    tx: Tx, actor: Actor, row: dict[str, Any], province: str, batches: Sequence[tuple[NewBatch, int]]
) -> None:
    made = [_batch(tx, row, batch, cap_fen=fen) for batch, fen in batches]
    held = row["state"] == "held"
    event = events.MeasurePartStarted(
        measure_id=row["id"],
        province=province,
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        measure_kind=row["kind"],
        revision=row["revision"],
        state="held" if held else "executing",
        window_from=from_text(row["window_from"]),
        window_to=from_text(row["window_to"]),
        count=len(made),
        customers=sum(values["intended_customers"] for _key, values, _document in made),
        batches=tuple((key, values) for key, values, _document in made),
        leaving=tuple(("billing", key, document, 0) for key, _values, document in made),
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)


def _batch(tx: Tx, row: dict[str, Any], new: NewBatch, *, cap_fen: int) -> tuple[str, dict[str, Any], dict[str, Any]]:
    revision = rules.extension_revision(row["revision"]) if new.beside_growth else row["revision"]
    key = rules.batch_id(row["id"], revision=revision, county=new.county, segment=new.segment)
    document = measure_type(row["kind"]).instruction(
        context_of(
            row,
            batch_id=key,
            county=new.county,
            segment=new.segment,
            customers=new.customers,
            cap_fen=cap_fen,
            window=(moment(new.window_from), moment(new.window_to)),
            exercise=tx.world.kind == "exercise",
        )
    )
    extends = new.window_from > from_text(row["window_from"])
    fixed = {"measure_id": row["id"], "revision": revision, "extends": extends, "stage": None}
    return key, fixed | planned_values(new, document, cap_fen=cap_fen), document


def planned_values(new: NewBatch, document: Mapping[str, Any], *, cap_fen: int) -> dict[str, Any]:
    """The figures of a batch that is about to leave for the first time."""
    nothing = {
        f"{name}_{unit}": 0 for name in ("submitted", "applied", "failed", "reversed") for unit in accounts.UNITS
    }
    return nothing | {
        "county": new.county,
        "segment": new.segment,
        "state": "planned",
        "attempt": 1,
        "instruction_digest": hashlib.sha256(rfc8785.dumps(dict(document))).hexdigest(),
        "parked": False,
        "intended_customers": new.customers,
        "intended_fen": accounts.money_of(document),
        "cap_fen": cap_fen,
        "reference": None,
        "failures": {},
    }


def context_of(
    row: Mapping[str, Any],
    *,
    batch_id: str,
    county: str,
    segment: str,
    customers: int,
    cap_fen: int,
    window: tuple[str, str],
    exercise: bool,
) -> InstructionContext:
    """What a measure type composes an instruction of."""
    return InstructionContext(
        batch=batch_id,
        county=county,
        segment=segment,  # type: ignore[arg-type]  # the schema of instruction/1 checks it
        rules=tuple(row["rules"]),
        customers=customers,
        cap_fen=cap_fen,
        window_from=window[0],
        window_until=window[1],
        fields=row["fields"],
        exercise=exercise,
    )


def moment(at: datetime) -> str:
    """A moment as instructions spell it: China time to the second, with its offset."""
    return at.astimezone(CHINA_TIME).replace(microsecond=0).isoformat()


__all__ = [
    "AT_ONCE",
    "NewBatch",
    "context_of",
    "moment",
    "places",
    "planned_area",
    "planned_values",
    "start_parts",
]
