"""The pre-flight: what an approver should have seen before saying yes, as one document with a digest (DOMAIN.md §1c).

Pure. The document holds whole numbers and words only, so that the same facts always make the same bytes: it changes
when the measure, the footprint, the measures that cover the same customers, or the figures reckoned with change, and
not because time passes. An approval names the digest of the document that was seen. Customers are counts by county
and segment; two measures overlap where they do the same action to customers of one county and segment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from incident.canonical import canonical_bytes
from incident.clock import from_text
from incident.rules.measures import totals
from playbooks.measures import InstructionContext, measure_type
from playbooks.planning.hotline import HotlineModel, forecast
from playbooks.terms.timing import CHINA_TIME

#: Stands before the bytes wherever a pre-flight is kept, so that one document has one digest. It hides nothing:
#: there is nothing of a person in it.
SALT = b"preflight/1"
Area = Mapping[str, Mapping[str, Mapping[str, int]]]

#: Part of the document → what changed, for the page that says so.
_CAUSES = {
    "revision": "plan",
    "digest": "plan",
    "customers": "plan",
    "footprint": "footprint",
    "of_which": "footprint",
    "overlap": "overlap",
    "eligibility": "eligibility",
    "money": "money",
    "messages": "figures",
    "pages": "plan",
    "hotline": "figures",
    "autopay": "plan",
}


@dataclass(frozen=True)
class Other:
    """A measure that is being carried out, as far as it may reach the same customers."""

    id: str
    incident_id: str
    title_zh: str
    title_en: str
    actions: frozenset[str]
    area: Area


def actions_of(row: Mapping[str, Any]) -> frozenset[str]:
    """What the measure does to a customer: its billing actions, or its kind where billing has no part."""
    type_ = measure_type(row["kind"])
    place = next(((c, s) for counties in row["area"].values() for c, by in counties.items() for s in by), None)
    if row["delivery"] != "billing" or place is None:
        return frozenset({row["kind"]})
    county, segment = place
    start, end = (from_text(row[name]).astimezone(CHINA_TIME).replace(microsecond=0) for name in _WINDOW)
    document = type_.instruction(
        InstructionContext(
            batch=f"{row['id']}:{row['revision']}:{county}:{segment}",
            county=county,
            segment=segment,
            rules=tuple(row["rules"]),
            customers=max(1, row["customers"]),
            cap_fen=row["cap_fen"],
            window_from=start.isoformat(),
            window_until=end.isoformat(),
            fields=row["fields"],
            exercise=True,
        )
    )
    return frozenset(action["action"] for action in document["actions"])


def overlap(area: Area, actions: frozenset[str], others: Iterable[Other]) -> dict[str, Any]:
    """Whom other measures reach with the same actions already: each of them, and the customers in all.

    Who the customers are only billing knows. Of a county's segment the other measure covers at most as many as it
    has; several cover at least as many as the largest of them, since each begins with the same customers.
    """
    shared: list[dict[str, Any]] = []
    most: dict[tuple[str, str, str], int] = {}
    for other in sorted(others, key=lambda one: one.id):
        common = sorted(actions & other.actions)
        places = _common(area, other.area) if common else {}
        if not places:
            continue
        covered: dict[str, dict[str, dict[str, int]]] = {}
        for (province, county, segment), count in places.items():
            covered.setdefault(province, {}).setdefault(county, {})[segment] = count
            most[province, county, segment] = max(count, most.get((province, county, segment), 0))
        shared.append(
            {
                "measure": other.id,
                "incident": other.incident_id,
                "title_zh": other.title_zh,
                "title_en": other.title_en,
                "actions": common,
                "customers": sum(places.values()),
                "area": covered,
            }
        )
    return {"measures": shared, "customers": sum(most.values())}


def customers_of(area: Area) -> dict[str, Any]:
    """The area added up: in all, by segment, provinces and counties."""
    by_segment: dict[str, int] = {}
    for counties in area.values():
        for segments in counties.values():
            for segment, count in segments.items():
                by_segment[segment] = by_segment.get(segment, 0) + count
    return {
        "total": totals(area),
        "by_segment": by_segment,
        "provinces": len(area),
        "counties": sum(len(counties) for counties in area.values()),
    }


def money(*, expected_fen: int, cap_fen: int, uncapped_fen: int, days: int) -> dict[str, Any]:
    """Money by the day and at the cap, in fen; `stops_on_day` is the day on which the cap is reached, if any."""
    per_day = -(-uncapped_fen // max(1, days))
    stops = cap_fen // per_day + 1 if per_day and uncapped_fen > cap_fen else None
    return {
        "expected_fen": expected_fen,
        "per_day_fen": per_day,
        "cap_fen": cap_fen,
        "uncapped_fen": uncapped_fen,
        "days": days,
        "stops_on_day": stops,
    }


def messages(customers: int, *, parts: int, rate_per_s: int) -> dict[str, Any]:
    """Parts to send and whole minutes that they take at a rate of parts a second."""
    return {
        "parts": parts,
        "messages": customers * parts,
        "rate_per_s": rate_per_s,
        "minutes": -(-customers * parts // (rate_per_s * 60)),
    }


def hotline(customers: int, model: HotlineModel) -> dict[str, Any]:
    """Calls and waiting by the hour with every assumption beside them."""
    hours = [asdict(hour) for hour in forecast(customers, model)]
    return asdict(model) | {"calls_per_100k": list(model.calls_per_100k), "customers": customers, "hours": hours}


def autopay(fields: Mapping[str, Any]) -> str:
    """What happens to customers who pay automatically: included, excluded, or nothing of theirs is touched."""
    return str(fields.get("autopay", "not_touched"))


def bytes_of(document: Mapping[str, Any]) -> bytes:
    """The canonical bytes (RFC 8785)."""
    return canonical_bytes(dict(document))


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 by which the document is kept as a blob and named in an approval, in hex."""
    return digest_of_bytes(bytes_of(document))


def digest_of_bytes(content: bytes) -> str:
    """The same of its canonical bytes."""
    return hashlib.sha256(SALT + content).hexdigest()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What has changed between two pre-flights of one thing: plan, footprint, overlap, eligibility, money, figures."""
    changed = {cause for name, cause in _CAUSES.items() if before.get(name) != after.get(name)}
    return sorted(changed)


def sums_to(document: Mapping[str, Any]) -> Sequence[str]:
    """What does not add up within a document; empty when all does. For tests and for whoever doubts one."""
    customers = document["customers"]
    found = []
    if sum(customers["by_segment"].values()) != customers["total"]:
        found.append("customers by segment")
    if any(totals(one["area"]) != one["customers"] for one in document["overlap"]["measures"]):
        found.append("an overlap by county and segment")
    if document["overlap"]["customers"] > customers["total"]:
        found.append("more overlap than customers")
    return found


def _common(area: Area, other: Area) -> dict[tuple[str, str, str], int]:
    """Counties and segments of both, with the smaller number of customers."""
    return {
        (province, county, segment): min(count, there)
        for province, counties in area.items()
        for county, segments in counties.items()
        for segment, count in segments.items()
        if (there := other.get(province, {}).get(county, {}).get(segment, 0)) and count
    }


_WINDOW = ("window_from", "window_to")
