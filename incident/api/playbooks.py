"""Routes of published playbooks: the library, one version as people read it, its file, its versions and uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from incident.commands import playbooks as commands
from incident.db import Tx
from incident.errors import Conflict
from incident.events.playbooks import STREAM
from incident.log import Actor
from incident.queries import playbook_library as queries
from incident.queries.playbook_checks import coverage_summary
from incident.queries.playbook_shelf import PublishedShelf
from incident.rules.broadcast_texts import text_prefix
from incident.schemas.playbooks import Because
from incident.web import carry_out, house, policy, query_int
from playbooks.source.playbook import Playbook, PlaybookError, load
from playbooks.workbench.draft_check import source_digest
from playbooks.workbench.meaning import difference, documents
from playbooks.workbench.read_view import describe

blueprint = APIBlueprint("playbooks", __name__, url_prefix="/api/v1/playbooks", tag="playbooks")


@blueprint.get("")
@policy("playbook.read")
def list_playbooks() -> Mapping[str, Any]:
    """The library: every playbook, what ships with the house and what was published, with how often it was used."""
    with house().db.read() as session:
        return {"items": queries.library_rows(session, house().playbooks_read)}


@blueprint.get("/<slug>")
@policy("playbook.read")
def read_playbook(slug: str) -> Mapping[str, Any]:
    """One playbook as read, what its tests try, and its file; `?number=` is an earlier publication, 0 what ships."""
    with house().db.read() as session:
        standing, text = queries.published(session, slug, _number("number"))
        row = queries.playbook_row(session, slug, house().playbooks_read)
    book = _loaded(text, slug)
    described = describe(book, exercise_prefix=text_prefix(exercise=True))
    shown = {"number": standing.number, "version": standing.version, "digest": standing.digest}
    return {"row": row | shown, "describe": described, "coverage": coverage_summary(book), "yaml": text}


@blueprint.get("/<slug>/file")
@policy("playbook.read")
def download(slug: str) -> Response:
    """The file of one publication, byte for byte."""
    with house().db.read() as session:
        _standing, text = queries.published(session, slug, _number("number"))
    answer = Response(text.encode("utf-8"), mimetype="application/yaml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.yaml"'
    return answer


@blueprint.get("/<slug>/record")
@policy("playbook_draft.read")
def record(slug: str) -> Mapping[str, Any]:
    """All publications of a playbook, and who used which digest when."""
    with house().db.read() as session:
        return {"versions": queries.versions(session, slug), "uses": queries.uses(session, slug)}


@blueprint.get("/<slug>/changes")
@policy("playbook.read")
def changes(slug: str) -> Mapping[str, Any]:
    """What publication `?to=` changes of `?from=` by meaning; `to` left out is the newest."""
    with house().db.read() as session:
        before, old = queries.published(session, slug, query_int("from", default=0, least=0, most=10**6))
        after, new = queries.published(session, slug, _number("to"))
    entries = difference(_loaded(old, slug), _loaded(new, slug))
    return {"from": before.number, "to": after.number, "changes": documents(entries)}


@blueprint.post("/<slug>/retire")
@blueprint.input(Because, arg_name="body")
@policy("playbook.retire")
def retire(slug: str, body: Because) -> Response:
    """Propose it no more, with the reason; incidents that use it go on with it."""
    return _move(commands.retire_playbook, slug, body.reason)


@blueprint.post("/<slug>/restore")
@blueprint.input(Because, arg_name="body")
@policy("playbook.retire")
def restore(slug: str, body: Because) -> Response:
    """Use a retired playbook again."""
    return _move(commands.restore_playbook, slug, body.reason)


def _move(command: Any, slug: str, reason: str) -> Response:
    with house().db.read() as session:
        row = queries.playbook_row(session, slug, house().playbooks_read)
    title = f"{row['title_zh']} / {row['title_en']}"

    def act(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        moved: Mapping[str, Any] = command(tx, actor, slug=slug, title=title, reason=reason)
        return moved

    return carry_out(act, streams=[STREAM])


def _number(name: str) -> int | None:
    return query_int(name, default=0, least=0, most=10**6) if name in request.args else None


def _loaded(text: str, slug: str) -> Playbook:
    try:
        with house().db.read() as session:
            shelf = PublishedShelf(session)
            return house().playbooks_read.of(
                source_digest(text), lambda: load(text, filename=f"{slug}.yaml", shelf=shelf)
            )
    except PlaybookError as error:
        first = error.problems[0]
        raise Conflict(
            "playbook.unreadable",
            zh=f"这个版本的系统读不了它（第 {first.line} 行：{first.message_zh}）；请从它起草一个新版本并改好。",
            en=f"This release cannot read it (line {first.line}: {first.message_en}); draft a new version and mend it.",
        ) from None
