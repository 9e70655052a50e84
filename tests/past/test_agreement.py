"""Rebuild, time machine and live rows agree at random positions of a long random history, on both databases.

A push asks at 300 positions of a short history, `make gate G=past` at 1,000 of a long one, on each database.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.clock import SteppedClock
from incident.commands.worlds import create_world
from incident.db import Base, Database, open_engine
from incident.log import incident_stream
from incident.models import EventRow
from incident.past import Asked, Pasts, deriving, position_of, rows, standing
from incident.past.deriving import derive
from incident.past.files import opened, path_of
from incident.past.moments import head_of
from incident.past.standing import Tables, seen_by, standing_at, tables_of
from incident.queries.past import past_snapshot
from incident.queries.state import snapshot
from tests.conftest import QUAKE, START
from tests.fold.stages import exercise, set_up
from tests.incident.stories import GANSU, SICHUAN
from tests.past.history import History

WHOLE = os.environ.get("TONGXIN_GATE") == "R"
SEED = int(os.environ.get("TONGXIN_GATE_SEED") or random.SystemRandom().randrange(10**6))
EVENTS, POSITIONS, LOOK_EVERY = (4000, 1000, 9) if WHOLE else (200, 150, 6)
PROVINCES = (SICHUAN, GANSU)


@pytest.fixture(autouse=True)
def _many_snapshots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let snapshots lie close together, so that a short history crosses many of them."""
    monkeypatch.setattr(standing, "SNAPSHOT_EVERY", 64)
    monkeypatch.setattr(deriving, "_MOST_EVENTS", 40)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def history(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, regions: Regions
) -> Iterator[History]:
    """One history on each database for the whole file: nobody who looks back changes it."""
    name = ""
    if request.param == "sqlite":
        db, clock = exercise(tmp_path_factory.mktemp("past") / "tongxin.db")
    else:
        name, url = request.getfixturevalue("postgres").fresh()
        clock = SteppedClock(START)
        db = Database(open_engine(url), clock)
        create_world(db, kind="exercise", name="test", begins_at=QUAKE)
    told = History(set_up(db, clock, regions, watched=False), SEED)
    told.go_on(EVENTS, look_every=LOOK_EVERY)
    yield told
    db.engine.dispose()
    if name:
        request.getfixturevalue("postgres").drop(name)


def test_rebuild_time_machine_and_live_rows_agree(history: History, tmp_path: Path) -> None:
    asked = _positions(history)

    faults = list(_faults(history, tmp_path, asked))

    assert faults == [], f"seed {SEED}"
    assert len(asked & history.lived.keys()) >= POSITIONS // 10, "too few of the positions were looked at live"


def test_the_head_of_the_past_is_the_snapshot_of_the_present(
    history: History, tmp_path: Path, regions: Regions
) -> None:
    db, incident = history.stage.db, history.stage.incident
    with db.read() as session, Pasts(tmp_path).open(session, incident, upto=1) as file:
        now = position_of(session, incident, Asked(moment=db.world_now(session)), field="at")
        for room in ("nation", *PROVINCES):
            then = orjson.loads(
                orjson.dumps(
                    past_snapshot(session, file, incident_id=incident, room=room, position=now, regions=regions)
                )
            )
            assert then.pop("at") is not None
            assert then == snapshot(session, incident_id=incident, room=room, regions=regions)


def test_a_derivation_that_misses_a_change_turns_it_red(
    tmp_path: Path, regions: Regions, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, clock = exercise(tmp_path / "tongxin.db")
    history = History(set_up(db, clock, regions, watched=False), SEED)
    history.go_on(70, look_every=LOOK_EVERY)
    folded = rows.folded

    def careless(name: str, before: Any, *told: Any, **more: Any) -> Any:
        done = folded(name, before, *told, **more)
        return before if before is not None and done.get("state") == "acknowledged" else done

    monkeypatch.setattr(deriving, "folded", careless)

    assert list(_faults(history, tmp_path, _positions(history))) != []
    db.engine.dispose()


def _positions(history: History) -> set[int]:
    """Random positions, the end, and half of them where the live rows were looked at."""
    draw = random.Random(SEED)
    head = max(history.lived)
    lived = sorted(history.lived)
    some = draw.sample(lived, min(len(lived), POSITIONS // 2))
    return {*some, *draw.sample(range(1, head + 1), min(head, POSITIONS - len(some)))}


def _faults(history: History, folder: Path, asked: set[int]) -> Iterator[str]:
    """Where one of the three says otherwise; the past is derived in pieces and asked for before it is whole."""
    db, incident = history.stage.db, history.stage.incident
    draw = random.Random(SEED)
    rebuilt = Rebuilt(incident)
    with db.read() as log, opened(path_of(folder, incident)) as file:
        for event in log.execute(
            select(EventRow.position, EventRow.audience, EventRow.changes)
            .where(EventRow.stream == incident_stream(incident))
            .order_by(EventRow.position)
        ).all():
            rebuilt.take(event.audience, event.changes)
            if event.position not in asked:
                continue
            with db.read() as session:
                derive(session, file, incident, upto=event.position)
            past, told = standing_at(file, event.position), rebuilt.tables()
            for room in ("nation", draw.choice(PROVINCES)):
                yield from _differences(f"#{event.position} {room}", tables_of(file, past, seen_by(room)), told, room)
            if event.position in history.lived:
                yield from _differences(f"#{event.position} live", history.lived[event.position], told, "nation")
        head = head_of(log, incident)
        assert derive(log, file, incident, upto=head) == head
        for position in sorted(asked & history.lived.keys()):  # once more, from the end
            past = standing_at(file, position)
            have = tables_of(file, past, seen_by("nation"))
            yield from _differences(f"#{position} looked back on", have, history.lived[position], "nation")
    rebuilt.close()


class Rebuilt:
    """The rows that the generic fold makes of events in an empty database; only tables that changed are read again."""

    def __init__(self, incident: str) -> None:
        self._stream = incident_stream(incident)
        self._engine = create_engine("sqlite://")
        Base.metadata.create_all(self._engine)
        self._session = Session(self._engine)
        self._told: Tables = {}
        self._stale: set[str] = set()

    def take(self, audience: str, changes: list[list[Any]]) -> None:
        fold.apply(self._session, self._stream, audience, changes)
        self._stale |= {change[0] for change in changes}

    def tables(self) -> Tables:
        for name in self._stale:
            table = fold.TABLES[name]
            found = self._session.execute(select(table)).mappings().all()
            self._told[name] = {row["id"]: fold.log_spelling(table, dict(row)) for row in found}
        self._stale.clear()
        return self._told

    def close(self) -> None:
        self._session.close()
        self._engine.dispose()


def _differences(where: str, have: Tables, want: Tables, room: str) -> Iterator[str]:
    for name in have.keys() | want.keys():
        rows = {key: row for key, row in want.get(name, {}).items() if room == "nation" or row["province"] == room}
        if have.get(name, {}) != rows:
            yield f"{where}: {name} differs"
