"""The landing of a measure: its steps get dates, leave as batches of their own, and are over one after the other.

A step is sent, asked about, retried and counted as the measure itself is. The runway protects whom the measure reached
from the night of its end on, so it also leaves while the measure is held or a next revision is being decided on.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.clock import as_text, from_text
from incident.commands.again import hand_over_again
from incident.commands.carrying import recall_tasks
from incident.commands.deriving import move_parts, tallies
from incident.commands.starting import AT_ONCE, NewBatch, context_of, moment, places, planned_values
from incident.db import Tx
from incident.events import Event
from incident.events import batches as batch_events
from incident.events import measures as events
from incident.log import SYSTEM, Actor, incident_stream
from incident.models import Batch, LandingStage
from incident.rules import landing as rules
from incident.rules import measures
from playbooks.measures import BY_TASKS, LandingPlan, measure_type, read_plan

#: Why tasks that a measure brought along are taken back with its end: nobody reports on what is over.
_OVER = "措施已结束，不再上报 / The measure is over; nothing more is reported"


def plan_landing(tx: Tx, actor: Actor, row: dict[str, Any]) -> None:
    """Give the steps of a measure's landing their dates, after a start and whenever its end has moved."""
    if row["landing"] is None:
        return
    stages = rules.stages_of(row["landing"], end=from_text(row["window_to"]), begin=tx.now)
    _done(tx, actor, row, events.LandingPlanned(**_of(row), revision=row["revision"], stages=tuple(stages)))


def plan_landing_again(tx: Tx, actor: Actor, row: dict[str, Any]) -> None:
    """After a reversal that was stopped: what is due by now leaves at once."""
    plan_landing(tx, actor, row)
    for stage in stages_of(tx, row["id"]):
        if from_text(stage["instruct_at"]) <= tx.now:
            instruct_stage(tx, actor, row, number=stage["number"])


def widen_landing(tx: Tx, actor: Actor, row: dict[str, Any]) -> None:
    """Hold whom the measure has reached since its runway left; nobody who is held is instructed about again."""
    if (runway := _stage(tx, row["id"], 0)) and runway["state"] == "instructed":
        instruct_stage(tx, actor, row, number=0)


def instruct_stage(tx: Tx, actor: Actor, row: dict[str, Any], *, number: int) -> None:
    """Let a step's instructions leave, to whom they have not left yet."""
    stage = _stage(tx, row["id"], number)
    if stage["state"] not in ("planned", "instructed") or (number and stage["state"] != "planned"):
        return
    running = measures.as_running(row)
    plan = read_plan(running["landing"])
    restart = rules.restart_at(stage, running["landing"], at=tx.now, planned=from_text(stage["restart_at"]))
    there = _reached(tx, stage)
    more = measures.growth(_whom(tx, plan, stage), there)
    whole = measures.totals(there) + measures.totals(more)
    event = events.LandingStageInstructed(
        **_of(row), number=number, customers=whole, restart_at=restart, window_to=from_text(running["window_to"])
    )
    _done(tx, actor, row, event)
    made: dict[str, list[tuple[str, dict[str, Any], dict[str, Any]]]] = defaultdict(list)
    for province, county, segment, customers in places(more):
        start = from_text(running["window_to"]) if number == 0 else restart
        until = restart if number == 0 else restart + timedelta(days=plan.least_days_left)
        new = NewBatch(
            province=province, county=county, segment=segment, customers=customers, window_from=start, window_to=until
        )
        made[province].append(_batch(tx, running, new, plan, number=number))
    for province, batches in sorted(made.items()):
        for first in range(0, len(batches), AT_ONCE):
            _record(tx, actor, row, province, batches[first : first + AT_ONCE], number=number)


def settle_landing(tx: Tx, row: dict[str, Any]) -> None:
    """Note which steps are over by now, and complete the measure once all of them are."""
    stages = stages_of(tx, row["id"])
    counted = tallies(tx, Batch.stage, Batch.measure_id == row["id"], Batch.stage.is_not(None))
    for stage in stages:
        tally = counted.get(stage["number"], measures.Tally())
        if rules.is_done(stage, tally, at=tx.now, restart=from_text(stage["restart_at"])):
            _done(tx, SYSTEM, row, events.LandingStageDone(**_of(row), number=stage["number"]))
            stage["state"] = "done"
    if stages and row["state"] == "ending" and rules.is_landed(stages):
        complete(tx, row)


def complete(tx: Tx, row: dict[str, Any]) -> None:
    """The landing is over, and the measure with it."""
    _done(tx, SYSTEM, row, events.MeasureCompleted(**_of(row), at=tx.now))
    move_parts(tx, SYSTEM, row, to="completed", of=("ending",))
    if row["delivery"] in BY_TASKS:
        recall_tasks(tx, SYSTEM, row, reason=_OVER)


def call_off_landing(tx: Tx, actor: Actor, row: dict[str, Any]) -> None:
    """What is taken back does not land."""
    waiting = tuple(one["number"] for one in stages_of(tx, row["id"]) if one["state"] in ("planned", "instructed"))
    if waiting:
        _done(tx, actor, row, events.LandingCalledOff(**_of(row), numbers=waiting))


def send_landing_again(tx: Tx, actor: Actor, row: dict[str, Any]) -> None:
    """What a person's stop took back from the outbox of a landing leaves after all: it protects."""
    hand_over_again(tx, actor, row, why="resume", landing=True)


def stages_of(tx: Tx, measure_id: str) -> list[dict[str, Any]]:
    """The steps of a measure's landing in log spelling, by number."""
    table = fold.TABLES["landing_stage"]
    rows = tx.session.execute(
        select(table).where(LandingStage.measure_id == measure_id).order_by(LandingStage.number)
    ).mappings()
    return [fold.log_spelling(table, dict(row)) for row in rows]


def is_current(tx: Tx, row: dict[str, Any], *, end: str) -> bool:
    """Whether a timer speaks of the end that counts now."""
    return bool(end == as_text(from_text(measures.as_running(row)["window_to"])))


def deferred_area(tx: Tx, measure_id: str) -> dict[str, dict[str, dict[str, int]]]:
    """Whom the measure has reached: what was given up before it left, or taken back, does not land."""
    rows = tx.session.execute(
        select(Batch.province, Batch.county, Batch.segment, Batch.intended_customers)
        .where(Batch.measure_id == measure_id, Batch.extends.is_(False), Batch.stage.is_(None))
        .where((Batch.state != "abandoned") | (Batch.applied_customers > 0), Batch.state != "ended")
        .order_by(Batch.id)
    )
    return _summed(rows)


def _stage(tx: Tx, measure_id: str, number: int) -> dict[str, Any]:
    return fold.row_of(tx.session, "landing_stage", f"{measure_id}:{number}")


def _whom(tx: Tx, plan: LandingPlan, stage: dict[str, Any]) -> dict[str, Any]:
    """Whom a step reaches, of those whom the measure has."""
    area = deferred_area(tx, stage["measure_id"])
    number = stage["number"]
    if number == 0:
        return area
    return {
        province: {
            county: {s: plan.customers_of(number, n) for s, n in segments.items() if plan.reaches(number, s)}
            for county, segments in counties.items()
        }
        for province, counties in area.items()
    }


def _reached(tx: Tx, stage: dict[str, Any]) -> dict[str, Any]:
    """Whom the step's batches name so far, of the landing after this end."""
    since = measures.landing_revision(stage["revision"], stage=0)
    rows = tx.session.execute(
        select(Batch.province, Batch.county, Batch.segment, Batch.intended_customers)
        .where(Batch.measure_id == stage["measure_id"], Batch.stage == stage["number"], Batch.revision >= since)
        .order_by(Batch.id)
    )
    return _summed(rows)


def _summed(rows: Any) -> dict[str, dict[str, dict[str, int]]]:
    area: dict[str, dict[str, dict[str, int]]] = {}
    for province, county, segment, customers in rows:
        place = area.setdefault(str(province), {}).setdefault(county, {})
        place[segment] = place.get(segment, 0) + customers
    return area


def _batch(
    tx: Tx, row: dict[str, Any], new: NewBatch, plan: LandingPlan, *, number: int
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    revision = measures.landing_revision(row["revision"], stage=number)
    key = measures.batch_id(row["id"], revision=revision, county=new.county, segment=new.segment)
    context = context_of(
        row,
        batch_id=key,
        county=new.county,
        segment=new.segment,
        customers=new.customers,
        cap_fen=0,
        window=(moment(new.window_from), moment(new.window_to)),
        exercise=tx.world.kind == "exercise",
    )
    type_ = measure_type(row["kind"])
    document = type_.stage_instruction(context, plan, number=number) if number else type_.runway_instruction(context)
    fixed = {"measure_id": row["id"], "revision": revision, "extends": True, "stage": number}
    return key, fixed | planned_values(new, document, cap_fen=0), document


def _record(
    tx: Tx,
    actor: Actor,
    row: dict[str, Any],
    province: str,
    made: list[tuple[str, dict[str, Any], dict[str, Any]]],
    *,
    number: int,
) -> None:
    event = batch_events.LandingBatchesStarted(
        **_of(row),
        province=province,
        number=number,
        count=len(made),
        customers=sum(values["intended_customers"] for _key, values, _document in made),
        batches=tuple((key, values) for key, values, _document in made),
        leaving=tuple(("billing", key, document, 0) for key, _values, document in made),
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)


def _of(row: dict[str, Any]) -> dict[str, str]:
    return {"measure_id": row["id"], "title_zh": row["title_zh"], "title_en": row["title_en"]}


def _done(tx: Tx, actor: Actor, row: dict[str, Any], event: Event) -> None:
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)


__all__ = [
    "call_off_landing",
    "complete",
    "deferred_area",
    "instruct_stage",
    "is_current",
    "plan_landing",
    "plan_landing_again",
    "send_landing_again",
    "settle_landing",
    "stages_of",
    "widen_landing",
]
