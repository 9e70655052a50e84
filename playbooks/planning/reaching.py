"""Which rows of a situation an item's ``when`` reaches, and which of its parts leaves none.

A county counts with the part of it that lies in the bands that reach the threshold; bands are exclusive, so sums of
items are sums of the situation's rows and of nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playbooks.language.model import ParameterRef, When
from playbooks.language.parameters import number
from playbooks.language.situation import SituationRegion
from playbooks.planning.nearness import Nearness
from playbooks.planning.quantities import QUANTITY_WORDS
from playbooks.planning.reasons import Arg, Reason, severity
from playbooks.terms.words import Unit

Rows = tuple[SituationRegion, ...]


@dataclass(frozen=True)
class Reached:
    """The rows reached, or none and why; ``thresholds`` in thousandths by unit, empty where anything counts."""

    rows: Rows
    thresholds: Mapping[str, int]
    why_none: Reason | None = None


def reach(when: When, *, rows: Rows, values: Mapping[str, int], near: Nearness | None = None) -> Reached:
    """Keep the rows that ``when`` is about; the first of its parts that leaves none is the reason."""
    thresholds = in_thousandths(when.reaches, values=values)
    limits = in_thousandths(when.below, values=values)
    found = rows
    if thresholds:
        found = tuple(r for r in found if r.unit in thresholds and r.value_milli >= thresholds[r.unit])
    if not found:
        return Reached((), thresholds, _why_none_reached(rows, thresholds=thresholds))
    if limits:
        found = tuple(r for r in found if r.unit not in limits or r.value_milli < limits[r.unit])
        if not found:
            return Reached((), thresholds, Reason("none_below", _limit_words(limits, rows=rows)))
    if when.regions is not None:
        found = tuple(r for r in found if _within(r, when.regions))
        if not found:
            return Reached((), thresholds, Reason("none_in_regions", {"regions": ", ".join(when.regions)}))
    if near is not None:
        found = tuple(r for r in found if r.adcode in near.counties)
        if not found:
            return Reached((), thresholds, near.why_none())
    for quantity, least in when.counties_with.items():
        held = _held(found, quantity=quantity)
        found = tuple(row for row in found if held[row.adcode] >= least)
        if not found:
            zh, en = QUANTITY_WORDS[quantity]
            most: dict[str, Arg] = {"least": least, "count": max(held.values()), "quantity_zh": zh, "quantity_en": en}
            return Reached((), thresholds, Reason("no_county_with", most))
    return Reached(found, thresholds)


def in_thousandths(given: Mapping[Unit, int | ParameterRef], *, values: Mapping[str, int]) -> dict[str, int]:
    """Return thresholds by unit in thousandths, parameters put in."""
    return {unit: number(least, values=values) * 1000 for unit, least in given.items()}


def most_severe(rows: Sequence[SituationRegion]) -> SituationRegion:
    """Return the row of highest value, the first among equals: the first, as a ground's rows are arranged."""
    return rows[0]


def highest_words(rows: Sequence[SituationRegion], *, thresholds: Mapping[str, int]) -> dict[str, Arg]:
    """Return what reasons say of the most severe row, and of the threshold that it met."""
    highest = most_severe(rows)
    zh, en = severity(highest.value_milli, unit=highest.unit)
    words: dict[str, Arg] = {
        "name_zh": highest.name_zh,
        "name_en": highest.name_en,
        "highest_zh": zh,
        "highest_en": en,
    }
    return words | threshold_words(rows, thresholds=thresholds)


def threshold_words(rows: Sequence[SituationRegion], *, thresholds: Mapping[str, int]) -> dict[str, Arg]:
    """Return the threshold in words; nothing where anything counts."""
    if not thresholds:
        return {}
    unit = most_severe(rows).unit if rows else next(iter(thresholds))
    zh, en = severity(thresholds[unit], unit=unit)
    return {"threshold_zh": zh, "threshold_en": en}


def _why_none_reached(rows: Rows, *, thresholds: Mapping[str, int]) -> Reason:
    if not rows:
        return Reason("no_region_hit")
    known = [row for row in rows if row.unit in thresholds]
    if not known:
        return Reason("unit_not_known", {"unit": rows[0].unit, "units": ", ".join(thresholds)})
    return Reason("no_county_reaches", highest_words(known, thresholds=thresholds))


def _limit_words(limits: Mapping[str, int], *, rows: Rows) -> dict[str, Arg]:
    unit = next((row.unit for row in rows if row.unit in limits), next(iter(limits)))
    zh, en = severity(limits[unit], unit=unit)
    return {"limit_zh": zh, "limit_en": en}


def _within(row: SituationRegion, regions: Sequence[str]) -> bool:
    """True when a row's county, city or province is one of ``regions``."""
    return row.adcode in regions or row.city in regions or row.province in regions


def _held(rows: Rows, *, quantity: str) -> dict[str, int]:
    """How much of something each county has where it is reached."""
    held: dict[str, int] = {}
    for row in rows:
        held[row.adcode] = held.get(row.adcode, 0) + row.quantity(quantity)
    return held
