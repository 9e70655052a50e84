"""Routes of headquarters' view of tasking: sums, distributions, load, pages of tasks, one task with its people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import current_app, request
from sqlalchemy.orm import Session

from incident.api.past import tasking_at
from incident.clock import as_text
from incident.events.base import NATION
from incident.models import Task
from incident.queries.events import room_head
from incident.queries.kept import LARGE, Kept
from incident.queries.tasking import task_count, tasking_overview
from incident.queries.tasking_load import tasking_load
from incident.queries.tasking_pins import Box, pins_in
from incident.queries.tasking_tasks import Wanted, task_with_people, tasks_page
from incident.queries.tasking_times import tasking_times
from incident.web import current, house, policy, reach, reading, see_incident

blueprint = APIBlueprint("tasking", __name__, url_prefix="/api/v1", tag="tasks")
_KEPT = "tongxin.tasking"


@blueprint.get("/incidents/<uuid:incident_id>/tasking")
@policy("incident.read")
def overview(incident_id: UUID) -> Mapping[str, Any]:
    """Sums over all tasks: by province and group, by place; next deadlines, longest overdue. No rows of tasks.

    With `at`, a position or a moment of world time, the sums of then.
    """
    if "at" in request.args:
        return tasking_at(incident_id)
    return _sums("overview", incident_id, tasking_overview)


@blueprint.get("/incidents/<uuid:incident_id>/tasking/times")
@policy("incident.read")
def times(incident_id: UUID) -> Mapping[str, Any]:
    """How long acknowledging and resolving take: median, 90 %, longest, by response level and province."""
    return _sums("times", incident_id, tasking_times)


@blueprint.get("/incidents/<uuid:incident_id>/tasking/load")
@policy("incident.read")
def load(incident_id: UUID) -> Mapping[str, Any]:
    """Open tasks by team and by person, most first."""
    return _sums("load", incident_id, tasking_load)


@blueprint.get("/incidents/<uuid:incident_id>/tasking/pins")
@policy("incident.read")
def pins(incident_id: UUID) -> Mapping[str, Any]:
    """Open tasks with an exact place in `box` (west,south,east,north), gathered where they stand close."""
    place, box = see_incident(incident_id), Box.read(request.args.get("box", ""))
    with reading() as session:
        return pins_in(session, incident_id=place.incident_id, box=box)


@blueprint.get("/incidents/<uuid:incident_id>/tasking/tasks")
@policy("incident.read")
def page(incident_id: UUID) -> Mapping[str, Any]:
    """A page of tasks by deadline; `province`, `group`, `team`, `person`, `region` and `show` narrow it."""
    place = see_incident(incident_id)
    wanted = Wanted(
        **{name: request.args.get(name) for name in ("province", "group", "team", "person", "region")},
        choice=request.args.get("show"),
    )
    with reading() as session:
        return tasks_page(session, incident_id=place.incident_id, wanted=wanted, after=request.args.get("after"))


@blueprint.get("/tasks/<uuid:task_id>/people")
@policy("incident.read")
def people(task_id: UUID) -> Mapping[str, Any]:
    """One task: who acknowledged it, who works on it, who else has it open, and its record."""
    reach(Task, task_id)
    caller = current()
    with reading() as session:
        return task_with_people(
            session, task_id=str(task_id), regions=house().regions, real_now=caller.now, person_id=caller.person_id
        )


def _sums(name: str, incident_id: UUID, work_out: Callable[..., dict[str, Any]]) -> Mapping[str, Any]:
    place, rooms = see_incident(incident_id), current().rooms
    with reading() as session:
        position = room_head(session, incident_id=place.incident_id, room=NATION)
        large = task_count(session, incident_id=place.incident_id) > LARGE
        return _kept().answer(
            (name, place.incident_id, rooms),
            position=position,
            large=large,
            work_out=lambda: _stamped(session, work_out, place.incident_id, position),
        )


def _stamped(
    session: Session, work_out: Callable[..., dict[str, Any]], incident_id: str, position: int
) -> dict[str, Any]:
    return {"position": position, "at": as_text(house().db.world_now(session))} | work_out(
        session, incident_id=incident_id
    )


def _kept() -> Kept:
    kept: Kept = current_app.extensions.setdefault(_KEPT, Kept())
    return kept
