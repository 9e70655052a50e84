"""Stories of the end of measures: extended or not, landed in stages, taken back and stopped half-way."""

from __future__ import annotations

from datetime import timedelta

from incident.commands import drafting, exceptions, measures
from incident.commands.timers import fire_due
from incident.rules.measures import BatchKey
from tests.conftest import QUAKE
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.measures.stories import CAP_B, LI, answer, batches, do, receipt, settle, started


@records("RevisionSetAside", "MeasureRevised", "MeasureDecided")
def an_extension_that_is_refused(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = started(db, incident)
    _settle(stage, row["id"])
    do(
        db, incident, drafting.extend_measure, measure_id=row["id"],
        window_to=QUAKE + timedelta(days=15), reason="道路未通", class_b_cap_fen=CAP_B,
    )  # fmt: skip
    do(db, incident, measures.reject_measure, LI, measure_id=row["id"], reason="按期结束")


@records(
    "LandingPlanned", "LandingStageInstructed", "LandingBatchesStarted", "LandingStageDone", "LandingRetried",
    "ExtensionAsked", "MeasureEnding", "MeasureCompleted",
)  # fmt: skip
def a_deferral_that_lands_in_stages(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = started(db, incident, kind="suspension_deferral")
    for day in range(32):
        _settle(stage, row["id"])
        stage.clock.step(timedelta(days=1).total_seconds())
        fire_due(db)
        if day == 12:
            do(db, incident, measures.retry_measure, measure_id=row["id"])
    _settle(stage, row["id"])
    fire_due(db)


@records("LandingCalledOff", "ReversalHalted", "MeasureRevoked", "BatchesHandedOver", "MeasureResumed")
def a_reversal_that_is_stopped_half_way(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = started(db, incident, kind="suspension_deferral")
    _settle(stage, row["id"])
    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")
    first, second, *_others = batches(db, row["id"]).values()
    undone = receipt(first["applied_customers"], first["applied_fen"])
    answer(db, incident, first, "settled", figures=undone, key=BatchKey(first["id"], 0, reverse=True))
    answer(db, incident, second, "parked", key=BatchKey(second["id"], 0, reverse=True), note="没有答复")
    do(db, incident, exceptions.retry_exceptions, incident_id=incident, batches=[second["id"]])
    do(db, incident, measures.halt_reversal, LI, measure_id=row["id"], reason="先停一停")
    do(db, incident, measures.resume_measure, measure_id=row["id"])


def _settle(stage: Stage, measure_id: str) -> None:
    for batch in batches(stage.db, measure_id).values():
        if batch["state"] == "planned":
            settle(stage.db, stage.incident, batch)
