"""Routes of looks: what changed since I last looked, that I have looked now, who has a task open, the shift brief."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from incident.commands import looks
from incident.events.base import NATION
from incident.models import Task
from incident.queries.brief import brief_of
from incident.queries.events import room_head
from incident.queries.lastlook import changes_since, last_position
from incident.schemas.links import LookedAt
from incident.schemas.tasks import Nothing
from incident.web import carry_out, current, house, policy, query_int, reach, reach_incident, reading, see_incident

blueprint = APIBlueprint("looks", __name__, url_prefix="/api/v1", tag="incidents")


@blueprint.get("/incidents/<uuid:incident_id>/changes")
@policy("incident.read")
def changes(incident_id: UUID) -> Mapping[str, Any]:
    """What changed since the caller last looked, or after `after`; `first` where the caller never looked."""
    place, caller = see_incident(incident_id), current()
    room = request.args.get("room") or (caller.rooms[0] if caller.rooms else NATION)
    caller.require_room(room)
    with house().db.read() as session:
        kept = last_position(session, incident_id=place.incident_id, person_id=caller.person_id)
    with reading() as session:
        head = room_head(session, incident_id=place.incident_id, room=room)
        after = query_int("after", default=head if kept is None else kept)
        told = changes_since(session, incident_id=place.incident_id, room=room, after=after, regions=house().regions)
    return told | {"first": kept is None}


@blueprint.get("/incidents/<uuid:incident_id>/brief")
@policy("review.read")
def brief(incident_id: UUID) -> Mapping[str, Any]:
    """The incident on one page for whoever takes over (ICS 201), with the last shift of its log."""
    place = reach_incident(incident_id)
    with house().db.read() as session:
        now = house().db.world_now(session)
    with reading() as session:
        return brief_of(session, incident_id=place.incident_id, regions=house().regions, now=now)


@blueprint.post("/incidents/<uuid:incident_id>/look")
@policy("incident.look")
@blueprint.input(LookedAt, arg_name="body")
def look(incident_id: UUID, body: LookedAt) -> Response:
    """Remember that the caller has seen what happened up to a position."""
    place = see_incident(incident_id)
    return carry_out(
        lambda tx, actor: looks.look_at_incident(tx, actor, incident_id=place.incident_id, position=body.position),
        streams=[],
    )


@blueprint.post("/tasks/<uuid:task_id>/look")
@policy("incident.look")
@blueprint.input(Nothing, arg_name="body")
def look_at_task(task_id: UUID, body: Nothing) -> Response:
    """Say that the caller has the task open; others see it for a minute."""
    reach(Task, task_id)
    return carry_out(lambda tx, actor: looks.look_at_task(tx, actor, task_id=str(task_id)), streams=[])
