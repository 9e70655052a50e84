"""The fixtures of tests/web, and a world with two provinces' secrets in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

import pytest

from incident.commands.incidents import log_note
from incident.commands.tasks import create_task
from incident.db import Database
from incident.log import incident_stream
from tests.duty.policy_world import told_of_duty
from tests.incident.stories import DUTY, GANSU, SICHUAN, declared, new_task
from tests.web.conftest import app, house, person, shared_var

__all__ = ["app", "house", "person", "shared_var"]

#: What only headquarters and the named province may ever receive a byte of.
TOKENS = {SICHUAN: "canary-sichuan-7f3a", GANSU: "canary-gansu-91bc", "nation": "canary-nation-c04d"}


@dataclass(frozen=True)
class Told:
    """Ids of what stands in the world."""

    incident_id: str
    #: A task by province.
    tasks: dict[str, str]
    #: What stands in a path about rosters or aid, by the part of the path that says so.
    duty: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def told(db: Database) -> Told:
    """An incident that Sichuan and Gansu were told of, a task and a note of each with its token, a national note."""
    incident_id = declared(db)
    tasks: dict[str, str] = {}
    for owner, token in TOKENS.items():
        province = None if owner == "nation" else owner
        with db.transaction([incident_stream(incident_id)]) as tx:
            log_note(
                tx,
                DUTY,
                incident_id=incident_id,
                note_id=str(uuid.uuid4()),
                kind="note",
                text=token,
                province=province,
            )
            if province:
                task = new_task(province=province, item=token, title_zh=token, title_en=token)
                create_task(tx, DUTY, incident_id=incident_id, task=task, detail=token)
                tasks[owner] = task.task_id
    return Told(incident_id, tasks, told_of_duty(db, incident_id, TOKENS))
