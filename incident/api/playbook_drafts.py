"""Routes of drafts: write, comment, submit, return, approve, publish. docs/workbench.md tells the story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident import fold, log
from incident.commands import playbooks as commands
from incident.errors import Conflict, NotFound
from incident.events.playbooks import STREAM
from incident.queries import playbook_drafts as queries
from incident.queries.playbook_library import published
from incident.queries.playbook_shelf import PublishedShelf, standings
from incident.schemas.playbooks import ApproveDraft, Because, NewComment, NewDraft, Rebase, SaveDraft, SubmitDraft
from incident.web import as_json, carry_out, house, policy
from playbooks.workbench.draft_check import Look, look_at
from playbooks.workbench.starting import BLANK, blank_text, next_version, under_name

blueprint = APIBlueprint("playbook_drafts", __name__, url_prefix="/api/v1/playbook-drafts", tag="playbooks")


@blueprint.get("")
@policy("playbook_draft.read")
def list_drafts() -> Response:
    """Drafts that are open, then those that are over."""
    with house().db.read() as session:
        items = queries.drafts(session)
    return Response(as_json({"items": items}), mimetype="application/json")


@blueprint.post("")
@blueprint.input(NewDraft, arg_name="body")
@policy("playbook.write")
def begin(body: NewDraft) -> Response:
    """Begin a draft: of a new playbook from a template or a file, or of the next version of a published one."""
    look, base = _beginning(body)
    return carry_out(
        lambda tx, actor: commands.begin_draft(
            tx,
            actor,
            draft_id=str(body.id),
            look=look,
            base_slug=base[0] if base else None,
            base_number=base[1] if base else None,
        ),
        streams=[STREAM],
        status=201,
    )


@blueprint.get("/<uuid:draft_id>")
@policy("playbook_draft.read")
def read(draft_id: UUID) -> Response:
    """A draft with its text, comments, texts that were set aside, and its story."""
    with house().db.read() as session:
        told = queries.draft_detail(session, str(draft_id), house().regions)
    return Response(as_json(told), mimetype="application/json")


@blueprint.get("/<uuid:draft_id>/texts/<uuid:text_id>")
@policy("playbook_draft.read")
def read_text(draft_id: UUID, text_id: UUID) -> Response:
    """One text of it as it was accepted."""
    with house().db.read() as session:
        told = queries.text_of(session, str(draft_id), str(text_id))
    return Response(as_json(told), mimetype="application/json")


@blueprint.post("/<uuid:draft_id>/save")
@blueprint.input(SaveDraft, arg_name="body")
@policy("playbook.write")
def save(draft_id: UUID, body: SaveDraft) -> Response:
    """Save a text. `outcome` says whether it stands (`saved`) or came after another's and was kept aside
    (`set_aside`): nothing is lost, and the page shows both."""
    with house().db.read() as session:
        look = look_at(body.text, shelf=PublishedShelf(session))
    return _on(draft_id, commands.save_draft, look=look, base_revision=body.base_revision)


@blueprint.post("/<uuid:draft_id>/rebase")
@blueprint.input(Rebase, arg_name="body")
@policy("playbook.write")
def rebase(draft_id: UUID, body: Rebase) -> Response:
    """Let it follow what was published meanwhile."""
    return _on(draft_id, commands.rebase_draft, number=body.number)


@blueprint.post("/<uuid:draft_id>/discard")
@blueprint.input(Because, arg_name="body")
@policy("playbook.write")
def discard(draft_id: UUID, body: Because) -> Response:
    """Give it up, with the reason."""
    return _on(draft_id, commands.discard_draft, reason=body.reason)


@blueprint.post("/<uuid:draft_id>/comments")
@blueprint.input(NewComment, arg_name="body")
@policy("playbook.review")
def comment(draft_id: UUID, body: NewComment) -> Response:
    """Say something of a line, of an element, or of the whole."""
    return _on(
        draft_id,
        commands.comment_on_draft,
        comment_id=str(body.id),
        text=body.text,
        line=body.line,
        element=body.element,
    )


@blueprint.post("/<uuid:draft_id>/comments/<uuid:comment_id>/resolve")
@policy("playbook.review")
def resolve(draft_id: UUID, comment_id: UUID) -> Response:
    """Mark a comment as seen to."""
    return _on(draft_id, commands.resolve_comment, comment_id=str(comment_id))


@blueprint.post("/<uuid:draft_id>/submit")
@blueprint.input(SubmitDraft, arg_name="body")
@policy("playbook.write")
def submit(draft_id: UUID, body: SubmitDraft) -> Response:
    """Ask another person to decide."""
    return _on(draft_id, commands.submit_draft, revision=body.revision, note=body.note)


@blueprint.post("/<uuid:draft_id>/return")
@blueprint.input(Because, arg_name="body")
@policy("playbook.review")
def send_back(draft_id: UUID, body: Because) -> Response:
    """Send it back to its writers, with the reason."""
    return _on(draft_id, commands.return_draft, reason=body.reason)


@blueprint.post("/<uuid:draft_id>/approve")
@blueprint.input(ApproveDraft, arg_name="body")
@policy("playbook.approve")
def approve(draft_id: UUID, body: ApproveDraft) -> Response:
    """Approve the exact bytes; never by anybody who wrote any text of it."""
    return _on(draft_id, commands.approve_draft, digest=body.digest)


@blueprint.post("/<uuid:draft_id>/publish")
@policy("playbook.publish")
def publish(draft_id: UUID) -> Response:
    """Make an approved draft the newest version; plans made from now on follow it."""
    with house().db.read() as session:
        row = fold.row_of(session, "playbook_draft", str(draft_id))
        text = log.read_text(session, row["source_text"]) if row else None
        if text is None:
            raise NotFound.of("预案草稿", "draft of a playbook")
        look = look_at(text, shelf=PublishedShelf(session))
    return _on(draft_id, commands.publish_draft, look=look)


def _on(draft_id: UUID, command: Callable[..., Mapping[str, Any]], **arguments: Any) -> Response:
    return carry_out(
        lambda tx, actor: command(tx, actor, draft_id=str(draft_id), **arguments),
        streams=[STREAM],
    )


def _beginning(body: NewDraft) -> tuple[Look, tuple[str, int] | None]:
    """The text that a draft begins with, and the publication that it continues."""
    with house().db.read() as session:
        known = standings(session)
        if body.text is not None:
            look = look_at(body.text, shelf=PublishedShelf(session))
            standing = known.get(look.slug or "")
            return look, (standing.slug, standing.number) if standing else None
        if body.slug is not None and body.slug != body.template and body.slug in known:
            raise Conflict(
                "playbook.slug_taken",
                field="slug",
                zh=f"已有代号为 {body.slug} 的预案；换一个代号，或从它起草新版本。",
                en=f"There is a playbook called {body.slug}; choose another slug, or draft its next version.",
            )
        if body.template == BLANK:
            return look_at(under_name(blank_text(), slug=body.slug or "new-playbook")), None
        if body.slug is not None and body.slug != body.template:
            _standing, text = published(session, body.template, None)
            return look_at(under_name(text, slug=body.slug), shelf=PublishedShelf(session)), None
    look, number = next_version_of(body.template)
    return look, (body.template, number)


def next_version_of(slug: str) -> tuple[Look, int]:
    """The text with which the next version of a playbook in use begins, and the publication that it continues."""
    with house().db.read() as session:
        standing, text = published(session, slug, None)
        look = look_at(next_version(text, version=standing.version), shelf=PublishedShelf(session))
    return look, standing.number
