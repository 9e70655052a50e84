"""A process that archives and is to die at a labelled point. Runs in a fork of the nursery; may be started again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection

from incident import archiving
from incident.config import Settings
from incident.db import Database, driver, open_engine
from incident.evidence import archive as moving
from incident.log import SYSTEM


def work(arguments: Sequence[str]) -> None:
    """`[database, folder, incident]`: archive its log, three events at a time."""
    url, folder, incident = arguments
    moving.AT_ONCE = 3
    archiving.archive(Database(open_engine(url)), Settings(var_dir=Path(folder)), SYSTEM, incident)


def work_carelessly(arguments: Sequence[str]) -> None:
    """The planted fault: a copy that is committed by itself, so that an event stands in both tables or in none."""
    told: Any = moving
    told.driver = SimpleNamespace(ask=driver.ask, run=_committed)
    work(arguments)


def _committed(connection: Connection, sql: str, rows: Sequence[Any]) -> int:
    count = driver.run(connection, sql, rows)
    connection.connection.commit()
    return count
