"""The addresses of all screens. Each is a shell; what it may show, the API decides again."""

from __future__ import annotations

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, redirect
from sqlalchemy import case, select
from werkzeug.wrappers import Response as AnyResponse

from incident.events.base import NATION
from incident.models import Incident
from incident.models.tasks import moved_by_the_house
from incident.pages.shell import island
from incident.web import LOGGED_IN, ONLY_THE_MICROPHONE, current, policy, reading

blueprint = APIBlueprint("screens", __name__, enable_openapi=False, template_folder="templates")

OVER = ("closed", "reviewed", "cancelled")


@blueprint.get("/")
@policy(LOGGED_IN)
def home() -> AnyResponse:
    """The screen that is this person's own."""
    caller = current()
    if not caller.rooms:
        return redirect("/people" if caller.may("people.read") else "/help")
    if not caller.sees(NATION):
        return redirect("/workspace")
    newest = newest_incident()
    return redirect(f"/live/{newest}" if newest else "/incidents")


@blueprint.get("/live")
@policy("incident.read")
def newest_live() -> AnyResponse:
    """The console of the newest incident; before there is one, a page that waits for it."""
    return _newest("live")


@blueprint.get("/wall")
@policy("incident.read")
def newest_wall() -> AnyResponse:
    """The wall of the newest incident."""
    return _newest("wall")


@blueprint.get("/tasks")
@policy("incident.read")
def newest_tasks() -> AnyResponse:
    """The tasks of the newest incident."""
    return _newest("tasks")


@blueprint.get("/tasking")
@policy("incident.read")
def newest_tasking() -> AnyResponse:
    """Headquarters' view of the newest incident's tasking."""
    return _newest("tasking")


@blueprint.get("/brief")
@policy("incident.read")
def newest_brief() -> AnyResponse:
    """The shift brief of the newest incident."""
    return _newest("brief")


@blueprint.get("/tasking/<uuid:incident_id>")
@policy("incident.read")
def tasking(incident_id: UUID) -> AnyResponse:
    """What is late where, how long it takes, who carries it; provincial people have their workspace."""
    return island("tasking", incident_id=incident_id) if current().sees(NATION) else redirect("/workspace")


@blueprint.get("/brief/<uuid:incident_id>")
@policy("incident.read")
def brief(incident_id: UUID) -> AnyResponse:
    """The incident on one page for whoever takes over (ICS 201), with the log's extract behind it."""
    return island("brief", incident_id=incident_id) if current().sees(NATION) else redirect("/workspace")


@blueprint.get("/asks")
@policy("incident.read")
def asks() -> Response:
    """What provinces ask of headquarters, and raising an incident."""
    return island("asks")


@blueprint.get("/measures")
@policy("measure.read")
def newest_measures() -> AnyResponse:
    """The measures of the newest incident."""
    return _newest("measures")


@blueprint.get("/review")
@policy("review.read")
def newest_review() -> AnyResponse:
    """The review of the newest incident."""
    return _newest("review")


@blueprint.get("/live/<uuid:incident_id>")
@policy("incident.read")
def live(incident_id: UUID) -> AnyResponse:
    """The live console of headquarters; provincial people have their workspace."""
    return island("live", incident_id=incident_id) if current().sees(NATION) else redirect("/workspace")


@blueprint.get("/wall/<uuid:incident_id>")
@policy("incident.read")
def wall(incident_id: UUID) -> AnyResponse:
    """The same for a wall of screens, without controls."""
    return island("wall", incident_id=incident_id) if current().sees(NATION) else redirect("/workspace")


@blueprint.get("/incidents")
@policy("incident.read")
def incidents() -> Response:
    """All incidents, and declaring one."""
    return island("incidents")


@blueprint.get("/tasks/<uuid:incident_id>")
@policy("incident.read")
def tasks(incident_id: UUID) -> Response:
    """All tasks of an incident, by province and group."""
    return island("tasks", incident_id=incident_id)


@blueprint.get("/measures/<uuid:incident_id>")
@policy("measure.read")
def measures(incident_id: UUID) -> Response:
    """All measures of an incident with their figures."""
    return island("measures", incident_id=incident_id)


@blueprint.get("/measures/<uuid:incident_id>/<uuid:measure_id>")
@policy("measure.read")
def measure(incident_id: UUID, measure_id: UUID) -> Response:
    """One measure, for approval."""
    return island("approval", incident_id=incident_id, measure=str(measure_id))


@blueprint.get("/broadcasts/<uuid:incident_id>/new")
@policy("broadcast.edit")
def new_broadcast(incident_id: UUID) -> Response:
    """The message studio with an empty message."""
    return island("studio", incident_id=incident_id)


@blueprint.get("/broadcasts/<uuid:incident_id>/<uuid:broadcast_id>/edit")
@policy("broadcast.edit")
def edit_broadcast(incident_id: UUID, broadcast_id: UUID) -> Response:
    """The message studio with a message that has not gone out."""
    return island("studio", incident_id=incident_id, broadcast=str(broadcast_id))


@blueprint.get("/broadcasts/<uuid:incident_id>/<uuid:broadcast_id>")
@policy("broadcast.read")
def broadcast(incident_id: UUID, broadcast_id: UUID) -> Response:
    """One public message, for approval, sending and stopping."""
    return island("approval", incident_id=incident_id, broadcast=str(broadcast_id))


@blueprint.get("/playbooks")
@policy("playbook.read")
def playbooks() -> Response:
    """The library."""
    return island("playbooks")


@blueprint.get("/playbooks/<slug>")
@policy("playbook.read")
def playbook(slug: str) -> Response:
    """One playbook as people read it."""
    return island("playbook", playbook=slug)


@blueprint.get("/playbooks/drafts/<uuid:draft_id>")
@policy("playbook_draft.read")
def playbook_draft(draft_id: UUID) -> Response:
    """A playbook that is being written, reviewed and approved."""
    return island("workbench", draft=str(draft_id))


@blueprint.get("/simulations")
@policy("playbook.simulate")
def simulations() -> Response:
    """Asking for a simulation, and those there are."""
    return island("simulations")


@blueprint.get("/simulations/<uuid:simulation_id>")
@policy("playbook.simulate")
def simulation(simulation_id: UUID) -> Response:
    """One simulation: its progress, then its charts."""
    return island("simulations", simulation=str(simulation_id))


@blueprint.get("/drills")
@policy("drill.read")
def drills() -> Response:
    """Drills and tests of who can be reached."""
    return island("drills")


@blueprint.get("/drills/<uuid:drill_id>")
@policy("drill.read")
def drill(drill_id: UUID) -> Response:
    """One drill: for its conductor and observers what comes next, for everybody its score once it is over."""
    return island("drills", drill=str(drill_id))


@blueprint.get("/review/<uuid:incident_id>")
@policy("review.read")
def review(incident_id: UUID) -> Response:
    """What was planned and what came of it."""
    return island("review", incident_id=incident_id)


@blueprint.get("/findings")
@policy("finding.read")
def all_findings() -> Response:
    """Findings of all incidents, and what they add up to."""
    return island("findings")


@blueprint.get("/meetings")
@policy("review.read")
def service_meetings() -> Response:
    """Service-analysis meetings: agenda, minutes, decisions; fit to be printed."""
    return island("meetings")


@blueprint.get("/walk")
@policy("finding.read")
def walk() -> Response:
    """Filling in a sheet of a process walk-through, good on a phone; and what was walked."""
    return island("walk")


@blueprint.get("/people")
@policy("people.read")
def people() -> Response:
    """Accounts and roles."""
    return island("people")


@blueprint.get("/signals")
@policy("feed.read")
def signals() -> Response:
    """What outside sources say, what could not be placed, and how the sources fare."""
    return island("signals")


@blueprint.get("/duty")
@policy("duty.read")
def duty() -> Response:
    """Who is on duty now and next, the week's roster, handovers and mutual aid."""
    return island("duty")


@blueprint.get("/events")
@policy("event.read")
def event_calendars() -> Response:
    """All planned events."""
    return island("calendar")


@blueprint.get("/events/<uuid:incident_id>")
@policy("event.read")
def event_calendar(incident_id: UUID) -> Response:
    """The calendar of one planned event."""
    return island("calendar", incident_id=incident_id)


@blueprint.get("/phonebook")
@policy("phonebook.read")
def phonebook() -> Response:
    """Everybody's numbers, fit to be printed."""
    return island("phonebook")


@blueprint.get("/data")
@policy(LOGGED_IN)
def data() -> Response:
    """The data sets in use, with owner and age."""
    return island("data")


@blueprint.get("/me/notices")
@policy(LOGGED_IN)
def my_notices() -> Response:
    """How this person is told: channels in order, quiet hours, a test."""
    return island("notices")


@blueprint.get("/help")
@policy(LOGGED_IN)
def help_page() -> Response:
    """Words, roles and keys."""
    return island("help")


@blueprint.get("/workspace")
@policy("incident.read")
def workspace() -> Response:
    """A provincial team's tasks, good on a phone."""
    return _recording(island("workspace", by_the_house=moved_by_the_house()))


@blueprint.get("/workspace/tasks/<uuid:task_id>")
@policy("incident.read")
def workspace_task(task_id: UUID) -> Response:
    """The same with one task open."""
    return _recording(island("workspace", task=str(task_id), by_the_house=moved_by_the_house()))


def _recording(page: Response) -> Response:
    """The one page that may ask for the microphone: a voice note is quicker than typing in the rain."""
    page.headers["Permissions-Policy"] = ONLY_THE_MICROPHONE
    return page


def _newest(page: str) -> AnyResponse:
    if not current().sees(NATION):
        return redirect("/workspace")
    newest = newest_incident()
    if newest:
        return redirect(f"/{page}/{newest}")
    return island("live") if page in ("live", "wall") else redirect("/incidents")


def newest_incident() -> str | None:
    """The one under way that was declared last, else the last of all."""
    with reading() as session:
        over = case((Incident.state.in_(OVER), 1), else_=0)
        return session.scalar(select(Incident.id).order_by(over, Incident.declared_at.desc(), Incident.id).limit(1))
