"""What a measure's area has beside customers: halls, key customers and their tiers, counties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.models import ImpactRegion, Incident
from incident.rules.tiers import of_which_in_plans


def figures_of_area(session: Session, incident_id: str, area: Mapping[str, Any]) -> dict[str, int]:
    """Figures of the hit part of the area's counties, by the incident's newest impact; ``counties`` is all of them."""
    footprint = session.scalar(select(Incident.footprint_id).where(Incident.id == incident_id))
    counties = [county for inside in area.values() for county in inside]
    rows = session.execute(
        select(
            ImpactRegion.halls, ImpactRegion.key_customers, ImpactRegion.of_which, ImpactRegion.key_customer_tiers
        ).where(
            ImpactRegion.footprint_id == footprint, ImpactRegion.level == "county", ImpactRegion.region.in_(counties)
        )
    )
    figures: Counter[str] = Counter({"counties": len(counties)})
    for halls, key_customers, of_which, tiers in rows:
        figures.update({"halls": halls, "key_customers": key_customers})
        figures.update(of_which_in_plans(of_which, tiers))
    return dict(figures)
