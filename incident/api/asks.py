"""Routes of what provinces ask upward: help, raised incidents, and headquarters' answers; and calls to silent ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.api.phonebook import sealer
from incident.commands import asks, calling
from incident.commands.links import streams_of
from incident.errors import Invalid
from incident.log import incident_stream
from incident.models import Ask
from incident.queries.call_list import call_list
from incident.queries.links import asks_of
from incident.schemas.links import AnswerAsk, AnswerRaised, AskUpward, Called, RaiseIncident, WithdrawAsk
from incident.web import (
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

blueprint = APIBlueprint("asks", __name__, url_prefix="/api/v1", tag="asks")


@blueprint.get("/incidents/<uuid:incident_id>/asks")
@policy("incident.read")
def list_asks(incident_id: UUID) -> Mapping[str, Any]:
    """What the caller's provinces have asked of headquarters, open ones first."""
    place = see_incident(incident_id)
    with reading() as session:
        return {"items": asks_of(session, place.incident_id, regions=house().regions)}


@blueprint.post("/incidents/raise")
@policy("incident.raise")
@blueprint.input(RaiseIncident, arg_name="body")
def raise_incident(body: RaiseIncident) -> Response:
    """Say that something has happened in the province; headquarters declares it, merges it or declines."""
    province = _own_province("incident.raise", body.province)
    incident_id = str(body.id)
    return carry_out(
        lambda tx, actor: asks.raise_incident(
            tx,
            actor,
            incident_id=incident_id,
            ask_id=str(body.ask_id),
            province=province,
            kind=body.kind,
            hazard=body.hazard,
            title_zh=body.title_zh,
            title_en=body.title_en or body.title_zh,
            occurred_at=body.occurred_at,
            text=body.text,
        ),
        streams=[incident_stream(incident_id)],
        status=201,
    )


@blueprint.post("/incidents/<uuid:incident_id>/asks")
@policy("ask.make")
@blueprint.input(AskUpward, arg_name="body")
def ask(incident_id: UUID, body: AskUpward) -> Response:
    """Ask headquarters for help in an incident."""
    province = _own_province("ask.make", body.province)
    place = reach_incident(incident_id, province=province)
    return carry_out(
        lambda tx, actor: asks.ask_upward(
            tx,
            actor,
            incident_id=place.incident_id,
            ask_id=str(body.id),
            province=province,
            kind=body.kind,
            text=body.text,
            quantity=body.quantity,
            needed_by=body.needed_by,
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.post("/asks/<uuid:ask_id>/answer")
@policy("ask.answer")
@blueprint.input(AnswerAsk, arg_name="body")
def answer(ask_id: UUID, body: AnswerAsk) -> Response:
    """Agree to what a province asks for, or decline with a reason."""
    place, revision = reach(Ask, ask_id), base_revision()
    return carry_out(
        lambda tx, actor: asks.answer_ask(
            tx,
            actor,
            ask_id=str(ask_id),
            accepted=body.accepted,
            text=body.text,
            answer_kind=body.answer_kind,
            answer_id=str(body.answer_id) if body.answer_id else None,
            revision=revision,
        ),
        streams=[place.stream],
    )


@blueprint.post("/asks/<uuid:ask_id>/decide")
@policy("ask.answer")
@blueprint.input(AnswerRaised, arg_name="body")
def decide(ask_id: UUID, body: AnswerRaised) -> Response:
    """Declare the incident that a province raised, merge it into another, or decline it with words."""
    place = reach(Ask, ask_id)
    into = reach_incident(body.into).incident_id if body.into else None
    streams = streams_of(place.incident_id, *([into] if into else []))
    return carry_out(
        lambda tx, actor: asks.answer_raised(
            tx,
            actor,
            ask_id=str(ask_id),
            decision=body.decision,
            provinces=house().provinces,
            into_id=into,
            text=body.text,
        ),
        streams=streams,
    )


@blueprint.post("/asks/<uuid:ask_id>/withdraw")
@policy("ask.make")
@blueprint.input(WithdrawAsk, arg_name="body")
def withdraw(ask_id: UUID, body: WithdrawAsk) -> Response:
    """Take back what the province asked for."""
    place = reach(Ask, ask_id)
    return carry_out(
        lambda tx, actor: asks.withdraw_ask(tx, actor, ask_id=str(ask_id), reason=body.reason), streams=[place.stream]
    )


@blueprint.get("/incidents/<uuid:incident_id>/provinces/<province>/call-list")
@policy("task.proxy")
def whom_to_call(incident_id: UUID, province: str) -> Mapping[str, Any]:
    """Whom to ring up in a province that nobody hears from, what waits there, and what was tried already."""
    place = reach_incident(incident_id, province=_known(province))
    with reading() as session:
        return call_list(
            session, incident_id=place.incident_id, province=province, regions=house().regions, sealer=sealer()
        )


@blueprint.post("/incidents/<uuid:incident_id>/provinces/<province>/called")
@policy("task.proxy")
@blueprint.input(Called, arg_name="body")
def called(incident_id: UUID, province: str, body: Called) -> Response:
    """Log a call to a province, and acknowledge by proxy the tasks that whoever answered took on."""
    place = reach_incident(incident_id, province=_known(province))
    return carry_out(
        lambda tx, actor: calling.record_call(
            tx,
            actor,
            incident_id=place.incident_id,
            province=province,
            note_id=str(body.id),
            called=body.called,
            reached=body.reached,
            text=body.text,
            acknowledge_tasks=[str(task) for task in body.acknowledge],
        ),
        streams=[place.stream],
        status=201,
    )


def _own_province(action: str, wanted: str | None) -> str:
    """The province for which the caller speaks: the one named, else the caller's only or first."""
    caller = current()
    province = wanted or next((room for room in caller.rooms if caller.may(action, room)), "")
    if not province:
        caller.require(action, None)
    caller.require_room(province)
    caller.require(action, province)
    return _known(province)


def _known(province: str) -> str:
    if province not in house().provinces:
        raise Invalid(
            "no_such_province", field="province", zh="没有这个省公司。", en="There is no such provincial company."
        )
    return province
