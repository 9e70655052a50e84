"""Routes by which a measure goes on: a later end, more places, and a reversal that is stopped half-way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.api.measures import on_measure
from incident.commands import drafting, measures
from incident.models import Measure
from incident.queries import measures as queries
from incident.schemas.measures import ExtendMeasure, GrowMeasure, Growth, MustReason
from incident.web import base_revision, house, policy, reach, reading

blueprint = APIBlueprint("measures_onward", __name__, url_prefix="/api/v1", tag="measures")


@blueprint.post("/measures/<uuid:measure_id>/extend")
@policy("measure.extend")
@blueprint.input(ExtendMeasure, arg_name="body")
def extend(measure_id: UUID, body: ExtendMeasure) -> Response:
    """Propose a later end; approved by its class it takes effect at once, and only for the days added."""
    return on_measure(
        measure_id,
        drafting.extend_measure,
        revision=base_revision(),
        window_to=body.window_to,
        cap_fen=body.cap_fen,
        reason=body.reason,
        class_b_cap_fen=house().settings.class_b_cap_fen,
    )


@blueprint.post("/measures/<uuid:measure_id>/growth")
@policy("measure.read", reads=True)
@blueprint.input(Growth, arg_name="body")
def growth(measure_id: UUID, body: Growth) -> Mapping[str, Any]:
    """Who would become newly eligible in these counties, and whether the approval that there is covers it."""
    reach(Measure, measure_id)
    with reading() as session:
        row, found = drafting.growth_by_counties(
            session, str(measure_id), counties=list(body.counties), segments=list(body.segments)
        )
    return {
        "more": found.more,
        "more_customers": found.customers,
        "there": list(found.there),
        "within": found.within,
        "customers": found.columns["customers"],
        "cost_fen": found.columns["cost_fen"],
        "cost_before_fen": row["cost_fen"],
        "cap_fen": row["cap_fen"],
        "window_from": row["window_from"],
        "window_to": row["window_to"],
        "eligibility": queries.eligible_customers({**row, "area": found.more}, house().eligibility),
    }


@blueprint.post("/measures/<uuid:measure_id>/grow")
@policy("measure.grow")
@blueprint.input(GrowMeasure, arg_name="body")
def grow(measure_id: UUID, body: GrowMeasure) -> Response:
    """Take in counties: at once within the approved cap, otherwise as a revision to be approved again."""
    return on_measure(
        measure_id,
        drafting.grow_measure,
        revision=base_revision(),
        counties=list(body.counties),
        segments=list(body.segments),
        more_customers=body.more_customers,
        cap_fen=body.cap_fen,
        reason=body.reason,
        class_b_cap_fen=house().settings.class_b_cap_fen,
    )


@blueprint.post("/measures/<uuid:measure_id>/halt")
@policy("measure.halt")
@blueprint.input(MustReason, arg_name="body")
def halt(measure_id: UUID, body: MustReason) -> Response:
    """Reverse no further batch of a measure that is being taken back; the rest is held."""
    return on_measure(measure_id, measures.halt_reversal, reason=body.reason)
