"""Short ways to a roster, through the real commands."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from incident import log
from incident.commands import duty
from incident.commands.people import add_person, grant_role
from incident.db import Database
from incident.events.duty import STREAM
from incident.events.people import STREAM as PEOPLE
from incident.log import Actor
from incident.queries.responsible import streams_of_open_tasks
from tests.conftest import QUAKE
from tests.incident.stories import SICHUAN
from tests.web.browser import PREPARED

CLI = Actor(person="system", via="cli")
HOUR = timedelta(hours=1)


def add(db: Database, login: str, role: str = "province_member", scope: str = SICHUAN) -> str:
    """A person with one role; their id."""
    person_id = str(uuid.uuid4())
    with db.transaction([PEOPLE]) as tx:
        add_person(
            tx, log.SYSTEM, person_id=person_id, login=login, name_zh=f"姓{login}", name_en=login.title(),
            employee=login, password=PREPARED, must_change=False,
        )  # fmt: skip
        grant_role(tx, log.SYSTEM, person_id=person_id, role=role, scope=scope)
    return person_id


def on_duty_stream(db: Database, command: Any, actor: Actor = CLI, /, **arguments: Any) -> Any:
    """Run a command on rosters, the incidents of Sichuan's open tasks locked as well."""
    with db.read() as session:
        streams = streams_of_open_tasks(session, SICHUAN)
    with db.transaction([STREAM, *streams]) as tx:
        return command(tx, actor, **arguments)


def shift(
    db: Database,
    person: str | None,
    begins: float,
    ends: float,
    *,
    scope: str = SICHUAN,
    start: datetime = QUAKE,
    **more: Any,
) -> str:
    """Plan a shift from and to hours after the earthquake; its id."""
    shift_id = str(uuid.uuid4())
    on_duty_stream(
        db, duty.plan_shift, shift_id=shift_id, scope=scope, person_id=person,
        starts_at=start + HOUR * begins, ends_at=start + HOUR * ends, **more,
    )  # fmt: skip
    return shift_id


def team(db: Database, *members: tuple[str, str], scope: str = SICHUAN) -> str:
    """A duty team of (person, role); its id."""
    team_id = str(uuid.uuid4())
    settings = duty.TeamSettings(region=scope, name_zh="值班组", name_en="Duty team", kind="duty")
    on_duty_stream(db, duty.form_team, team_id=team_id, scope=scope, settings=settings)
    for person, role in members:
        on_duty_stream(db, duty.set_member, team_id=team_id, person_id=person, role=role)
    return team_id


def as_person(person: str) -> Actor:
    """The person at a browser."""
    return Actor(person=person, via="web")
