"""Routes of the review: the event as it went, planned against actual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint

from incident.queries.review import review_of
from incident.web import house, policy, reach_incident

blueprint = APIBlueprint("review", __name__, url_prefix="/api/v1", tag="review")


@blueprint.get("/incidents/<uuid:incident_id>/review")
@policy("review.read")
def review(incident_id: UUID) -> Mapping[str, Any]:
    """The course of the event, provinces, acknowledgements, outcomes, decisions and the state of the log."""
    place = reach_incident(incident_id)
    with house().db.read() as session:
        return review_of(
            session,
            incident_id=place.incident_id,
            regions=house().regions,
            now=house().db.world_now(session),
        )
