"""What a day does to the accounts: bills fall due, people pay, clocks run where they do not stand still.

Nobody decides here to cut anybody off: an account is suspended when its clock has run 30 days, and terminated 60 days
later, as the regulations say. Each day is counted, by whether a measure had ever reached the account.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from notifications.simulators.billing_population import (
    CYCLE_DAYS,
    LATE_FEE,
    LATE_FEE_PPM,
    NEVER,
    PAST_DAYS,
    SUSPEND_AFTER_DAYS,
    SUSPENSION,
    TERMINATE_AFTER_DAYS,
    TERMINATION,
    Accounts,
    Indices,
)


@dataclass
class DayCount:
    """One day: accounts cut off (``covered``: reached by a freeze at some time), what was paid late and charged (fen).

    ``soonest`` is how many days after the end of its freeze the first covered account was cut off; None for nobody.
    """

    day: int
    date: date
    suspended: dict[str, int]
    terminated: dict[str, int]
    suspended_by_county: dict[str, int] = field(default_factory=dict)
    reopened: int = 0
    paid_fen: int = 0
    late_fee_fen: int = 0
    written_off_fen: int = 0
    soonest: int | None = None

    def as_json(self) -> dict[str, object]:
        """Return the day as it is told over HTTP."""
        return {
            "day": self.day,
            "date": self.date.isoformat(),
            "suspended": self.suspended,
            "terminated": self.terminated,
            "suspendedByCounty": self.suspended_by_county,
            "reopened": self.reopened,
            "paidFen": self.paid_fen,
            "lateFeeFen": self.late_fee_fen,
            "writtenOffFen": self.written_off_fen,
            "soonestAfterFreeze": self.soonest,
        }


class Clocks:
    """The days of one province. Day 0 is the day with which the drill begins."""

    def __init__(self, accounts: Accounts, *, begins: date) -> None:
        self._accounts = accounts
        self._begins = begins
        self.day = -PAST_DAYS
        while self.day < 0:
            self.pass_day()
        _take_on_anew(accounts)

    def pass_day(self) -> DayCount:
        """Let the present day pass; return what it brought."""
        day, accounts = self.day, self._accounts
        count = DayCount(day, self._begins + timedelta(days=day), _nobody(), _nobody())
        _bill(accounts, accounts.due_on[day % CYCLE_DAYS], day=day)
        _instalments(accounts, day=day, count=count)
        owing = accounts.late_ones[accounts.debt_fen[accounts.late_ones] > 0]
        still = accounts.stands_still(SUSPENSION, owing, day=day)
        running = owing[~still]
        _run(accounts, running)
        _charge(accounts, owing, day=day, count=count)
        _pay(accounts, running, day=day, count=count)
        _suspend(accounts, running, day=day, count=count)
        _terminate(accounts, day=day, count=count)
        self.day = day + 1
        return count


def _nobody() -> dict[str, int]:
    return {"covered": 0, "others": 0}


def _bill(accounts: Accounts, due: Indices, *, day: int) -> None:
    """New bills: paid on the day by whoever has not stopped paying yet; the others owe from now on."""
    due = due[~accounts.terminated[due]]
    on_time = (accounts.habit[due] == 0) & (accounts.quits[due] > day) & (accounts.debt_fen[due] == 0)
    owes = due[~on_time]
    fresh = owes[accounts.debt_fen[owes] == 0]
    moved = accounts.grace_until[fresh] > day
    accounts.overdue[fresh] = np.where(moved, -accounts.grace[fresh], 0)
    accounts.debt_fen[owes] = np.minimum(accounts.debt_fen[owes].astype(np.int64) + accounts.bill_fen[owes], 2**31 - 1)


def _instalments(accounts: Accounts, *, day: int, count: DayCount) -> None:
    """Parts of plans that fall due: paid by whoever still pays, owed by the others."""
    due = accounts.late_ones[accounts.part_day[accounts.late_ones] == day]
    if not len(due):
        return
    pays = accounts.quits[due] > day
    count.paid_fen += int(accounts.part_fen[due[pays]].sum(dtype=np.int64))
    broken = due[~pays]
    left = accounts.part_fen[broken].astype(np.int64) * accounts.parts_left[broken]
    accounts.debt_fen[broken] = np.minimum(accounts.debt_fen[broken] + left, 2**31 - 1)
    accounts.parts_left[broken] = 0
    accounts.parts_left[due[pays]] -= 1
    more = accounts.parts_left[due] > 0
    accounts.part_day[due] = np.where(more, day + accounts.part_every[due].astype(np.int16), NEVER)


def _run(accounts: Accounts, running: Indices) -> None:
    in_service = running[accounts.suspended[running] < 0]
    accounts.overdue[in_service] += 1


def _charge(accounts: Accounts, owing: Indices, *, day: int, count: DayCount) -> None:
    """The late fee of a day, where its clock runs and the due date has passed."""
    charged = owing[~accounts.stands_still(LATE_FEE, owing, day=day) & (accounts.overdue[owing] > 0)]
    fee = daily_fee(accounts, charged)
    accounts.late_fee_fen[charged] += fee
    count.late_fee_fen += int(fee.sum(dtype=np.int64))


def daily_fee(accounts: Accounts, chosen: Indices) -> npt.NDArray[np.int32]:
    """Return the late fee of one day of each chosen account, in fen, rounded down."""
    return (accounts.debt_fen[chosen].astype(np.int64) * LATE_FEE_PPM // 1_000_000).astype(np.int32)


def _pay(accounts: Accounts, running: Indices, *, day: int, count: DayCount) -> None:
    """Those whose time has come pay everything; whoever was suspended is in service again the same day."""
    late = accounts.overdue[running] + np.maximum(accounts.suspended[running], 0)
    pays = running[(late >= np.maximum(accounts.habit[running], 1)) & (accounts.quits[running] > day)]
    count.paid_fen += int((accounts.debt_fen[pays].astype(np.int64) + accounts.late_fee_fen[pays]).sum())
    back = pays[accounts.suspended[pays] >= 0]
    count.reopened += len(back)
    accounts.reopened[back] = day
    accounts.suspended[back] = -1
    accounts.debt_fen[pays] = 0
    accounts.late_fee_fen[pays] = 0
    accounts.overdue[pays] = 0


def _suspend(accounts: Accounts, running: Indices, *, day: int, count: DayCount) -> None:
    over = (accounts.overdue[running] > SUSPEND_AFTER_DAYS) & (accounts.suspended[running] < 0)
    cut = running[over & (accounts.debt_fen[running] > 0)]
    accounts.suspended[cut] = 0
    _count(accounts, cut, count.suspended)
    by_county = np.bincount(accounts.county[cut], minlength=len(accounts.counties))
    count.suspended_by_county = {accounts.counties[n]: int(by_county[n]) for n in np.flatnonzero(by_county)}
    thawed = cut[accounts.covered[cut]]
    if len(thawed):
        count.soonest = int((day - accounts.frozen_until[SUSPENSION, thawed].astype(np.int64)).min())


def _terminate(accounts: Accounts, *, day: int, count: DayCount) -> None:
    """Run the third clock; what a terminated account owed is written off."""
    suspended = accounts.late_ones[accounts.suspended[accounts.late_ones] >= 0]
    runs = suspended[~accounts.stands_still(TERMINATION, suspended, day=day)]
    accounts.suspended[runs] += 1
    gone = runs[accounts.suspended[runs] > TERMINATE_AFTER_DAYS]
    _count(accounts, gone, count.terminated)
    count.written_off_fen = int((accounts.debt_fen[gone].astype(np.int64) + accounts.late_fee_fen[gone]).sum())
    accounts.terminated[gone] = True
    for array in (accounts.debt_fen, accounts.late_fee_fen, accounts.overdue):
        array[gone] = 0
    accounts.suspended[gone] = -1


def _count(accounts: Accounts, cut: Indices, into: dict[str, int]) -> None:
    covered = int(np.count_nonzero(accounts.covered[cut]))
    into["covered"] += covered
    into["others"] += len(cut) - covered


def _take_on_anew(accounts: Accounts) -> None:
    """Whoever was terminated before the drill is no customer: a new one, who pays, has the account by now."""
    gone = np.flatnonzero(accounts.terminated)
    accounts.terminated[gone] = False
    accounts.quits[gone] = NEVER
    accounts.habit[gone] = 0
