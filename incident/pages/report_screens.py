"""The addresses of the screens of reports; see incident/pages/screens.py."""

from __future__ import annotations

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.pages.shell import island
from incident.web import policy

blueprint = APIBlueprint("report_screens", __name__, enable_openapi=False)


@blueprint.get("/reports/<uuid:incident_id>")
@policy("review.read")
def reports(incident_id: UUID) -> Response:
    """Reports of an incident: asking for one, the register of exports, the schedule."""
    return island("reports", incident_id=incident_id)


@blueprint.get("/analysis")
@policy("review.read")
def analysis() -> Response:
    """Incidents beside one another."""
    return island("analysis")


@blueprint.get("/record")
@policy("log.read")
def record() -> Response:
    """The auditor's own view: the chain, the registers of exports and erasures, approvals, data classes."""
    return island("record")
