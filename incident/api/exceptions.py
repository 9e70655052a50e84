"""Routes of the queue of exceptions: what failed across measures, tried again, handed over, or closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from incident.commands import exceptions as commands
from incident.errors import Invalid
from incident.queries import exceptions as queries
from incident.schemas.exceptions import ChosenCase, CloseExceptions, HandOverExceptions, RetryExceptions
from incident.web import carry_out, policy, reach_incident, reading

blueprint = APIBlueprint("exceptions", __name__, url_prefix="/api/v1/incidents", tag="exceptions")


@blueprint.get("/<uuid:incident_id>/exceptions")
@policy("measure.read")
def queue(incident_id: UUID) -> Mapping[str, Any]:
    """Reasons with their customers, and the cases of a state, reason or measure."""
    place = reach_incident(incident_id)
    state = request.args.get("state")
    if state is not None and state not in queries.STATES:
        known = ", ".join(queries.STATES)
        raise Invalid("query", field="state", zh=f"state 须为 {known} 之一。", en=f"state must be one of {known}.")
    with reading() as session:
        return queries.queue(
            session,
            place.incident_id,
            state=state,
            reason=request.args.get("reason"),
            measure=request.args.get("measure"),
        )


@blueprint.post("/<uuid:incident_id>/exceptions/retry")
@policy("measure.retry")
@blueprint.input(RetryExceptions, arg_name="body")
def retry(incident_id: UUID, body: RetryExceptions) -> Response:
    """Try again what failed of these batches; what is parked is asked about by its key."""
    place = reach_incident(incident_id)
    batches = sorted(set(body.batches))
    return carry_out(
        lambda tx, actor: commands.retry_exceptions(tx, actor, incident_id=place.incident_id, batches=batches),
        streams=[place.stream],
    )


@blueprint.post("/<uuid:incident_id>/exceptions/hand-over")
@policy("measure.hand_over")
@blueprint.input(HandOverExceptions, arg_name="body")
def hand_over(incident_id: UUID, body: HandOverExceptions) -> Response:
    """Let a person see to these cases."""
    place = reach_incident(incident_id)
    return carry_out(
        lambda tx, actor: commands.hand_over_exceptions(
            tx,
            actor,
            incident_id=place.incident_id,
            chosen=_chosen(body.cases),
            owner_id=str(body.owner),
            note=body.note,
        ),
        streams=[place.stream],
    )


@blueprint.post("/<uuid:incident_id>/exceptions/close")
@policy("measure.accept_gaps")
@blueprint.input(CloseExceptions, arg_name="body")
def close(incident_id: UUID, body: CloseExceptions) -> Response:
    """Close these cases with the reason; they stay in the list of what was closed."""
    place = reach_incident(incident_id)
    return carry_out(
        lambda tx, actor: commands.close_exceptions(
            tx, actor, incident_id=place.incident_id, chosen=_chosen(body.cases), reason=body.reason
        ),
        streams=[place.stream],
    )


def _chosen(cases: Sequence[ChosenCase]) -> dict[str, list[str]]:
    """Reasons by batch, each once."""
    found: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        if case.reason not in found[case.batch]:
            found[case.batch].append(case.reason)
    return dict(found)
