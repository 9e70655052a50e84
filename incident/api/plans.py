"""Routes of planning: what a playbook proposes now and why, and carrying it out or part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from incident import fold
from incident.commands.activation import Exclusion, activate_plan
from incident.db import Tx
from incident.errors import NotFound
from incident.log import Actor
from incident.queries.planning import propose
from incident.queries.plans import proposal_document
from incident.schemas.incidents import Activate
from incident.web import carry_out, house, policy, reach_incident
from playbooks.playbook import Playbook

blueprint = APIBlueprint("plans", __name__, url_prefix="/api/v1", tag="plans")


@blueprint.get("/incidents/<uuid:incident_id>/plan")
@policy("plan.read")
def plan(incident_id: UUID) -> Mapping[str, Any]:
    """What the playbook proposes against the current footprint, as a difference to what is active, with reasons."""
    place = reach_incident(incident_id)
    playbook = _playbook(request.args.get("playbook"), incident_id=place.incident_id)
    with house().db.read() as session:
        proposal = propose(
            session,
            incident_id=place.incident_id,
            playbook=playbook,
            regions=house().regions,
            now=house().db.world_now(session),
            exercise=house().world_kind == "exercise",
        )
    return proposal_document(proposal, house().regions)


@blueprint.post("/incidents/<uuid:incident_id>/activations")
@policy("incident.activate")
@blueprint.input(Activate, arg_name="body")
def activate(incident_id: UUID, body: Activate) -> Response:
    """Carry out the chosen items: measures and broadcasts become drafts, tasks go out at once."""
    place = reach_incident(incident_id)
    playbook = _playbook(body.playbook, incident_id=place.incident_id)

    def command(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        proposal = propose(
            tx.session,
            incident_id=place.incident_id,
            playbook=playbook,
            regions=house().regions,
            now=tx.now,
            exercise=tx.world.kind == "exercise",
        )
        return activate_plan(
            tx,
            actor,
            incident_id=place.incident_id,
            proposal=proposal,
            include=body.include,
            exclude=[Exclusion(item.item_key, item.reason) for item in body.exclude],
            start_within=house().settings.start_within(),
        )

    return carry_out(command, streams=[place.stream], status=201)


def _playbook(slug: str | None, *, incident_id: str) -> Playbook:
    """The playbook asked for, else the one in use, else the library's first for the incident's hazard."""
    if slug is not None:
        return house().playbook(slug)
    with house().db.read() as session:
        incident = fold.row_of(session, "incident", incident_id)
    if not incident:
        raise NotFound.of("事件", "incident")
    in_use = incident["playbook_slug"]
    return house().playbook(in_use) if in_use else house().playbook_for(incident["hazard"])
