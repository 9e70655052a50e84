"""Routes of tests of who can be reached: begin one, read who answered, close it, answer. docs/drills.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident import fold
from incident.commands.drills import reach as commands
from incident.errors import NotFound
from incident.events.base import NATION
from incident.events.drills import STREAM
from incident.queries import reach as queries
from incident.schemas.drills import BeginReachTest
from incident.schemas.tasks import Nothing
from incident.web import LOGGED_IN, as_json, carry_out, current, house, policy

blueprint = APIBlueprint("reach", __name__, url_prefix="/api/v1", tag="drills")


@blueprint.get("/reach-tests")
@policy("reach.read")
def list_tests() -> Response:
    """The newest tests that the caller sees, and those that wait for the caller's own answer."""
    caller = current()
    with house().db.read() as session:
        return _json(queries.reach_tests(session, caller.rooms, person_id=caller.person_id))


@blueprint.post("/reach-tests")
@blueprint.input(BeginReachTest, arg_name="body")
@policy("reach.test")
def begin(body: BeginReachTest) -> Response:
    """Page whoever is on duty, or everybody who does duty, on all their channels; it is no task."""
    current().require("reach.test", None if body.scope == NATION else body.scope)
    return carry_out(
        lambda tx, actor: commands.begin_reach_test(
            tx,
            actor,
            test_id=str(body.id),
            scope=body.scope,
            whom=body.whom,
            wakes=body.wakes,
            minutes=body.minutes,
            provinces=house().provinces,
        ),
        streams=[STREAM],
        status=201,
    )


@blueprint.get("/reach-tests/<uuid:test_id>")
@policy("reach.read")
def read(test_id: UUID) -> Response:
    """Who answered, by what, how fast; how every page fared; who could not be reached."""
    with house().db.read() as session:
        return _json(queries.reach_test(session, str(test_id), current().rooms))


@blueprint.post("/reach-tests/<uuid:test_id>/close")
@blueprint.input(Nothing, arg_name="body")
@policy("reach.test")
def close(test_id: UUID, body: Nothing) -> Response:
    """End a test before its time; what has not left does not leave any more."""
    with house().db.read() as session:
        row = fold.row_of(session, "reach_test", str(test_id))
    if not row:
        raise NotFound.of("可达性测试", "test of who can be reached")
    current().require("reach.test", None if row["scope"] == NATION else row["scope"])
    return carry_out(lambda tx, actor: commands.close_reach_test(tx, actor, test_id=str(test_id)), streams=[STREAM])


@blueprint.post("/me/reach-tests/<uuid:test_id>/answer")
@blueprint.input(Nothing, arg_name="body")
@policy(LOGGED_IN)
def answer(test_id: UUID, body: Nothing) -> Response:
    """My sign of life, from this screen."""
    return carry_out(lambda tx, actor: commands.answer_reach_test(tx, actor, test_id=str(test_id)), streams=[STREAM])


def _json(told: Mapping[str, Any]) -> Response:
    return Response(as_json(told), mimetype="application/json")
