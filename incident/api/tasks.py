"""Routes of tasks: what provinces answer and what headquarters asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from incident.api.task_actions import TASK_ACTIONS, rows_of_task
from incident.commands import tasks
from incident.db import Tx
from incident.errors import Invalid
from incident.log import Actor
from incident.models import Task
from incident.queries.task_list import Filter, task_list
from incident.queries.task_records import task_records
from incident.queries.teams import teams_of_province
from incident.schemas.base import Body
from incident.schemas.tasks import (
    Acknowledge,
    Arrange,
    CheckInBody,
    Comment,
    NewTaskBody,
    Nothing,
    Proxy,
    Redispatch,
    Resolve,
    Start,
    Tick,
    WithReason,
)
from incident.web import (
    base_revision,
    carry_out,
    house,
    policy,
    query_int,
    reach,
    reach_incident,
    reading,
    see_incident,
)

blueprint = APIBlueprint("tasks", __name__, url_prefix="/api/v1", tag="tasks")


@blueprint.post("/incidents/<uuid:incident_id>/tasks")
@policy("task.dispatch")
@blueprint.input(NewTaskBody, arg_name="body")
def create(incident_id: UUID, body: NewTaskBody) -> Response:
    """Dispatch a task by hand, without a playbook."""
    place = reach_incident(incident_id, province=body.province)
    if body.province not in house().provinces:
        raise Invalid(
            "no_such_province",
            field="province",
            zh="没有这个省公司。",
            en="There is no such provincial company.",
        )
    task = tasks.NewTask(
        task_id=str(body.id),
        item_key=f"hand/{body.id}",
        province=body.province,
        region=body.region or body.province,
        task_group=body.task_group,
        team=body.team,
        title_zh=body.title_zh,
        title_en=body.title_en or body.title_zh,
        acknowledge_minutes=body.acknowledge_minutes,
        work_minutes=body.work_minutes,
        start_minutes=body.start_minutes,
        critical=body.critical,
        point=(body.point.lon_e7, body.point.lat_e7) if body.point else None,
        checkin_minutes=body.checkin_minutes,
        reasons=[{"code": "by_hand", "args": {}}],
    )

    def command(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        return tasks.create_task(tx, actor, incident_id=place.incident_id, task=task, detail=body.detail)

    return carry_out(command, streams=[place.stream], status=201)


def _on(task_id: UUID, name: str, body: Body) -> Response:
    """Carry out one of TASK_ACTIONS, decided on the revision that If-Match names where it needs one."""
    key = str(task_id)
    place = reach(Task, key)
    action = TASK_ACTIONS[name]
    revision = base_revision() if action.based else None
    run = action.prepared(key, str(place.province), body)
    return carry_out(lambda tx, actor: run(tx, actor, revision), streams=[place.stream], rows=rows_of_task(place, key))


@blueprint.post("/tasks/<uuid:task_id>/acknowledge")
@policy("task.acknowledge")
@blueprint.input(Acknowledge, arg_name="body")
def acknowledge(task_id: UUID, body: Acknowledge) -> Response:
    """Say that the team has it, with a comment if they like; paging stops at once."""
    return _on(task_id, "acknowledge", body)


@blueprint.post("/tasks/<uuid:task_id>/undo")
@policy("task.undo")
@blueprint.input(Nothing, arg_name="body")
def undo(task_id: UUID, body: Nothing) -> Response:
    """Take one's own acknowledgement back within thirty seconds."""
    return _on(task_id, "undo", body)


@blueprint.post("/tasks/<uuid:task_id>/decline")
@policy("task.decline")
@blueprint.input(WithReason, arg_name="body")
def decline(task_id: UUID, body: WithReason) -> Response:
    """Refuse the task, saying why."""
    return _on(task_id, "decline", body)


@blueprint.post("/tasks/<uuid:task_id>/start")
@policy("task.start")
@blueprint.input(Start, arg_name="body")
def start(task_id: UUID, body: Start) -> Response:
    """Begin the work; before what it waits for only with a reason."""
    return _on(task_id, "start", body)


@blueprint.post("/tasks/<uuid:task_id>/pend")
@policy("task.pend")
@blueprint.input(WithReason, arg_name="body")
def pend(task_id: UUID, body: WithReason) -> Response:
    """Say that the work waits on the outside; its clock runs on."""
    return _on(task_id, "pend", body)


@blueprint.post("/tasks/<uuid:task_id>/hold")
@policy("task.hold")
@blueprint.input(WithReason, arg_name="body")
def hold(task_id: UUID, body: WithReason) -> Response:
    """Stop the work and its clocks."""
    return _on(task_id, "hold", body)


@blueprint.post("/tasks/<uuid:task_id>/resume")
@policy("task.resume")
@blueprint.input(Nothing, arg_name="body")
def resume(task_id: UUID, body: Nothing) -> Response:
    """Go on with a held or pending task; what headquarters held, only headquarters sets going again."""
    return _on(task_id, "resume", body)


@blueprint.post("/tasks/<uuid:task_id>/tick")
@policy("task.tick")
@blueprint.input(Tick, arg_name="body")
def tick(task_id: UUID, body: Tick) -> Response:
    """Say which lines of the checklist are done."""
    return _on(task_id, "tick", body)


@blueprint.post("/tasks/<uuid:task_id>/resolve")
@policy("task.resolve")
@blueprint.input(Resolve, arg_name="body")
def resolve(task_id: UUID, body: Resolve) -> Response:
    """Report it done, with its figures."""
    return _on(task_id, "resolve", body)


@blueprint.post("/tasks/<uuid:task_id>/verify")
@policy("task.verify")
@blueprint.input(Nothing, arg_name="body")
def verify(task_id: UUID, body: Nothing) -> Response:
    """Confirm the report and close the task."""
    return _on(task_id, "verify", body)


@blueprint.post("/tasks/<uuid:task_id>/return")
@policy("task.return")
@blueprint.input(WithReason, arg_name="body")
def return_task(task_id: UUID, body: WithReason) -> Response:
    """Send the report back."""
    return _on(task_id, "return", body)


@blueprint.post("/tasks/<uuid:task_id>/recall")
@policy("task.recall")
@blueprint.input(WithReason, arg_name="body")
def recall(task_id: UUID, body: WithReason) -> Response:
    """Take the task back from the province."""
    return _on(task_id, "recall", body)


@blueprint.post("/tasks/<uuid:task_id>/reassign")
@policy("task.reassign")
@blueprint.input(Redispatch, arg_name="body")
def reassign(task_id: UUID, body: Redispatch) -> Response:
    """Give a declined or open task to another team of the province, or ask one person there; with the reason."""
    return _on(task_id, "reassign", body)


@blueprint.get("/tasks/<uuid:task_id>/teams")
@policy("task.reassign")
def teams(task_id: UUID) -> Mapping[str, Any]:
    """Teams and people of the task's province to whom it could be given."""
    place = reach(Task, task_id)
    with reading() as session:
        return teams_of_province(session, str(place.province), playbooks=house().playbooks.values())


@blueprint.post("/tasks/<uuid:task_id>/remind")
@policy("task.remind")
@blueprint.input(Nothing, arg_name="body")
def remind(task_id: UUID, body: Nothing) -> Response:
    """Ask the province again."""
    return _on(task_id, "remind", body)


@blueprint.post("/tasks/<uuid:task_id>/proxy-acknowledge")
@policy("task.proxy")
@blueprint.input(Proxy, arg_name="body")
def proxy_acknowledge(task_id: UUID, body: Proxy) -> Response:
    """Record an acknowledgement given by telephone; it is flagged as such."""
    return _on(task_id, "proxy-acknowledge", body)


@blueprint.post("/tasks/<uuid:task_id>/comment")
@policy("task.comment")
@blueprint.input(Comment, arg_name="body")
def comment(task_id: UUID, body: Comment) -> Response:
    """Write a comment on the task."""
    return _on(task_id, "comment", body)


@blueprint.post("/tasks/<uuid:task_id>/check-in")
@policy("task.check_in")
@blueprint.input(CheckInBody, arg_name="body")
def check_in(task_id: UUID, body: CheckInBody) -> Response:
    """Say how it goes, or that nothing has changed; headquarters names whose word it takes down."""
    return _on(task_id, "check-in", body)


@blueprint.post("/tasks/<uuid:task_id>/arrange")
@policy("task.arrange")
@blueprint.input(Arrange, arg_name="body")
def arrange(task_id: UUID, body: Arrange) -> Response:
    """Set its place on the map, what it waits for, and how often a check-in is asked for."""
    return _on(task_id, "arrange", body)


@blueprint.get("/incidents/<uuid:incident_id>/tasks")
@policy("incident.read")
def list_tasks(incident_id: UUID) -> Mapping[str, Any]:
    """Whole rows of tasks, worst first, 200 at a time from `offset`; for an incident whose tasks no page can hold.

    Narrowed by `province`, `group`, `state`, `q` (title), `late=1` and `critical=1`.
    """
    place = see_incident(incident_id)
    asked = request.args
    narrowed = Filter(
        province=asked.get("province"),
        group=asked.get("group"),
        state=asked.get("state"),
        text=(asked.get("q") or "").strip()[:100] or None,
        late=asked.get("late") == "1",
        critical=asked.get("critical") == "1",
    )
    offset = query_int("offset", default=0, most=1_000_000)
    with reading() as session:
        return task_list(
            session, incident_id=place.incident_id, narrowed=narrowed, offset=offset, regions=house().regions
        )


@blueprint.get("/tasks/<uuid:task_id>/records")
@policy("incident.read")
def records(task_id: UUID) -> Mapping[str, Any]:
    """Figures, check-ins and files of one task, with the texts and names that they speak of."""
    reach(Task, task_id)
    with reading() as session:
        return task_records(session, task_id=str(task_id), regions=house().regions)
