"""The addresses of what came of incidents: outcomes against targets."""

from __future__ import annotations

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, redirect
from sqlalchemy import case, select
from werkzeug.wrappers import Response as AnyResponse

from incident.events.base import NATION
from incident.models import ProvinceIncident
from incident.pages.screens import OVER, newest_incident
from incident.pages.shell import island
from incident.web import current, policy, reading

blueprint = APIBlueprint("outcome_screens", __name__, enable_openapi=False)


@blueprint.get("/outcomes")
@policy("outcome.read")
def newest_outcomes() -> AnyResponse:
    """The outcomes of the newest incident; a province's people reach the newest that they were told of."""
    caller = current()
    newest = newest_incident() if caller.sees(NATION) else _newest_told()
    return redirect(f"/outcomes/{newest}") if newest else redirect("/" if caller.sees(NATION) else "/workspace")


@blueprint.get("/outcomes/<uuid:incident_id>")
@policy("outcome.read")
def outcomes(incident_id: UUID) -> Response:
    """What came of an incident, against targets; a province states and sees its own."""
    return island("outcomes", incident_id=incident_id)


def _newest_told() -> str | None:
    """The incident under way that the caller's province was told of last, else the last of all."""
    with reading() as session:
        over = case((ProvinceIncident.state.in_(OVER), 1), else_=0)
        newest = select(ProvinceIncident.incident_id).order_by(over, ProvinceIncident.occurred_at.desc())
        return session.scalar(newest.limit(1))


@blueprint.get("/league/<uuid:incident_id>")
@policy("league.read")
def league(incident_id: UUID) -> Response:
    """Scores by rules that are shown, objections, practices and prizes; a province sees its own."""
    return island("league", incident_id=incident_id)
