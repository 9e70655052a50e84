"""Short ways of writing the tasks that a measure type brings along: what all of them take from their measure.

The task that carries a measure out has the id of the measure with ``-open``: the application knows by it when the
measure is in effect in a province, whoever carries it out.
"""

from collections.abc import Sequence

from playbooks.language.clocks import ClockChanges
from playbooks.language.model import MeasureItem, Outcome, TaskItem
from playbooks.terms.words import LEVELS, Words

#: Ends the id of the task that carries a measure out.
CARRIES = "-open"
#: Ends the id of the task by which what was done is reported day by day.
REPORTS = "-report"
#: Ends the ids of the tasks that prove what billing's receipts say.
PROVES = ("-sample", "-bills")
DAY_MINUTES = 1440

_UNITS = {
    "people": Words(zh="人次", en="people"),
    "staff": Words(zh="人", en="people"),
    "customers": Words(zh="户", en="customers"),
    "bills": Words(zh="份", en="bills"),
    "accounts": Words(zh="户", en="accounts"),
    "organisations": Words(zh="家", en="customers"),
    "units": Words(zh="家", en="units"),
    "calls": Words(zh="个", en="calls"),
    "seats": Words(zh="席", en="seats"),
    "halls": Words(zh="厅", en="halls"),
    "points": Words(zh="个", en="points"),
    "venues": Words(zh="个", en="venues"),
    "systems": Words(zh="个", en="systems"),
    "teams": Words(zh="支", en="teams"),
    "cards": Words(zh="张", en="cards"),
    "phones": Words(zh="部", en="phones"),
    "cases": Words(zh="件", en="cases"),
    "keywords": Words(zh="个", en="keywords"),
    "messages": Words(zh="条", en="messages"),
    "ports": Words(zh="个", en="ports"),
    "minutes": Words(zh="分钟", en="minutes"),
    "seconds": Words(zh="秒", en="seconds"),
    "hours": Words(zh="小时", en="hours"),
    "percent": Words(zh="%", en="%"),
    "fen": Words(zh="分", en="fen"),
}


def said(zh: str, en: str) -> Words:
    """Return the same text in both languages."""
    return Words(zh=zh, en=en)


def figure(
    name: str, title: Words, unit: str, *, most: int, target: int | None = None, required: bool = True
) -> Outcome:
    """Return a figure from 0 to ``most`` that a team reports; ``unit`` is one of this module's."""
    return Outcome(name=name, title=title, unit=_UNITS[unit], least=0, most=most, target=target, required=required)


def carrying(
    item: MeasureItem, *, title: Words, why: Words, checklist: Sequence[Words], outcomes: Sequence[Outcome]
) -> TaskItem:
    """Return the task that carries a measure out: one a province, as urgent as the measure."""
    return _task(item, CARRIES, title=title, why=why, checklist=checklist, outcomes=outcomes).model_copy(
        update={"critical": item.critical}
    )


def carrying_by_county(
    item: MeasureItem, *, title: Words, why: Words, checklist: Sequence[Words], outcomes: Sequence[Outcome]
) -> TaskItem:
    """The same, one a county reached; where the measure is for provinces that are not reached, one a province."""
    task = carrying(item, title=title, why=why, checklist=checklist, outcomes=outcomes)
    return task.model_copy(update={"target": "county"}) if item.when.provinces == "reached" else task


def daily_report(
    item: MeasureItem,
    *,
    title: Words,
    why: Words,
    checklist: Sequence[Words],
    outcomes: Sequence[Outcome],
    every_minutes: int = DAY_MINUTES,
) -> TaskItem:
    """Return the task by which a province reports what was done, as long as the measure lasts."""
    clock = ClockChanges(work_minutes=every_minutes, report_minutes=every_minutes)
    task = _task(item, REPORTS, title=title, why=why, checklist=checklist, outcomes=outcomes)
    return task.model_copy(
        update={
            "window": item.window,
            "clocks": dict.fromkeys(LEVELS, clock),
            "depends_on": (f"{item.id}{CARRIES}",),
        }
    )


def proving(
    item: MeasureItem,
    *,
    title: Words,
    why: Words,
    checklist: Sequence[Words],
    outcomes: Sequence[Outcome],
    ends: str = PROVES[0],
) -> TaskItem:
    """Return the task that proves on a sample what billing's receipts say; ``ends`` its id, one of PROVES."""
    task = _task(item, ends, title=title, why=why, checklist=checklist, outcomes=outcomes)
    return task.model_copy(update={"depends_on": (item.id,)})


def _task(
    item: MeasureItem,
    suffix: str,
    *,
    title: Words,
    why: Words,
    checklist: Sequence[Words],
    outcomes: Sequence[Outcome],
) -> TaskItem:
    return TaskItem(
        id=f"{item.id}{suffix}",
        title=title,
        why=why,
        sources=item.sources,
        when=item.when,
        team=item.team,
        target="province",
        checklist=tuple(checklist),
        outcomes=tuple(outcomes),
    )
