"""Writing a playbook: begin, save, follow a newer version, comment, give up. Callers open `transaction([STREAM])`.

Nothing that was accepted is lost: a text that comes after somebody else's save is kept beside the draft, and its
writer is shown both. The text is read outside the transaction (playbooks.workbench.draft_check.look_at) and handed in.
"""

from __future__ import annotations

import uuid
from typing import Any

from incident import fold, log
from incident.commands.playbooks.base import (
    draft_for,
    draft_row,
    kept_source,
    read_values,
    reason_kept,
    standing_of,
    title_of,
)
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.playbooks import (
    STREAM,
    PlaybookCommented,
    PlaybookCommentResolved,
    PlaybookDraftBegun,
    PlaybookDraftDiscarded,
    PlaybookDraftRebased,
    PlaybookDraftSaved,
    PlaybookDraftSetAside,
)
from incident.log import Actor
from incident.rules.playbook_origins import Claim
from playbooks.workbench.draft_check import Look


def begin_draft(
    tx: Tx,
    actor: Actor,
    *,
    draft_id: str,
    look: Look,
    base_slug: str | None = None,
    base_number: int | None = None,
    origin: Claim | None = None,
) -> dict[str, Any]:
    """Begin a draft from a text; `base_*` is the publication that it continues, None for a new playbook.

    `origin` is what another world says of the text: kept and shown, it approves nothing here.
    """
    if fold.row_of(tx.session, "playbook_draft", draft_id):
        raise Conflict(
            "playbook.draft_exists", field="id", zh="这份草稿已经有了。", en="There is such a draft already."
        )
    read = read_values(look, before=None)
    event = PlaybookDraftBegun(
        **_written(tx, actor, draft_id=draft_id, read=read, look=look, revision=1, base_revision=0),
        base_slug=base_slug,
        base_number=base_number,
        origin_text=log.keep_text(tx, origin.model_dump_json(), audience="nation") if origin else None,
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return draft_row(tx, draft_id)


def save_draft(tx: Tx, actor: Actor, *, draft_id: str, look: Look, base_revision: int) -> dict[str, Any]:
    """Save a text that was written from `base_revision`: `{outcome: saved | unchanged | set_aside, draft, text_id}`.

    Saving takes a submission or an approval back: both were of other bytes.
    """
    row = draft_for(tx, draft_id, "save")
    if not 1 <= base_revision <= row["revision"]:
        raise Invalid(
            "playbook.base_revision",
            field="base_revision",
            zh=f"这份草稿有 1 到 {row['revision']} 稿。",
            en=f"This draft has revisions 1 to {row['revision']}.",
        )
    if look.source_digest == row["source_digest"]:
        return {"outcome": "unchanged", "draft": row, "text_id": None}
    newest = base_revision == row["revision"]
    revision = row["revision"] + 1 if newest else row["revision"]
    read = read_values(look, before=row)
    written = _written(
        tx, actor, draft_id=draft_id, read=read, look=look, revision=revision, base_revision=base_revision
    )
    event = PlaybookDraftSaved(**written) if newest else PlaybookDraftSetAside(**written)
    log.record(tx, event, stream=STREAM, actor=actor)
    outcome = "saved" if newest else "set_aside"
    return {"outcome": outcome, "draft": draft_row(tx, draft_id), "text_id": written["text_id"]}


def rebase_draft(tx: Tx, actor: Actor, *, draft_id: str, number: int) -> dict[str, Any]:
    """Let the draft follow the newest publication, which its writer has looked at; `number` says which that was."""
    row = draft_for(tx, draft_id, "rebase")
    standing = standing_of(tx, row["slug"])
    if standing is None or standing.number != number:
        raise Conflict(
            "playbook.base_moved",
            field="number",
            zh="已发布的版本又变了；请刷新页面再看。",
            en="What is published has changed again; reload the page and look at it.",
        )
    event = PlaybookDraftRebased(draft_id=draft_id, title=title_of(row), by=actor.person, at=tx.now, base_number=number)
    log.record(tx, event, stream=STREAM, actor=actor)
    return draft_row(tx, draft_id)


def discard_draft(tx: Tx, actor: Actor, *, draft_id: str, reason: str) -> dict[str, Any]:
    """Give a draft up; what was written stays in the log."""
    row = draft_for(tx, draft_id, "discard")
    event = PlaybookDraftDiscarded(
        draft_id=draft_id, title=title_of(row), by=actor.person, at=tx.now, reason_text=reason_kept(tx, reason)
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return draft_row(tx, draft_id)


def comment_on_draft(
    tx: Tx, actor: Actor, *, draft_id: str, comment_id: str, text: str, line: int | None = None, element: str = ""
) -> dict[str, Any]:
    """Say something of a line, of an element (its path), or of the whole."""
    row = draft_for(tx, draft_id, "comment")
    if fold.row_of(tx.session, "playbook_comment", comment_id):
        raise Conflict(
            "playbook.comment_exists", field="id", zh="这条留言已经有了。", en="This comment is there already."
        )
    event = PlaybookCommented(
        draft_id=draft_id,
        title=title_of(row),
        by=actor.person,
        at=tx.now,
        comment_id=comment_id,
        revision=row["revision"],
        line=line,
        element=element,
        comment_text=reason_kept(tx, text, field="text"),
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return fold.row_of(tx.session, "playbook_comment", comment_id)


def resolve_comment(tx: Tx, actor: Actor, *, draft_id: str, comment_id: str) -> dict[str, Any]:
    """Mark a comment as seen to; once is enough."""
    row, comment = draft_row(tx, draft_id), fold.row_of(tx.session, "playbook_comment", comment_id)
    if not comment or comment["draft_id"] != draft_id:
        raise NotFound.of("留言", "comment")
    if comment["resolved_by"] is None:
        event = PlaybookCommentResolved(
            draft_id=draft_id, title=title_of(row), by=actor.person, at=tx.now, comment_id=comment_id
        )
        log.record(tx, event, stream=STREAM, actor=actor)
    return fold.row_of(tx.session, "playbook_comment", comment_id)


def _written(
    tx: Tx,
    actor: Actor,
    *,
    draft_id: str,
    read: dict[str, Any],
    look: Look,
    revision: int,
    base_revision: int,
) -> dict[str, Any]:
    return {
        "draft_id": draft_id,
        "title": title_of(read),
        "by": actor.person,
        "at": tx.now,
        "text_id": str(uuid.uuid4()),
        "revision": revision,
        "base_revision": base_revision,
        "source_text": kept_source(tx, look.text),
        "source_digest": look.source_digest,
        "read": read,
    }
