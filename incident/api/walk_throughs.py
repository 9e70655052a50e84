"""Routes of process walk-throughs: the sheets, handing one in, and what was walked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from incident.commands import findings as commands
from incident.errors import NotFound
from incident.events.base import NATION
from incident.events.findings import STREAM
from incident.queries.walk_throughs import sheet_documents, walks
from incident.schemas.findings import HandIn
from incident.walk_sheets import sheets
from incident.web import as_json, carry_out, house, policy, see_incident
from incident.web.scopes import known_region, known_scope, require_at, visible_scopes

blueprint = APIBlueprint("walk_throughs", __name__, url_prefix="/api/v1", tag="review")


@blueprint.get("/walk-sheets")
@policy("finding.read")
def list_sheets() -> Mapping[str, Any]:
    """The sheets there are, with their questions."""
    return {"items": sheet_documents()}


@blueprint.get("/walk-throughs")
@policy("finding.read")
def list_walks() -> Response:
    """What was walked, the newest first, and how many problems were found and mended; `?incident=` narrows it."""
    with house().db.read() as session:
        told = walks(session, visible_scopes(), incident_id=request.args.get("incident"), regions=house().regions)
    return Response(as_json(told), mimetype="application/json")


@blueprint.post("/walk-throughs")
@policy("finding.note")
@blueprint.input(HandIn, arg_name="body")
def hand_in(body: HandIn) -> Response:
    """Hand in a filled sheet; each no that is marked so becomes a finding."""
    scope = require_at("finding.note", known_scope(body.scope))
    sheet = sheets().get(body.sheet)
    if sheet is None:
        raise NotFound.of("穿越表", "sheet")
    incident_id = see_incident(body.incident).incident_id if body.incident else None
    region = known_region(body.region) if body.region else None
    walk = commands.Walk(
        sheet=sheet,
        scope=scope,
        region=region if region != NATION else None,
        walked_at=body.walked_at,
        answers=[commands.Answer(one.question, one.answer, one.note, one.finding) for one in body.answers],
    )
    return carry_out(
        lambda tx, actor: commands.hand_in(tx, actor, walk_id=str(body.id), incident_id=incident_id, walk=walk),
        streams=[STREAM],
        status=201,
    )
