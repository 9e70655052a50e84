"""Who is covered by a plan: at least so many, since measures of one county and segment begin with the same customers.

Which customers a measure really reaches only billing knows. Of a county's segment several measures cover at least as
many as the largest of them (the rule of the pre-flight's overlap). What a county has of a tier, or of people who need
care, counts as covered as far as the measure of the widest area goes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from playbooks.planning.plan import Counts, PlanItem
from playbooks.terms.words import SEGMENTS

_NOT_OF_CUSTOMERS = frozenset({"people", "sites", "halls", "key_customers"})


@dataclass(frozen=True)
class Coverage:
    """Customers covered, each way adding up to ``total``; ``by_tier`` overlaps and does not."""

    total: int
    by_county: dict[str, int]
    by_province: dict[str, int]
    by_segment: dict[str, int]
    by_tier: dict[str, int]


def coverage_of(items: Iterable[PlanItem]) -> Coverage:
    """Return whom these items cover together."""
    items = tuple(items)
    distinct = {id(item.counts): item.counts for item in items}
    provinces = {county: province for item in items for province, within in item.area.items() for county in within}
    most: dict[str, list[int]] = {}
    for counts in distinct.values():
        _raise_to(most, counts)
    by_county = {county: sum(customers) for county, customers in sorted(most.items())}
    by_province: dict[str, int] = {}
    for county, customers in by_county.items():
        by_province[provinces[county]] = by_province.get(provinces[county], 0) + customers
    by_segment: dict[str, int] = dict.fromkeys(SEGMENTS, 0)
    for column, name in enumerate(SEGMENTS):
        by_segment[name] = sum(customers[column] for customers in most.values())
    return Coverage(
        total=sum(by_county.values()),
        by_county=by_county,
        by_province=dict(sorted(by_province.items())),
        by_segment=by_segment,
        by_tier=_tiers(items),
    )


def _raise_to(most: dict[str, list[int]], counts: Counts) -> None:
    """Raise what is covered of each county and segment to what these counts have of it."""
    places = [SEGMENTS.index(segment) for segment in counts.by_segment]
    for county, customers in counts.by_county.items():
        covered = most.get(county)
        if covered is None:
            covered = most[county] = [0] * len(SEGMENTS)
        for place, number in zip(places, customers.values(), strict=True):
            covered[place] = max(covered[place], number)


def _tiers(items: Iterable[PlanItem]) -> dict[str, int]:
    by_item: dict[str, dict[str, int]] = {}
    for item in items:
        sums = by_item.setdefault(item.item_id, {})
        for name, number in item.counts.figures.items():
            if name not in _NOT_OF_CUSTOMERS:
                sums[name] = sums.get(name, 0) + number
    tiers: dict[str, int] = {}
    for sums in by_item.values():
        for name, number in sums.items():
            tiers[name] = max(tiers.get(name, 0), number)
    return dict(sorted(tiers.items()))
