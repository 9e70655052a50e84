"""Routes of how others are told: an administrator keeps everybody's numbers and order, a lead those of the province."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.api.paging import contacts_kept, told_notices, wishes_kept
from incident.commands.paging.contacts import note_set
from incident.db import Tx
from incident.errors import NotFound
from incident.events.people import STREAM
from incident.log import Actor
from incident.queries.telling import people_told, places_of
from incident.schemas.paging import Contacts, Wishes
from incident.web import as_json, carry_out, current, house, policy
from incident.web.idempotent import Command

blueprint = APIBlueprint("telling", __name__, url_prefix="/api/v1/people", tag="paging")


@blueprint.get("/notices")
@policy("notices.read")
def everybody() -> Response:
    """Whose numbers and order of channels the caller keeps; numbers as hints."""
    caller = current()
    places = None if caller.may("notices.read") else caller.rooms
    with house().db.read() as session:
        items = people_told(session, places)
    return Response(as_json({"items": items}), mimetype="application/json", headers={"Cache-Control": "no-store"})


@blueprint.get("/<uuid:person_id>/notices")
@policy("notices.read")
def notices_of_one(person_id: UUID) -> Response:
    """The same as `/me/notices`, of somebody whose numbers the caller keeps."""
    return told_notices(_kept("notices.read", person_id))


@blueprint.post("/<uuid:person_id>/notices")
@policy("notices.manage")
@blueprint.input(Wishes, arg_name="body")
def wish_of_one(person_id: UUID, body: Wishes) -> Response:
    """Set somebody's order of channels with their delays, quiet hours and language."""
    person = _kept("notices.manage", person_id)
    return carry_out(_noted(person, ["order"], wishes_kept(person, body)), streams=[STREAM])


@blueprint.post("/<uuid:person_id>/contacts")
@policy("notices.manage")
@blueprint.input(Contacts, arg_name="body")
def contacts_of_one(person_id: UUID, body: Contacts) -> Response:
    """Set or forget (null) somebody's telephone number or robot; it is sealed, and the log hears only that it was."""
    person = _kept("notices.manage", person_id)
    command = _noted(person, sorted(body.model_fields_set), contacts_kept(person, body))
    return carry_out(command, streams=[STREAM], secret_fields=("phone",))


def _noted(person_id: str, what: Sequence[str], command: Command) -> Command:
    """The command, and the event that says whose notices were set by whom."""

    def noted(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        told = command(tx, actor)
        if what and actor.person != person_id:
            note_set(tx, actor, person_id=person_id, what=what)
        return told

    return noted


def _kept(action: str, person_id: UUID) -> str:
    """The person, where the caller holds `action` in every place that they belong to; else as if they were not there.

    Somebody who also belongs to headquarters or to another province is not one province's to change.
    """
    caller = current()
    with house().db.read() as session:
        places = places_of(session, str(person_id))
    known = places is not None and (
        caller.may(action) or (bool(places) and all(caller.may(action, place) for place in places))
    )
    if not known:
        raise NotFound.of("人员", "person")
    return str(person_id)
