"""Routes of the review: the event as it went, planned against actual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import request

from incident.queries.counterfactual import counterfactual, playbooks_of
from incident.queries.review import review_of
from incident.queries.review_traces import events_behind
from incident.rules.review_traces import Figure
from incident.web import house, policy, query_int, reach_incident

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


@blueprint.get("/incidents/<uuid:incident_id>/review/events")
@policy("review.read")
def events(incident_id: UUID) -> Mapping[str, Any]:
    """The events behind one figure: `of` names it; province, name, from_s and to_s narrow it."""
    place, asked = reach_incident(incident_id), request.args
    figure = Figure(
        of=asked.get("of", ""),
        province=asked.get("province"),
        name=asked.get("name"),
        from_s=query_int("from_s", default=0, most=10**9) if "from_s" in asked else None,
        to_s=query_int("to_s", default=0, most=10**9) if "to_s" in asked else None,
    )
    with house().db.read() as session:
        return events_behind(session, place.incident_id, figure, regions=house().regions)


@blueprint.get("/incidents/<uuid:incident_id>/counterfactual")
@policy("plan.read")
def what_if(incident_id: UUID) -> Mapping[str, Any]:
    """What today's playbook would have done with the incident's footprints; `?playbook=` names another in use."""
    place = reach_incident(incident_id)
    with house().db.read() as session:
        used, today = playbooks_of(
            session,
            place.incident_id,
            in_use=house().playbooks,
            slug=request.args.get("playbook"),
            memo=house().playbooks_read,
        )
        return counterfactual(
            session,
            place.incident_id,
            used=used,
            today=today,
            regions=house().regions,
            exercise=house().world_kind == "exercise",
        )
