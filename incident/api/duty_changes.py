"""Routes of the change of shifts: what is mine, swaps, and handing over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.commands import duty
from incident.db import Tx
from incident.errors import NotFound
from incident.events.duty import STREAM
from incident.log import Actor
from incident.models import DutyShift, DutySwap, Handover
from incident.queries.duty_board import names_of
from incident.queries.duty_mine import handover_list, handovers_of, my_duty, the_handover
from incident.queries.responsible import streams_of_open_tasks
from incident.rules.duty import handover_id_of
from incident.schemas.duty import HandOver, NewSwap, WithReason
from incident.web import as_json, carry_out, current, house, policy
from incident.web.scopes import require_at, visible_scopes

blueprint = APIBlueprint("duty_changes", __name__, url_prefix="/api/v1/duty", tag="duty")
_NOUNS: dict[type[Any], tuple[str, str]] = {
    DutyShift: ("班次", "shift"),
    DutySwap: ("换班请求", "swap"),
    Handover: ("交班", "handover"),
}


@blueprint.get("/mine")
@policy("duty.read")
def mine() -> Response:
    """The caller's own shifts, swaps that wait, handovers offered to them or still theirs."""
    with house().db.read() as session:
        told = my_duty(session, current().person_id, at=house().db.world_now(session))
    return _json(told)


@blueprint.get("/handovers")
@policy("duty.read")
def list_handovers() -> Response:
    """Handovers of the places that the caller sees, those that wait first."""
    with house().db.read() as session:
        items = handovers_of(session, visible_scopes())
        named = {one for item in items for one in (item["from_person"], item["to_person"], item["settled_to"]) if one}
        people = names_of(session, named)
    return _json({"items": items, "people": people})


@blueprint.get("/handovers/<uuid:handover_id>")
@policy("duty.read")
def show_handover(handover_id: UUID) -> Response:
    """One handover with the tasks that are still its giver's."""
    with house().db.read() as session:
        row = the_handover(session, str(handover_id), visible_scopes())
        told = handover_list(session, scope=row.scope, person=row.from_person, handover_id=row.id)
    return _json(told)


@blueprint.get("/shifts/<uuid:shift_id>/hand-over")
@policy("duty.hand_over")
def what_i_leave(shift_id: UUID) -> Response:
    """What the caller would hand over at the end of a shift: open tasks, and how many nobody has acknowledged."""
    scope = _reach(DutyShift, shift_id, "duty.hand_over")
    person = current().person_id
    key = handover_id_of(str(shift_id), person)
    with house().db.read() as session:
        told = handover_list(session, scope=scope, person=person, handover_id=key)
    return _json(told)


@blueprint.post("/shifts/<uuid:shift_id>/hand-over")
@blueprint.input(HandOver, arg_name="body")
@policy("duty.hand_over")
def hand_over(shift_id: UUID, body: HandOver) -> Response:
    """Name who takes over, with notes; they accept or decline."""
    scope = _reach(DutyShift, shift_id, "duty.hand_over")
    return _carry(
        scope,
        lambda tx, actor: duty.offer_handover(
            tx,
            actor,
            shift_id=str(shift_id),
            to_person=str(body.person),
            note=body.note,
            task_notes={str(note.task): note.text for note in body.tasks},
        ),
    )


@blueprint.post("/handovers/<uuid:handover_id>/accept")
@policy("duty.hand_over")
def accept_handover(handover_id: UUID) -> Response:
    """Take it: the open tasks are the caller's from now on."""
    scope = _reach(Handover, handover_id, "duty.hand_over")
    return _carry(scope, lambda tx, actor: duty.accept_handover(tx, actor, handover_id=str(handover_id)))


@blueprint.post("/handovers/<uuid:handover_id>/decline")
@blueprint.input(WithReason, arg_name="body")
@policy("duty.hand_over")
def decline_handover(handover_id: UUID, body: WithReason) -> Response:
    """Say no, and why."""
    scope = _reach(Handover, handover_id, "duty.hand_over")
    return _carry(
        scope,
        lambda tx, actor: duty.decline_handover(tx, actor, handover_id=str(handover_id), reason=body.reason),
    )


@blueprint.post("/swaps")
@blueprint.input(NewSwap, arg_name="body")
@policy("duty.swap")
def ask_swap(body: NewSwap) -> Response:
    """Ask somebody to take one's own shift, perhaps for one of theirs."""
    _reach(DutyShift, body.shift, "duty.swap")
    return carry_out(
        lambda tx, actor: duty.ask_swap(
            tx,
            actor,
            swap_id=str(body.id),
            shift_id=str(body.shift),
            to_person=str(body.person),
            other_shift_id=str(body.other) if body.other else None,
            reason=body.reason,
        ),
        streams=[STREAM],
        status=201,
    )


@blueprint.post("/swaps/<uuid:swap_id>/accept")
@policy("duty.swap")
def accept_swap(swap_id: UUID) -> Response:
    """Take the shift, and give the other one away."""
    _reach(DutySwap, swap_id, "duty.swap")
    return carry_out(lambda tx, actor: duty.accept_swap(tx, actor, swap_id=str(swap_id)), streams=[STREAM])


@blueprint.post("/swaps/<uuid:swap_id>/decline")
@policy("duty.swap")
def decline_swap(swap_id: UUID) -> Response:
    """Leave the shift where it is."""
    _reach(DutySwap, swap_id, "duty.swap")
    return carry_out(lambda tx, actor: duty.decline_swap(tx, actor, swap_id=str(swap_id)), streams=[STREAM])


@blueprint.post("/swaps/<uuid:swap_id>/withdraw")
@policy("duty.swap")
def withdraw_swap(swap_id: UUID) -> Response:
    """Ask no longer."""
    _reach(DutySwap, swap_id, "duty.swap")
    return carry_out(lambda tx, actor: duty.withdraw_swap(tx, actor, swap_id=str(swap_id)), streams=[STREAM])


def _carry(scope: str, command: Callable[[Tx, Actor], dict[str, Any]]) -> Response:
    """Carry out what moves tasks as well: the incidents in which tasks of the place go on are locked too."""
    with house().db.read() as session:
        streams = streams_of_open_tasks(session, scope)
    return carry_out(command, streams=[STREAM, *streams])


def _reach(model: type[Any], key: UUID, action: str) -> str:
    with house().db.read() as session:
        row = session.get(model, str(key))
        scope = str(row.scope) if row is not None else None
    if scope is None or not current().sees(scope):
        raise NotFound.of(*_NOUNS[model])
    return require_at(action, scope)


def _json(told: dict[str, Any]) -> Response:
    return Response(as_json(told), mimetype="application/json")
