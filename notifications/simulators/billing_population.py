"""The accounts of a simulated province, one slot each in a handful of arrays: who owes, whose clocks stand still.

1,170,000 accounts take some 60 MB. Everything follows from the seed, the population and what was done since, so
nothing of it is stored. No account has a number or a name; outside it is an opaque reference (``billing_accounts``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

#: Days, and numbers of days, are of 16 bits; this one never comes.
NEVER = 32_000
#: A bill falls due every so many days; which day is the account's own.
CYCLE_DAYS = 30
#: The statutory clocks (Telecom Regulations, art. 35 of 2000): 0.3 % a day, 30 days, another 60 days.
CLOCKS = ("late_fee", "suspension", "termination")
LATE_FEE, SUSPENSION, TERMINATION = range(3)
SUSPEND_AFTER_DAYS = 30
TERMINATE_AFTER_DAYS = 60
LATE_FEE_PPM = 3_000
#: Most accounts of one province, and the days it has lived before the drill begins.
MOST_ACCOUNTS = 5_000_000
PAST_DAYS = 120

Days = npt.NDArray[np.int16]
Fen = npt.NDArray[np.int32]
Indices = npt.NDArray[np.int64]

#: Average monthly bill by segment, in fen.
_BILL_FEN = {"gotone": 12_000, "easyown": 4_500, "mzone": 5_000}
_OTHER_BILL_FEN = 4_000


class PopulationError(ValueError):
    """A population cannot be set up; the message names the field."""


@dataclass(frozen=True)
class Population:
    """How many accounts each county has by segment, and the day (UTC+8) with which the drill begins."""

    begins: date
    counties: Mapping[str, Mapping[str, int]]

    @property
    def total(self) -> int:
        """All accounts."""
        return sum(sum(segments.values()) for segments in self.counties.values())


def read_population(body: Mapping[str, object]) -> Population:
    """Read ``{"begins": "2008-05-12", "counties": {adcode: {segment: accounts}}}``. Raises PopulationError."""
    try:
        begins = date.fromisoformat(str(body.get("begins", "")))
    except ValueError as error:
        raise PopulationError("begins must be a date such as 2008-05-12") from error
    given = body.get("counties")
    if not isinstance(given, dict) or not given:
        raise PopulationError('counties must be an object such as {"510131": {"gotone": 1000}}')
    for county, segments in given.items():
        if not isinstance(segments, dict) or not (county.isascii() and county.isdigit() and len(county) == 6):
            raise PopulationError(f"counties: {county!r} must be a six-digit code with accounts by segment")
        for segment, count in segments.items():
            if type(count) is not int or not 0 <= count <= MOST_ACCOUNTS:
                raise PopulationError(f"counties: {county}: {segment} must be a whole number of accounts")
    population = Population(begins, given)
    if not 0 < population.total <= MOST_ACCOUNTS:
        raise PopulationError(f"counties must hold 1 to {MOST_ACCOUNTS} accounts, not {population.total}")
    return population


class Accounts:
    """The arrays. ``slots`` says which stretch belongs to a county and segment, in order of the account's number."""

    def __init__(self, population: Population, *, seed: int) -> None:
        count = population.total
        self.count = count
        self.counties = tuple(sorted(population.counties))
        self.slots: dict[tuple[str, str], slice] = {}
        #: Index into ``counties``.
        self.county = np.zeros(count, np.int16)
        self.bill_fen: Fen = np.zeros(count, np.int32)
        self.bill_day = np.zeros(count, np.uint8)
        #: Days on the suspension clock after which it pays (0: on the day), and from which day on it pays no more.
        self.habit: Days = np.zeros(count, np.int16)
        self.quits: Days = np.full(count, NEVER, np.int16)
        self.debt_fen: Fen = np.zeros(count, np.int32)
        self.late_fee_fen: Fen = np.zeros(count, np.int32)
        #: Given by waivers and top-ups that were applied, less what was reversed.
        self.credit_fen: Fen = np.zeros(count, np.int32)
        #: Where the suspension clock stands; below 0 the due date was moved.
        self.overdue: Days = np.zeros(count, np.int16)
        #: Where the termination clock stands; -1 while in service.
        self.suspended: Days = np.full(count, -1, np.int16)
        self.terminated = np.zeros(count, np.bool_)
        #: Day of the newest reopening; NEVER without one.
        self.reopened: Days = np.full(count, NEVER, np.int16)
        #: From and until when each clock stands still; the day of ``until`` counts again.
        self.frozen_from: Days = np.full((len(CLOCKS), count), NEVER, np.int16)
        self.frozen_until: Days = np.full((len(CLOCKS), count), -NEVER, np.int16)
        #: Days by which bills that fall due before ``grace_until`` are moved.
        self.grace: Days = np.zeros(count, np.int16)
        self.grace_until: Days = np.full(count, -NEVER, np.int16)
        #: Parts still to be paid, the days between two, the fen of each, and the day of the next.
        self.parts_left = np.zeros(count, np.uint8)
        self.part_every = np.zeros(count, np.uint8)
        self.part_fen: Fen = np.zeros(count, np.int32)
        self.part_day: Days = np.full(count, NEVER, np.int16)
        #: Whether it was ever told kindly that its clocks will run again.
        self.told = np.zeros(count, np.bool_)
        #: Whether a freeze was ever applied to it.
        self.covered = np.zeros(count, np.bool_)
        self._fill(population, seed=seed)
        #: Who will ever owe anything: all others pay every bill on its day, and no day need look at them.
        self.late_ones: Indices = np.flatnonzero((self.habit > 0) | (self.quits < NEVER))
        order = self.late_ones[np.argsort(self.bill_day[self.late_ones], kind="stable")]
        edges = np.searchsorted(self.bill_day[order], np.arange(CYCLE_DAYS + 1))
        #: These by the day of the cycle on which their bill falls due.
        self.due_on: tuple[Indices, ...] = tuple(order[edges[n] : edges[n + 1]] for n in range(CYCLE_DAYS))

    def indices(self, county: str, segment: str, numbers: Indices) -> Indices:
        """Return the indices of numbered accounts of a county and segment."""
        return np.asarray(numbers + self.slots[(county, segment)].start)

    def size(self, county: str, segment: str) -> int:
        """Return how many accounts a county has in a segment."""
        slot = self.slots.get((county, segment))
        return 0 if slot is None else slot.stop - slot.start

    def stands_still(self, clock: int, chosen: Indices, *, day: int) -> npt.NDArray[np.bool_]:
        """Tell of each chosen account whether a clock stands still on a day."""
        began = self.frozen_from[clock, chosen] <= day
        return np.asarray(began & (self.frozen_until[clock, chosen] > day))

    def _fill(self, population: Population, *, seed: int) -> None:
        start = 0
        for index, county in enumerate(self.counties):
            for segment, count in sorted(population.counties[county].items()):
                slot = slice(start, start + count)
                self.slots[(county, segment)] = slot
                self.county[slot] = index
                self._live(slot, segment, chance=_chance(seed, county, segment))
                start += count

    def _live(self, slot: slice, segment: str, *, chance: np.random.Generator) -> None:
        """Draw the habits of one stretch: 84 % pay on the day, 12 % late, 3 % very late, 1 % stop paying one day."""
        count = slot.stop - slot.start
        average = _BILL_FEN.get(segment, _OTHER_BILL_FEN)
        self.bill_fen[slot] = np.clip(chance.gamma(4.0, average / 4.0, count), 500, 200_000).astype(np.int32)
        self.bill_day[slot] = chance.integers(0, CYCLE_DAYS, count, dtype=np.uint8)
        kind = chance.random(count)
        late = chance.integers(1, 30, count, dtype=np.int16)
        very_late = chance.integers(31, 76, count, dtype=np.int16)
        self.habit[slot] = np.where(kind < 0.12, late, np.where(kind < 0.15, very_late, 0))
        self._have_lived(slot, cycles=chance.random(count))
        stops = chance.integers(-PAST_DAYS, 400, count, dtype=np.int16)
        self.quits[slot] = np.where(kind > 0.99, stops, NEVER)

    def _have_lived(self, slot: slice, *, cycles: npt.NDArray[np.float64]) -> None:
        """Let the late payers stand anywhere between two payments, or all of them would be late in the same weeks."""
        habit = self.habit[slot]
        began = -PAST_DAYS - self.bill_day[slot].astype(np.int16)
        behind = (cycles * (habit // CYCLE_DAYS + 1)).astype(np.int16)
        late = began % CYCLE_DAYS + CYCLE_DAYS * behind
        owes = (habit > 0) & (late < habit)
        self.debt_fen[slot] = np.where(owes, self.bill_fen[slot] * (behind + 1), 0)
        self.overdue[slot] = np.where(owes, np.minimum(late, SUSPEND_AFTER_DAYS + 1), 0)
        self.suspended[slot] = np.where(owes & (late > SUSPEND_AFTER_DAYS), late - SUSPEND_AFTER_DAYS - 1, -1)


def _chance(seed: int, county: str, segment: str) -> np.random.Generator:
    """The same accounts whatever else the province has."""
    words = hashlib.sha256(f"{seed}|{county}|{segment}|accounts".encode()).digest()
    return np.random.default_rng(int.from_bytes(words[:16], "big"))
