"""Who is on duty, where nobody is, who is twice on duty at once and who has been on too long. Pure.

A shift runs from its first moment up to, and not including, its end, so that two shifts that meet share no moment.
Times are world time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

#: How long after the end of a shift somebody may still accept what it leaves.
GRACE = timedelta(minutes=30)
#: One person on duty for longer than this without a break is tired (issue 4 §1; ICS plans operational periods of 12 h).
FATIGUE = timedelta(hours=12)
#: A single shift beyond this is a slip of the pen.
LONGEST_SHIFT = timedelta(hours=48)
#: Shifts that one rotation may make: a year of days and nights, and some.
MOST_AT_ONCE = 500

TEAM_KINDS = ("duty", "billing", "halls", "hotline", "key_accounts", "logistics", "messages", "network", "other")
#: The playbooks' team that a kind answers for unless the team says otherwise.
ANSWERS_FOR = {kind: f"province_{kind}" for kind in TEAM_KINDS if kind not in ("network", "other")}


@dataclass(frozen=True)
class Shift:
    """One shift of a person, or of a team as a whole (then `person_id` is None)."""

    id: str
    starts_at: datetime
    ends_at: datetime
    person_id: str | None = None
    team_id: str | None = None
    deputy_id: str | None = None


@dataclass(frozen=True)
class Span:
    """From a moment up to another."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Overlap:
    """One person on two shifts at once."""

    person_id: str
    first: str
    second: str
    span: Span


@dataclass(frozen=True)
class LongDuty:
    """One person on duty without a break for longer than FATIGUE; `shifts` are the ids in order."""

    person_id: str
    span: Span
    shifts: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return int((self.span.ends - self.span.begins).total_seconds() // 60)


def handover_id_of(shift_id: str, person_id: str) -> str:
    """Id of the one handover of each person of a shift."""
    return str(uuid.uuid5(uuid.UUID(shift_id), person_id))


def on_duty(shifts: Iterable[Shift], at: datetime) -> list[Shift]:
    """The shifts that run at `at`, the one that began first before the others."""
    return sorted((shift for shift in shifts if shift.starts_at <= at < shift.ends_at), key=_order)


def next_on_duty(shifts: Iterable[Shift], at: datetime) -> list[Shift]:
    """The shifts that begin next after `at`: all that begin at the same moment."""
    later = sorted((shift for shift in shifts if shift.starts_at > at), key=_order)
    return [shift for shift in later if shift.starts_at == later[0].starts_at]


def gaps(shifts: Iterable[Shift], begins: datetime, ends: datetime) -> list[Span]:
    """When nobody is on duty between two moments, in order; touching shifts leave no gap."""
    found, covered = [], begins
    for shift in sorted(shifts, key=_order):
        if shift.ends_at <= covered or shift.starts_at >= ends:
            continue
        if shift.starts_at > covered:
            found.append(Span(covered, shift.starts_at))
        covered = shift.ends_at
    if covered < ends:
        found.append(Span(covered, ends))
    return found


def overlaps(shifts: Iterable[Shift]) -> list[Overlap]:
    """Every pair of shifts that put the same person in two places at once."""
    found = []
    for person, theirs in _by_person(shifts).items():
        for number, first in enumerate(theirs):
            for second in theirs[number + 1 :]:
                if second.starts_at >= first.ends_at:
                    break
                span = Span(second.starts_at, min(first.ends_at, second.ends_at))
                found.append(Overlap(person, first.id, second.id, span))
    return found


def long_duties(shifts: Iterable[Shift], most: timedelta = FATIGUE) -> list[LongDuty]:
    """Stretches of one person's duty longer than `most`; shifts that touch or overlap are one stretch."""
    found = []
    for person, theirs in _by_person(shifts).items():
        stretch: list[Shift] = []
        for shift in theirs:
            if stretch and shift.starts_at > max(one.ends_at for one in stretch):
                found += _too_long(person, stretch, most)
                stretch = []
            stretch.append(shift)
        found += _too_long(person, stretch, most)
    return found


def rotation(first: datetime, hours: int, people: Sequence[str], count: int) -> list[tuple[Span, str]]:
    """`count` shifts of `hours` hours each, one after the other, the people taking turns in their order."""
    if not people:
        raise ValueError("a rotation needs somebody")
    length = timedelta(hours=hours)
    return [
        (Span(first + length * number, first + length * (number + 1)), people[number % len(people)])
        for number in range(count)
    ]


def _by_person(shifts: Iterable[Shift]) -> dict[str, list[Shift]]:
    theirs: dict[str, list[Shift]] = {}
    for shift in sorted(shifts, key=_order):
        if shift.person_id is not None:
            theirs.setdefault(shift.person_id, []).append(shift)
    return theirs


def _too_long(person: str, stretch: Sequence[Shift], most: timedelta) -> list[LongDuty]:
    if not stretch:
        return []
    span = Span(stretch[0].starts_at, max(shift.ends_at for shift in stretch))
    return [LongDuty(person, span, tuple(s.id for s in stretch))] if span.ends - span.begins > most else []


def _order(shift: Shift) -> tuple[datetime, datetime, str]:
    return (shift.starts_at, shift.ends_at, shift.id)


__all__ = [
    "ANSWERS_FOR",
    "FATIGUE",
    "GRACE",
    "LONGEST_SHIFT",
    "MOST_AT_ONCE",
    "TEAM_KINDS",
    "LongDuty",
    "Overlap",
    "Shift",
    "Span",
    "gaps",
    "handover_id_of",
    "long_duties",
    "next_on_duty",
    "on_duty",
    "overlaps",
    "rotation",
]
