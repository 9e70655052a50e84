"""What may be done with a task over the API, each with its body and its command; single routes and batches share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from incident.commands import tasks
from incident.db import Tx
from incident.log import Actor
from incident.queries.teams import team_titles
from incident.schemas.base import Body
from incident.schemas.tasks import (
    Acknowledge,
    Arrange,
    CheckInBody,
    Comment,
    Nothing,
    Proxy,
    Redispatch,
    Resolve,
    Start,
    Tick,
    WithReason,
)
from incident.web import Place, current, house

Command = Callable[[Tx, Actor], Mapping[str, Any]]


@dataclass(frozen=True)
class TaskAction:
    """An action by its path: `acknowledge`, `proxy-acknowledge`, …"""

    #: Of incident.rules.permissions.
    policy: str
    body: type[Body]
    #: Keyword arguments of the command, from the body and the task's province.
    arguments: Callable[[Any, str], dict[str, Any]]
    command: Callable[..., Mapping[str, Any]]
    #: Whether it is decided on a revision.
    based: bool = True

    def prepared(self, task_id: str, province: str, body: Body) -> Callable[[Tx, Actor, int | None], Mapping[str, Any]]:
        """The command, wanting only transaction, actor and revision; what the caller may is asked now."""
        given = self.arguments(body, province)

        def run(tx: Tx, actor: Actor, revision: int | None) -> Mapping[str, Any]:
            if self.based:
                return self.command(tx, actor, task_id=task_id, revision=revision, **given)
            return self.command(tx, actor, task_id=task_id, **given)

        return run


def rows_of_task(place: Place, task_id: str) -> tuple[tuple[str, str], ...]:
    """What most of these commands look at, so that many of them may ask for it together."""
    incident = place.incident_id
    return ("task", task_id), ("incident", incident), ("province_incident", f"{incident}:{place.province}")


def _nothing(_body: Body, _province: str) -> dict[str, Any]:
    return {}


def _reason(body: WithReason, _province: str) -> dict[str, Any]:
    return {"reason": body.reason}


def _resolve(body: Resolve, _province: str) -> dict[str, Any]:
    return {
        "figures": {figure.name: figure.value for figure in body.outcomes},
        "reasons": {figure.name: figure.reason for figure in body.outcomes if figure.reason},
        "ticked": body.ticked,
    }


def _reassign(body: Redispatch, _province: str) -> dict[str, Any]:
    return {
        "team": body.team,
        "titles": team_titles(house().playbooks.values()).get(body.team),
        "person_id": str(body.person) if body.person else None,
        "reason": body.reason,
    }


def _check_in(body: CheckInBody, province: str) -> dict[str, Any]:
    # Headquarters takes down somebody else's word: without a name it would read as its own.
    from_here = current().may("task.acknowledge", province)
    return {
        "checkin_id": str(body.id),
        "note": body.note,
        "said_at": body.said_at,
        "proxy_for": body.called if body.called or from_here else "",
    }


def _arrange(body: Arrange, _province: str) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name in body.model_fields_set:
        if name == "point":
            changed[name] = (body.point.lon_e7, body.point.lat_e7) if body.point else None
        elif name == "waits_for":
            changed[name] = [
                tasks.Wait(
                    task=str(wait.task) if wait.task else None,
                    measure=str(wait.measure) if wait.measure else None,
                    state=wait.state,
                )
                for wait in body.waits_for or ()
            ]
        else:
            changed[name] = body.checkin_minutes
    return {"changed": changed}


#: Action by the last part of its path under `/api/v1/tasks/<id>/`.
TASK_ACTIONS: dict[str, TaskAction] = {
    "acknowledge": TaskAction(
        "task.acknowledge", Acknowledge, lambda body, _province: {"note": body.note}, tasks.acknowledge
    ),
    "undo": TaskAction("task.undo", Nothing, _nothing, tasks.undo_acknowledgement, based=False),
    "decline": TaskAction("task.decline", WithReason, _reason, tasks.decline),
    "start": TaskAction("task.start", Start, lambda body, _province: {"override": body.override}, tasks.start),
    "pend": TaskAction("task.pend", WithReason, _reason, tasks.pend),
    "hold": TaskAction("task.hold", WithReason, _reason, tasks.hold),
    "resume": TaskAction(
        "task.resume", Nothing, lambda _body, _province: {"from_hold": current().may("task.hold")}, tasks.resume
    ),
    "tick": TaskAction("task.tick", Tick, lambda body, _province: {"ticked": body.ticked}, tasks.tick, based=False),
    "resolve": TaskAction("task.resolve", Resolve, _resolve, tasks.resolve),
    "verify": TaskAction("task.verify", Nothing, _nothing, tasks.verify),
    "return": TaskAction("task.return", WithReason, _reason, tasks.return_task),
    "recall": TaskAction("task.recall", WithReason, _reason, tasks.recall),
    "reassign": TaskAction("task.reassign", Redispatch, _reassign, tasks.redispatch),
    "remind": TaskAction("task.remind", Nothing, _nothing, tasks.remind, based=False),
    "proxy-acknowledge": TaskAction(
        "task.proxy", Proxy, lambda body, _province: {"proxy_for": body.called, "note": body.note}, tasks.acknowledge
    ),
    "comment": TaskAction(
        "task.comment",
        Comment,
        lambda body, _province: {"note_id": str(body.id), "text": body.text},
        tasks.comment,
        based=False,
    ),
    "check-in": TaskAction("task.check_in", CheckInBody, _check_in, tasks.check_in, based=False),
    "arrange": TaskAction("task.arrange", Arrange, _arrange, tasks.arrange),
}
