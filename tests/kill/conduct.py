"""A process that plays what is due in a database's drill, an hour after it began, and ends: what the kills kill."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from incident.clock import SteppedClock
from incident.commands.drills import releasing
from incident.commands.drills.releasing import Due
from incident.conducting import Conductor
from incident.config import Settings
from incident.db import Database, open_engine
from incident.house import House
from incident.log import incident_stream
from tests.conftest import START


def conduct(arguments: Sequence[str]) -> None:
    """`[database]`: release everything that is due."""
    conductor = _conductor(arguments[0])
    while conductor.play():
        pass


def conduct_carelessly(arguments: Sequence[str]) -> None:
    """The planted fault: an inject counts as released before it has happened, in another transaction."""
    conductor = _conductor(arguments[0])
    carry_out: Any = releasing._carry_out
    owed: list[tuple[Any, ...]] = []
    releasing._carry_out = lambda _tx, *what: owed.append(what)
    release = conductor._release

    def release_then_pay(due: Due) -> None:
        release(due)
        with conductor._db.transaction([incident_stream(due.incident_id)]) as tx:
            while owed:
                carry_out(tx, *owed.pop())

    conductor._release = release_then_pay  # type: ignore[method-assign]
    conductor.play()


def _conductor(url: str) -> Conductor:
    db = Database(open_engine(url), SteppedClock(START + timedelta(hours=1)))
    return Conductor(House(settings=Settings(var_dir=Path("var"), database_url=url), db=db))
