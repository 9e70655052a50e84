"""What the rules of the review are told of an incident: plain facts, each with the events that it comes from. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Mark:
    """An event of the incident's log: its position, and its moment in world time."""

    position: int
    at: datetime


@dataclass(frozen=True)
class TaskFacts:
    """One task that was dispatched, and what became of it. Marks are null for what did not happen."""

    id: str
    province: str
    region: str
    title_zh: str
    title_en: str
    #: Minutes allowed for the acknowledgement.
    limit_minutes: int
    #: The newest dispatch; earlier answers say nothing of it.
    dispatched: Mark
    #: Seconds from the newest dispatch to its acknowledgement; null: not acknowledged.
    answer_s: int | None = None
    acknowledged: Mark | None = None
    acknowledged_by: str | None = None
    #: The first escalation, where nobody had acknowledged in time.
    escalated: Mark | None = None
    declined: Mark | None = None
    resolved: Mark | None = None
    #: The first time that headquarters or a plan took it back; it may have been dispatched again.
    recalled: Mark | None = None
    #: Whether it stands as taken back: it counts among no province's tasks.
    cancelled: bool = False
    work_overdue: Mark | None = None
    #: Whether it is still somebody's to do.
    open: bool = False


@dataclass(frozen=True)
class ActionFacts:
    """A measure or a message to the public."""

    #: measure | broadcast
    kind: str
    id: str
    title_zh: str
    title_en: str
    state: str
    submitted: Mark | None = None
    approved: Mark | None = None
    #: Cancelled, revoked or stopped.
    taken_back: Mark | None = None
    ended: Mark | None = None
    window_to: datetime | None = None
    intended: int = 0
    failed: int = 0
    #: Events in which customers failed, were parked or given up.
    gaps: Sequence[Mark] = ()


@dataclass(frozen=True)
class Silence:
    """A province that could not be reached; `until` is null while it still cannot."""

    province: str
    since: datetime
    noticed: Mark
    until: Mark | None


@dataclass(frozen=True)
class NotTold:
    """A notice that a person did not get on any channel, or for whom there was no address."""

    province: str | None
    mark: Mark
    people: int


@dataclass(frozen=True)
class MissedTarget:
    """A target that the players of a drill missed; known once the drill has ended, since players would play to it."""

    #: Id in the scenario, and what was expected (scenarios.exercise.TargetKind).
    id: str
    what: str
    within_minutes: int
    #: Where what was missed was to be done: the province that it was asked of; null: at headquarters.
    province: str | None
    #: The event that shows it: what came late; where nothing came, the last one before its time was out, and its begin.
    marks: Sequence[Mark]
    #: Seconds that it took; null: it was not done, or is judged by a share.
    took_s: int | None = None
    #: Share that was reached and the one expected, where it is judged by one.
    part: int | None = None
    whole: int | None = None
    percent: int | None = None
    #: The scenario's own words for it, and the inject that it answers; null: none.
    title_zh: str | None = None
    title_en: str | None = None
    after_zh: str | None = None
    after_en: str | None = None


@dataclass(frozen=True)
class Facts:
    """All of it, and up to when: the incident's close, or now."""

    tasks: Sequence[TaskFacts]
    actions: Sequence[ActionFacts]
    silences: Sequence[Silence]
    not_told: Sequence[NotTold]
    until: datetime
    closed: Mark | None
    #: Of an incident that a drill was played in, once that has ended.
    missed: Sequence[MissedTarget] = ()
