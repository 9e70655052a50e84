"""Routes of the codes on printed task sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from incident.commands import tasks
from incident.db import Tx
from incident.log import Actor, incident_stream
from incident.queries.task_codes import task_of_code, tasks_of_code
from incident.rules.task_codes import code_of
from incident.schemas.tasks import PaperEntry
from incident.web import carry_out, current, policy, reading

blueprint = APIBlueprint("task_codes", __name__, url_prefix="/api/v1", tag="tasks")


@blueprint.get("/task-codes")
@policy("incident.read")
def of_code() -> Mapping[str, Any]:
    """The tasks that `?code=` may mean, as a rule one: `{tasks: […]}`, each with its `code`."""
    with reading() as session:
        rows = tasks_of_code(session, request.args.get("code", "")[:40])
    return {"tasks": [row | {"code": code_of(row["id"])} for row in rows]}


@blueprint.post("/task-codes/entries")
@policy("task.enter_code")
@blueprint.input(PaperEntry, arg_name="body")
def enter(body: PaperEntry) -> Response:
    """Enter what a sheet of paper or a caller says was done; it is flagged as proxy, with name and time."""
    return carry_out_entry(body)


def carry_out_entry(body: PaperEntry) -> Response:
    """The same for the API and the plain form."""
    with reading() as session:
        row = task_of_code(session, body.code, task_id=str(body.task) if body.task else None)
    current().require("task.enter_code", row["province"])

    def command(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        return tasks.enter_from_paper(
            tx,
            actor,
            task_id=row["id"],
            entry_id=str(body.id),
            did=body.did,
            called=body.called,
            at=body.at,
            note=body.note,
            figures={figure.name: figure.value for figure in body.outcomes},
            reasons={figure.name: figure.reason for figure in body.outcomes if figure.reason},
        )

    return carry_out(command, streams=[incident_stream(row["incident_id"])])
