"""Stories of tasks: every way through a task's states, by hand and by its clocks."""

from __future__ import annotations

import uuid

from incident.commands import tasks
from incident.commands.timers import fire_due
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY, TEAM, dispatched, new_task


@records(
    "TasksDispatched", "TaskAcknowledged", "AcknowledgementUndone", "TaskStarted", "TaskTicked", "TaskResolved",
    "TaskReturned", "TaskVerified", "TaskCommented",
)  # fmt: skip
def a_task_from_dispatch_to_its_end(stage: Stage) -> None:
    [task_id] = dispatched(stage.db, stage.incident)
    stage.do(tasks.acknowledge, TEAM, task_id=task_id)
    stage.do(tasks.undo_acknowledgement, TEAM, task_id=task_id)
    stage.do(tasks.acknowledge, TEAM, task_id=task_id)
    stage.do(tasks.start, TEAM, task_id=task_id)
    stage.do(tasks.tick, TEAM, task_id=task_id, ticked=[1])
    stage.do(tasks.comment, TEAM, task_id=task_id, note_id=str(uuid.uuid4()), text="映秀道路中断，改走水路")
    stage.do(tasks.resolve, TEAM, task_id=task_id, figures={"halls_open": 12}, ticked=[0, 1])
    stage.do(tasks.return_task, task_id=task_id, reason="数字请再核对")
    stage.do(tasks.resolve, TEAM, task_id=task_id, figures={"halls_open": 11})
    stage.do(tasks.verify, task_id=task_id)


@records(
    "TaskDeclined", "TaskRedispatched", "TaskReminded", "TaskHeld", "TaskPended", "TaskResumed", "TaskRecalled",
    "TaskRevised",
)  # fmt: skip
def tasks_that_do_not_go_straight(stage: Stage) -> None:
    declined, held, pending = dispatched(stage.db, stage.incident, new_task(), new_task(), new_task())
    stage.do(tasks.remind, task_id=declined)
    stage.do(tasks.decline, TEAM, task_id=declined, reason="道路中断")
    titles = ("省后勤保障", "Provincial logistics")
    stage.do(tasks.redispatch, task_id=declined, team="province_logistics", titles=titles, reason="改由后勤队前往")
    stage.do(tasks.revise, task_id=declined, changed={"title_zh": "清点营业厅", "title_en": "Count the halls"})
    for task_id in (held, pending):
        stage.do(tasks.acknowledge, TEAM, task_id=task_id)
        stage.do(tasks.start, TEAM, task_id=task_id)
    stage.do(tasks.hold, DUTY, task_id=held, reason="等上级指令")
    stage.do(tasks.pend, TEAM, task_id=pending, reason="等电力恢复")
    stage.clock.step(600)
    stage.do(tasks.resume, DUTY, task_id=held, from_hold=True)
    stage.do(tasks.resume, TEAM, task_id=pending, from_hold=False)
    stage.do(tasks.recall, task_id=held, reason="不再需要")


@records("AcknowledgementEscalated", "WorkOverdue", "TaskAcknowledged")
def tasks_that_nobody_answers_and_one_answered_by_telephone(stage: Stage) -> None:
    _nobody, called = dispatched(stage.db, stage.incident, new_task(), new_task())
    stage.do(tasks.create_task, incident_id=stage.incident, task=new_task(item="by-hand"), detail="请逐厅核实")
    for _ in range(5):
        stage.clock.step(5 * 60)
        fire_due(stage.db)
    stage.do(tasks.acknowledge, DUTY, task_id=called, proxy_for="028-0000 张三", note="已口头确认")
    stage.do(tasks.start, TEAM, task_id=called)
    stage.clock.step(2 * 3600)
    fire_due(stage.db)
