"""Incidents that go on and look like one that is about to be declared, or like another that is known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.models import ImpactRegion, Incident, IncidentLink
from incident.rules.alike import Seen, likeness
from incident.rules.incidents import OVER

#: Most that are offered; the nearest in time first, those with a shared area before those without.
MOST = 5


def alike_to_be(session: Session, *, hazard: str, occurred_at: datetime) -> list[dict[str, Any]]:
    """What looks like an incident that is not declared yet.

    `[{id, title_*, state, hazard, occurred_at, kind, minutes_apart, counties_shared}]`
    """
    return _offered(session, Seen(hazard, occurred_at), known=set())


def alike_to(session: Session, incident: Incident) -> list[dict[str, Any]]:
    """The same for an incident that is there; what it is linked to already is left out."""
    links = select(IncidentLink.other_id).where(
        IncidentLink.incident_id == incident.id, IncidentLink.ended_at.is_(None)
    )
    return _offered(session, _seen(session, incident), known={incident.id, *session.scalars(links)})


def _offered(session: Session, new: Seen, *, known: set[str]) -> list[dict[str, Any]]:
    going_on = select(Incident).where(Incident.state.not_in(OVER), Incident.id.not_in(sorted(known)))
    found = []
    for other in session.scalars(going_on.order_by(Incident.id)):
        like = likeness(new, _seen(session, other))
        if like is not None:
            found.append((like.shared is None, like.apart, like, other))
    found.sort(key=lambda one: one[:2])
    return [
        {
            "id": other.id,
            "title_zh": other.title_zh,
            "title_en": other.title_en,
            "state": other.state,
            "hazard": other.hazard,
            "occurred_at": as_text(other.occurred_at),
            "kind": like.kind,
            "minutes_apart": int(like.apart.total_seconds() // 60),
            "counties_shared": like.shared,
        }
        for _unknown, _apart, like, other in found[:MOST]
    ]


def _seen(session: Session, incident: Incident) -> Seen:
    hit = session.execute(
        select(ImpactRegion.region, ImpactRegion.province)
        .where(
            ImpactRegion.footprint_id == incident.footprint_id,
            ImpactRegion.incident_id == incident.id,
            ImpactRegion.level == "county",
        )
        .distinct()
    ).all()
    provinces = {str(row.province) for row in hit} or ({incident.raised_by} if incident.raised_by else set())
    counties = frozenset(row.region for row in hit)
    return Seen(incident.hazard, incident.occurred_at, counties, frozenset(provinces))
