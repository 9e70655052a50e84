"""Routes of service-analysis meetings: agenda, minutes, decisions. A decision is the finding's own step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from incident.commands import findings as commands
from incident.events.findings import STREAM
from incident.queries.meetings import meeting_detail, meetings, proposed_agenda
from incident.schemas.findings import CallMeeting, CloseMeeting, MinuteLine
from incident.web import as_json, carry_out, house, policy, reach_incident

blueprint = APIBlueprint("meetings", __name__, url_prefix="/api/v1/meetings", tag="review")


@blueprint.get("")
@policy("review.read")
def list_meetings() -> Mapping[str, Any]:
    """Meetings, the newest first; `?incident=` narrows it."""
    with house().db.read() as session:
        return {"items": meetings(session, incident_id=request.args.get("incident"))}


@blueprint.get("/agenda")
@policy("review.read")
def agenda() -> Response:
    """What the next meeting should speak about; `?incident=` narrows it."""
    with house().db.read() as session:
        told = proposed_agenda(
            session,
            incident_id=request.args.get("incident"),
            regions=house().regions,
            now=house().db.world_now(session),
        )
    return Response(as_json(told), mimetype="application/json")


@blueprint.post("")
@policy("meeting.hold")
@blueprint.input(CallMeeting, arg_name="body")
def call(body: CallMeeting) -> Response:
    """Call a meeting about findings and open questions."""
    incident_id = reach_incident(body.incident).incident_id if body.incident else None
    return carry_out(
        lambda tx, actor: commands.call_meeting(
            tx,
            actor,
            meeting_id=str(body.id),
            incident_id=incident_id,
            title=body.title,
            held_at=body.held_at,
            chair_id=str(body.chair),
            findings=[str(one) for one in body.findings],
            questions=body.questions,
        ),
        streams=[STREAM],
        status=201,
    )


@blueprint.get("/<uuid:meeting_id>")
@policy("review.read")
def show(meeting_id: UUID) -> Response:
    """One meeting with agenda, minutes and decisions."""
    with house().db.read() as session:
        now = house().db.world_now(session)
        told = meeting_detail(session, str(meeting_id), regions=house().regions, now=now)
    return Response(as_json(told), mimetype="application/json")


@blueprint.post("/<uuid:meeting_id>/minutes")
@policy("meeting.hold")
@blueprint.input(MinuteLine, arg_name="body")
def minutes(meeting_id: UUID, body: MinuteLine) -> Response:
    """Write down what was said to an item of the agenda."""
    return carry_out(
        lambda tx, actor: commands.minute(
            tx, actor, meeting_id=str(meeting_id), item_id=str(body.item), text=body.text
        ),
        streams=[STREAM],
    )


@blueprint.post("/<uuid:meeting_id>/close")
@policy("meeting.hold")
@blueprint.input(CloseMeeting, arg_name="body")
def close(meeting_id: UUID, body: CloseMeeting) -> Response:
    """End it; its minutes stand as they are."""
    return carry_out(
        lambda tx, actor: commands.close_meeting(tx, actor, meeting_id=str(meeting_id), text=body.text),
        streams=[STREAM],
    )
