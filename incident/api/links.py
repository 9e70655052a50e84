"""Routes of links between incidents: what looks alike, link, unlink, merge; an incident's `reopen` undoes a merge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from incident.commands import links
from incident.errors import Invalid
from incident.models import Incident
from incident.queries.alike import alike_to, alike_to_be
from incident.queries.links import links_of
from incident.schemas.links import LinkTo, MergeInto
from incident.web import (
    base_revision,
    carry_out,
    current,
    policy,
    query_moment,
    reach_incident,
    reading,
    see_incident,
)

blueprint = APIBlueprint("links", __name__, url_prefix="/api/v1/incidents", tag="incidents")


@blueprint.get("/<uuid:incident_id>/links")
@policy("incident.read")
def list_links(incident_id: UUID) -> Mapping[str, Any]:
    """The links that hold, in both directions, each with the other incident's state now."""
    place = see_incident(incident_id)
    with reading() as session:
        return {"items": links_of(session, place.incident_id)}


@blueprint.get("/alike")
@policy("incident.link")
def alike() -> Mapping[str, Any]:
    """Incidents that look like the one `of`, or like one of a `hazard` that struck at `occurred_at`."""
    of = request.args.get("of")
    with reading() as session:
        if of is not None:
            place = see_incident(of)
            return {"items": alike_to(session, session.get_one(Incident, place.incident_id))}
        occurred_at = query_moment("occurred_at")
        if occurred_at is None:
            raise Invalid("field_missing", field="occurred_at", zh="请给出发生时间。", en="Say when it struck.")
        return {"items": alike_to_be(session, hazard=request.args.get("hazard", ""), occurred_at=occurred_at)}


@blueprint.post("/<uuid:incident_id>/links")
@policy("incident.link")
@blueprint.input(LinkTo, arg_name="body")
def link(incident_id: UUID, body: LinkTo) -> Response:
    """Say that this incident is caused by, part of or a duplicate of another."""
    place, other = reach_incident(incident_id), reach_incident(body.to)
    proposes_merge = not current().may("incident.merge")
    return carry_out(
        lambda tx, actor: links.link_incidents(
            tx,
            actor,
            incident_id=place.incident_id,
            other_id=other.incident_id,
            kind=body.kind,
            reason=body.reason,
            proposes_merge=proposes_merge,
        ),
        streams=links.streams_of(place.incident_id, other.incident_id),
        status=201,
    )


@blueprint.post("/<uuid:incident_id>/unlink")
@policy("incident.link")
@blueprint.input(LinkTo, arg_name="body")
def unlink(incident_id: UUID, body: LinkTo) -> Response:
    """Take such a link away."""
    place, other = reach_incident(incident_id), reach_incident(body.to)
    return carry_out(
        lambda tx, actor: links.unlink_incidents(
            tx, actor, incident_id=place.incident_id, other_id=other.incident_id, kind=body.kind, reason=body.reason
        ),
        streams=links.streams_of(place.incident_id, other.incident_id),
    )


@blueprint.post("/<uuid:incident_id>/merge")
@policy("incident.merge")
@blueprint.input(MergeInto, arg_name="body")
def merge(incident_id: UUID, body: MergeInto) -> Response:
    """Close a duplicate, pointing to the incident that goes on; its open tasks are recalled or moved there."""
    place, into, revision = reach_incident(incident_id), reach_incident(body.into), base_revision()
    return carry_out(
        lambda tx, actor: links.merge_incident(
            tx,
            actor,
            incident_id=place.incident_id,
            into_id=into.incident_id,
            reason=body.reason,
            move_tasks=body.tasks == "move",
            revision=revision,
        ),
        streams=links.streams_of(place.incident_id, into.incident_id),
    )
