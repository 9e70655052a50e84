"""Stories of paging: people told, people whom nothing reaches, clocks changed, acknowledgements that expire."""

from __future__ import annotations

from incident.commands import paging, tasks
from incident.commands.paging import Notice, PageResult
from incident.commands.people import grant_role, set_mail
from incident.commands.timers import fire_due
from incident.log import SYSTEM
from incident.rules.sealing import Sealer
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY, SICHUAN, TEAM, dispatched, new_task


@records("PeoplePaged", "PersonNotReached")
def people_are_told_and_one_of_them_by_nothing(stage: Stage) -> None:
    stage.on_people(grant_role, SYSTEM, person_id=TEAM.person, role="province_member", scope=SICHUAN)
    stage.on_people(set_mail, person_id=TEAM.person, mail="team@sichuan.example")
    [task_id] = dispatched(stage.db, stage.incident)
    payload = {
        "template": "task_dispatched",
        "province": SICHUAN,
        "roles": ["province_member"],
        "values": {"task_id": task_id, "title_zh": "上报灾情", "title_en": "Report the situation"},
    }
    notice = Notice("nowhere", f"notice:{task_id}:again", f"incident:{stage.incident}", payload)
    stage.do(lambda tx, _actor: paging.plan_notice(tx, notice, configured={"mail"}, sealer=Sealer.drawn()))
    key = f"page:{task_id}:again:{TEAM.person}:mail"
    failed = PageResult(key, "failed", None, "smtp_550")
    stage.do(lambda tx, _actor: paging.note_page_results(tx, [failed]))


@records("ClocksChanged", "AcknowledgementExpired", "TaskAcknowledged")
def clocks_that_are_changed_and_run_out(stage: Stage) -> None:
    waits, begun = dispatched(stage.db, stage.incident, new_task(start_minutes=15), new_task())
    stage.do(paging.change_clocks, DUTY, task_id=waits, acknowledge_minutes=17, work_minutes=45)
    for task_id in (waits, begun):
        stage.do(tasks.acknowledge, TEAM, task_id=task_id)
    stage.do(paging.change_clocks, DUTY, task_id=begun, start_minutes=20)
    stage.do(paging.change_clocks, DUTY, task_id=waits, start_minutes=7)
    stage.clock.step(7 * 60)
    fire_due(stage.db)
    stage.do(tasks.start, TEAM, task_id=begun)
    stage.clock.step(14 * 60)
    fire_due(stage.db)
