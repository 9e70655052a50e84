"""Routes of measures: drafts, approvals, carrying out, and the account of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.commands import drafting, measures
from incident.commands.preflight import Seen
from incident.db import Tx
from incident.errors import Invalid
from incident.log import Actor
from incident.models import Measure
from incident.queries import balance as balances
from incident.queries import measures as queries
from incident.rules import measures as rules
from incident.schemas.measures import ApproveMeasure, EditMeasure, MayReason, MustReason, NewMeasure
from incident.schemas.tasks import Nothing
from incident.web import (
    LOGGED_IN,
    base_revision,
    carry_out,
    current,
    house,
    policy,
    reach,
    reach_incident,
    reading,
    see_incident,
)

blueprint = APIBlueprint("measures", __name__, url_prefix="/api/v1", tag="measures")


@blueprint.get("/measure-types")
@policy(LOGGED_IN)
def types() -> Mapping[str, Any]:
    """Every kind of measure with the schema of its fields."""
    return {"items": queries.measure_types()}


@blueprint.get("/incidents/<uuid:incident_id>/balance")
@policy("balance.read")
def balance(incident_id: UUID) -> Mapping[str, Any]:
    """Whether everything that was meant is accounted for, and what differs."""
    place = reach_incident(incident_id)
    with reading() as session:
        return balances.balance(session, place.incident_id)


@blueprint.get("/incidents/<uuid:incident_id>/batch-sums")
@policy("incident.read")
def batch_sums(incident_id: UUID) -> Mapping[str, Any]:
    """Sums of batches by measure, province and state, of what the caller may see."""
    place = see_incident(incident_id)
    with reading() as session:
        return {"items": balances.batch_sums(session, place.incident_id)}


@blueprint.post("/incidents/<uuid:incident_id>/measures")
@policy("measure.draft")
@blueprint.input(NewMeasure, arg_name="body")
def draft(incident_id: UUID, body: NewMeasure) -> Response:
    """Draft a measure by hand; customers of counties are taken from the newest impact."""
    place = reach_incident(incident_id)

    def command(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        area: Mapping[str, Any] = body.area or rules.reached(
            queries.area_of_counties(
                tx.session, place.incident_id, counties=list(body.counties), segments=list(body.segments)
            ),
            share_ppm=drafting.share_reached(body.kind, body.fields),
        )
        return drafting.draft_by_hand(
            tx,
            actor,
            incident_id=place.incident_id,
            measure_id=str(body.id),
            kind=body.kind,
            fields=body.fields,
            area=checked_provinces(area),
            rules_counted=tuple(body.rules),
            window_from=body.window_from,
            window_to=body.window_to,
            landing=body.landing,
            class_b_cap_fen=house().settings.class_b_cap_fen,
            title_zh=body.title_zh or "",
            title_en=body.title_en or "",
        )

    return carry_out(command, streams=[place.stream], status=201)


@blueprint.get("/measures/<uuid:measure_id>")
@policy("measure.read")
def detail(measure_id: UUID) -> Mapping[str, Any]:
    """The measure with the exact bytes that an approval binds, who has decided, and the pre-flight checks."""
    reach(Measure, measure_id)
    with reading() as session:
        now = house().db.world_now(session)
        told = queries.measure_detail(
            session, str(measure_id), asker=current().person_id, now=now, figures=house().preflight
        )
    eligibility = queries.eligible_customers(told, house().eligibility)
    return told | {"eligibility": eligibility, "class_b_cap_fen": house().settings.class_b_cap_fen}


@blueprint.get("/measures/<uuid:measure_id>/exceptions")
@policy("measure.read")
def exceptions(measure_id: UUID) -> Mapping[str, Any]:
    """Accounts on which it failed, by the opaque reference that only billing can resolve."""
    reach(Measure, measure_id)
    with reading() as session:
        return {"items": queries.exceptions(session, str(measure_id))}


@blueprint.patch("/measures/<uuid:measure_id>")
@policy("measure.edit")
@blueprint.input(EditMeasure, arg_name="body")
def edit(measure_id: UUID, body: EditMeasure) -> Response:
    """Change it; any approval is void."""
    return on_measure(
        measure_id,
        drafting.edit_measure,
        revision=base_revision(),
        fields=body.fields,
        window_to=body.window_to,
        landing=body.landing,
        cap_fen=body.cap_fen,
        reason=body.reason,
        class_b_cap_fen=house().settings.class_b_cap_fen,
    )


@blueprint.post("/measures/<uuid:measure_id>/submit")
@policy("measure.submit")
@blueprint.input(Nothing, arg_name="body")
def submit(measure_id: UUID, body: Nothing) -> Response:
    """Put it before the approvers."""
    return on_measure(measure_id, measures.submit_measure, revision=base_revision())


@blueprint.post("/measures/<uuid:measure_id>/approve")
@policy("measure.approve")
@blueprint.input(ApproveMeasure, arg_name="body")
def approve(measure_id: UUID, body: ApproveMeasure) -> Response:
    """Approve exactly these bytes, having seen exactly this pre-flight; for class A with the count typed."""
    seen = Seen(body.preflight, house().preflight)
    return on_measure(measure_id, measures.approve_measure, digest=body.digest, typed_count=body.typed_count, seen=seen)


@blueprint.post("/measures/<uuid:measure_id>/reject")
@policy("measure.reject")
@blueprint.input(MustReason, arg_name="body")
def reject(measure_id: UUID, body: MustReason) -> Response:
    """Say no, with the reason."""
    return on_measure(measure_id, measures.reject_measure, reason=body.reason, revision=base_revision())


@blueprint.post("/measures/<uuid:measure_id>/return")
@policy("measure.return")
@blueprint.input(MustReason, arg_name="body")
def give_back(measure_id: UUID, body: MustReason) -> Response:
    """Send it back to be changed."""
    return on_measure(measure_id, measures.return_measure, reason=body.reason, revision=base_revision())


@blueprint.post("/measures/<uuid:measure_id>/start")
@policy("measure.start")
@blueprint.input(Nothing, arg_name="body")
def start(measure_id: UUID, body: Nothing) -> Response:
    """Carry it out."""
    return on_measure(measure_id, measures.start_measure, revision=base_revision())


@blueprint.post("/measures/<uuid:measure_id>/hold")
@policy("measure.hold")
@blueprint.input(MustReason, arg_name="body")
def hold(measure_id: UUID, body: MustReason) -> Response:
    """Let nothing more of it leave."""
    return on_measure(measure_id, measures.hold_measure, reason=body.reason)


@blueprint.post("/measures/<uuid:measure_id>/resume")
@policy("measure.resume")
@blueprint.input(Nothing, arg_name="body")
def resume(measure_id: UUID, body: Nothing) -> Response:
    """Let what waits leave."""
    return on_measure(measure_id, measures.resume_measure)


@blueprint.post("/measures/<uuid:measure_id>/retry")
@policy("measure.retry")
@blueprint.input(Nothing, arg_name="body")
def retry(measure_id: UUID, body: Nothing) -> Response:
    """Try again what failed; ask again about what is parked."""
    return on_measure(measure_id, measures.retry_measure)


@blueprint.post("/measures/<uuid:measure_id>/accept-gaps")
@policy("measure.accept_gaps")
@blueprint.input(MustReason, arg_name="body")
def accept_gaps(measure_id: UUID, body: MustReason) -> Response:
    """Leave what failed as it is."""
    return on_measure(measure_id, measures.accept_gaps, reason=body.reason)


@blueprint.post("/measures/<uuid:measure_id>/end")
@policy("measure.end")
@blueprint.input(MayReason, arg_name="body")
def end(measure_id: UUID, body: MayReason) -> Response:
    """Begin the landing; nothing promised is taken back."""
    return on_measure(measure_id, measures.end_measure, reason=body.reason)


@blueprint.post("/measures/<uuid:measure_id>/revoke")
@policy("measure.revoke")
@blueprint.input(MustReason, arg_name="body")
def revoke(measure_id: UUID, body: MustReason) -> Response:
    """Take back what was applied."""
    return on_measure(measure_id, measures.revoke_measure, reason=body.reason)


@blueprint.post("/measures/<uuid:measure_id>/cancel")
@policy("measure.cancel")
@blueprint.input(MustReason, arg_name="body")
def cancel(measure_id: UUID, body: MustReason) -> Response:
    """Give it up before it started."""
    return on_measure(measure_id, measures.cancel_measure, reason=body.reason)


def checked_provinces(area: Mapping[str, Any]) -> Mapping[str, Any]:
    """An area whose provinces are companies of the operator and whose counties lie in them."""
    provinces = set(house().provinces)
    for province, counties in area.items():
        for county in counties:
            if province not in provinces or county not in house().regions:
                raise Invalid(
                    "area.unknown",
                    field="area",
                    zh=f"没有这个地方：{province} {county}。",
                    en=f"There is no such place: {province} {county}.",
                )
    return area


def on_measure(measure_id: UUID, command: Callable[..., Mapping[str, Any]], **arguments: Any) -> Response:
    """Carry out a command on one measure, as all its routes do."""
    place = reach(Measure, measure_id)
    return carry_out(
        lambda tx, actor: command(tx, actor, measure_id=str(measure_id), **arguments), streams=[place.stream]
    )
