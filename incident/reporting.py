"""Makes reports that were asked for or are due, in a process of their own: seconds to minutes, at low priority.

What `reporter_of` gives stands in the web process that leads and starts `python -m incident.reporting`, which works off
what waits, drops files that were kept long enough, and ends. A report is made under a lease: a process that dies leaves
it to the next one, and whichever still has the lease writes down that it is made, once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import cast

from sqlalchemy import func, select

from incident.beside import Beside, begin_beside
from incident.commands.long_work import OPEN
from incident.commands.reports import (
    Taken,
    drop_old_files,
    note_failed,
    note_made,
    note_progress,
    take_next,
)
from incident.config import read_settings
from incident.errors import Refusal
from incident.house import House, open_house
from incident.log import incident_stream
from incident.models import ReportWork
from incident.reports.making import Wanted, file_of, make_file
from incident.reports.wording import Language

_LOG = logging.getLogger(__name__)
#: Between two notes of how far it is, in real seconds; it is also how the lease is kept.
TELL_EVERY_S = 0.5


class LostLease(Exception):
    """Somebody else makes this report by now."""


def work_off(house: House, *, worker: str) -> int:
    """Make reports until none waits; how many were made."""
    made = 0
    with house.db.transaction() as tx:
        old = drop_old_files(tx)
    for report_id, form in old:
        file_of(house, report_id, form).unlink(missing_ok=True)
    while True:
        with house.db.transaction() as tx:
            taken = take_next(tx, worker=worker)
        if taken is None:
            return made
        made += make_one(house, taken, worker=worker)


def make_one(house: House, taken: Taken, *, worker: str) -> bool:
    """Make one report; whether it was made, and by this worker."""
    row, stream = taken.row, incident_stream(taken.incident_id)
    wanted = Wanted(
        incident_id=taken.incident_id, kind=row["kind"], form=row["format"], language=cast("Language", row["language"]),
        province=row["only_province"], report_id=taken.id,
        base_url=taken.base_url or house.settings.public_url.rstrip("/"),
    )  # fmt: skip
    path = file_of(house, taken.id, wanted.form)
    try:
        file = make_file(house, wanted, path, progress=_progress(house, taken.id, worker))
    except LostLease:
        return False
    except Exception as error:  # noqa: BLE001  one report that cannot be made must not stop those behind it
        _LOG.exception("report %s cannot be made", taken.id)
        zh, en = _why(error)
        with house.db.transaction([stream]) as tx:
            note_failed(tx, taken=taken, worker=worker, zh=zh, en=en)
        return False
    with house.db.transaction([stream]) as tx:
        return note_made(tx, taken=taken, worker=worker, file=file)


def _why(error: Exception) -> tuple[str, str]:
    if isinstance(error, Refusal):
        return error.zh, error.en
    if isinstance(error, OSError):
        return f"文件写不下去：{error.strerror}", f"the file could not be written: {error.strerror}"
    return (
        "生成时出错，请再试一次；若仍不行，请查看运行日志。",
        "it went wrong; try again, and if it fails again look into the log",
    )


def _progress(house: House, report_id: str, worker: str) -> Callable[[int, int], None]:
    told_at = 0.0

    def tell(done: int, whole: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at < TELL_EVERY_S and done < whole:
            return
        told_at = time.monotonic()
        with house.db.transaction() as tx:
            mine = note_progress(tx, report_id=report_id, worker=worker, done=done, whole=whole)
        if not mine:
            raise LostLease(report_id)

    return tell


def reporter_of(house: House) -> Beside:
    """What starts the process that makes reports."""
    waiting = select(func.count()).where(ReportWork.state.in_(OPEN))
    return Beside(house, module="incident.reporting", waiting=waiting)


def main() -> None:
    """Make everything that waits, at low priority."""
    work_off(open_house(read_settings()), worker=begin_beside())


if __name__ == "__main__":
    main()
