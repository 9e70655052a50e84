"""Routes of the pre-flight: what an approver looks at before saying yes, made anew at each look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint

from incident import fold
from incident.models import Broadcast, Measure
from incident.queries.preflight import broadcast_preflight, measure_preflight, preflight_answer
from incident.web import house, policy, reach, reading

blueprint = APIBlueprint("preflight", __name__, url_prefix="/api/v1", tag="preflight")


@blueprint.get("/measures/<uuid:measure_id>/preflight")
@policy("measure.read")
def of_measure(measure_id: UUID) -> Mapping[str, Any]:
    """Customers, overlap with live measures, money, messages, hotline, autopay; an approval names its digest."""
    reach(Measure, measure_id)
    with reading() as session:
        document = measure_preflight(session, fold.row_of(session, "measure", str(measure_id)), house().preflight)
        return preflight_answer(session, document, str(measure_id))


@blueprint.get("/broadcasts/<uuid:broadcast_id>/preflight")
@policy("broadcast.read")
def of_broadcast(broadcast_id: UUID) -> Mapping[str, Any]:
    """Customers, parts and minutes, and the calls that the message brings."""
    reach(Broadcast, broadcast_id)
    with reading() as session:
        document = broadcast_preflight(session, fold.row_of(session, "broadcast", str(broadcast_id)), house().preflight)
        return preflight_answer(session, document, str(broadcast_id))
