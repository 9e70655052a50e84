"""A process that makes the reports that wait in a database and ends: what the kills kill."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from incident import reporting
from incident.clock import SteppedClock
from incident.commands.reports import File
from incident.config import Settings
from incident.db import Database, open_engine
from incident.house import House
from incident.models import ReportWork
from incident.reports import formats
from incident.reports.making import Wanted
from tests.conftest import REPO, START

DIED = 137
#: What writes a report is imported where a child is forked, once, and not by each of them.
WRITERS = formats.WRITERS


def make(arguments: Sequence[str]) -> None:
    """`[folder, hours]`: make everything that waits, so many hours after the beginning."""
    folder, hours = Path(arguments[0]), int(arguments[1])
    url = f"sqlite:///{folder / 'tongxin.db'}"
    db = Database(open_engine(url), SteppedClock(START + timedelta(hours=hours)))
    settings = Settings(var_dir=REPO / "var", database_url=url, report_dir=str(folder / "reports"))
    reporting.work_off(House(settings=settings, db=db), worker=f"maker {hours}")


def make_carelessly(arguments: Sequence[str]) -> None:
    """The planted fault: the work counts as done before anybody is told of the report; and there it is killed."""
    maker: Any = reporting
    make_file = maker.make_file

    def make_then_end(house: House, wanted: Wanted, path: Path, **options: Any) -> File:
        make_file(house, wanted, path, **options)
        with house.db.transaction() as tx:
            work = tx.session.get_one(ReportWork, wanted.report_id)
            work.state, work.ended_at = "made", tx.real_now
        os._exit(DIED)

    maker.make_file = make_then_end
    make(arguments)
