"""A tally: everything that is counted in a place, as whole numbers that can be added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.exposure import OF_WHICH, SEGMENTS, TIERS

#: Noughts that all tallies without counts share: nobody changes a tally, and most bands of most places have none.
_NO_TIERS: Mapping[str, int] = dict.fromkeys(TIERS, 0)
_NO_SEGMENTS: Mapping[str, int] = dict.fromkeys(SEGMENTS, 0)
_NO_OF_WHICH: Mapping[str, int] = dict.fromkeys(OF_WHICH, 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one place and band; a tally without arguments is the zero of addition."""

    sites: int = 0
    halls: int = 0
    key_customers: int = 0
    #: The key customers (organisations) by tier, disjoint: they sum to `key_customers`.
    key_customer_tiers: Mapping[str, int] = field(default_factory=lambda: _NO_TIERS)
    #: None when no part of it is known; unknown parts of a sum are left out and reported elsewhere.
    people: int | None = None
    segments: Mapping[str, int] = field(default_factory=lambda: _NO_SEGMENTS)
    of_which: Mapping[str, int] = field(default_factory=lambda: _NO_OF_WHICH)

    @property
    def total(self) -> int:
        """Subscribers: the sum of the segments."""
        return sum(self.segments.values())

    def __add__(self, other: "Tally") -> "Tally":
        known = [people for people in (self.people, other.people) if people is not None]
        return Tally(
            sites=self.sites + other.sites,
            halls=self.halls + other.halls,
            key_customers=self.key_customers + other.key_customers,
            key_customer_tiers={tier: self.key_customer_tiers[tier] + other.key_customer_tiers[tier] for tier in TIERS},
            people=sum(known) if known else None,
            segments={name: self.segments[name] + other.segments[name] for name in SEGMENTS},
            of_which={name: self.of_which[name] + other.of_which[name] for name in OF_WHICH},
        )

    def as_json(self) -> dict[str, Any]:
        """Return plain values in the words of the contract."""
        return {
            "sites": self.sites,
            "halls": self.halls,
            "key_customers": self.key_customers,
            "key_customer_tiers": dict(self.key_customer_tiers),
            "people": self.people,
            "total": self.total,
            "segments": dict(self.segments),
            "of_which": dict(self.of_which),
        }
