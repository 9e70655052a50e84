"""What a moving storm reaches step by step: swept ground for everybody who was told, numbers within one's provinces."""

from __future__ import annotations

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, jsonify

from incident.errors import NotFound
from incident.queries.forecast import forecast_of
from incident.web import house, policy, see_incident
from incident.web.scope import provinces_in_scope

blueprint = APIBlueprint("forecast", __name__, url_prefix="/api/v1", tag="footprints")


@blueprint.get("/incidents/<uuid:incident_id>/footprints/<uuid:footprint_id>/steps")
@policy("impact.read")
def steps(incident_id: UUID, footprint_id: UUID) -> Response:
    """Steps of a footprint that was made of a track: time, centre, swept bands, provinces hit; and when each county is.

    404 for a footprint that moves nowhere.
    """
    place = see_incident(incident_id)
    with house().db.read() as session:
        found = forecast_of(
            session,
            incident_id=place.incident_id,
            footprint_id=str(footprint_id),
            provinces=provinces_in_scope(),
        )
    if found is None:
        raise NotFound.of("预报步", "forecast by steps")
    answer = jsonify(found)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
