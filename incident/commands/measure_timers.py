"""What happens when a deadline of a measure passes: somebody is asked, it ends, a step of its landing is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incident import log
from incident.clock import from_text
from incident.commands.deriving import parts_of
from incident.commands.landing import complete, instruct_stage, is_current, settle_landing, stages_of
from incident.commands.measures import end_measure, measure_row
from incident.db import Tx
from incident.events import measures as events
from incident.log import SYSTEM, incident_stream
from incident.rules import measures as rules


def fire_measure_timer(tx: Tx, *, measure_id: str, step: str) -> None:
    """Act on a due timer `measure:<id>`: ask whether to extend, begin the landing or a step of it, or complete.

    The row is looked at again first; a timer of a window that was extended since does nothing.
    """
    row = measure_row(tx, measure_id)
    what, _, rest = step.partition(":")
    number, _, end = rest.partition(":")
    ends = [from_text(part["window_to"]) for part in parts_of(tx, measure_id)]
    if what == "ask" and ends:
        _ask(tx, row, hours=int(number), left=max(ends) - tx.now)
    elif what == "end" and ends and max(ends) <= tx.now:
        if rules.next_state("end", row["state"], started=bool(row["started_at"])):
            end_measure(tx, SYSTEM, measure_id=measure_id)
    elif what in ("land", "landed") and is_current(tx, row, end=end):
        if rules.as_running(row)["state"] in rules.RUNNING | {"ending"}:
            if what == "land":
                instruct_stage(tx, SYSTEM, row, number=int(number))
            else:
                settle_landing(tx, row)
    elif what == "complete" and row["state"] == "ending" and not stages_of(tx, measure_id):
        complete(tx, row)


def _ask(tx: Tx, row: dict[str, Any], *, hours: int, left: timedelta) -> None:
    """Page whoever decides on the end, also while an extension waits that nobody has decided on."""
    if rules.as_running(row)["state"] not in rules.RUNNING or left > timedelta(hours=hours):
        return
    event = events.ExtensionAsked(
        measure_id=row["id"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        hours_left=hours,
        at=tx.now,
        window_to=from_text(row["window_to"]),
        author_id=row["author_id"],
        path=f"/measures/{row['incident_id']}/{row['id']}",
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=SYSTEM)
