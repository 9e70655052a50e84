"""Routes that look at a text while it is written; they change nothing and are POST because a file is no address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apiflask import APIBlueprint
from flask import Response, jsonify, request

from incident.errors import Invalid
from incident.queries import playbook_checks as queries
from incident.queries.playbook_library import published
from incident.queries.playbook_shelf import PublishedShelf
from incident.queries.text_plans import plan_of_text
from incident.schemas.playbooks import CheckText, EditText, PlanText
from incident.web import house, policy
from playbooks.source.playbook import Playbook
from playbooks.workbench.draft_check import look_at
from playbooks.workbench.editing import EditError, set_values
from playbooks.workbench.vocabulary import vocabulary

blueprint = APIBlueprint("playbook_checks", __name__, url_prefix="/api/v1", tag="playbooks")


@blueprint.get("/playbook-words")
@policy("playbook_draft.read")
def words() -> Response:
    """What may be written where, and what it means: for completion and help in the editor."""
    response = jsonify(vocabulary())
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


@blueprint.post("/playbook-checks")
@blueprint.input(CheckText, arg_name="body")
@policy("playbook_draft.read", reads=True)
def check(body: CheckText) -> Mapping[str, Any]:
    """Problems on their lines, the read view, the form, tests if asked for, and the difference by meaning."""
    against = _against(body)
    with house().db.read() as session:
        return queries.checked(body.text, against=against, tests=body.tests, shelf=PublishedShelf(session))


@blueprint.post("/playbook-plans")
@blueprint.input(PlanText, arg_name="body")
@policy("plan.read", reads=True)
def plan(body: PlanText) -> Mapping[str, Any]:
    """What the text as it is would plan of an incident's footprint, item by item, with the reasons."""
    with house().db.read() as session:
        return plan_of_text(
            session,
            body.text,
            incident_id=str(body.incident),
            level=body.level,
            hours_since=body.hours_since,
            regions=house().regions,
        )


@blueprint.post("/playbook-edits")
@blueprint.input(EditText, arg_name="body")
@policy("playbook_draft.read", reads=True)
def edit(body: EditText) -> Mapping[str, Any]:
    """Change single values of a file and leave every other character as it is."""
    try:
        text = set_values(body.text, [(tuple(one.path), one.value) for one in body.edits])
    except EditError as error:
        raise Invalid("playbook.edit", field=error.path, zh=error.zh, en=error.en) from None
    return {"text": text}


def _against(body: CheckText) -> Playbook | None:
    """What the text is compared with; None where nothing is asked for, or this release cannot read it."""
    if body.against is None:
        return None
    with house().db.read() as session:
        _standing, text = published(session, body.against, body.number)
        return look_at(text, shelf=PublishedShelf(session)).playbook
