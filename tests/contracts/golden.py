"""Makes the golden files of this folder from a short story told by the real code.

    python -m tests.contracts.golden

They are made anew only when a contract is extended, which also needs a line in docs/architecture.md. The tests
hold today's code against the files as they are; the browser's unit tests read the same ones.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from geo.regions import Regions, load_regions
from incident.clock import SteppedClock, as_text
from incident.commands import incidents
from incident.db import Database, World, open_engine
from incident.db.schema import create_schema
from incident.log import incident_stream
from incident.queries.events import NATION, events_after
from incident.queries.state import snapshot
from tests.conftest import QUAKE, REPO, START
from tests.incident.stories import DUTY, SICHUAN, act, declared, dispatched

FOLDER = Path(__file__).resolve().parent


def stage(folder: Path) -> tuple[Database, SteppedClock]:
    """An exercise world on SQLite at the moment of the earthquake, and its clock."""
    engine = open_engine(f"sqlite:///{folder / 'golden.db'}")
    create_schema(engine)
    with Session(engine.execution_options(tongxin_writes=True)) as session:
        session.add(World(id=1, kind="exercise", name="golden", anchor_real=START, anchor_world=QUAKE, rate=60))
        session.commit()
    clock = SteppedClock(START)
    return Database(engine, clock), clock


def tell_story(db: Database, clock: SteppedClock) -> tuple[str, int]:
    """Declare, dispatch, acknowledge with an undo, note, resolve; the incident, and the position half-way."""
    incident = declared(db, provinces=(SICHUAN,))
    [task, _other] = [*dispatched(db, incident), *dispatched(db, incident)]
    half_way = room_position(db, incident)
    clock.step(2)
    act(db, incident, "acknowledge", task_id=task)
    clock.step(0.2)
    act(db, incident, "undo_acknowledgement", task_id=task)
    clock.step(1)
    act(db, incident, "acknowledge", task_id=task)
    act(db, incident, "start", task_id=task)
    act(db, incident, "resolve", task_id=task, figures={"halls_open": 12}, ticked=[0, 1])
    with db.transaction([incident_stream(incident)]) as tx:
        incidents.log_note(
            tx, DUTY, incident_id=incident, note_id="4b1f2f5e-6c2a-4d7e-9a53-0d1c2b3a4e5f", kind="call",
            text="映秀通信中断，改用卫星电话", province=SICHUAN,
        )  # fmt: skip
    return incident, half_way


def room_position(db: Database, incident: str) -> int:
    with db.read() as session:
        upto: int = events_after(session, incident_id=incident, room=NATION, after=0, regions=_regions())["upto"]
        return upto


def documents(db: Database, incident: str, half_way: int) -> dict[str, Any]:
    """Every golden document by file name."""
    with db.read() as session:
        page = events_after(session, incident_id=incident, room=NATION, after=half_way, regions=_regions())
        state = snapshot(session, incident_id=incident, room=NATION, regions=_regions())
        world = session.get_one(World, 1)
        now = db.real_now(session)
    times = {"now": as_text(world.time().at(now)), "real_now": as_text(now), "rate": world.rate}
    told = page["events"][0]
    return {
        "event.json": {name: told[name] for name in told if name not in ("say", "kind", "resolved", "people")},
        "events.json": page,
        "frame.json": {
            "incident": incident, "room": NATION, "before": half_way, "after": page["upto"], "rate": 60,
            "events": page["events"],
        },
        "head.json": {
            "incident": incident, "room": NATION, "position": page["upto"], "rate": 60, "world_now": times["now"],
        },
        "state.json": state | {"world": times},
    }  # fmt: skip


def fold_cases(db: Database, incident: str, half_way: int) -> dict[str, Any]:
    """What a client that stood half-way must hold at the end, for the nation and for one province."""
    cases = []
    for room in (NATION, SICHUAN):
        with db.read() as session:
            whole = events_after(session, incident_id=incident, room=room, after=0, regions=_regions())["events"]
            after = snapshot(session, incident_id=incident, room=room, regions=_regions())["tables"]
        seen = {table for event in whole for table, _key, _values in event["changes"]}
        cases.append(
            {
                "name": f"the whole story, seen by {room}",
                "before": {},
                "events": whole,
                "after": {table: after[table] for table in sorted(seen)},
            }
        )
    return {"cases": cases}


def _regions() -> Regions:
    return load_regions(REPO / "var" / "cache")


def main() -> None:
    """Write the files."""
    with TemporaryDirectory() as folder:
        db, clock = stage(Path(folder))
        incident, half_way = tell_story(db, clock)
        made = documents(db, incident, half_way) | {"fold.json": fold_cases(db, incident, half_way)}
        db.engine.dispose()
    for name, document in made.items():
        text = json.dumps(document, ensure_ascii=False, indent=1)
        (FOLDER / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
