"""Review of a draft: submit, return, approve, publish; and taking a playbook out of use. Callers open
`transaction([STREAM])`.

An approval binds the bytes of the file and is never given by anybody who wrote any of its texts; any save voids it.
"""

from __future__ import annotations

from typing import Any

from incident import fold, log
from incident.commands.approvals import active_person
from incident.commands.playbooks.base import (
    draft_for,
    draft_row,
    kept_source,
    reason_kept,
    standing_of,
    title_of,
    writers_of,
)
from incident.db import Tx
from incident.errors import Conflict, Forbidden, Invalid, NotFound
from incident.events.playbooks import (
    STREAM,
    PlaybookApproved,
    PlaybookPublished,
    PlaybookRestored,
    PlaybookRetired,
    PlaybookReturned,
    PlaybookSubmitted,
)
from incident.log import Actor
from incident.rules import playbooks as rules
from incident.rules.approvals import OTHER_BYTES
from playbooks.workbench.draft_check import Look


def submit_draft(tx: Tx, actor: Actor, *, draft_id: str, revision: int, note: str = "") -> dict[str, Any]:
    """Ask another person to decide on this revision; refused while it has problems or cannot follow what is there."""
    row = draft_for(tx, draft_id, "submit")
    if revision != row["revision"]:
        raise _moved_on(row)
    if row["problems"]:
        raise Conflict(
            "playbook.has_problems",
            zh=f"这一稿还有 {row['problems']} 处错误，改好并保存后再提交。",
            en=f"This revision has {row['problems']} problems; mend them and save, then submit.",
        )
    _refuse_unless_it_follows(tx, row)
    event = PlaybookSubmitted(
        draft_id=draft_id,
        title=title_of(row),
        by=actor.person,
        at=tx.now,
        revision=revision,
        note_text=reason_kept(tx, note, field="note") if note.strip() else None,
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return draft_row(tx, draft_id)


def return_draft(tx: Tx, actor: Actor, *, draft_id: str, reason: str) -> dict[str, Any]:
    """Send a draft back to its writers, with the reason."""
    row = draft_for(tx, draft_id, "return")
    event = PlaybookReturned(
        draft_id=draft_id, title=title_of(row), by=actor.person, at=tx.now, reason_text=reason_kept(tx, reason)
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return draft_row(tx, draft_id)


def approve_draft(tx: Tx, actor: Actor, *, draft_id: str, digest: str) -> dict[str, Any]:
    """Approve the bytes with SHA-256 `digest`; refused to everybody who has written any text of this draft."""
    row = draft_for(tx, draft_id, "approve")
    found = rules.objection(
        active_person(tx, actor),
        via=actor.via,
        writers=writers_of(tx, draft_id),
        digest=digest,
        waiting_digest=row["source_digest"],
    )
    if found is not None:
        kind = Conflict if found is OTHER_BYTES else Forbidden
        raise kind(found.code, zh=found.zh, en=found.en, field="digest" if found is OTHER_BYTES else None)
    _refuse_unless_it_follows(tx, row)
    event = PlaybookApproved(
        draft_id=draft_id,
        title=title_of(row),
        by=actor.person,
        at=tx.now,
        revision=row["revision"],
        source_digest=digest,
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return draft_row(tx, draft_id)


def publish_draft(tx: Tx, actor: Actor, *, draft_id: str, look: Look) -> dict[str, Any]:
    """Make an approved draft the newest version of its playbook; `look` is its text as this release reads it."""
    row = draft_for(tx, draft_id, "publish")
    book = look.playbook
    if look.source_digest != row["approved_digest"]:
        raise _moved_on(row)
    if book is None:
        raise Conflict(
            "playbook.has_problems",
            zh="这个版本的系统读不了这一稿；请打开草稿，改好后重新提交。",
            en="This release cannot read the draft any more; open it, mend it and submit it again.",
        )
    _refuse_unless_it_follows(tx, row)
    standing = standing_of(tx, book.slug)
    number = standing.number + 1 if standing else 1
    event = PlaybookPublished(
        slug=book.slug,
        title=title_of(row),
        by=actor.person,
        at=tx.now,
        number=number,
        draft_id=draft_id,
        content={
            "version": book.version,
            "digest": book.digest,
            "source_digest": look.source_digest,
            # every province may read what is published
            "source_text": kept_source(tx, look.text, audience="public"),
            "title_zh": book.title.zh,
            "title_en": book.title.en,
            "hazards": list(book.hazards),
            "based_on": row["base_number"],
            "author_id": row["author_id"],
            "approved_by": row["approved_by"],
            "approved_at": row["approved_at"],
            "note_text": row["note_text"],
        },
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return fold.row_of(tx.session, "playbook_version", f"{book.slug}:{number}")


def retire_playbook(tx: Tx, actor: Actor, *, slug: str, title: str, reason: str) -> dict[str, Any]:
    """Propose it no more, with the reason; incidents that use it go on with it."""
    return _move(tx, actor, slug=slug, title=title, reason=reason, to="retired")


def restore_playbook(tx: Tx, actor: Actor, *, slug: str, title: str, reason: str) -> dict[str, Any]:
    """Use a retired playbook again."""
    return _move(tx, actor, slug=slug, title=title, reason=reason, to="active")


def _move(tx: Tx, actor: Actor, *, slug: str, title: str, reason: str, to: str) -> dict[str, Any]:
    standing = standing_of(tx, slug)
    if standing is None:
        raise NotFound.of("预案", "playbook")
    if standing.state == to:
        raise Conflict(
            "playbook.not_now", zh="它已经是这样了；请刷新页面。", en=f"It is {to} already; reload the page."
        )
    kind = PlaybookRetired if to == "retired" else PlaybookRestored
    event = kind(
        slug=slug,
        title=title,
        by=actor.person,
        at=tx.now,
        number=standing.number,
        reason_text=reason_kept(tx, reason),
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return fold.row_of(tx.session, "playbook_shelf", slug)


def _refuse_unless_it_follows(tx: Tx, row: dict[str, Any]) -> None:
    """Refuse a draft that something newer has overtaken, or whose version is not higher than what is published."""
    standing = standing_of(tx, row["slug"])
    found = rules.problems_of_base(
        newest_number=standing.number if standing else None,
        newest_version=standing.version if standing else None,
        base_number=row["base_number"] if row["base_slug"] == row["slug"] else None,
        version=row["version"] or 0,
    )
    if found is not None:
        raise Invalid(found.code, zh=found.zh, en=found.en, field="version")


def _moved_on(row: dict[str, Any]) -> Conflict:
    return Conflict(
        "playbook.moved_on",
        zh=f"草稿已是第 {row['revision']} 稿，与你看到的不同；请刷新页面。",
        en=f"The draft is at revision {row['revision']} now, not the one you looked at; reload the page.",
    )
