"""Which incidents look like the same emergency reported twice, or like one that brought on the other. Pure.

Only an offer: a person says whether they belong together. The figures are the house's own: aftershocks and second
reports come within hours, while rain, ice and storms are reported for days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from incident.rules.links import CAUSED_BY, DUPLICATE_OF

#: One hazard within so long is likely the same emergency; by hazard, else the last.
SAME_WITHIN: Mapping[str, timedelta] = {"earthquake": timedelta(hours=12), "cable_cut": timedelta(hours=12)}
SAME_WITHIN_ELSE = timedelta(hours=72)
#: What a hazard brings on, within so long.
BRINGS_ON: Mapping[str, frozenset[str]] = {
    "earthquake": frozenset({"landslide", "flood", "fire", "cable_cut"}),
    "typhoon": frozenset({"flood", "landslide", "cable_cut"}),
    "flood": frozenset({"landslide", "cable_cut"}),
    "ice": frozenset({"cable_cut"}),
    "fire": frozenset({"cable_cut"}),
}
BROUGHT_ON_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Seen:
    """An incident as far as it is compared: the counties that it hits and their provinces, where they are known."""

    hazard: str
    occurred_at: datetime
    counties: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """How one incident seems to belong to another that is known: `kind` of a link, and what speaks for it."""

    kind: str
    apart: timedelta
    #: Counties that both hit; None where one of them has no area yet.
    shared: int | None


def likeness(new: Seen, known: Seen) -> Likeness | None:
    """How `new` seems to belong to `known`; None when nothing speaks for it, or their areas speak against it."""
    since = new.occurred_at - known.occurred_at
    if new.hazard == known.hazard and abs(since) <= SAME_WITHIN.get(new.hazard, SAME_WITHIN_ELSE):
        kind = DUPLICATE_OF
    elif new.hazard in BRINGS_ON.get(known.hazard, ()) and timedelta() <= since <= BROUGHT_ON_WITHIN:
        kind = CAUSED_BY
    else:
        return None
    if new.counties and known.counties:
        shared = len(new.counties & known.counties)
        return Likeness(kind, abs(since), shared) if shared else None
    if new.provinces and known.provinces and not new.provinces & known.provinces:
        return None
    return Likeness(kind, abs(since), None)
