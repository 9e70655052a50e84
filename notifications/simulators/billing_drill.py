"""One drill of a simulated province: its accounts, its calendar, and who was cut off on which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from notifications.simulators.billing_books import Reach, Rejected
from notifications.simulators.billing_clocks import Clocks, DayCount
from notifications.simulators.billing_effects import Moment, apply, take_back
from notifications.simulators.billing_population import CLOCKS, Accounts, Indices, Population
from notifications.simulators.billing_wire import Item, Terms


class NoSuchPlace(LookupError):
    """No account has that county and segment."""


@dataclass
class Drill:
    """Accounts and the days that have passed for them. ``today`` is the date that has not passed yet."""

    population: Population
    accounts: Accounts
    clocks: Clocks
    passed: list[DayCount] = field(default_factory=list)

    @classmethod
    def begin(cls, population: Population, *, seed: int) -> Drill:
        """Set up the accounts, which have lived some ordinary months by then."""
        accounts = Accounts(population, seed=seed)
        return cls(population, accounts, Clocks(accounts, begins=population.begins))

    @property
    def today(self) -> date:
        """The present date."""
        return self.population.begins + timedelta(days=self.clocks.day)

    def let_pass(self, days: int) -> list[DayCount]:
        """Let days pass; return what each brought."""
        counts = [self.clocks.pass_day() for _ in range(days)]
        self.passed += counts
        return counts

    def closed(self, terms: Terms, first: int) -> frozenset[int]:
        """Return which accounts of an instruction are terminated. Raises Rejected when there are not so many."""
        size = self.accounts.size(terms.county, terms.segment)
        if first + terms.customers > size:
            where = f"county {terms.county} has {size} accounts of segment {terms.segment}"
            said = f"{where}, {first} of them reached before: not {terms.customers} more"
            raise Rejected(422, "moreThanAccounts", said)
        begins = self.accounts.slots[(terms.county, terms.segment)].start + first if terms.customers else 0
        gone = np.flatnonzero(self.accounts.terminated[begins : begins + terms.customers])
        return frozenset((gone + first).tolist())

    def carry_out(self, reach: Reach) -> None:
        """Do to the accounts what an accepted instruction says."""
        if not len(reach.numbers):
            return
        chosen = self.accounts.indices(reach.county, reach.segment, reach.numbers)
        act = take_back if reach.undoes else apply
        items = [_item(told) for told in reach.items]
        act(self.accounts, chosen, items, money=reach.money, now=Moment(self.clocks.day, self.population.begins))

    def summary(self, *, county: str | None = None, segment: str | None = None) -> dict[str, object]:
        """Count the accounts of the province, or of one county or segment, as they stand. Raises NoSuchPlace."""
        accounts, day = self.accounts, self.clocks.day
        chosen = self._chosen(county, segment)
        frozen = {
            name: int(np.count_nonzero(accounts.stands_still(clock, chosen, day=day)))
            for clock, name in enumerate(CLOCKS)
        }
        return {
            "today": self.today.isoformat(),
            "accounts": len(chosen),
            "owing": int(np.count_nonzero(accounts.debt_fen[chosen])),
            "suspended": int(np.count_nonzero(accounts.suspended[chosen] >= 0)),
            "terminated": int(np.count_nonzero(accounts.terminated[chosen])),
            "covered": int(np.count_nonzero(accounts.covered[chosen])),
            "frozen": frozen,
            "told": int(np.count_nonzero(accounts.told[chosen])),
            "instalments": int(np.count_nonzero(accounts.parts_left[chosen])),
            "debtFen": int(accounts.debt_fen[chosen].sum(dtype=np.int64)),
            "lateFeeFen": int(accounts.late_fee_fen[chosen].sum(dtype=np.int64)),
            "creditFen": int(accounts.credit_fen[chosen].sum(dtype=np.int64)),
        }

    def cut_offs(self, *, since: str = "", before: str = "9999") -> dict[str, object]:
        """Tell who was cut off, day by day, from one ISO date until before another."""
        days = [one for one in self.passed if since <= one.date.isoformat() < before]
        return {
            "today": self.today.isoformat(),
            "suspended": _sum(one.suspended for one in days),
            "terminated": _sum(one.terminated for one in days),
            "days": [one.as_json() for one in days],
        }

    def _chosen(self, county: str | None, segment: str | None) -> Indices:
        wanted = [
            np.arange(slot.start, slot.stop)
            for (its_county, its_segment), slot in self.accounts.slots.items()
            if county in (None, its_county) and segment in (None, its_segment)
        ]
        if not wanted:
            raise NoSuchPlace("no account has that county and segment")
        return np.concatenate(wanted)


def _sum(days: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total = {"covered": 0, "others": 0}
    for one in days:
        for name in total:
            total[name] += one[name]
    return total


def _item(told: Mapping[str, Any]) -> Item:
    begins, ends = datetime.fromisoformat(told["begins"]), datetime.fromisoformat(told["ends"])
    return Item(told["action"], told["key"], begins, ends, told["details"])
