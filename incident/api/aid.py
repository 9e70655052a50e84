"""Routes of mutual aid. A province requests and answers; headquarters asks, commits and releases."""

from __future__ import annotations

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.commands import aid
from incident.errors import Invalid
from incident.events.base import NATION
from incident.models import AidPart, AidRequest
from incident.queries.aid_board import aid_board
from incident.schemas.duty import AcceptAid, AskProvinces, CommitAid, NewAid, WithReason
from incident.web import as_json, base_revision, carry_out, policy, reach, reach_incident, reading
from incident.web.scopes import known_region, known_scope, require_at

blueprint = APIBlueprint("aid", __name__, url_prefix="/api/v1", tag="aid")


@blueprint.get("/aid")
@policy("aid.read")
def board() -> Response:
    """Requests and parts that the caller sees: a province its own, headquarters all."""
    with reading() as session:
        told = aid_board(session)
    return Response(as_json(told), mimetype="application/json")


@blueprint.post("/incidents/<uuid:incident_id>/aid")
@blueprint.input(NewAid, arg_name="body")
@policy("aid.request")
def request_aid(incident_id: UUID, body: NewAid) -> Response:
    """Ask for help: what, how many, where, by when and until when."""
    scope = require_at("aid.request", known_scope(body.scope))
    place = reach_incident(incident_id, province=None if scope == NATION else scope)
    need = aid.Need(
        kind=body.kind,
        quantity=body.quantity,
        region=known_region(body.region),
        needed_by=body.needed_by,
        until=body.until,
        text=body.text,
    )
    return carry_out(
        lambda tx, actor: aid.request_aid(
            tx, actor, incident_id=place.incident_id, request_id=str(body.id), scope=scope, need=need
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.post("/aid/<uuid:request_id>/ask")
@blueprint.input(AskProvinces, arg_name="body")
@policy("aid.direct")
def ask(request_id: UUID, body: AskProvinces) -> Response:
    """Ask provinces whether they can help."""
    place = reach(AidRequest, request_id)
    for province in body.provinces:
        if known_scope(province, field="provinces") == NATION:
            raise Invalid("aid.nation", field="provinces", zh="请选省。", en="Choose provinces.")
    return carry_out(
        lambda tx, actor: aid.ask_provinces(tx, actor, request_id=str(request_id), provinces=body.provinces),
        streams=[place.stream],
    )


@blueprint.post("/aid/<uuid:request_id>/cancel")
@blueprint.input(WithReason, arg_name="body")
@policy("aid.request")
def cancel(request_id: UUID, body: WithReason) -> Response:
    """It is no longer needed; If-Match carries the request's revision."""
    place = reach(AidRequest, request_id)
    revision = base_revision()
    return carry_out(
        lambda tx, actor: aid.cancel_aid(tx, actor, request_id=str(request_id), reason=body.reason, revision=revision),
        streams=[place.stream],
    )


@blueprint.post("/aid/parts/<uuid:part_id>/accept")
@blueprint.input(AcceptAid, arg_name="body")
@policy("aid.answer")
def accept(part_id: UUID, body: AcceptAid) -> Response:
    """Accept: offer so many, there by then; If-Match carries the part's revision."""
    place = reach(AidPart, part_id)
    revision = base_revision()
    return carry_out(
        lambda tx, actor: aid.accept_aid(
            tx,
            actor,
            part_id=str(part_id),
            quantity=body.quantity,
            available_at=body.available_at,
            text=body.text,
            revision=revision,
        ),
        streams=[place.stream],
    )


@blueprint.post("/aid/parts/<uuid:part_id>/decline")
@blueprint.input(WithReason, arg_name="body")
@policy("aid.answer")
def decline(part_id: UUID, body: WithReason) -> Response:
    """Decline, and why; If-Match carries the part's revision."""
    place = reach(AidPart, part_id)
    revision = base_revision()
    return carry_out(
        lambda tx, actor: aid.decline_aid(tx, actor, part_id=str(part_id), reason=body.reason, revision=revision),
        streams=[place.stream],
    )


@blueprint.post("/aid/parts/<uuid:part_id>/commit")
@blueprint.input(CommitAid, arg_name="body")
@policy("aid.direct")
def commit(part_id: UUID, body: CommitAid) -> Response:
    """Commit Resource: send what was offered, or part of it; If-Match carries the part's revision."""
    place = reach(AidPart, part_id)
    revision = base_revision()
    return carry_out(
        lambda tx, actor: aid.commit_aid(tx, actor, part_id=str(part_id), quantity=body.quantity, revision=revision),
        streams=[place.stream],
    )


@blueprint.post("/aid/parts/<uuid:part_id>/release")
@policy("aid.direct")
def release(part_id: UUID) -> Response:
    """Release: it has done its work; If-Match carries the part's revision."""
    place = reach(AidPart, part_id)
    revision = base_revision()
    return carry_out(
        lambda tx, actor: aid.release_aid(tx, actor, part_id=str(part_id), revision=revision),
        streams=[place.stream],
    )
