"""Routes of the analysis across incidents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apiflask import APIBlueprint
from flask import request

from incident.queries.analysis import analysis
from incident.web import policy, reading

blueprint = APIBlueprint("analysis", __name__, url_prefix="/api/v1", tag="reports")


@blueprint.get("/analysis")
@policy("review.read")
def across_incidents() -> Mapping[str, Any]:
    """Incidents with their figures, each beside what its likes come to and what the one before it was."""
    with reading() as session:
        return analysis(session, hazard=request.args.get("hazard") or None)
