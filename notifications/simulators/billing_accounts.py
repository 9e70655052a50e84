"""The billing simulator's customers: who cannot be served, why, and what money belongs to each. Pure.

Customers of a county and segment are numbered; which of them fail is decided by seed, county, segment
and number alone. So the same closed account fails in every measure, and a batch that grows keeps the
failures it had. Nobody has a phone number here: an account is an opaque reference.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: Reasons and their weights. Only ``system_busy`` may pass when tried again.
REASONS = (("account_closed", 35), ("under_dispute", 25), ("system_busy", 40))
_BLOCK = 1000


@dataclass(frozen=True)
class Share:
    """Money of one batch in fen: ``each`` account's, or an exact split of ``total`` where a cap binds."""

    customers: int
    each: int
    total: int

    @classmethod
    def within(cls, cap_fen: int, *, each: int, customers: int) -> Share:
        """Return what is spent: ``each`` for everybody, bounded by the cap."""
        return cls(customers, each, min(each * customers, cap_fen))

    def of(self, number: int) -> int:
        """Return the fen of one account, so that the sum over all accounts is ``total`` exactly."""
        if self.each * self.customers == self.total:
            return self.each
        return self.total * (number + 1) // self.customers - self.total * number // self.customers

    def of_all(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        """Return the fen of many accounts, each as :meth:`of` says."""
        if self.each * self.customers == self.total:
            return np.full(len(numbers), self.each, np.int32)
        before = [self.total * number // self.customers for number in numbers.tolist()]
        after = [self.total * (number + 1) // self.customers for number in numbers.tolist()]
        return np.subtract(after, before).astype(np.int32)


def failing(
    seed: int, *, county: str, segment: str, customers: int, fail_ppm: int, first: int = 0
) -> Iterator[tuple[int, str]]:
    """Yield (number, reason) of the customers from number ``first`` on who cannot be served, in order of number."""
    names = [name for name, _ in REASONS]
    weights = [weight for _, weight in REASONS]
    for block in range(first // _BLOCK, -(-(first + customers) // _BLOCK)):
        # A string seed is hashed by SHA-512: stable over processes and versions of Python 3.
        chance = random.Random(f"{seed}|{county}|{segment}|{block}")  # noqa: S311  realism, not secrecy
        expected, rest = divmod(fail_ppm * _BLOCK, 1_000_000)
        count = expected + (chance.randrange(1_000_000) < rest)
        for position in sorted(chance.sample(range(_BLOCK), count)):
            reason = chance.choices(names, weights)[0]
            if first <= block * _BLOCK + position < first + customers:
                yield block * _BLOCK + position, reason


def account_ref(seed: int, *, county: str, segment: str, number: int) -> str:
    """Return the opaque reference of an account: nothing can be read from it."""
    return "acct-" + hashlib.sha256(f"{seed}|{county}|{segment}|{number}".encode()).hexdigest()[:20]


def passes_now(seed: int, ref: str, *, reason: str, attempt: int) -> bool:
    """Tell whether an account that failed before is served at this attempt: three of four busy ones are."""
    chance = random.Random(f"{seed}|{ref}|{attempt}")  # noqa: S311  realism, not secrecy
    return reason == "system_busy" and chance.randrange(4) < 3
