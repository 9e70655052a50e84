"""Stories of measures and their batches, billing's answers put in by the command that records them."""

from __future__ import annotations

from datetime import timedelta

from incident.commands import drafting, exceptions, measures
from incident.commands.service_notices import NoticeResult, note_notices
from incident.commands.tasks import task_id_of
from incident.commands.timers import fire_due
from incident.log import incident_stream
from incident.rules.measures import BatchKey
from incident.rules.services import ServiceKey
from tests.conftest import QUAKE
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import GANSU, SICHUAN, TEAM, act
from tests.measures.stories import (
    CAP_B,
    LI,
    SUN,
    answer,
    approved,
    batches,
    batches_by_key,
    decide,
    do,
    drafted,
    receipt,
    settle,
    started,
    yes,
)
from tests.playbooks.every_type import fields_of


@records(
    "MeasureDrafted", "MeasureSubmitted", "MeasureDecided", "MeasureApproved", "MeasureRevised", "MeasureCancelled"
)
def a_measure_before_anything_leaves(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = drafted(db, incident, cap_fen=CAP_B + 1)
    row = do(db, incident, measures.submit_measure, measure_id=row["id"])
    yes(db, row, LI)
    do(db, incident, measures.return_measure, SUN, measure_id=row["id"], reason="请缩小范围")
    row = do(
        db, incident, drafting.edit_measure, SUN,
        measure_id=row["id"], class_b_cap_fen=CAP_B, cap_fen=400_000_000, reason="缩小",
    )  # fmt: skip
    decide(db, row)
    do(db, incident, measures.cancel_measure, measure_id=row["id"], reason="不需要")
    other = do(db, incident, measures.submit_measure, measure_id=drafted(db, incident)["id"])
    do(db, incident, measures.reject_measure, LI, measure_id=other["id"], reason="不同意")


@records(
    "MeasureStarted", "MeasurePartStarted", "MeasurePartMoved", "BatchesSubmitted", "BatchesSettled", "MeasureMoved",
    "MeasureRetried", "BatchesHandedOver", "GapsAccepted", "BatchesAbandoned",
)  # fmt: skip
def a_measure_carried_out_with_failures(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = started(db, incident)
    for batch in batches(db, row["id"]).values():
        answer(db, incident, batch, "submitted", figures=receipt(batch["intended_customers"], batch["intended_fen"]))
        settle(db, incident, batch, failed=20)
    do(db, incident, measures.retry_measure, measure_id=row["id"])
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch, failed=3)
    do(db, incident, measures.accept_gaps, measure_id=row["id"], reason="销户客户，无须再试")


@records("ExceptionsHandedOver", "ExceptionsClosed", "MeasureRetried", "BatchesHandedOver", "BatchesAbandoned")
def exceptions_that_people_see_to(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = started(db, incident)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch, failed=5)
    first, *others = (batch["id"] for batch in batches(db, row["id"]).values())
    do(
        db, incident, exceptions.hand_over_exceptions,
        incident_id=incident, chosen={first: ["account_closed"]}, owner_id=SUN.person, note="请省公司核对销户名单",
    )  # fmt: skip
    do(db, incident, exceptions.retry_exceptions, incident_id=incident, batches=[first])
    settle(db, incident, batches_by_key(db, row["id"])[first], failed=2)
    for chosen in ([first], others):
        do(
            db, incident, exceptions.close_exceptions,
            incident_id=incident, chosen={key: ["account_closed"] for key in chosen}, reason="确已销户",
        )  # fmt: skip


@records("BatchesUnknown", "BatchesParked", "BatchesHandedOver", "MeasureRetried")
def batches_whose_fate_nobody_knows(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = started(db, incident)
    first, second, third, fourth = batches(db, row["id"]).values()
    answer(db, incident, first, "unknown", ask_fence=2)
    answer(db, incident, first, "not_arrived")
    answer(db, incident, second, "settled", figures=receipt(second["intended_customers"] + 1, 10))
    answer(db, incident, third, "unknown", ask_fence=2)
    answer(db, incident, third, "parked", note="计费系统没有答复")
    answer(db, incident, fourth, "refused", note="not_approved")
    settle(db, incident, next(b for b in batches(db, row["id"]).values() if b["id"] == first["id"]))
    do(db, incident, measures.retry_measure, measure_id=row["id"])


@records("MeasureHeld", "MeasureResumed", "MeasureRevoked", "BatchesAbandoned", "BatchesHandedOver", "MeasureMoved")
def a_measure_that_is_held_and_then_taken_back(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = started(db, incident)
    do(db, incident, measures.hold_measure, measure_id=row["id"], reason="先核对名单")
    do(db, incident, measures.resume_measure, measure_id=row["id"])
    first = next(iter(batches(db, row["id"]).values()))
    settle(db, incident, first, failed=10)
    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")
    now = next(b for b in batches(db, row["id"]).values() if b["id"] == first["id"])
    undone = receipt(now["applied_customers"], now["applied_fen"])
    answer(db, incident, now, "settled", figures=undone, key=BatchKey(now["id"], 0, reverse=True))


@records("ExtensionAsked", "MeasureEnding", "MeasureCompleted", "MeasureRevised")
def a_measure_that_is_extended_and_then_lands(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = started(db, incident)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch)
    longer = do(
        db, incident, drafting.edit_measure,
        measure_id=row["id"], class_b_cap_fen=CAP_B, window_to=QUAKE + timedelta(days=15), reason="延长五天",
    )  # fmt: skip
    decide(db, longer)
    for batch in batches(db, row["id"]).values():
        if batch["extends"]:
            settle(db, incident, batch)
    for _ in range(18):
        stage.clock.step(timedelta(days=1).total_seconds())
        fire_due(db)
    early = started(db, incident, window_to=QUAKE + timedelta(days=90))
    for batch in batches(db, early["id"]).values():
        settle(db, incident, batch)
    do(db, incident, measures.end_measure, measure_id=early["id"], reason="灾区恢复")


@records("MeasurePartMoved", "MeasureMoved", "TaskResolved")
def halls_that_open_one_province_after_the_other(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = approved(db, incident, kind="green_channel")
    do(db, incident, measures.start_measure, measure_id=row["id"])
    for province in (SICHUAN, GANSU):
        task_id = task_id_of(incident, f"{row['item_key']}-open/{province}")
        figures = {"halls_open": 3, "halls_closed": 0, "longest_queue_minutes": 5}
        for name, arguments in (("acknowledge", {}), ("start", {}), ("resolve", {"figures": figures})):
            act(db, incident, name, TEAM, task_id=task_id, **arguments)


@records("MeasureRevoked", "MeasureMoved", "TaskRecalled")
def halls_that_close_again_before_anybody_came(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = approved(db, incident, kind="green_channel")
    do(db, incident, measures.start_measure, measure_id=row["id"])
    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")


@records("ServiceNoticeNotTaken", "ServiceNoticeSentAgain")
def a_hotline_that_refuses_to_announce_a_line(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = started(db, incident, kind="care_hotline", fields=fields_of("care_hotline"))
    keys = [ServiceKey("hotline", row["id"], province, 1) for province in (SICHUAN, GANSU)]
    with db.transaction([incident_stream(incident)]) as tx:
        note_notices(tx, [NoticeResult(key=key, trouble="refused", said="badAnnouncement: too long") for key in keys])
        note_notices(tx, [NoticeResult(key=keys[0], trouble="unknown", said="no answer")])
    refused = f"service:{row['id']}:{SICHUAN}"
    do(db, incident, exceptions.retry_exceptions, incident_id=incident, batches=[refused])
