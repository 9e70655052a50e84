"""Short ways to a state of affairs, through the real commands."""

from __future__ import annotations

import uuid
from typing import Any

from incident.commands import incidents, tasks
from incident.db import Database
from incident.log import Actor, incident_stream
from tests.conftest import QUAKE

SICHUAN, GANSU, SHAANXI = "510000", "620000", "610000"
DUTY = Actor(person="11111111-1111-4111-8111-111111111111", via="web")
TEAM = Actor(person="22222222-2222-4222-8222-222222222222", via="web")
OTHER = Actor(person="33333333-3333-4333-8333-333333333333", via="web")


def declared(db: Database, *, provinces: tuple[str, ...] = (SICHUAN, GANSU, SHAANXI)) -> str:
    """Id of an incident declared at level I."""
    incident_id = str(uuid.uuid4())
    with db.transaction([incident_stream(incident_id)]) as tx:
        incidents.declare_incident(
            tx,
            DUTY,
            incident_id=incident_id,
            kind="disaster",
            hazard="earthquake",
            title_zh="汶川 8.0 级地震",
            title_en="Wenchuan earthquake, M 8.0",
            occurred_at=QUAKE,
            provinces=provinces,
            response_level="I",
            authority="应急办 2008-12 号，签发人 李明",
        )
    return incident_id


def new_task(*, province: str = SICHUAN, item: str = "report", **changes: Any) -> tasks.NewTask:
    """A task with one outcome field and a checklist of two lines."""
    task_id = str(uuid.uuid4())
    values: dict[str, Any] = {
        "task_id": task_id,
        "item_key": f"earthquake/{item}/{province}-{task_id}",
        "province": province,
        "region": province,
        "task_group": "report",
        "team": "province_duty",
        "title_zh": "上报灾情",
        "title_en": "Report the situation",
        "acknowledge_minutes": 5,
        "work_minutes": 60,
        "checklist": [{"zh": "营业厅", "en": "Halls"}, {"zh": "员工", "en": "Staff"}],
        "outcome_fields": [
            {"name": "halls_open", "zh": "开门厅数", "en": "Halls open", "minimum": 0, "maximum": 500, "required": True}
        ],
    }
    return tasks.NewTask(**(values | changes))


def dispatched(db: Database, incident_id: str, *news: tasks.NewTask) -> list[str]:
    """Dispatch tasks (one of Sichuan when none is given); their ids."""
    given = news or (new_task(),)
    with db.transaction([incident_stream(incident_id)]) as tx:
        for task in given:
            tasks.dispatch_tasks(tx, DUTY, incident_id=incident_id, item="report", tasks=[task])
    return [task.task_id for task in given]


def act(db: Database, incident_id: str, name: str, actor: Actor = TEAM, **arguments: Any) -> dict[str, Any]:
    """Run one command of incident.commands.tasks in a transaction of its own."""
    with db.transaction([incident_stream(incident_id)]) as tx:
        row: dict[str, Any] = getattr(tasks, name)(tx, actor, **arguments)
    return row
