"""Stories of tasks among other things: what they wait for, check-ins, files, implausible figures."""

from __future__ import annotations

import uuid

from incident.commands import tasks
from incident.commands.timers import fire_due
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY, TEAM, dispatched, new_task
from tests.tasks.pictures import jpeg


@records("TaskArranged", "TaskStarted", "TaskResolved")
def a_task_that_waits_for_another_and_starts_all_the_same(stage: Stage) -> None:
    first, second = dispatched(stage.db, stage.incident, new_task(), new_task())
    stage.do(tasks.arrange, task_id=second, changed={"waits_for": [tasks.Wait(task=first)], "checkin_minutes": 20})
    stage.do(tasks.arrange, task_id=second, changed={"point": (1_035_000_000, 310_000_000)})
    stage.do(tasks.acknowledge, TEAM, task_id=second, note="收到，两人在路上")
    stage.do(tasks.start, TEAM, task_id=second, override="第一队已口头确认")
    stage.do(tasks.resolve, TEAM, task_id=second, figures={"halls_open": 501}, reasons={"halls_open": "含临时营业点"})
    stage.do(tasks.arrange, task_id=first, changed={"point": None, "checkin_minutes": 30})


@records("TaskCheckedIn", "CheckInMissed", "TaskHeld", "TaskResumed", "TaskReturned", "AcknowledgementUndone")
def a_team_that_reports_late_and_after_the_fact(stage: Stage) -> None:
    [task] = dispatched(stage.db, stage.incident, new_task(checkin_minutes=10, point=(1_040_000_000, 300_000_000)))
    stage.do(tasks.acknowledge, TEAM, task_id=task)
    stage.do(tasks.undo_acknowledgement, TEAM, task_id=task)
    stage.do(tasks.acknowledge, TEAM, task_id=task)
    stage.do(tasks.check_in, TEAM, task_id=task, checkin_id=str(uuid.uuid4()))
    stage.clock.step(25 * 60)
    fire_due(stage.db)
    with stage.db.read() as session:
        earlier = stage.db.world_now(session)
    stage.clock.step(60)
    stage.do(
        tasks.check_in, DUTY, task_id=task, checkin_id=str(uuid.uuid4()), note="人员安全", said_at=earlier,
        proxy_for="张三（卫星电话）",
    )  # fmt: skip
    stage.do(tasks.hold, task_id=task, reason="余震")
    stage.do(tasks.resume, task_id=task, from_hold=True)
    stage.do(tasks.start, TEAM, task_id=task)
    stage.do(tasks.resolve, TEAM, task_id=task, figures={"halls_open": 3})
    stage.do(tasks.return_task, task_id=task, reason="请补照片")


@records("FileAttached", "FileRedacted")
def a_photo_that_should_not_have_been_sent(stage: Stage) -> None:
    [task] = dispatched(stage.db, stage.incident)
    photo, voice = str(uuid.uuid4()), str(uuid.uuid4())
    sent = {"task_id": task, "name": "营业厅.jpg"}
    stage.do(tasks.attach, TEAM, attachment_id=photo, content=jpeg(), strip=True, **sent)
    stage.do(tasks.attach, TEAM, attachment_id=voice, content=b"OggS" + bytes(40), strip=False, **sent)
    stage.do(tasks.redact_attachment, attachment_id=photo, reason="拍到了客户")
