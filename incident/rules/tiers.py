"""What an impact counts by tier, in the planner's words: members are customers, key customers are organisations.

An impact has both, each by a_plus, a, b, c: `of_which` the members of group customers, `key_customer_tiers` the key
customers themselves. Playbooks ask for organisations, and call them A+, A, B, C; here the two meet, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Organisations by tier: the impact's name and the playbooks'.
ORGANISATIONS = {"a_plus": "A+", "a": "A", "b": "B", "c": "C"}


def of_which_in_plans(of_which: Mapping[str, int], organisations: Mapping[str, int] | None) -> dict[str, int]:
    """Return what a Situation has as `of_which`: members and vulnerable as they were, organisations by tier.

    `organisations` is None where nobody counted them by tier (an impact of before); then no tier is told, since a
    zero would say that there are none.
    """
    return dict(of_which) | {ORGANISATIONS[tier]: count for tier, count in (organisations or {}).items()}
