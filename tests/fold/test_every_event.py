"""For every event: its real command leaves fold = rows in each room, and both sentences can be read (goal G9)."""

from __future__ import annotations

import functools
import importlib
import inspect
import os
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from sqlalchemy import select, update

import incident.commands
from geo.regions import Regions
from incident.clock import SteppedClock
from incident.db import Database
from incident.events import EVENTS
from incident.models import EventRow, Task
from tests.fold.all_stories import STORIES, Story
from tests.fold.stages import exercise, set_up
from tests.incident.stories import dispatched
from tests.support import assert_chain_holds, assert_fold_equals_rows, assert_no_words_in_the_log

#: A push looks after each commit on SQLite and at the end of each story on PostgreSQL; the gate after each on both.
WHOLE = os.environ.get("TONGXIN_GATE") == "R"


@pytest.mark.parametrize("story", STORIES.values(), ids=lambda story: story.name)
def test_after_each_commit_old_state_and_events_give_the_new_state(
    story: Story, db: Database, clock: SteppedClock, regions: Regions
) -> None:
    watched = WHOLE or db.engine.dialect.name == "sqlite"
    stage = set_up(db, clock, regions, watched=watched)

    story.tell(stage)

    assert story.records - (stage.watch.seen if watched else _recorded(db)) == set()
    assert stage.watch.faults == []
    assert_fold_equals_rows(db)
    assert_chain_holds(db)
    assert_no_words_in_the_log(db)


def _recorded(db: Database) -> set[str]:
    with db.read() as session:
        return set(session.scalars(select(EventRow.type)))


def test_every_event_has_a_story_that_records_it() -> None:
    told = {name for story in STORIES.values() for name in story.records}

    assert told == set(EVENTS)


def test_every_command_takes_part_in_a_story(tmp_path: Path, regions: Regions, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = _commands()
    called = _note_calls(monkeypatch, commands)

    for number, story in enumerate(STORIES.values()):
        db, clock = exercise(tmp_path / f"{number}.db")
        story.tell(set_up(db, clock, regions, watched=False))
        db.engine.dispose()

    assert set(commands) - called == set()


def test_the_watch_sees_a_row_that_no_event_tells_of(db: Database, clock: SteppedClock, regions: Regions) -> None:
    stage = set_up(db, clock, regions)
    [task_id] = dispatched(db, stage.incident)
    assert stage.watch.faults == []

    with db.transaction([f"incident:{stage.incident}"]) as tx:
        tx.session.execute(update(Task).where(Task.id == task_id).values(escalation=3))

    assert [fault for fault in stage.watch.faults if "nation: task" in fault and "'escalation': 3" in fault]
    assert [fault for fault in stage.watch.faults if "510000: task" in fault]


def _commands() -> dict[str, FunctionType]:
    """Public functions of incident.commands that work in a transaction or open their own."""
    found = {}
    for module in pkgutil.iter_modules(incident.commands.__path__, "incident.commands."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters), "")
            if function.__module__ == module.name and not name.startswith("_") and first in ("tx", "db"):
                found[f"{module.name.rpartition('.')[2]}.{name}"] = function
    return found


def _note_calls(monkeypatch: pytest.MonkeyPatch, commands: dict[str, FunctionType]) -> set[str]:
    """Put a note-taker in front of each command wherever a module knows it; the names of those called."""
    called: set[str] = set()
    standing_in = {function: _noting(function, name, called) for name, function in commands.items()}
    for module in [module for name, module in sys.modules.items() if name.startswith(("incident.", "tests."))]:
        for name, value in list(vars(module).items()):
            if isinstance(value, FunctionType) and value in standing_in:
                monkeypatch.setattr(module, name, standing_in[value])
    return called


def _noting(function: FunctionType, name: str, called: set[str]) -> Callable[..., Any]:
    @functools.wraps(function)
    def note(*arguments: Any, **named: Any) -> Any:
        called.add(name)
        return function(*arguments, **named)

    return note
