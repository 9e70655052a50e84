"""When somebody is asked whether a measure goes on, and when each step of its landing is due (DOMAIN.md §1d). Pure.

A landing follows the end that was promised, also where a person ended the measure earlier: nothing is taken back
before its date. Its runway leaves before the end, so that no clock runs in the night between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from incident.clock import as_text
from incident.rules.measures import Tally

#: Somebody is asked so many hours before the end, and again.
PROMPT_HOURS = (72, 24)
#: The runway leaves so many hours before the end: time for a night of failing billing, and for its retries.
RUNWAY_HOURS = 24

Timers = tuple[tuple[str, datetime], ...]


def stages_of(landing: Mapping[str, Any], *, end: datetime, begin: datetime) -> list[dict[str, Any]]:
    """The steps of a landing after `end`, by number; the runway, 0, never leaves before the measure's `begin`."""
    plan = landing["stages"]
    restarts = [end + timedelta(hours=stage["hours_after_end"]) for stage in plan]
    courtesy = timedelta(hours=landing["courtesy_hours"])
    runway = {
        "number": 0,
        "instruct_at": max(begin, end - timedelta(hours=RUNWAY_HOURS)),
        "restart_at": restarts[-1],
        "share_ppm": None,
        "segments": [],
    }
    steps = [
        {
            "number": number,
            "instruct_at": restart - courtesy,
            "restart_at": restart,
            "share_ppm": stage.get("share_ppm"),
            "segments": list(stage.get("segments") or ()),
        }
        for number, (stage, restart) in enumerate(zip(plan, restarts, strict=True), start=1)
    ]
    return [runway, *steps]


def prompts(*, end: datetime, at: datetime) -> Timers:
    """When somebody is asked about an end; a window too short for that is asked about at half of what is left."""
    asked = [(hours, end - timedelta(hours=hours)) for hours in PROMPT_HOURS]
    ahead = [(f"ask:{hours}:{as_text(end)}", due) for hours, due in asked if due > at]
    if ahead or end <= at:
        return tuple(ahead)
    left = end - at
    return ((f"ask:{-(-left // timedelta(hours=2))}:{as_text(end)}", at + left / 2),)


def timers(row: Mapping[str, Any], *, end: datetime, at: datetime) -> Timers:
    """Every deadline of a measure that is carried out until `end`, as step and moment.

    When a step of the landing is over is a deadline that begins once its instructions have left.
    """
    own: Timers = (*prompts(end=end, at=at), (f"end:{as_text(end)}", end))
    if row["landing"] is None:
        return own
    for stage in stages_of(row["landing"], end=end, begin=at):
        own += ((f"land:{stage['number']}:{as_text(end)}", max(at, stage["instruct_at"])),)
    return own


def restart_at(stage: Mapping[str, Any], landing: Mapping[str, Any], *, at: datetime, planned: datetime) -> datetime:
    """When a stage instructed now runs again: never sooner after its courtesy message than promised."""
    if stage["number"] == 0:
        return planned
    return max(planned, at + timedelta(hours=landing["courtesy_hours"]))


def is_done(stage: Mapping[str, Any], counted: Tally, *, at: datetime, restart: datetime) -> bool:
    """Whether a step that was instructed is over: its clocks run, and billing has answered for every batch."""
    return stage["state"] == "instructed" and restart <= at and not counted.moving and not counted.parked


def is_landed(stages: Iterable[Mapping[str, Any]]) -> bool:
    """Whether every step of a landing is over."""
    return all(stage["state"] == "done" for stage in stages)
