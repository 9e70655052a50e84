"""Routes of paging: who was told of a task, its clocks, and how each person wishes to be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident import outbox
from incident.commands.paging import change_clocks, contacts
from incident.db import Tx
from incident.errors import Conflict
from incident.events.people import STREAM
from incident.log import Actor
from incident.models import Task
from incident.queries.paging import notices_of, pages_of_task
from incident.rules.paging import Step
from incident.schemas.paging import Clocks, Contacts, Forget, Subscription, Wishes
from incident.schemas.tasks import Nothing
from incident.web import LOGGED_IN, as_json, base_revision, carry_out, current, house, policy, reach, reading
from incident.web.idempotent import Command

blueprint = APIBlueprint("paging", __name__, url_prefix="/api/v1", tag="paging")


@blueprint.get("/tasks/<uuid:task_id>/pages")
@policy("incident.read")
def pages(task_id: UUID) -> Response:
    """Who was told of the task, how, when and whether it arrived; and the chain that calls on."""
    reach(Task, task_id)
    with reading() as session:
        told = pages_of_task(session, str(task_id))
    return Response(as_json(told), mimetype="application/json")


@blueprint.post("/tasks/<uuid:task_id>/clocks")
@policy("task.clocks")
@blueprint.input(Clocks, arg_name="body")
def clocks(task_id: UUID, body: Clocks) -> Response:
    """Give an open task other clocks, in any number of minutes; its timers follow."""
    place = reach(Task, task_id)
    revision = base_revision()

    def command(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        return change_clocks(tx, actor, task_id=str(task_id), revision=revision, **body.model_dump())

    return carry_out(command, streams=[place.stream])


@blueprint.get("/me/notices")
@policy(LOGGED_IN)
def mine() -> Response:
    """My order of channels, quiet hours and addresses (as hints), and what this installation can send."""
    return told_notices(current().person_id)


@blueprint.post("/me/notices")
@policy(LOGGED_IN)
@blueprint.input(Wishes, arg_name="body")
def wish(body: Wishes) -> Response:
    """Set my order of channels with their delays, my quiet hours and my language."""
    return carry_out(wishes_kept(current().person_id, body), streams=[])


@blueprint.post("/me/contacts")
@policy(LOGGED_IN)
@blueprint.input(Contacts, arg_name="body")
def my_contacts(body: Contacts) -> Response:
    """Set or forget (null) my telephone number or robot; it is sealed and stands in no log."""
    return carry_out(contacts_kept(current().person_id, body), streams=[], secret_fields=("phone",))


@blueprint.post("/me/notices/push")
@policy(LOGGED_IN)
@blueprint.input(Subscription, arg_name="body")
def subscribe(body: Subscription) -> Response:
    """Let this browser take pushes."""
    sealer = house().endpoints.sealer

    def command(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        kept = contacts.add_push(
            tx, person_id=actor.person, subscription=body.subscription, agent=body.agent, sealer=sealer
        )
        return {"id": kept}

    return carry_out(command, streams=[], secret_fields=("subscription",))


@blueprint.post("/me/notices/forget")
@policy(LOGGED_IN)
@blueprint.input(Forget, arg_name="body")
def forget(body: Forget) -> Response:
    """Let a browser of mine take no pushes any more."""

    def command(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        contacts.forget_push(tx, person_id=actor.person, contact_id=body.id)
        return {"kept": False}

    return carry_out(command, streams=[])


@blueprint.post("/me/notices/test")
@policy(LOGGED_IN)
@blueprint.input(Nothing, arg_name="body")
def test(body: Nothing) -> Response:
    """Send me a test on all my channels, at once."""
    if not house().endpoints.channels.kinds:
        raise Conflict(
            "notices.no_channel",
            zh="系统还没有配置任何通知通道，请联系管理员。",
            en="No channel is configured here; ask your administrator.",
        )

    def command(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        payload = {"template": "test", "to": [actor.person], "at_once": True, "values": {}}
        key = f"test:{actor.person}:{tx.command_key}"
        outbox.put(tx, kind="notice", key=key, stream=STREAM, payload=payload, not_before=tx.real_now)
        return {"sent": True}

    return carry_out(command, streams=[])


def _robots() -> dict[str, list[str]]:
    """Names of the group robots (`vendor:name`) and hooks that are configured."""
    return house().endpoints.channels.robots()


def told_notices(person_id: str) -> Response:
    """A person's order of channels, quiet hours and addresses (as hints), and what this installation can send."""
    with house().db.read() as session:
        told = notices_of(session, person_id, configured=house().endpoints.channels.kinds)
    told["robots"] = _robots()
    told["push_key"] = house().endpoints.channels.push_key()
    return Response(as_json(told), mimetype="application/json")


def wishes_kept(person_id: str, body: Wishes) -> Command:
    """What keeps a person's order of channels, quiet hours and language."""
    steps = [Step(one.channel, one.after_s) for one in body.steps]
    quiet = (body.quiet.start, body.quiet.end) if body.quiet else None

    def command(tx: Tx, _actor: Actor) -> Mapping[str, Any]:
        contacts.set_preference(tx, person_id=person_id, steps=steps, quiet=quiet, language=body.language)
        return {"kept": True}

    return command


def contacts_kept(person_id: str, body: Contacts) -> Command:
    """What keeps or forgets a person's number and robots, sealed; what the body leaves out stays."""
    sealer, robots = house().endpoints.sealer, _robots()

    def command(tx: Tx, _actor: Actor) -> Mapping[str, Any]:
        given = body.model_fields_set
        if "phone" in given:
            contacts.set_phone(tx, person_id=person_id, phone=body.phone, sealer=sealer)
        for kind, name in (("chat", body.chat), ("webhook", body.webhook)):
            if kind in given:
                contacts.set_robot(tx, person_id=person_id, kind=kind, name=name, known=robots[kind], sealer=sealer)
        return {"kept": True}

    return command
