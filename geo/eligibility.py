"""Who counts as "in the region": customers by the county that each eligibility rule puts them in.

Operators really use different rules (DOMAIN.md 1b): where the customer registered, where the bill goes, where the
fixed line stands, in which cell the telephone lives, who is roaming in, whose number range it is. One customer may
be in the area by one rule and not by another, so counts by rule overlap and only a joint table gives their union.

The table holds no customer: it holds numbers of customers who have the same counties under all rules and the same
segment. Billing systems make it by one GROUP BY. A rule that an operator cannot say is not in the table, and its
count is *not known*, never zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.errors import ExposureError
from geo.exposure import SEGMENTS

RULES = ("registered_address", "billing_address", "service_address", "home_cell", "roaming_in", "number_segment")
#: The customer is in no county of the operator by this rule (no fixed line, not roaming, an unknown code).
NOWHERE = -1


@dataclass(frozen=True)
class Eligibility:
    """Groups of customers; row i stands for `customers[i]` of segment `SEGMENTS[segment[i]]`."""

    label: str
    label_zh: str
    synthetic: bool
    owner: str
    #: ISO date that the numbers speak of.
    as_of: str
    regions_version: str
    adcodes: tuple[str, ...]
    #: Row of `adcodes` or NOWHERE, int32 (n,), for each rule that the operator can say.
    county: Mapping[str, NDArray[np.int32]]
    segment: NDArray[np.int8]
    customers: NDArray[np.int64]
    #: What had to be left out or mended, for people.
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        unknown = set(self.county) - set(RULES)
        if unknown:
            raise ExposureError(f"eligibility: no rule is called {', '.join(sorted(unknown))}")
        shapes = {self.segment.shape, self.customers.shape, *(rows.shape for rows in self.county.values())}
        if len(shapes) != 1:
            raise ExposureError("eligibility: all columns must have one length")
        if (self.customers < 0).any():
            raise ExposureError("eligibility: a group has a negative number of customers")

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that can be counted, in their usual order."""
        return tuple(rule for rule in RULES if rule in self.county)


@dataclass(frozen=True, slots=True)
class EligibleCount:
    """Customers in some counties: by segment for each rule asked for, and for all of these rules together."""

    #: None where the operator cannot say.
    by_rule: Mapping[str, Mapping[str, int] | None]
    #: Everybody who is in by at least one of the known rules, each once.
    union: Mapping[str, int]
    #: Rules that were asked for and are not known: the union may be larger.
    not_known: tuple[str, ...]

    def total(self, rule: str | None = None) -> int | None:
        """Return the sum over segments of one rule (none if not known), or of the union."""
        counted = self.union if rule is None else self.by_rule[rule]
        return None if counted is None else sum(counted.values())


def count_eligible(eligibility: Eligibility, adcodes: Iterable[str], *, rules: Iterable[str]) -> EligibleCount:
    """Return how many customers are in the counties `adcodes` by each of `rules` and by any of them; exact.

    Codes without a row in the table count nobody. ExposureError for a rule that does not exist.
    """
    asked = tuple(rules)
    for rule in asked:
        if rule not in RULES:
            raise ExposureError(f"no eligibility rule is called {rule!r}; there are {', '.join(RULES)}")
    wanted = set(adcodes)
    # One place more than counties: NOWHERE, which is -1, finds the last one, and that is never wanted.
    inside = np.array([*(adcode in wanted for adcode in eligibility.adcodes), False])
    anyhow = np.zeros(len(eligibility.customers), dtype=bool)
    by_rule: dict[str, Mapping[str, int] | None] = {}
    for rule in asked:
        county = eligibility.county.get(rule)
        if county is None:
            by_rule[rule] = None
            continue
        hit = inside[county]
        anyhow |= hit
        by_rule[rule] = _by_segment(eligibility, hit)
    return EligibleCount(
        by_rule=by_rule,
        union=_by_segment(eligibility, anyhow),
        not_known=tuple(rule for rule in asked if by_rule[rule] is None),
    )


def _by_segment(eligibility: Eligibility, hit: NDArray[np.bool_]) -> dict[str, int]:
    # bincount adds in doubles; whole numbers stay exact below 2**53, which no operator's customers reach.
    sums = np.bincount(eligibility.segment[hit], weights=eligibility.customers[hit], minlength=len(SEGMENTS))
    return {name: int(value) for name, value in zip(SEGMENTS, sums, strict=True)}
