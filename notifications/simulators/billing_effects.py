"""What an applied instruction does to accounts: one function for each billing action that an account can feel.

Notices that are suppressed and services that are opened leave no mark here. A reversal lets clocks run again from
where they stand and takes money back; whoever was reopened stays in service. An account has one freeze, whoever asked
for it: where two measures reach it, the landing of either lets it run again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from types import MappingProxyType

import numpy as np

from notifications.simulators.billing_clocks import daily_fee
from notifications.simulators.billing_population import (
    CLOCKS,
    LATE_FEE,
    NEVER,
    SUSPEND_AFTER_DAYS,
    SUSPENSION,
    TERMINATE_AFTER_DAYS,
    TERMINATION,
    Accounts,
    Fen,
    Indices,
)
from notifications.simulators.billing_wire import Item

_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Moment:
    """The present day of the drill, and the date of its day 0."""

    day: int
    begins: date

    def of(self, told: datetime) -> int:
        """Return the day of a time, in China's zone and within what 16 bits hold."""
        day = (told.astimezone(_CHINA).date() - self.begins).days
        return max(-NEVER, min(NEVER, day))


def apply(accounts: Accounts, chosen: Indices, items: Sequence[Item], *, money: Fen, now: Moment) -> None:
    """Carry out the actions on the chosen accounts; ``money`` is what each of them gets in all, in fen."""
    accounts.credit_fen[chosen] += money
    for item in items:
        effect = _EFFECTS.get(item.action)
        if effect is not None:
            effect(accounts, chosen, item, now)


def take_back(accounts: Accounts, chosen: Indices, items: Sequence[Item], *, money: Fen, now: Moment) -> None:
    """Undo these actions of an earlier instruction on the chosen accounts."""
    accounts.credit_fen[chosen] -= money
    for item in items:
        undo = _UNDOING.get(item.action)
        if undo is not None:
            undo(accounts, chosen, item, now)


def _freeze(accounts: Accounts, chosen: Indices, item: Item, now: Moment) -> None:
    """Let clocks stand still. One that meets a freeze of before makes it longer; a gap begins a new one."""
    begins, ends = now.of(item.begins), now.of(item.ends)
    for name in _names(item, "clocks"):
        if name not in CLOCKS:
            continue
        clock = CLOCKS.index(name)
        if begins < now.day:
            _give_back(accounts, chosen, clock, days=now.day - begins)
        before_from, before_until = accounts.frozen_from[clock, chosen], accounts.frozen_until[clock, chosen]
        meets = (before_from <= ends) & (before_until >= begins)
        accounts.frozen_from[clock, chosen] = np.where(meets, np.minimum(before_from, begins), begins)
        accounts.frozen_until[clock, chosen] = np.where(meets, np.maximum(before_until, ends), ends)
    accounts.covered[chosen] = True


def _give_back(accounts: Accounts, chosen: Indices, clock: int, *, days: int) -> None:
    """A freeze that began in the past: what the clock has run since then did not happen."""
    owing = chosen[accounts.debt_fen[chosen] > 0]
    since = np.minimum(accounts.overdue[owing], days)
    if clock == LATE_FEE:
        fee = daily_fee(accounts, owing) * np.maximum(since, 0)
        accounts.late_fee_fen[owing] = np.maximum(accounts.late_fee_fen[owing] - fee, 0)
    elif clock == SUSPENSION:
        in_service = accounts.suspended[owing] < 0
        accounts.overdue[owing[in_service]] -= np.maximum(since[in_service], 0)
    elif clock == TERMINATION:
        cut = owing[accounts.suspended[owing] >= 0]
        accounts.suspended[cut] = np.maximum(accounts.suspended[cut] - days, 0)


def _thaw(accounts: Accounts, chosen: Indices, item: Item, now: Moment) -> None:
    for name in _names(item, "clocks"):
        if name in CLOCKS:
            clock = CLOCKS.index(name)
            accounts.frozen_until[clock, chosen] = np.minimum(accounts.frozen_until[clock, chosen], now.day)


def _reopen(accounts: Accounts, chosen: Indices, item: Item, now: Moment) -> None:
    back = chosen[accounts.suspended[chosen] >= 0]
    accounts.suspended[back] = -1
    accounts.reopened[back] = now.day


def _move_due_date(accounts: Accounts, chosen: Indices, item: Item, now: Moment) -> None:
    """Bills of the period fall due later, and so do those that are owed already."""
    days = _whole(item, "days")
    accounts.grace[chosen] = days
    accounts.grace_until[chosen] = now.of(item.ends)
    owing = chosen[(accounts.debt_fen[chosen] > 0) & (accounts.suspended[chosen] < 0)]
    accounts.overdue[owing] -= days


def _due_as_before(accounts: Accounts, chosen: Indices, item: Item, now: Moment) -> None:
    accounts.grace_until[chosen] = np.minimum(accounts.grace_until[chosen], now.day)


def _restart(accounts: Accounts, chosen: Indices, item: Item, now: Moment) -> None:
    """Clocks run again on the day with which the period begins, with at least so many days in hand."""
    begins, in_hand = now.of(item.begins), _whole(item, "least_days_left")
    names = _names(item, "clocks")
    for name in names:
        if name in CLOCKS:
            accounts.frozen_until[CLOCKS.index(name), chosen] = begins
    if "suspension" in names:
        accounts.overdue[chosen] = np.minimum(accounts.overdue[chosen], SUSPEND_AFTER_DAYS - in_hand)
    if "termination" in names:
        accounts.suspended[chosen] = np.minimum(accounts.suspended[chosen], TERMINATE_AFTER_DAYS - in_hand)


def _offer_instalments(accounts: Accounts, chosen: Indices, item: Item, now: Moment) -> None:
    """Every other debtor takes it: equal parts, rounded up to the fen, and nothing overdue until one is missed."""
    parts, every = _whole(item, "count"), _whole(item, "every_days")
    takes = chosen[(accounts.debt_fen[chosen] > 0) & (chosen % 2 == 0)]
    if not 1 <= parts <= 255 or not 1 <= every <= 255:
        return
    owed = accounts.debt_fen[takes].astype(np.int64) + accounts.late_fee_fen[takes]
    accounts.part_fen[takes] = np.minimum(-(-owed // parts), 2**31 - 1)
    accounts.parts_left[takes] = parts
    accounts.part_every[takes] = every
    accounts.part_day[takes] = max(now.day, now.of(item.begins)) + every
    for array in (accounts.debt_fen, accounts.late_fee_fen, accounts.overdue):
        array[takes] = 0
    _reopen(accounts, takes, item, now)


def _tell(accounts: Accounts, chosen: Indices, item: Item, now: Moment) -> None:
    accounts.told[chosen] = True


def _names(item: Item, detail: str) -> list[str]:
    value = item.details.get(detail)
    return [str(name) for name in value] if isinstance(value, list) else []


def _whole(item: Item, detail: str) -> int:
    value = item.details.get(detail)
    return value if type(value) is int and 0 <= value < NEVER else 0


Effect = Callable[[Accounts, Indices, Item, Moment], None]
_EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "freeze_clocks": _freeze,
        "reopen": _reopen,
        "move_due_date": _move_due_date,
        "restart_clocks": _restart,
        "offer_instalments": _offer_instalments,
        "courtesy_notice": _tell,
    }
)
_UNDOING: Mapping[str, Effect] = MappingProxyType({"freeze_clocks": _thaw, "move_due_date": _due_as_before})
