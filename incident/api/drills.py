"""Routes of drills: prepare from a scenario, start, conduct, score. docs/drills.md tells the story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident import fold
from incident.commands import drills as commands
from incident.commands.drills.base import checked_scenario, inject_of
from incident.db import Tx
from incident.errors import Invalid, NotFound
from incident.events.drills import STREAM
from incident.log import Actor, incident_stream
from incident.models import Drill
from incident.queries import drills as queries
from incident.scenarios import Scenario, ScenarioError, load_scenario, scenario_names, scenario_text
from incident.schemas.drills import CheckScenario, GiveUp, OneInject, PrepareDrill
from incident.schemas.tasks import Nothing
from incident.web import as_json, carry_out, current, house, policy, see_incident

blueprint = APIBlueprint("drills", __name__, url_prefix="/api/v1/drills", tag="drills")


@blueprint.get("")
@policy("drill.read")
def list_drills() -> Response:
    """All drills of this world, the newest first."""
    with house().db.read() as session:
        found = queries.drills(session, observes=current().may("drill_plan.read"))
    return _json({"items": found, "world": house().world_kind})


@blueprint.get("/silent")
@policy("drill.read")
def silent() -> Response:
    """Which of one's own provinces are to play silent now, and until when; asked by the province's open pages."""
    with house().db.read() as session:
        now = house().db.world_now(session)
        return _json({"silent": queries.silent_for(session, current().rooms, now=now)})


@blueprint.get("/scenarios")
@policy("drill_plan.read")
def scenarios() -> Response:
    """The shipped scenarios that have injects."""
    shipped = [(name, load_scenario(name)) for name in scenario_names()]
    return _json({"items": [_shown(name, one) for name, one in shipped if one.injects]})


@blueprint.post("/checks")
@blueprint.input(CheckScenario, arg_name="body")
@policy("drill_plan.read", reads=True)
def check(body: CheckScenario) -> Response:
    """What a scenario says, or what is wrong with it: line, column and field."""
    return _json(_shown("", checked_scenario(body.text)))


@blueprint.post("")
@blueprint.input(PrepareDrill, arg_name="body")
@policy("drill.conduct")
def prepare(body: PrepareDrill) -> Response:
    """Prepare a drill; nobody but its observers sees what will come."""
    text = _text(body)
    scenario = checked_scenario(text)
    playbook = house().playbook(scenario.playbook)
    return carry_out(
        lambda tx, actor: commands.prepare_drill(tx, actor, drill_id=str(body.id), text=text, playbook=playbook),
        streams=[STREAM],
        status=201,
    )


@blueprint.get("/<uuid:drill_id>")
@policy("drill.read")
def read(drill_id: UUID) -> Response:
    """A drill with what has happened; for its observers also what comes next, and its file."""
    observes = current().may("drill_plan.read")
    with house().db.read() as session:
        now = house().db.world_now(session)
        told = queries.drill_detail(session, str(drill_id), house().regions, now=now, observes=observes)
    return _json(told)


@blueprint.get("/<uuid:drill_id>/score")
@policy("drill.read")
def score(drill_id: UUID) -> Response:
    """Each target with its verdict and the events behind it."""
    with house().db.read() as session:
        told = queries.drill_score(
            session, str(drill_id), now=house().db.world_now(session), observes=current().may("drill_plan.read")
        )
    return _json(told)


@blueprint.get("/of-incident/<uuid:incident_id>")
@policy("review.read")
def of_incident(incident_id: UUID) -> Response:
    """The drill that an incident was declared by, with its score; `drill` null where it was none."""
    place = see_incident(incident_id)
    with house().db.read() as session:
        now = house().db.world_now(session)
        told = queries.drill_of_incident(session, place.incident_id, now=now, observes=current().may("drill_plan.read"))
    return _json(told or {"drill": None, "score": None, "injects": []})


@blueprint.post("/<uuid:drill_id>/start")
@blueprint.input(Nothing, arg_name="body")
@policy("drill.conduct")
def start(drill_id: UUID, body: Nothing) -> Response:
    """Begin: the scenario's incident is declared and the clock releases the injects."""
    return _on(drill_id, commands.start_drill, provinces=house().provinces)


@blueprint.post("/<uuid:drill_id>/pause")
@blueprint.input(Nothing, arg_name="body")
@policy("drill.conduct")
def pause(drill_id: UUID, body: Nothing) -> Response:
    """Release nothing by the clock for a while; people's own clocks run on."""
    return _on(drill_id, commands.pause_drill)


@blueprint.post("/<uuid:drill_id>/resume")
@blueprint.input(Nothing, arg_name="body")
@policy("drill.conduct")
def resume(drill_id: UUID, body: Nothing) -> Response:
    """Go on; what was to come comes later by the time that the drill rested."""
    return _on(drill_id, commands.resume_drill)


@blueprint.post("/<uuid:drill_id>/end")
@blueprint.input(Nothing, arg_name="body")
@policy("drill.conduct")
def end(drill_id: UUID, body: Nothing) -> Response:
    """End: what was cut is back, what is still to come does not come, the score stands."""
    return _on(drill_id, commands.end_drill)


@blueprint.post("/<uuid:drill_id>/cancel")
@blueprint.input(GiveUp, arg_name="body")
@policy("drill.conduct")
def cancel(drill_id: UUID, body: GiveUp) -> Response:
    """Give up a drill that has not begun, with the reason."""
    return carry_out(
        lambda tx, actor: commands.cancel_drill(tx, actor, drill_id=str(drill_id), reason=body.reason),
        streams=[STREAM],  # of an incident that was never declared there is no stream
    )


@blueprint.post("/<uuid:drill_id>/skip")
@blueprint.input(OneInject, arg_name="body")
@policy("drill.conduct")
def skip(drill_id: UUID, body: OneInject) -> Response:
    """Leave an inject out that is still to come."""
    return _on(drill_id, commands.skip_inject, inject=body.inject)


@blueprint.post("/<uuid:drill_id>/bring-back")
@blueprint.input(OneInject, arg_name="body")
@policy("drill.conduct")
def bring_back(drill_id: UUID, body: OneInject) -> Response:
    """End an inject that lasts before its time: the system works again, the province may be reached."""
    return _on(drill_id, commands.bring_back, inject=body.inject)


@blueprint.post("/<uuid:drill_id>/release")
@blueprint.input(OneInject, arg_name="body")
@policy("drill.conduct")
def release(drill_id: UUID, body: OneInject) -> Response:
    """Release an inject now, before its minute or while the drill rests."""
    with house().db.read() as session:
        row = session.get(Drill, str(drill_id))
        if row is None:
            raise NotFound.of("演练", "drill")
        scenario = queries.scenario_of(session, row)
    one = inject_of(scenario, body.inject)
    footprint = commands.prepared_footprint(scenario, one, regions=house().regions, exposure=house().exposure)
    prepared = commands.Prepared(footprint, tuple(house().provinces))
    return _on(drill_id, commands.release_inject, inject=body.inject, prepared=prepared, by_hand=True)


def _on(drill_id: UUID, command: Callable[..., Mapping[str, Any]], **arguments: Any) -> Response:
    """Carry out a command on a drill, its stream and its incident's locked."""
    with house().db.read() as session:
        row = fold.row_of(session, "drill", str(drill_id))
    if not row:
        raise NotFound.of("演练", "drill")

    def act(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        return command(tx, actor, drill_id=str(drill_id), **arguments)

    return carry_out(act, streams=[STREAM, incident_stream(row["of_incident"])])


def _text(body: PrepareDrill) -> str:
    if (body.shipped is None) == (body.text is None):
        raise Invalid("one_of", field="shipped", zh="请给出 shipped 或 text 之一。", en="Give shipped or text.")
    if body.text is not None:
        return body.text
    try:
        return scenario_text(str(body.shipped))
    except ScenarioError as error:
        raise Invalid("drill.scenario", field="shipped", zh=error.zh, en=error.en) from error


def _shown(name: str, scenario: Scenario) -> dict[str, Any]:
    """What a scenario says, for choosing one."""
    return {
        "name": name or scenario.slug,
        "title_zh": scenario.title.zh,
        "title_en": scenario.title.en,
        "playbook": scenario.playbook,
        "hazard": scenario.incident.hazard,
        "injects": [one.model_dump(mode="json") for one in scenario.injects],
        "targets": [one.model_dump(mode="json") for one in scenario.targets],
    }


def _json(told: Mapping[str, Any]) -> Response:
    return Response(as_json(told), mimetype="application/json")
