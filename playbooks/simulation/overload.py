"""What gives way first: teams, hotline, sending or money, with when and where, in words of both languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from playbooks.measures.erlang import answered_within, load_of
from playbooks.planning.hotline import HOUR_S, HotlineModel
from playbooks.planning.plan import PlanItem
from playbooks.simulation.assumptions import Assumptions
from playbooks.simulation.calls import Calls
from playbooks.simulation.money import Money
from playbooks.simulation.teams import TeamWork
from playbooks.terms.words import Words

#: In the order in which they are named where they give way in the same hour.
Kind = Literal["teams", "hotline_grows", "hotline_promise", "sending", "money"]
KINDS: tuple[Kind, ...] = ("teams", "hotline_grows", "hotline_promise", "sending", "money")
#: A message that takes longer to send than this is late for whoever it was meant for (the measure's own success).
_SENT_WITHIN_MINUTES = 360


@dataclass(frozen=True)
class Overload:
    """One thing that is not enough: from which hour after planning on, and of which province or item."""

    kind: Kind
    hour: int
    where: str = ""


def overloads(
    work: TeamWork, calls: Calls, money: Money, *, planned_on_day: int, most_calls: int, assumptions: Assumptions
) -> tuple[Overload, ...]:
    """Return everything that gives way in one run, the first one first; at most one of each kind.

    ``most_calls``: of an hour, with which the hotline keeps its promise (``calls_within_promise``).
    """
    found = [*_teams(work), *_hotline(calls.by_hour, most_calls=most_calls, model=assumptions.hotline)]
    if calls.minutes > _SENT_WITHIN_MINUTES:
        found.append(Overload("sending", _SENT_WITHIN_MINUTES // 60))
    if money.stops:
        day, item_key = money.stops[0]
        found.append(Overload("money", max(0, day - planned_on_day) * 24, item_key))
    return tuple(sorted(found, key=lambda one: (one.hour, KINDS.index(one.kind))))


def calls_within_promise(model: HotlineModel) -> int:
    """Return the most calls of an hour with which the seats keep the promise (Erlang C)."""
    share = model.answer_percent / 100

    def kept(calls: int) -> bool:
        load = load_of(calls, handling_s=model.talk_s)
        in_time = answered_within(load, seats=model.seats, handling_s=model.talk_s, wait_s=model.answer_s)
        return in_time >= share

    low, high = 0, model.seats * HOUR_S // model.talk_s + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if kept(middle) else (low, middle)
    return low


def _teams(work: TeamWork) -> list[Overload]:
    hour = _first(np.any(work.waiting, axis=0)) if work.provinces else None
    if hour is None:
        return []
    worst = int(work.waiting[:, hour].argmax())
    return [Overload("teams", hour, work.provinces[worst])]


def _hotline(by_hour: NDArray[np.int64], *, most_calls: int, model: HotlineModel) -> list[Overload]:
    found: list[Overload] = []
    grows = _first(by_hour * model.talk_s >= model.seats * HOUR_S)
    if grows is not None:
        found.append(Overload("hotline_grows", grows))
    late = _first(by_hour > most_calls)
    if late is not None:
        found.append(Overload("hotline_promise", late))
    return found


def _first(happens: Any) -> int | None:
    """The first hour in which it happens; ``happens`` is an array of truth values."""
    return int(np.argmax(happens)) if np.any(happens) else None


def in_words(one: Overload, *, names: dict[str, Words], items: Sequence[PlanItem]) -> Words:
    """Return what gives way as half a sentence; ``names`` are those of provinces."""
    hour, place = one.hour + 1, names.get(one.where, Words(zh=one.where or "—", en=one.where or "-"))
    if one.kind == "teams":
        return Words(
            zh=f"第 {hour} 小时，{place.zh}公司的任务超过当班人力",
            en=f"in hour {hour} the tasks of {place.en} are more than the people on duty can do",
        )
    if one.kind == "hotline_grows":
        return Words(
            zh=f"第 {hour} 小时，热线来电超过全部坐席能接的量，排队只增不减",
            en=f"in hour {hour} the hotline gets more calls than all its seats can take, and the queue only grows",
        )
    if one.kind == "hotline_promise":
        return Words(
            zh=f"第 {hour} 小时，热线守不住接通承诺", en=f"in hour {hour} the hotline no longer keeps its promise"
        )
    if one.kind == "sending":
        return Words(zh="短信 6 小时内发不完", en="messages are not all sent within 6 hours")
    title = next((item.title for item in items if item.item_key == one.where), place)
    return Words(
        zh=f"第 {one.hour // 24 + 1} 天，「{title.zh}」用满上限",
        en=f'on day {one.hour // 24 + 1} "{title.en}" has used up its cap',
    )
