"""Routes of findings: what rules find, what people note, who mends it, who verifies. docs/review.md tells the story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from incident.api.playbook_drafts import next_version_of
from incident.commands import findings as commands
from incident.commands import playbooks
from incident.db import Tx
from incident.errors import Invalid
from incident.events.base import NATION
from incident.events.findings import STREAM
from incident.events.playbooks import STREAM as PLAYBOOKS
from incident.log import Actor
from incident.queries import findings as queries
from incident.queries.fired import fired_documents, fired_in
from incident.rules.findings import DEPARTMENTS
from incident.schemas.findings import (
    AssignFinding,
    DuplicateOf,
    Mended,
    NewFinding,
    ProposeChange,
    ReasonFor,
    TakeUp,
)
from incident.web import as_json, base_revision, carry_out, current, house, policy, reach_incident, see_incident
from incident.web.scopes import known_scope, require_at, visible_scopes

blueprint = APIBlueprint("findings", __name__, url_prefix="/api/v1", tag="review")


@blueprint.get("/findings")
@policy("finding.read")
def list_findings() -> Response:
    """Findings of all incidents. Filters: incident, state, department, source, rule, scope, owner, overdue=1."""
    asked = request.args
    department = asked.get("department")
    if department is not None and department not in DEPARTMENTS:
        raise Invalid("finding.department", field="department", zh="没有这个部门。", en="There is no such department.")
    wanted = queries.Wanted(
        incident_id=asked.get("incident"),
        state=asked.get("state"),
        department=department,
        source=asked.get("source"),
        rule=asked.get("rule"),
        scope=asked.get("scope"),
        owner_id=asked.get("owner"),
        overdue=asked.get("overdue") == "1",
    )
    with house().db.read() as session:
        now = house().db.world_now(session)
        told = queries.findings(session, visible_scopes(), wanted, regions=house().regions, now=now)
    return _json(told)


@blueprint.get("/findings/figures")
@policy("finding.read")
def figures() -> Response:
    """Scores by department and faults that came again, over all incidents; and the words to choose from."""
    with house().db.read() as session:
        told = queries.figures(session, visible_scopes(), now=house().db.world_now(session))
    return _json(told | {"words": queries.finding_words()})


@blueprint.get("/findings/<uuid:finding_id>")
@policy("finding.read")
def show(finding_id: UUID) -> Response:
    """One finding with its story and the events that show it."""
    with house().db.read() as session:
        now = house().db.world_now(session)
        told = queries.finding_detail(session, str(finding_id), visible_scopes(), regions=house().regions, now=now)
    return _json(told)


@blueprint.get("/incidents/<uuid:incident_id>/fired")
@policy("review.read")
def what_rules_find(incident_id: UUID) -> Mapping[str, Any]:
    """What the rules find in an incident, each with the events that made it fire."""
    place = reach_incident(incident_id)
    with house().db.read() as session:
        return {"items": fired_documents(session, place.incident_id, now=house().db.world_now(session))}


@blueprint.post("/incidents/<uuid:incident_id>/fired/take-up")
@policy("finding.take_up")
@blueprint.input(TakeUp, arg_name="body")
def take_up(incident_id: UUID, body: TakeUp) -> Response:
    """Make findings of what the rules found; what has been taken up already stays as it is."""
    place = reach_incident(incident_id)
    with house().db.read() as session:
        found = fired_in(session, place.incident_id, now=house().db.world_now(session))
    chosen = found if body.keys is None else [one for one in found if one.key in set(body.keys)]
    return carry_out(
        lambda tx, actor: commands.take_up(tx, actor, incident_id=place.incident_id, fired=chosen), streams=[STREAM]
    )


@blueprint.post("/findings")
@policy("finding.note")
@blueprint.input(NewFinding, arg_name="body")
def note(body: NewFinding) -> Response:
    """Note what one observed: of an incident at a point of its log, or of an ordinary day."""
    scope = require_at("finding.note", known_scope(body.scope))
    incident_id = see_incident(body.incident).incident_id if body.incident else None
    observation = commands.Observation(
        text=body.text,
        scope=scope,
        department=body.department,
        helpers=body.helpers,
        about=commands.About(body.position, body.subject_kind, str(body.subject_id) if body.subject_id else None),
    )
    return carry_out(
        lambda tx, actor: commands.note_finding(
            tx, actor, finding_id=str(body.id), incident_id=incident_id, observation=observation
        ),
        streams=[STREAM],
        status=201,
    )


@blueprint.post("/findings/<uuid:finding_id>/assign")
@policy("finding.manage")
@blueprint.input(AssignFinding, arg_name="body")
def assign(finding_id: UUID, body: AssignFinding) -> Response:
    """Say who mends it by when."""
    return _on(
        finding_id,
        "finding.manage",
        commands.assign_finding,
        owner_id=str(body.owner),
        due_at=body.due_at,
        department=body.department,
        helpers=body.helpers,
        meeting_id=str(body.meeting) if body.meeting else None,
    )


@blueprint.post("/findings/<uuid:finding_id>/mend")
@policy("finding.mend")
@blueprint.input(Mended, arg_name="body")
def mend(finding_id: UUID, body: Mended) -> Response:
    """Say what was done; by its owner, or by somebody who may assign it."""
    return _on(finding_id, "finding.mend", commands.mend_finding, text=body.text)


@blueprint.post("/findings/<uuid:finding_id>/verify")
@policy("finding.manage")
def verify(finding_id: UUID) -> Response:
    """Confirm that it is mended; never by whoever mended it."""
    return _on(finding_id, "finding.manage", commands.verify_finding)


@blueprint.post("/findings/<uuid:finding_id>/return")
@policy("finding.manage")
@blueprint.input(ReasonFor, arg_name="body")
def send_back(finding_id: UUID, body: ReasonFor) -> Response:
    """Send it back to its owner, with the reason."""
    return _on(finding_id, "finding.manage", commands.return_finding, reason=body.reason)


@blueprint.post("/findings/<uuid:finding_id>/reject")
@policy("finding.manage")
@blueprint.input(ReasonFor, arg_name="body")
def reject(finding_id: UUID, body: ReasonFor) -> Response:
    """Say why it is no finding."""
    return _on(finding_id, "finding.manage", commands.reject_finding, reason=body.reason)


@blueprint.post("/findings/<uuid:finding_id>/duplicate")
@policy("finding.manage")
@blueprint.input(DuplicateOf, arg_name="body")
def duplicate(finding_id: UUID, body: DuplicateOf) -> Response:
    """Leave it to another finding that says the same."""
    return _on(
        finding_id,
        "finding.manage",
        commands.mark_duplicate,
        duplicate_of=str(body.duplicate_of),
        reason=body.reason,
    )


@blueprint.post("/findings/<uuid:finding_id>/reopen")
@policy("finding.manage")
@blueprint.input(ReasonFor, arg_name="body")
def reopen(finding_id: UUID, body: ReasonFor) -> Response:
    """Let what was rejected or taken for a duplicate count again."""
    return _on(finding_id, "finding.manage", commands.reopen_finding, reason=body.reason)


@blueprint.post("/findings/<uuid:finding_id>/propose")
@policy("playbook.write")
@blueprint.input(ProposeChange, arg_name="body")
def propose(finding_id: UUID, body: ProposeChange) -> Response:
    """Begin the next version of a playbook because of it; both know each other from then on."""
    key = str(finding_id)
    look, number = next_version_of(body.slug)
    with house().db.read() as session:
        queries.the_finding(session, key, visible_scopes())

    def both(tx: Tx, actor: Actor) -> dict[str, Any]:
        draft = playbooks.begin_draft(
            tx, actor, draft_id=str(body.draft), look=look, base_slug=body.slug, base_number=number
        )
        finding = commands.propose_change(
            tx, actor, finding_id=key, draft_id=draft["id"], slug=body.slug, item=body.item
        )
        return {"draft": draft, "finding": finding}

    return carry_out(both, streams=sorted([STREAM, PLAYBOOKS]), status=201)


def _on(finding_id: UUID, action: str, command: Callable[..., Mapping[str, Any]], **arguments: Any) -> Response:
    """Run a command on a finding that the caller sees and may act on; mending is its owner's."""
    revision, caller = base_revision(), current()
    with house().db.read() as session:
        row = queries.the_finding(session, str(finding_id), visible_scopes())
        scope, owner = row.scope, row.owner_id
    require_at(action, scope)
    if action == "finding.mend" and owner != caller.person_id:
        caller.require("finding.manage", None if scope == NATION else scope)
    return carry_out(
        lambda tx, actor: command(tx, actor, finding_id=str(finding_id), revision=revision, **arguments),
        streams=[STREAM],
    )


def _json(told: Mapping[str, Any]) -> Response:
    return Response(as_json(told), mimetype="application/json")
