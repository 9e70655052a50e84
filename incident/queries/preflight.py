"""Makes the pre-flight of a measure or broadcast from the rows as they stand (incident/rules/preflight.py).

Read by the page and, inside the transaction of an approval, by the command: both must get the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.eligibility import Eligibility, count_eligible
from incident import fold, log
from incident.clock import from_text
from incident.models import Approval, Footprint, ImpactRegion, Incident, Measure
from incident.queries.checks import uncapped_fen
from incident.queries.figures import figures_of_area
from incident.rules import preflight as rules
from incident.rules.tiers import of_which_in_plans
from playbooks.planning.hotline import HotlineModel
from playbooks.terms.timing import whole_days

#: States in which customers have, or are getting, what a measure promises.
LIVE = ("executing", "held", "partially_applied", "in_effect", "ending")


@dataclass(frozen=True)
class Figures:
    """What a pre-flight is reckoned with beyond the rows."""

    eligibility: Eligibility
    #: Parts of messages a second on the normal path.
    message_rate_per_s: int
    hotline: HotlineModel
    #: `live` or `exercise`
    world: str


def measure_preflight(session: Session, row: Mapping[str, Any], figures: Figures) -> dict[str, Any]:
    """The document of a measure, its row in log spelling."""
    days = whole_days(from_text(row["window_from"]), end=from_text(row["window_to"]))
    beside = figures_of_area(session, row["incident_id"], row["area"])
    needed = uncapped_fen(row, days=days, figures=beside)
    counties = _counties(row["area"])
    return {
        "document": "preflight/1",
        "world": figures.world,
        "subject": row["id"],
        "revision": row["revision"],
        "digest": row["digest"],
        "footprint": _footprint(session, row["incident_id"]),
        "customers": rules.customers_of(row["area"]),
        "eligibility": _eligibility(figures.eligibility, counties, row["rules"]),
        "overlap": rules.overlap(row["area"], rules.actions_of(row), _others(session, row)),
        "money": rules.money(
            expected_fen=row["cost_fen"], cap_fen=row["cap_fen"], uncapped_fen=max(needed, row["cost_fen"]), days=days
        ),
        "messages": rules.messages(row["customers"], parts=1, rate_per_s=figures.message_rate_per_s),
        "hotline": rules.hotline(row["customers"], figures.hotline),
        "autopay": rules.autopay(row["fields"]),
        "of_which": _of_which(session, row["incident_id"], counties),
    }


def broadcast_preflight(session: Session, row: Mapping[str, Any], figures: Figures) -> dict[str, Any]:
    """The document of a public message: no money and no billing, its own parts, and the calls that it brings.

    A cell broadcast has pages, sent to nobody in particular and repeated until it expires: no count and no time.
    """
    counties, by_cells = _counties(row["audience"]), row["channel"] == "cell_broadcast"
    return {
        "document": "preflight/1",
        "world": figures.world,
        "subject": row["id"],
        "revision": row["revision"],
        "digest": row["digest"],
        "footprint": _footprint(session, row["incident_id"]),
        "customers": rules.customers_of(row["audience"]),
        "eligibility": _eligibility(figures.eligibility, counties, row["rules"]),
        "messages": None
        if by_cells
        else rules.messages(row["customers"], parts=row["parts"], rate_per_s=figures.message_rate_per_s),
        "pages": row["parts"] if by_cells else None,
        "hotline": rules.hotline(row["customers"], figures.hotline),
        "of_which": _of_which(session, row["incident_id"], counties),
    }


def preflight_answer(session: Session, document: Mapping[str, Any], subject_id: str) -> dict[str, Any]:
    """What the page gets: the document with its digest, and what every approver saw that differs from it."""
    digest = rules.digest_of(document)
    rows = session.scalars(
        select(Approval)
        .where(Approval.subject_id == subject_id, Approval.preflight.is_not(None), Approval.decision == "approve")
        .order_by(Approval.at)
    )
    seen = []
    for row in rows:
        text = None if row.preflight == digest else log.read_text(session, row.preflight)
        changed = rules.differences(json.loads(text), document) if text else []
        told = {"approval": row.id, "person": row.person_id, "revision": row.revision}
        seen.append(told | {"same": row.preflight == digest, "changed": changed})
    return {"digest": digest, "preflight": document, "seen": seen}


def _eligibility(eligibility: Eligibility, counties: list[str], asked: list[str]) -> dict[str, Any]:
    counted = count_eligible(eligibility, counties, rules=asked)
    return {
        "rules": [
            {
                "rule": rule,
                "customers": counted.total(rule),
                "by_segment": None if by_segment is None else dict(by_segment),
            }
            for rule, by_segment in counted.by_rule.items()
        ],
        "union": counted.total() if eligibility.rules else None,
        "not_known": list(counted.not_known),
        "label_zh": eligibility.label_zh,
        "label_en": eligibility.label,
        "as_of": eligibility.as_of,
        "synthetic": eligibility.synthetic,
    }


def _others(session: Session, row: Mapping[str, Any]) -> list[rules.Other]:
    """Measures of any incident that are being carried out and whose window meets this one's."""
    table = fold.TABLES["measure"]
    statement = select(table).where(
        Measure.id != row["id"],
        Measure.state.in_(LIVE),
        Measure.window_to > from_text(row["window_from"]),
        Measure.window_from < from_text(row["window_to"]),
    )
    found = [fold.log_spelling(table, dict(other)) for other in session.execute(statement).mappings()]
    return [
        rules.Other(
            other["id"],
            other["incident_id"],
            other["title_zh"],
            other["title_en"],
            rules.actions_of(other),
            other["area"],
        )
        for other in found
    ]


def _footprint(session: Session, incident_id: str) -> dict[str, Any] | None:
    """The footprint that the incident stands on now."""
    footprint_id = session.scalar(select(Incident.footprint_id).where(Incident.id == incident_id))
    version = session.scalar(select(Footprint.version).where(Footprint.id == footprint_id)) if footprint_id else None
    return {"id": footprint_id, "version": version} if footprint_id else None


def _of_which(session: Session, incident_id: str, counties: list[str]) -> dict[str, int] | None:
    """Vulnerable customers, members and organisations by tier in the hit part of these counties; None: no footprint."""
    footprint_id = session.scalar(select(Incident.footprint_id).where(Incident.id == incident_id))
    if footprint_id is None:
        return None
    rows = session.execute(
        select(ImpactRegion.of_which, ImpactRegion.key_customer_tiers).where(
            ImpactRegion.footprint_id == footprint_id,
            ImpactRegion.level == "county",
            ImpactRegion.region.in_(counties),
        )
    )
    counted: Counter[str] = Counter()
    for of_which, tiers in rows:
        counted.update(of_which_in_plans(of_which, tiers))
    return dict(sorted(counted.items()))


def _counties(area: Mapping[str, Any]) -> list[str]:
    return [county for inside in area.values() for county in inside]
