"""What a story of this folder is told on: a world, an incident with its people, and the watch over both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.regions import Regions
from incident import log
from incident.clock import SteppedClock
from incident.commands import incidents, worlds
from incident.db import Database, Tx, open_engine
from incident.db.schema import create_schema
from incident.events.people import STREAM, PersonAdded
from incident.log import SYSTEM, Actor, incident_stream
from tests.conftest import QUAKE, START
from tests.fold.watching import Watch
from tests.incident.stories import DUTY, GANSU, OTHER, SICHUAN, TEAM, declared
from tests.measures.stories import EMPLOYEES

#: Who acts in the stories, by the names that sentences must show.
NAMES = {DUTY: ("王值班", "Wang Duty"), TEAM: ("四川班组", "Sichuan team"), OTHER: ("旁人", "Somebody else")}


@dataclass(frozen=True)
class Stage:
    """One database with one declared incident."""

    db: Database
    clock: SteppedClock
    regions: Regions
    incident: str
    watch: Watch

    def do(self, command: Callable[..., Any], actor: Actor = DUTY, /, **arguments: Any) -> Any:
        """Run a command in a transaction of its own on the incident's stream."""
        with self.db.transaction([incident_stream(self.incident)]) as tx:
            return command(tx, actor, **arguments)

    def on_people(self, command: Callable[..., Any], *actor: Actor, **arguments: Any) -> Any:
        """Run a command in a transaction of its own on the stream of people."""
        with self.db.transaction([STREAM]) as tx:
            return command(tx, *actor, **arguments)

    def other_incident(self, **changes: Any) -> str:
        """Declare one more incident in one province; its id."""
        return declared(self.db, provinces=(SICHUAN,), **changes)

    def move(self, action: str, reason: str | None = None) -> None:
        """Take the incident to another state."""
        self.do(incidents.move_incident, incident_id=self.incident, action=action, reason=reason)


def set_up(db: Database, clock: SteppedClock, regions: Regions, *, watched: bool = True) -> Stage:
    """Add everybody, declare, and watch from the first commit on."""
    watch = Watch(db, regions)
    if watched:
        watch.begin()
    with db.transaction([STREAM]) as tx:
        for actor, (name_zh, name_en) in NAMES.items():
            _add(tx, actor, name_zh, name_en, f"P-{actor.person[:1]}")
        for actor, employee in EMPLOYEES.items():
            _add(tx, actor, f"员工{employee}", f"Employee {employee}", employee)
    return Stage(db, clock, regions, declared(db, provinces=(SICHUAN, GANSU)), watch)


def _add(tx: Tx, actor: Actor, name_zh: str, name_en: str, employee: str) -> None:
    event = PersonAdded(
        person_id=actor.person, login=f"{employee.lower()}.{actor.person[7]}", name_zh=name_zh, name_en=name_en,
        employee=employee, at=tx.now,
    )  # fmt: skip
    log.record(tx, event, stream=STREAM, actor=SYSTEM)


def exercise(file: Path) -> tuple[Database, SteppedClock]:
    """An exercise world on SQLite at the moment of the earthquake, and its clock."""
    clock = SteppedClock(START)
    engine = open_engine(f"sqlite:///{file}")
    create_schema(engine)
    db = Database(engine, clock)
    worlds.create_world(db, kind="exercise", name="test", begins_at=QUAKE)
    return db, clock
