"""Routes of incidents: declare, move, note, list, snapshot, events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import orjson
from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy import select

from incident.api.past import asked_room, state_at
from incident.clock import as_text
from incident.commands import incidents, links
from incident.db import Tx, World
from incident.events.base import NATION
from incident.log import Actor, incident_stream
from incident.models import Incident
from incident.queries.events import LIMIT, events_after
from incident.queries.lean_events import lean_events_after
from incident.queries.listing import incidents_seen
from incident.queries.state import omitted_when_lean, snapshot
from incident.schemas.incidents import DeclareIncident, LogNote, Reason, SetColour, SetLevel
from incident.web import (
    base_revision,
    carry_out,
    current,
    house,
    policy,
    query_int,
    reach_incident,
    reading,
    see_incident,
)

blueprint = APIBlueprint("incidents", __name__, url_prefix="/api/v1", tag="incidents")


@blueprint.get("/incidents")
@policy("incident.read")
def list_incidents() -> Mapping[str, Any]:
    """The incidents the caller sees, newest first; a province's person gets what the province was told."""
    with reading() as session:
        return {"items": incidents_seen(session, rooms=current().rooms)}


@blueprint.post("/incidents")
@policy("incident.declare")
@blueprint.input(DeclareIncident, arg_name="body")
def declare(body: DeclareIncident) -> Response:
    """Declare an incident, or begin to monitor for one; every province is told. With `link` it is linked at once."""
    if body.response_level is not None:
        current().require("incident.set_level")
    told, incident_id, provinces = body.model_dump(exclude={"id", "link"}), str(body.id), house().provinces
    if body.link is None:
        return carry_out(
            lambda tx, actor: incidents.declare_incident(
                tx, actor, incident_id=incident_id, provinces=provinces, **told
            ),
            streams=[incident_stream(incident_id)],
            status=201,
        )
    current().require("incident.link")
    link, proposes_merge = body.link, not current().may("incident.merge")
    other = reach_incident(link.to)

    def declare_linked(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        row = incidents.declare_incident(tx, actor, incident_id=incident_id, provinces=provinces, **told)
        links.link_incidents(
            tx,
            actor,
            incident_id=incident_id,
            other_id=other.incident_id,
            kind=link.kind,
            reason=link.reason,
            proposes_merge=proposes_merge,
        )
        return row

    return carry_out(declare_linked, streams=links.streams_of(incident_id, other.incident_id), status=201)


def _on(incident_id: UUID, command: Callable[..., Mapping[str, Any]], **arguments: Any) -> Response:
    place = reach_incident(incident_id)
    return carry_out(
        lambda tx, actor: command(tx, actor, incident_id=place.incident_id, **arguments),
        streams=[place.stream],
    )


@blueprint.post("/incidents/<uuid:incident_id>/set-level")
@policy("incident.set_level")
@blueprint.input(SetLevel, arg_name="body")
def set_level(incident_id: UUID, body: SetLevel) -> Response:
    """Raise or lower the response level, citing the order behind it."""
    return _on(incident_id, incidents.set_level, revision=base_revision(), **body.model_dump())


@blueprint.post("/incidents/<uuid:incident_id>/set-colour")
@policy("incident.set_colour")
@blueprint.input(SetColour, arg_name="body")
def set_colour(incident_id: UUID, body: SetColour) -> Response:
    """Set the warning colour; null withdraws the warning."""
    return _on(incident_id, incidents.set_colour, warning_colour=body.warning_colour)


def _move(incident_id: UUID, action: str, body: Reason) -> Response:
    return _on(incident_id, incidents.move_incident, action=action, reason=body.reason, revision=base_revision())


@blueprint.post("/incidents/<uuid:incident_id>/declare")
@policy("incident.declare")
@blueprint.input(Reason, arg_name="body")
def begin_response(incident_id: UUID, body: Reason) -> Response:
    """What was monitored has become an emergency."""
    return _move(incident_id, "declare", body)


@blueprint.post("/incidents/<uuid:incident_id>/stabilise")
@policy("incident.stabilise")
@blueprint.input(Reason, arg_name="body")
def stabilise(incident_id: UUID, body: Reason) -> Response:
    """The situation no longer worsens."""
    return _move(incident_id, "stabilise", body)


@blueprint.post("/incidents/<uuid:incident_id>/stand-down")
@policy("incident.stand_down")
@blueprint.input(Reason, arg_name="body")
def stand_down(incident_id: UUID, body: Reason) -> Response:
    """End the response; recovery begins."""
    return _move(incident_id, "stand_down", body)


@blueprint.post("/incidents/<uuid:incident_id>/relapse")
@policy("incident.relapse")
@blueprint.input(Reason, arg_name="body")
def relapse(incident_id: UUID, body: Reason) -> Response:
    """The emergency has flared up again."""
    return _move(incident_id, "relapse", body)


@blueprint.post("/incidents/<uuid:incident_id>/close")
@policy("incident.close")
@blueprint.input(Reason, arg_name="body")
def close(incident_id: UUID, body: Reason) -> Response:
    """Close for review; nothing more is dispatched or paged."""
    return _move(incident_id, "close", body)


@blueprint.post("/incidents/<uuid:incident_id>/reopen")
@policy("incident.reopen")
@blueprint.input(Reason, arg_name="body")
def reopen(incident_id: UUID, body: Reason) -> Response:
    """It was closed too early, or merged by mistake."""
    place = reach_incident(incident_id)
    with reading() as session:
        into = session.scalar(select(Incident.merged_into).where(Incident.id == place.incident_id))
    if into is None:
        return _move(incident_id, "reopen", body)
    revision = base_revision()
    return carry_out(
        lambda tx, actor: links.reopen_merged(
            tx, actor, incident_id=place.incident_id, reason=body.reason or "", revision=revision
        ),
        streams=links.streams_of(place.incident_id, into),
    )


@blueprint.post("/incidents/<uuid:incident_id>/finish-review")
@policy("incident.finish_review")
@blueprint.input(Reason, arg_name="body")
def finish_review(incident_id: UUID, body: Reason) -> Response:
    """The review is complete."""
    return _move(incident_id, "finish_review", body)


@blueprint.post("/incidents/<uuid:incident_id>/cancel")
@policy("incident.cancel")
@blueprint.input(Reason, arg_name="body")
def cancel(incident_id: UUID, body: Reason) -> Response:
    """It was a false alarm."""
    return _move(incident_id, "cancel", body)


@blueprint.post("/incidents/<uuid:incident_id>/note")
@policy("note.add")
@blueprint.input(LogNote, arg_name="body")
def note(incident_id: UUID, body: LogNote) -> Response:
    """Log a note, decision, call, order or request by hand."""
    caller = current()
    province = body.province or (None if caller.sees(NATION) else caller.rooms[0])
    place = reach_incident(incident_id, province=province)
    return carry_out(
        lambda tx, actor: incidents.log_note(
            tx,
            actor,
            incident_id=place.incident_id,
            note_id=str(body.id),
            kind=body.kind,
            text=body.text,
            province=province,
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.get("/incidents/<uuid:incident_id>/state")
@policy("incident.read")
def state(incident_id: UUID) -> Response:
    """The snapshot a page starts from, as one room sees it; `lean=1` leaves out the rows of a large one's tasks.

    With `at`, a position or a moment of world time, it is what the room saw then.
    """
    told = state_at(incident_id) if "at" in request.args else _state_now(incident_id)
    with house().db.read() as session:
        world = session.get_one(World, 1)
        real = house().db.real_now(session)
        times = {"now": as_text(world.time().at(real)), "real_now": as_text(real), "rate": world.rate}
    return Response(orjson.dumps(told | {"world": times}), mimetype="application/json")


def _state_now(incident_id: UUID) -> dict[str, Any]:
    place, room = see_incident(incident_id), asked_room()
    with reading() as session:
        omitted = omitted_when_lean(session, incident_id=place.incident_id) if _lean() else frozenset[str]()
        return snapshot(session, incident_id=place.incident_id, room=room, regions=house().regions, omitted=omitted)


@blueprint.get("/incidents/<uuid:incident_id>/events")
@policy("incident.read")
def events(incident_id: UUID) -> Mapping[str, Any]:
    """What a room saw after a position, oldest first; `lean=1` without what it changed in rows of tasks."""
    place, room = see_incident(incident_id), asked_room()
    after, limit = query_int("after", default=0), query_int("limit", default=LIMIT, least=1, most=LIMIT)
    read = lean_events_after if _lean() else events_after
    with reading() as session:
        return read(
            session,
            incident_id=place.incident_id,
            room=room,
            after=after,
            regions=house().regions,
            limit=limit,
        )


def _lean() -> bool:
    """Whether the page can do with the sums of a large incident's tasks."""
    return query_int("lean", default=0, most=1) == 1
