"""The stories of the record itself: a file is taken out, the log is verified, words are erased, time is over."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from incident.commands import erasing, exports, retention, sealing, tasks, verifications
from incident.commands.exports import Taken
from incident.commands.verifications import EVERY
from incident.events.record import STREAM
from incident.models import EventRow, IdempotencyKey
from incident.rules.data_classes import days_kept
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY, TEAM, act, dispatched


def an_old_answer(at: datetime) -> IdempotencyKey:
    """What a request was answered long ago."""
    return IdempotencyKey(
        actor="a", route="POST /", key="k", body_digest="0" * 64, status=200, answer="{}", created_at=at
    )


@records("DataExported", "LogSealed")
def the_record_is_looked_at_and_taken_out(stage: Stage) -> None:
    """A ledger leaves, a log is sealed; verifications find a fault, cannot read an anchor, are due after a day."""
    taken = Taken("ledger", "csv", stage.incident, {"province": "510000"}, 3, "0" * 64, 10)
    with stage.db.transaction([STREAM]) as tx:
        exports.note_export(tx, DUTY, export_id="e" * 8 + "-0000-4000-8000-000000000000", taken=taken)
    with stage.db.transaction([STREAM]) as tx:
        sealing.note_sealed(tx, DUTY, sealing.Sealed(stage.incident, 1, "0" * 64, "a-1.zip", "0" * 64, 10))
    for name in ("a", "b"):
        with stage.db.transaction() as tx:
            verifications.ask_verification(tx, DUTY, verification_id=name)
    with stage.db.transaction() as tx:
        first = verifications.take_verification(tx, worker="w")
        assert first is not None
        assert verifications.note_walked(tx, verification_id=first, worker="w", done=1, whole=2)
        assert verifications.note_verified(
            tx, verification_id=first, worker="w", events=2, streams=1, anchors=0, faults=["people #1: is gone"]
        )
    with stage.db.transaction() as tx:
        second = verifications.take_verification(tx, worker="w")
        assert second is not None
        assert verifications.note_not_verified(tx, verification_id=second, worker="w", why="no anchor")
        assert not verifications.ask_when_due(tx, verification_id="c")
    stage.clock.step((EVERY + timedelta(minutes=1)).total_seconds())
    with stage.db.transaction() as tx:
        assert verifications.ask_when_due(tx, verification_id="c")


@records("TextsErased", "RetentionApplied")
def words_are_erased_and_time_is_over(stage: Stage) -> None:
    """What somebody wrote is erased; an incident is closed, and years later its files and old answers go."""
    [task] = dispatched(stage.db, stage.incident)
    act(stage.db, stage.incident, "comment", task_id=task, note_id=str(uuid.uuid4()), text="请致电 138 0000 0000")
    stage.do(
        tasks.attach, TEAM, task_id=task, attachment_id="a", name="现场.txt", content="停电".encode(), strip=False
    )  # fmt: skip
    with stage.db.read() as session:
        said = session.scalars(select(EventRow.position).where(EventRow.type == "TaskCommented")).one()
    stage.do(erasing.erase_words, incident_id=stage.incident, position=said, reason="写了个人号码")
    for action in ("stabilise", "stand_down", "close"):
        stage.move(action, "完成")
    stage.clock.step(timedelta(days=3000).total_seconds())
    with stage.db.transaction() as tx:
        tx.session.add(an_old_answer(tx.real_now - timedelta(days=2000)))
    went = {one.kind: one.count for one in retention.apply_retention(stage.db, days_kept(""))}
    assert (went["files"], went["requests"]) == (1, 1)
