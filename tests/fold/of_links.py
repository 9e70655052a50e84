"""Stories of incidents beside one another and of what provinces ask: links, merges, asks, calls, looks."""

from __future__ import annotations

import uuid
from datetime import timedelta

from incident.commands import asks, calling, links, looks
from incident.commands.timers import fire_due
from incident.log import incident_stream
from tests.conftest import QUAKE
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY, SICHUAN, TEAM, dispatched


@records("IncidentLinked", "IncidentUnlinked", "IncidentMerged", "MergeUndone")
def incidents_that_are_linked_merged_and_taken_apart(stage: Stage) -> None:
    one, other = stage.incident, stage.other_incident()
    dispatched(stage.db, one)
    with stage.db.transaction(links.streams_of(one, other)) as tx:
        links.link_incidents(tx, DUTY, incident_id=one, other_id=other, kind="caused_by", reason="次生灾害")
        links.unlink_incidents(tx, DUTY, incident_id=one, other_id=other, kind="caused_by")
        proposed = {"incident_id": one, "other_id": other, "kind": "duplicate_of"}
        links.link_incidents(tx, DUTY, **proposed, proposes_merge=True)
        links.unlink_incidents(tx, DUTY, **proposed)
    with stage.db.transaction(links.streams_of(one, other)) as tx:
        links.merge_incident(tx, DUTY, incident_id=one, into_id=other, reason="重复上报", move_tasks=True)
    with stage.db.transaction(links.streams_of(one, other)) as tx:
        links.reopen_merged(tx, DUTY, incident_id=one, reason="不是同一事件")


@records("HelpAsked", "AskAnswered", "AskWithdrawn", "AskOverdue")
def a_province_that_asks_upward(stage: Stage) -> None:
    told = {"incident_id": stage.incident, "province": SICHUAN, "kind": "power", "text": "油机", "quantity": 3}
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    for ask_id in (first, second):
        stage.do(asks.ask_upward, TEAM, ask_id=ask_id, **told)
    stage.clock.step(20 * 60)
    fire_due(stage.db)
    stage.do(asks.answer_ask, ask_id=first, accepted=True, text="甘肃支援车在途")
    stage.do(asks.withdraw_ask, TEAM, ask_id=second, reason="已自行解决")


@records("HelpAsked", "AskAnswered", "IncidentActivated")
def an_incident_that_a_province_raises(stage: Stage) -> None:
    incident_id, ask_id = str(uuid.uuid4()), str(uuid.uuid4())
    with stage.db.transaction([incident_stream(incident_id)]) as tx:
        asks.raise_incident(
            tx, TEAM, incident_id=incident_id, ask_id=ask_id, province=SICHUAN, kind="disaster", hazard="flood",
            title_zh="堰塞湖", title_en="Barrier lake", occurred_at=QUAKE, text="水位上涨",
        )  # fmt: skip
    with stage.db.transaction([incident_stream(incident_id)]) as tx:
        asks.answer_raised(tx, DUTY, ask_id=ask_id, decision="declare", provinces=(SICHUAN,))


@records("ProvinceCalled")
def a_call_to_a_province_and_what_was_looked_at(stage: Stage) -> None:
    [task_id] = dispatched(stage.db, stage.incident)
    stage.do(
        calling.record_call, incident_id=stage.incident, province=SICHUAN, note_id=str(uuid.uuid4()), called="李明",
        reached=True, text="已接下", acknowledge_tasks=[task_id],
    )  # fmt: skip
    stage.do(looks.look_at_incident, incident_id=stage.incident, position=3)
    stage.do(looks.look_at_task, task_id=task_id)
    look = {"socket": "s", "person_id": DUTY.person, "incident_id": stage.incident, "room": SICHUAN}
    with stage.db.transaction() as tx:
        looks.keep_looking(tx, "process", begun=[look | {"subject": f"task:{task_id}"}], over=[])
        looks.still_looking(tx, "process", kept=timedelta(minutes=1))
