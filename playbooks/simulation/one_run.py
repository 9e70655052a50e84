"""What one plan comes to, in one situation, with one run's luck."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from playbooks.language.situation import Situation
from playbooks.planning.plan import Plan, PlanItem
from playbooks.simulation.assumptions import Assumptions
from playbooks.simulation.calls import Calls, calls_of
from playbooks.simulation.coverage import Coverage, coverage_of
from playbooks.simulation.draws import Chance
from playbooks.simulation.money import Money, money_of
from playbooks.simulation.overload import Overload, overloads
from playbooks.simulation.teams import TeamWork, team_work
from playbooks.terms.timing import CHINA_TIME

#: How far approvals stray, as a standard deviation of the logarithm.
_APPROVAL_SPREAD = 0.6


@dataclass(frozen=True, eq=False)
class RunFigures:
    """One run. ``covered`` by measures, ``told`` by messages; ``first`` what gives way, the first one first."""

    covered: Coverage
    told: Coverage
    money: Money
    calls: Calls
    work: TeamWork
    overloads: tuple[Overload, ...]
    #: Customers of each item that is planned, by its id in the playbook.
    items: dict[str, int]

    def totals(self) -> dict[str, int]:
        """Return the run's figures by name (words.TOTALS), with those by segment and tier."""
        people = self.work.minutes.sum(axis=0)
        found = {
            "customers": self.covered.total,
            "told": self.told.total,
            "counties": len(self.covered.by_county),
            "provinces": len(self.covered.by_province),
            "items": len(self.items),
            "tasks": self.work.tasks,
            "tasks_late": self.work.late,
            "people_most": int(-(-int(people.max(initial=0)) // 60)),
            "done_hours": int(np.ceil(self.work.done_h)),
            "money_day": int(self.money.by_day.max(initial=0)),
            "money_total": self.money.total,
            "money_cap": self.money.cap,
            "messages": self.calls.messages,
            "parts": self.calls.parts,
            "send_minutes": self.calls.minutes,
            "calls": int(self.calls.by_hour.sum()),
            "calls_most": int(self.calls.by_hour.max(initial=0)),
        }
        found |= {f"segment:{name}": customers for name, customers in self.covered.by_segment.items()}
        return found | {f"tier:{name}": customers for name, customers in self.covered.by_tier.items()}


def figures_of(
    plan: Plan, situation: Situation, *, chance: Chance, most_calls: int, assumptions: Assumptions
) -> RunFigures:
    """Return what a plan comes to. ``most_calls`` is ``overload.calls_within_promise`` of the assumptions' hotline."""
    measures = [item for item in plan.items if item.type == "measure"]
    broadcasts = [item for item in plan.items if item.type == "broadcast"]
    approved_h = _approved_h([*measures, *broadcasts], chance=chance, assumptions=assumptions)
    money = money_of([*measures, *broadcasts], occurred_at=situation.occurred_at, days=assumptions.days)
    calls = calls_of(
        broadcasts,
        approved_h=[approved_h[item.item_key] for item in broadcasts],
        now=situation.now,
        assumptions=assumptions,
    )
    tasks = [item for item in plan.items if item.type == "task"]
    work = team_work(tasks, ready_h=approved_h, chance=chance, assumptions=assumptions)
    return RunFigures(
        covered=coverage_of(measures),
        told=coverage_of(broadcasts),
        money=money,
        calls=calls,
        work=work,
        overloads=overloads(
            work,
            calls,
            money,
            planned_on_day=_planned_on_day(situation),
            most_calls=most_calls,
            assumptions=assumptions,
        ),
        items=_customers_of_items(plan),
    )


def _approved_h(items: list[PlanItem], *, chance: Chance, assumptions: Assumptions) -> dict[str, float]:
    if not items:
        return {}
    luck: NDArray[np.float64] = chance.of_names([f"{item.item_id}/{item.target}" for item in items])[0]
    hours = assumptions.approval_minutes / 60 * np.exp(luck * _APPROVAL_SPREAD)
    return dict(zip([item.item_key for item in items], hours.tolist(), strict=True))


def _customers_of_items(plan: Plan) -> dict[str, int]:
    customers: dict[str, int] = {}
    for item in plan.items:
        customers[item.item_id] = customers.get(item.item_id, 0) + item.counts.total
    return customers


def _planned_on_day(situation: Situation) -> int:
    midnight = situation.occurred_at.astimezone(CHINA_TIME).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(0, (situation.now - midnight) // timedelta(days=1))
