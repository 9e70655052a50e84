"""Stories of public messages, the gateway's answers put in by the command that records them."""

from __future__ import annotations

import uuid
from typing import Any

from incident.commands import broadcasts
from incident.commands.broadcasts.surveying import ask_survey
from incident.commands.gateways import PartResult, note_part_results
from incident.log import incident_stream
from incident.rules.broadcasts import STATES, PartKey
from notifications.delivery import SurveyAnswers
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import LI, SUN, ZHAO, approve_broadcast, broadcasting, do, drafted_broadcast
from tests.outcomes.surveys import covered, question


def _said(stage: Stage, row: dict[str, Any], province: str, said: Any, **more: Any) -> None:
    key = PartKey(row["id"], province, more.pop("attempt", 1))
    with stage.db.transaction([incident_stream(stage.incident)]) as tx:
        note_part_results(tx, [PartResult(key=key, said=said, **more)])


def _delivered(count: int) -> dict[str, int]:
    return dict.fromkeys(STATES, 0) | {"delivered": count}


@records(
    "BroadcastDrafted", "BroadcastRevised", "BroadcastSubmitted", "BroadcastDecided", "BroadcastStarted",
    "BroadcastPartStarted", "BroadcastPartCounted", "BroadcastEnded",
)  # fmt: skip
def a_message_from_draft_to_the_last_receipt(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = drafted_broadcast(db, incident)
    row = do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])
    do(db, incident, broadcasts.return_broadcast, LI, broadcast_id=row["id"], reason="请写明电话")
    do(
        db, incident, broadcasts.edit_broadcast, SUN,
        broadcast_id=row["id"], changes={"body_zh": "灾区客户欠费不停机，请拨 10086。"},
    )  # fmt: skip
    row = do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])
    row = approve_broadcast(db, row, LI, ZHAO)
    for province, count in ((SICHUAN, 4500), (GANSU, 700)):
        _said(stage, row, province, "sent", reference=f"BJ-{province}")
        _said(stage, row, province, "completed", counts=_delivered(count), audience=count)


@records("BroadcastStopping", "BroadcastEnded", "BroadcastPartCounted")
def messages_that_are_stopped_withdrawn_rejected_and_corrected(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    running = broadcasting(db, incident)
    _said(stage, running, SICHUAN, "unknown", note="没有答复", ask_fence=2)
    _said(stage, running, SICHUAN, "not_arrived")
    do(db, incident, broadcasts.stop_broadcast, LI, broadcast_id=running["id"], reason="内容有误")
    corrected = broadcasting(db, incident)
    do(db, incident, broadcasts.correct_broadcast, LI, broadcast_id=corrected["id"])
    do(db, incident, broadcasts.cancel_broadcast, LI, broadcast_id=corrected["id"])
    rejected = do(db, incident, broadcasts.submit_broadcast, broadcast_id=drafted_broadcast(db, incident)["id"])
    do(db, incident, broadcasts.reject_broadcast, LI, broadcast_id=rejected["id"], reason="不发")


@records("BroadcastDrafted", "BroadcastRevised", "BroadcastStarted", "BroadcastStopping")
def a_message_that_is_followed_by_new_words(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    row = broadcasting(db, incident)
    made = str(uuid.UUID(int=4711))
    do(db, incident, broadcasts.draft_update, broadcast_id=row["id"], update_id=made)
    words = {"body_zh": "请到营业厅领取备用机。", "body_en": "Halls lend phones."}
    do(db, incident, broadcasts.edit_broadcast, SUN, broadcast_id=made, changes=words)
    update = do(db, incident, broadcasts.submit_broadcast, broadcast_id=made)
    approve_broadcast(db, update, LI, ZHAO)


@records("TechnicalFailureFlagged", "BroadcastPartCounted")
def a_gateway_that_counts_more_than_were_approved(stage: Stage) -> None:
    row = broadcasting(stage.db, stage.incident)
    _said(stage, row, GANSU, "sent", reference="BJ-1")
    _said(stage, row, GANSU, "completed", counts=_delivered(701), audience=701)
    do(stage.db, stage.incident, broadcasts.ask_again, broadcast_id=row["id"])


@records("SurveyAnswered", "BroadcastPartCounted")
def a_survey_that_is_answered_twice_over(stage: Stage) -> None:
    db, incident = stage.db, stage.incident
    covered(db, incident)
    survey = str(uuid.UUID(int=815))
    row = do(db, incident, ask_survey, SUN, incident_id=incident, survey_id=survey, question=question(sample=520))
    row = approve_broadcast(db, row, LI, ZHAO)
    _said(stage, row, GANSU, "sent", reference="BJ-1")
    asked = row["audience"][GANSU]["621202"]["easyown"]
    for many, closed in ((30, False), (31, False), (31, True)):
        told = SurveyAnswers({1: 1, 5: many}, {"late": 0, "repeated": 2, "unclear": 1}, closed)
        _said(stage, row, GANSU, "completed", counts=_delivered(asked), audience=asked, survey=told)
    do(db, incident, broadcasts.correct_broadcast, LI, broadcast_id=survey)
