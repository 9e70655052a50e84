"""What the teams of the provinces have to do hour by hour, and whether there are people for it.

A task is acknowledged, then begun, then keeps one person busy; what it waits for (another task, an approval) comes
first. Work for which nobody is free is not dropped: it is carried over from hour to hour until somebody is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playbooks.planning.plan import PlanItem
from playbooks.simulation.assumptions import Assumptions, ResponseTimes
from playbooks.simulation.draws import Chance

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TeamWork:
    """``minutes`` (provinces, hours): minutes of work that fall in each hour if there are people enough.

    ``waiting`` (provinces, hours): minutes of work that are left over at the end of the hour with the people on duty.
    ``late``: tasks that are acknowledged after their clock. ``done_h``: when the last task is done, if nobody waits.
    """

    provinces: tuple[str, ...]
    minutes: NDArray[np.int64]
    waiting: NDArray[np.int64]
    tasks: int
    late: int
    done_h: float


def team_work(
    tasks: Sequence[PlanItem], *, ready_h: Mapping[str, float], chance: Chance, assumptions: Assumptions
) -> TeamWork:
    """Return the work of tasks; ``ready_h`` says when what is no task (a measure that others wait for) is there."""
    provinces = tuple(sorted({task.province or "" for task in tasks}))
    if not tasks:
        none = np.zeros((0, assumptions.hours), dtype=np.int64)
        return TeamWork(provinces=(), minutes=none, waiting=none, tasks=0, late=0, done_h=0.0)
    clocks = np.array([_clocks(task) for task in tasks], dtype=np.float64).T
    luck = chance.of_names([_name(task) for task in tasks])
    place = {province: number for number, province in enumerate(provinces)}
    own = np.array([place[task.province or ""] for task in tasks], dtype=np.int64)
    percents = _percents([assumptions.response_of(province) for province in provinces])[:, own]
    acknowledged = _taken_h(clocks[0], luck[0], percents)
    begun = acknowledged + _taken_h(clocks[1], luck[1], percents)
    busy = np.minimum(clocks[2] * assumptions.busy_percent / 100, assumptions.busy_most_minutes) / 60
    busy = busy * np.exp(luck[2] * assumptions.response.spread_percent / 100)
    ready = _ready(tasks, lasts=begun + busy, ready_h=ready_h)
    begins, ends = ready + begun, ready + begun + busy
    minutes = _minutes_by_hour(begins, ends, own=own, provinces=len(provinces), hours=assumptions.hours)
    return TeamWork(
        provinces=provinces,
        minutes=minutes,
        waiting=_left_over(minutes, provinces=provinces, assumptions=assumptions),
        tasks=len(tasks),
        late=int((acknowledged * 60 > clocks[0]).sum()),
        done_h=float(ends.max()),
    )


def _name(task: PlanItem) -> str:
    """Tasks of one name meet the same luck in two versions: the slug may differ."""
    return f"{task.item_id}/{task.target}"


def _clocks(task: PlanItem) -> tuple[int, int, int]:
    clocks = task.clocks
    return (clocks.acknowledge_minutes, clocks.start_minutes, clocks.work_minutes) if clocks else (0, 0, 0)


def _percents(responses: Sequence[ResponseTimes]) -> Floats:
    """Median and spread (2, responses), in percent."""
    return np.array([(one.median_percent, one.spread_percent) for one in responses], dtype=np.float64).T


def _taken_h(clock_minutes: Floats, luck: Floats, percents: Floats) -> Floats:
    median, spread = percents
    taken: Floats = clock_minutes / 60 * median / 100 * np.exp(luck * spread / 100)
    return taken


def _ready(tasks: Sequence[PlanItem], *, lasts: Floats, ready_h: Mapping[str, float]) -> Floats:
    """When each task's turn comes: once everything that it waits for is done; a circle waits for nothing twice."""
    ready = np.zeros(len(tasks))
    number = {task.item_key: place for place, task in enumerate(tasks)}
    known: set[int] = set()
    entered: set[int] = set()

    def turn(place: int) -> float:
        if place not in known and place not in entered:
            entered.add(place)
            for key in tasks[place].depends_on:
                other = number.get(key)
                done = ready_h.get(key, 0.0) if other is None else turn(other) + lasts[other]
                ready[place] = max(ready[place], done)
            known.add(place)
        return float(ready[place])

    for place, task in enumerate(tasks):
        if task.depends_on:
            turn(place)
    return ready


def _minutes_by_hour(
    begins: Floats, ends: Floats, *, own: NDArray[np.int64], provinces: int, hours: int
) -> NDArray[np.int64]:
    edges = np.arange(hours + 1, dtype=np.float64)
    within = np.diff(np.clip(edges, begins[:, None], ends[:, None]), axis=1) * 60
    by_province = np.zeros((provinces, hours))
    np.add.at(by_province, own, within)
    return np.rint(by_province).astype(np.int64)


def _left_over(minutes: NDArray[np.int64], *, provinces: Sequence[str], assumptions: Assumptions) -> NDArray[np.int64]:
    able = np.array(
        [[60 * assumptions.people_on_duty(p, hour) for hour in range(assumptions.hours)] for p in provinces],
        dtype=np.int64,
    )
    left = np.zeros_like(minutes)
    carried = np.zeros(len(provinces), dtype=np.int64)
    for hour in range(assumptions.hours):
        carried = np.maximum(0, carried + minutes[:, hour] - able[:, hour])
        left[:, hour] = carried
    return left
