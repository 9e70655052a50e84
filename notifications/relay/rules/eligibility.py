"""By which of a job's rules a number file can say who is meant; what it cannot say is never taken for everybody. Pure.

Rules are alternatives (DOMAIN.md §1b): whoever counts as in the area by any of them is meant, once. A rule that the
file does not know reaches nobody, and the answer about the job names it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple, get_args

Rule = Literal["registered_address", "billing_address", "service_address", "home_cell", "roaming_in", "number_segment"]
#: The rules in the order of their columns.
RULES: tuple[Rule, ...] = get_args(Rule)


class Known(NamedTuple):
    """A job's rules: those by which the file finds people, and those of which it knows nothing."""

    rules: tuple[str, ...]
    not_known: tuple[str, ...]


def known_of(rules: Sequence[str], *, columns: Collection[str]) -> Known:
    """Divide a job's rules by what the file has columns for, each once, in the job's order."""
    each = tuple(dict.fromkeys(rules))
    return Known(tuple(rule for rule in each if rule in columns), tuple(rule for rule in each if rule not in columns))
