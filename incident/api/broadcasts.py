"""Routes of public broadcasts: drafts, two approvals; stop, correction and cancel by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.api.measures import checked_provinces
from incident.commands import broadcasts
from incident.db import Tx
from incident.log import Actor
from incident.models import Broadcast
from incident.queries import measures as queries
from incident.schemas.broadcasts import ApproveBroadcast, EditBroadcast, NewBroadcast, UpdateBroadcast
from incident.schemas.measures import MayReason, MustReason
from incident.schemas.tasks import Nothing
from incident.web import base_revision, carry_out, current, house, policy, reach, reach_incident, reading

blueprint = APIBlueprint("broadcasts", __name__, url_prefix="/api/v1", tag="broadcasts")


@blueprint.post("/incidents/<uuid:incident_id>/broadcasts")
@policy("broadcast.edit")
@blueprint.input(NewBroadcast, arg_name="body")
def draft(incident_id: UUID, body: NewBroadcast) -> Response:
    """Draft a public message by hand, with its correction and its cancel."""
    place = reach_incident(incident_id)

    def command(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        audience: Mapping[str, Any] = body.area or queries.area_of_counties(
            tx.session, place.incident_id, counties=list(body.counties), segments=list(body.segments)
        )
        return broadcasts.draft_broadcast_by_hand(
            tx,
            actor,
            incident_id=place.incident_id,
            broadcast_id=str(body.id),
            title_zh=body.title_zh,
            title_en=body.title_en,
            body_zh=body.body_zh,
            body_en=body.body_en,
            correction_zh=body.correction_zh,
            correction_en=body.correction_en,
            cancel_zh=body.cancel_zh,
            cancel_en=body.cancel_en,
            more_texts={tag: block.model_dump() for tag, block in body.more_texts.items()},
            channel=body.channel,
            cap=body.cap.model_dump(exclude_none=True),
            audience=checked_provinces(audience),
            valid_until=body.valid_until,
            languages=tuple(body.languages),
            rules_counted=tuple(body.rules),
        )

    return carry_out(command, streams=[place.stream], status=201)


@blueprint.get("/broadcasts/<uuid:broadcast_id>")
@policy("broadcast.read")
def detail(broadcast_id: UUID) -> Mapping[str, Any]:
    """The broadcast with the exact bytes that an approval binds, who has decided, and the checks."""
    reach(Broadcast, broadcast_id)
    with reading() as session:
        now = house().db.world_now(session)
        return queries.broadcast_detail(
            session, str(broadcast_id), asker=current().person_id, now=now, world=house().world_kind
        )


@blueprint.patch("/broadcasts/<uuid:broadcast_id>")
@policy("broadcast.edit")
@blueprint.input(EditBroadcast, arg_name="body")
def edit(broadcast_id: UUID, body: EditBroadcast) -> Response:
    """Change texts, languages, channel, CAP's words or validity before it goes out."""
    changes = {name: value for name, value in body.model_dump(exclude_none=True).items() if value is not None}
    return _on(broadcast_id, broadcasts.edit_broadcast, changes=changes, revision=base_revision())


@blueprint.post("/broadcasts/<uuid:broadcast_id>/submit")
@policy("broadcast.submit")
@blueprint.input(Nothing, arg_name="body")
def submit(broadcast_id: UUID, body: Nothing) -> Response:
    """Put it before the two approvers."""
    return _on(broadcast_id, broadcasts.submit_broadcast, revision=base_revision())


@blueprint.post("/broadcasts/<uuid:broadcast_id>/approve")
@policy("broadcast.approve")
@blueprint.input(ApproveBroadcast, arg_name="body")
def approve(broadcast_id: UUID, body: ApproveBroadcast) -> Response:
    """Approve exactly these bytes, having typed the number of recipients; the second approval sends it."""
    return _on(broadcast_id, broadcasts.approve_broadcast, digest=body.digest, typed_count=body.typed_count)


@blueprint.post("/broadcasts/<uuid:broadcast_id>/reject")
@policy("broadcast.reject")
@blueprint.input(MustReason, arg_name="body")
def reject(broadcast_id: UUID, body: MustReason) -> Response:
    """Say no, with the reason."""
    return _on(broadcast_id, broadcasts.reject_broadcast, reason=body.reason)


@blueprint.post("/broadcasts/<uuid:broadcast_id>/return")
@policy("broadcast.return")
@blueprint.input(MustReason, arg_name="body")
def give_back(broadcast_id: UUID, body: MustReason) -> Response:
    """Send it back to be changed."""
    return _on(broadcast_id, broadcasts.return_broadcast, reason=body.reason)


@blueprint.post("/broadcasts/<uuid:broadcast_id>/stop")
@policy("broadcast.stop")
@blueprint.input(MayReason, arg_name="body")
def stop(broadcast_id: UUID, body: MayReason) -> Response:
    """Stop it, by one person, before everything else."""
    return _on(broadcast_id, broadcasts.stop_broadcast, reason=body.reason or "")


@blueprint.post("/broadcasts/<uuid:broadcast_id>/correct")
@policy("broadcast.correct")
@blueprint.input(Nothing, arg_name="body")
def correct(broadcast_id: UUID, body: Nothing) -> Response:
    """Stop it and send the correction that was approved with it, by one person."""
    return _on(broadcast_id, broadcasts.correct_broadcast)


@blueprint.post("/broadcasts/<uuid:broadcast_id>/cancel")
@policy("broadcast.correct")
@blueprint.input(Nothing, arg_name="body")
def cancel(broadcast_id: UUID, body: Nothing) -> Response:
    """Stop it and send the word that it holds no more, approved with it, by one person."""
    return _on(broadcast_id, broadcasts.cancel_broadcast)


@blueprint.post("/broadcasts/<uuid:broadcast_id>/update")
@policy("broadcast.edit")
@blueprint.input(UpdateBroadcast, arg_name="body")
def update(broadcast_id: UUID, body: UpdateBroadcast) -> Response:
    """Draft new words for the same people, to be approved as any message is; it names what went before."""
    return _on(broadcast_id, broadcasts.draft_update, update_id=str(body.id))


@blueprint.post("/broadcasts/<uuid:broadcast_id>/retry")
@policy("broadcast.retry")
@blueprint.input(Nothing, arg_name="body")
def retry(broadcast_id: UUID, body: Nothing) -> Response:
    """Ask the gateways again about what is parked; nothing is sent again."""
    return _on(broadcast_id, broadcasts.ask_again)


def _on(broadcast_id: UUID, command: Callable[..., Mapping[str, Any]], **arguments: Any) -> Response:
    place = reach(Broadcast, broadcast_id)
    return carry_out(
        lambda tx, actor: command(tx, actor, broadcast_id=str(broadcast_id), **arguments),
        streams=[place.stream],
    )
