"""How a drill went against its targets, from the log alone: met, missed, open while there is time, or void. Pure.

Every answer names the events behind it. Times are the world's; what the drill itself did (via `drill`) does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from incident.scenarios import Target

Verdict = Literal["met", "missed", "open", "void"]
VERDICTS: tuple[Verdict, ...] = ("met", "missed", "open", "void")
#: Types of events of the incident's stream that a score reads; nothing else need be fetched.
READ = (
    "TasksDispatched", "TaskAcknowledged", "TaskRecalled", "ResponseLevelSet", "PlanActivated", "MeasureApproved",
    "MeasureStarted", "FootprintSupplied", "BroadcastDrafted", "BroadcastStarted", "NoteLogged",
)  # fmt: skip
#: Target to the type of the first event that fulfils it.
_FIRST = {
    "level-set": "ResponseLevelSet",
    "activated": "PlanActivated",
    "measure-approved": "MeasureApproved",
    "broadcast-sent": "BroadcastStarted",
}


@dataclass(frozen=True)
class Deed:
    """An event of the incident as a score sees it."""

    position: int
    type: str
    at: datetime
    via: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Release:
    """When an inject was released, and which province it concerns."""

    at: datetime
    position: int
    province: str | None = None


@dataclass(frozen=True)
class Course:
    """A drill's course: from when to when, its injects that were released, and what was done."""

    started_at: datetime
    #: Until when it is judged: its end, or now.
    until: datetime
    ended: bool
    releases: Mapping[str, Release]
    #: Injects that can still come.
    to_come: frozenset[str]
    deeds: Sequence[Deed]


@dataclass(frozen=True)
class Score:
    """One target's verdict. `took_s` counts from its beginning to the deed; `part` of `whole` where it is a share."""

    target: Target
    verdict: Verdict
    took_s: int | None = None
    due_at: datetime | None = None
    part: int | None = None
    whole: int | None = None
    events: tuple[int, ...] = ()


def score(targets: Iterable[Target], course: Course) -> list[Score]:
    """Judge every target, in the scenario's order."""
    return [_judge(target, course) for target in targets]


def _judge(target: Target, course: Course) -> Score:
    begin = _begin(target, course)
    if begin is None:
        waits = target.after in course.to_come and not course.ended
        return Score(target, "open" if waits else "void")
    due_at = begin.at + timedelta(minutes=target.within_minutes)
    if target.what == "acknowledged":
        return _acknowledged(target, course, begin)
    if target.what == "covered":
        return _covered(target, course, begin, due_at)
    found = next((deeds for deeds in _answers(target, course, begin)), None)
    if found is None:
        return Score(target, _unanswered(course, due_at), due_at=due_at)
    took_s = round((found[-1].at - begin.at).total_seconds())
    verdict: Verdict = "met" if found[-1].at <= due_at else "missed"
    return Score(target, verdict, took_s=took_s, due_at=due_at, events=tuple(deed.position for deed in found))


def _begin(target: Target, course: Course) -> Release | None:
    """From when a target's minutes count; None where its inject has not been released."""
    if target.after is None:
        return Release(course.started_at, 0)
    return course.releases.get(target.after)


def _unanswered(course: Course, due_at: datetime) -> Verdict:
    """What nobody has done: missed once its time is out; what the drill's end cut short cannot be judged."""
    if course.until >= due_at:
        return "missed"
    return "void" if course.ended else "open"


def _after(course: Course, begin: Release, *types: str) -> list[Deed]:
    """What people did of these types after `begin`, in order."""
    return [
        deed
        for deed in course.deeds
        if deed.type in types and deed.via != "drill" and deed.position > begin.position and deed.at <= course.until
    ]


def _answers(target: Target, course: Course, begin: Release) -> Iterable[tuple[Deed, ...]]:
    """What fulfils a target, the first first; the last of each is the one whose time counts."""
    if target.what in _FIRST:
        return ((deed,) for deed in _after(course, begin, _FIRST[target.what]))
    if target.what == "corrected":
        return _corrections(course, begin)
    if target.what == "called":
        return ((deed,) for deed in _after(course, begin, "NoteLogged", "TaskAcknowledged") if _calls(deed, begin))
    return ((deed,) for deed in _after(course, begin, "NoteLogged"))


def _corrections(course: Course, begin: Release) -> Iterable[tuple[Deed, ...]]:
    """Messages to the public that were written after the rumour, each with its sending."""
    written: dict[str, Deed] = {}
    for deed in _after(course, begin, "BroadcastDrafted", "BroadcastStarted"):
        broadcast = str(deed.data["broadcast_id"])
        if deed.type == "BroadcastDrafted":
            written[broadcast] = deed
        elif broadcast in written:
            yield written[broadcast], deed


def _calls(deed: Deed, begin: Release) -> bool:
    """Whether somebody reached the silent province by telephone: a call was logged, or a task taken on by proxy."""
    if deed.type == "TaskAcknowledged":
        return deed.data.get("province") == begin.province and bool(deed.data.get("proxy_for"))
    return deed.data.get("note_kind") == "call" and deed.data.get("seen_by") == begin.province


def _acknowledged(target: Target, course: Course, begin: Release) -> Score:
    """The share of tasks that somebody took on in time; one whose time is not out yet is not judged."""
    limit = timedelta(minutes=target.within_minutes)
    recalled = {str(deed.data["task_id"]) for deed in course.deeds if deed.type == "TaskRecalled"}
    sent: dict[str, Deed] = {}
    taken: dict[str, Deed] = {}
    for deed in _after(course, begin, "TasksDispatched", "TaskAcknowledged"):
        if deed.type == "TasksDispatched":
            for task in deed.data["tasks"]:
                sent.setdefault(str(task), deed)
        else:
            taken.setdefault(str(deed.data["task_id"]), deed)
    judged: dict[str, bool] = {}
    for task, dispatch in sent.items():
        answer = taken.get(task)
        if task not in recalled and (answer is not None or course.until >= dispatch.at + limit):
            judged[task] = answer is not None and answer.at <= dispatch.at + limit
    if not judged:
        return Score(target, "void" if course.ended else "open")
    good = sum(judged.values())
    enough = _reaches(good, len(judged), target.percent)
    late = {(taken.get(task) or sent[task]).position for task, in_time in judged.items() if not in_time}
    dispatches = {sent[task].position for task in judged}
    # what was late explains a miss; where nothing was, the dispatches stand for all of them
    shown = tuple(sorted(late or dispatches))
    return Score(target, "met" if enough else "missed", part=good, whole=len(judged), events=shown)


def _covered(target: Target, course: Course, begin: Release, due_at: datetime) -> Score:
    """The customers of the largest measure started in time, of those within the newest footprint by then."""
    until = min(course.until, due_at)
    hit = [deed for deed in course.deeds if deed.type == "FootprintSupplied" and deed.at <= until]
    started = [deed for deed in _after(course, begin, "MeasureStarted") if deed.at <= until]
    whole = int(hit[-1].data["subscribers"]) if hit else 0
    largest = max(started, key=lambda deed: int(deed.data["customers"]), default=None)
    part = min(int(largest.data["customers"]) if largest else 0, whole)
    behind = tuple(deed.position for deed in (hit[-1] if hit else None, largest) if deed is not None)
    if whole and _reaches(part, whole, target.percent):
        return Score(target, "met", due_at=due_at, part=part, whole=whole, events=behind)
    return Score(target, _unanswered(course, due_at), due_at=due_at, part=part, whole=whole, events=behind)


def _reaches(part: int, whole: int, percent: int | None) -> bool:
    return part * 100 >= whole * (100 if percent is None else percent)
