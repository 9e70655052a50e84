"""What went wrong, found by rules: each says what it saw, where, and in which events. Pure.

A rule fires at most once for a province or a measure, so that the same thing found again in another incident can be
recognised. Thresholds are the house's own and stand here; their words stand in rules.review_words.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from incident.rules.review_facts import ActionFacts, Facts, Mark, Silence, TaskFacts

#: One person had more open tasks than this at once.
MOST_AT_ONCE = 8
#: A decision that waits longer than this held everything else up.
SLOW_APPROVAL = timedelta(minutes=30)
#: A measure may be this late with its end.
LATE_END = timedelta(hours=1)
#: At most so many events are named for one finding; the count is always whole.
MOST_EVENTS = 50


@dataclass(frozen=True)
class Fired:
    """One rule that found something."""

    rule: str
    #: Adcode; null: headquarters' own.
    province: str | None
    args: Mapping[str, Any]
    #: Events in order of what matters most first; never empty.
    marks: Sequence[Mark]
    subject: tuple[str, str] | None = None
    department: str = field(default="province")

    @property
    def key(self) -> str:
        """What makes it the same finding within one incident."""
        return f"{self.rule}/{self.province or '*'}/{self.subject[1] if self.subject else '*'}"

    @property
    def at(self) -> datetime:
        """When it began."""
        return min(mark.at for mark in self.marks)


def finding_id_of(incident_id: str, found: Fired) -> str:
    """The id of the one finding that this may become in an incident."""
    return finding_id_of_key(incident_id, found.key)


def finding_id_of_key(incident_id: str, key: str) -> str:
    """The same by the key of what a rule finds."""
    return str(uuid.uuid5(uuid.UUID(incident_id), f"finding:{key}"))


def fired(facts: Facts) -> list[Fired]:
    """Everything that the rules find, in the order of the rules, then by place."""
    return [found for rule in RULES.values() for found in rule(facts)]


def late_acknowledgement(facts: Facts) -> list[Fired]:
    """Tasks of a province that were acknowledged after their time."""
    found = []
    for province, tasks in _by_province(facts.tasks):
        slow = [(task.answer_s, task) for task in tasks if task.answer_s is not None]
        late = sorted((one for one in slow if one[0] > one[1].limit_minutes * 60), key=lambda one: -one[0])
        if late:
            args = {
                "count": len(late),
                "of": len(tasks),
                "worst_s": late[0][0],
                "limit_minutes": late[0][1].limit_minutes,
            }
            marks = [task.acknowledged for _seconds, task in late if task.acknowledged]
            found.append(Fired("late_acknowledgement", province, args, marks[:MOST_EVENTS]))
    return found


def unanswered(facts: Facts) -> list[Fired]:
    """Tasks of a province that nobody acknowledged, declined or took back though their time was over."""
    found = []
    for province, tasks in _by_province(facts.tasks):
        silent = [
            task
            for task in tasks
            if not (task.acknowledged or task.declined)
            and facts.until > task.dispatched.at + timedelta(minutes=task.limit_minutes)
        ]
        if silent:
            marks = [task.escalated or task.dispatched for task in silent]
            found.append(Fired("unanswered", province, {"count": len(silent), "of": len(tasks)}, marks[:MOST_EVENTS]))
    return found


def declined(facts: Facts) -> list[Fired]:
    """Tasks that a province declined."""
    return [
        Fired("declined", province, {"count": len(marks), "of": len(tasks)}, marks[:MOST_EVENTS])
        for province, tasks in _by_province(facts.tasks)
        if (marks := [task.declined for task in tasks if task.declined])
    ]


def work_late(facts: Facts) -> list[Fired]:
    """Tasks that a province had taken on and not done in time."""
    return [
        Fired("work_late", province, {"count": len(marks), "of": len(tasks)}, marks[:MOST_EVENTS])
        for province, tasks in _by_province(facts.tasks)
        if (marks := [task.work_overdue for task in tasks if task.work_overdue])
    ]


def overloaded(facts: Facts) -> list[Fired]:
    """A person of a province who held more tasks at once than anybody can do."""
    found = []
    for province, tasks in _by_province(facts.tasks):
        held: dict[str, list[TaskFacts]] = defaultdict(list)
        for task in tasks:
            if task.acknowledged and task.acknowledged_by:
                held[task.acknowledged_by].append(task)
        crowded = [(len(most), person, most) for person, own in held.items() if (most := _most_at_once(own))]
        over = sorted((one for one in crowded if one[0] > MOST_AT_ONCE), key=lambda one: (-one[0], one[1]))
        if over:
            count, _person, most = over[0]
            args = {"count": count, "limit": MOST_AT_ONCE, "people": len(over)}
            marks = [task.acknowledged for task in most if task.acknowledged]
            found.append(Fired("overloaded", province, args, marks[:MOST_EVENTS]))
    return found


def _most_at_once(tasks: Iterable[TaskFacts]) -> list[TaskFacts]:
    """The largest set of tasks that one person had in hand at one moment."""
    moves: list[tuple[datetime, int, TaskFacts]] = []
    for task in tasks:
        if task.acknowledged is None:
            continue
        moves.append((task.acknowledged.at, 1, task))
        over = task.resolved or task.declined
        if over:
            moves.append((max(over.at, task.acknowledged.at), 0, task))
    in_hand: dict[str, TaskFacts] = {}
    most: list[TaskFacts] = []
    # at one moment what ends comes before what begins
    for _at, begins, task in sorted(moves, key=lambda move: move[:2]):
        if begins:
            in_hand[task.id] = task
        else:
            in_hand.pop(task.id, None)
        if len(in_hand) > len(most):
            most = list(in_hand.values())
    return most


def doubled_work(facts: Facts) -> list[Fired]:
    """The same thing asked of the same place twice, while the first was still to be done."""
    found = []
    for province, tasks in _all_by_province(facts.tasks):
        alike: dict[tuple[str, str], list[TaskFacts]] = defaultdict(list)
        for task in sorted(tasks, key=lambda task: task.dispatched.position):
            alike[task.region, task.title_zh].append(task)
        marks: list[Mark] = []
        for same in alike.values():
            for before, after in pairwise(same):
                over = before.resolved or before.recalled or before.declined
                if over is None or over.at > after.dispatched.at:
                    marks += [before.dispatched, after.dispatched]
        if marks:
            args = {"count": len(marks) // 2}
            found.append(Fired("doubled_work", province, args, _once(marks)[:MOST_EVENTS], department="command"))
    return found


def unreachable(facts: Facts) -> list[Fired]:
    """A province that could not be reached on any channel."""
    by_province: dict[str, list[Silence]] = defaultdict(list)
    for silence in facts.silences:
        by_province[silence.province].append(silence)
    found = []
    for province, silences in sorted(by_province.items()):
        minutes = [int(((s.until.at if s.until else facts.until) - s.since).total_seconds() // 60) for s in silences]
        marks = [mark for s in silences for mark in (s.noticed, s.until) if mark]
        args = {"count": len(silences), "minutes": sum(minutes), "still": any(s.until is None for s in silences)}
        found.append(Fired("unreachable", province, args, marks[:MOST_EVENTS], department="network"))
    return found


def unread(facts: Facts) -> list[Fired]:
    """People of a place who got a notice on no channel."""
    by_place: dict[str | None, list[tuple[Mark, int]]] = defaultdict(list)
    for one in facts.not_told:
        by_place[one.province].append((one.mark, one.people))
    return [
        Fired(
            "unread", place, {"count": sum(many for _mark, many in told)}, [mark for mark, _ in told][:MOST_EVENTS],
            department="province" if place else "command",
        )
        for place, told in sorted(by_place.items(), key=lambda one: one[0] or "")
    ]  # fmt: skip


def gaps(facts: Facts) -> list[Fired]:
    """Customers that a measure was meant for and did not reach."""
    return [
        _about(action, "gaps", {"failed": action.failed, "intended": action.intended}, list(action.gaps), "billing")
        for action in facts.actions
        if action.failed and action.gaps
    ]


def false_start(facts: Facts) -> list[Fired]:
    """What was set going and had to be taken back."""
    found = [
        _about(action, "false_start", {}, [action.taken_back], "command")
        for action in facts.actions
        if action.taken_back
    ]
    for province, tasks in _all_by_province(facts.tasks):
        marks = [task.recalled for task in tasks if task.recalled]
        if marks:
            args = {"count": len(marks), "of": len(tasks)}
            found.append(Fired("recalled", province, args, _once(marks)[:MOST_EVENTS], department="command"))
    return found


def slow_approval(facts: Facts) -> list[Fired]:
    """A measure or message that waited long for whoever must approve it."""
    found = []
    for action in facts.actions:
        if action.submitted and action.approved and action.approved.at - action.submitted.at > SLOW_APPROVAL:
            waited = action.approved.at - action.submitted.at
            args = {"minutes": int(waited.total_seconds() // 60)}
            found.append(_about(action, "slow_approval", args, [action.submitted, action.approved], "command"))
    return found


def wound_down_late(facts: Facts) -> list[Fired]:
    """A measure that ran on after its window, and tasks that were still open when the incident was closed."""
    found = []
    for action in facts.actions:
        if action.window_to is None or action.taken_back:
            continue
        ended = action.ended.at if action.ended else facts.until
        still = action.ended is not None or action.state in ("in_effect", "partially_applied", "ending", "held")
        began = action.approved or action.submitted
        if still and began and ended > action.window_to + LATE_END:
            minutes = int((ended - action.window_to).total_seconds() // 60)
            marks = [action.ended or began]
            found.append(_about(action, "wound_down_late", {"minutes": minutes}, marks, "market"))
    if facts.closed is not None:
        for province, tasks in _by_province(facts.tasks):
            left = [task for task in tasks if task.open]
            if left:
                marks = [facts.closed, *(task.dispatched for task in left)]
                args = {"count": len(left), "of": len(tasks)}
                found.append(Fired("left_open", province, args, _once(marks)[:MOST_EVENTS]))
    return found


#: Department that mends a missed target, by what was expected; any other is headquarters' desk.
_MISSED_BY = {"acknowledged": "province", "covered": "market", "measure-approved": "market", "corrected": "service"}


def missed_target(facts: Facts) -> list[Fired]:
    """Targets that the players of a drill missed, named by kind: the same miss in the next drill is known again."""
    shown = (
        "what", "within_minutes", "took_s", "part", "whole", "percent", "title_zh", "title_en", "after_zh", "after_en",
    )  # fmt: skip
    return [
        Fired(
            f"missed_{one.what.replace('-', '_')}",
            one.province,
            {name: getattr(one, name) for name in shown},
            one.marks[:MOST_EVENTS],
            ("target", one.id),
            "province" if one.province else _MISSED_BY.get(one.what, "command"),
        )
        for one in facts.missed
    ]


#: Rules by name; some say one thing of measures and another of tasks.
RULES: dict[str, Callable[[Facts], list[Fired]]] = {
    "late_acknowledgement": late_acknowledgement,
    "unanswered": unanswered,
    "declined": declined,
    "work_late": work_late,
    "overloaded": overloaded,
    "doubled_work": doubled_work,
    "unreachable": unreachable,
    "unread": unread,
    "gaps": gaps,
    "false_start": false_start,
    "slow_approval": slow_approval,
    "wound_down_late": wound_down_late,
    "missed_target": missed_target,
}


def _about(action: ActionFacts, rule: str, args: Mapping[str, Any], marks: Sequence[Mark], department: str) -> Fired:
    titles = {"title_zh": action.title_zh, "title_en": action.title_en, "noun": action.kind}
    return Fired(rule, None, {**args, **titles}, marks[:MOST_EVENTS], (action.kind, action.id), department)


def _by_province(tasks: Iterable[TaskFacts]) -> list[tuple[str, list[TaskFacts]]]:
    """Tasks that count, by province: not those that stand as taken back."""
    return _all_by_province(task for task in tasks if not task.cancelled)


def _all_by_province(tasks: Iterable[TaskFacts]) -> list[tuple[str, list[TaskFacts]]]:
    grouped: dict[str, list[TaskFacts]] = defaultdict(list)
    for task in tasks:
        grouped[task.province].append(task)
    return sorted(grouped.items())


def _once(marks: Iterable[Mark]) -> list[Mark]:
    return list(dict.fromkeys(marks))
