"""Share a province's variant, withdraw it, mark it as best practice, adopt it. Callers open `transaction([STREAM])`.

Adopting begins a draft of the adopter's own, which names in its first lines and in the log whose it was and by which
digest; approval and publication go on as for any other draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.commands.playbooks.base import reason_kept
from incident.commands.playbooks.writing import begin_draft
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.playbooks import STREAM, VariantAdopted, VariantMarkedBest, VariantShared, VariantWithdrawn
from incident.log import Actor
from incident.models import PlaybookVariant
from playbooks.language.model import Playbook
from playbooks.source.variants import parent_of
from playbooks.workbench.draft_check import Look


@dataclass(frozen=True)
class Offered:
    """A variant as it is offered: shared by a province, or shipped with the house (`id` is then its slug)."""

    id: str
    province: str
    slug: str
    digest: str
    title: str


def share_variant(
    tx: Tx, actor: Actor, *, variant_id: str, province: str, book: Playbook, number: int, note: str
) -> dict[str, Any]:
    """Offer a published playbook to the others as this province's way; the same publication once."""
    if fold.row_of(tx.session, "playbook_variant", variant_id):
        raise Conflict("variant.exists", field="id", zh="这个共享已经有了。", en="It is shared already.")
    there = tx.session.scalar(
        select(PlaybookVariant.id).where(
            PlaybookVariant.slug == book.slug,
            PlaybookVariant.of_province == province,
            PlaybookVariant.number == number,
            PlaybookVariant.state == "shared",
        )
    )
    if there is not None:
        raise Conflict("variant.shared", zh="这一版已经共享。", en="This publication is shared already.")
    if number < 1:
        raise Invalid(
            "variant.not_published",
            field="slug",
            zh="随系统的预案人人都有，不用共享；请先发布本省的变体。",
            en="Everybody has what ships with the house; publish your province's own variant first.",
        )
    parent = parent_of(book)
    event = VariantShared(
        variant_id=variant_id,
        title=f"{book.title.zh} / {book.title.en}",
        province=province,
        slug=book.slug,
        digest=book.digest,
        by=actor.person,
        at=tx.now,
        number=number,
        parent=parent[0] if parent else None,
        parent_digest=parent[1] if parent else None,
        note_text=reason_kept(tx, note, field="note"),
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return variant_row(tx, variant_id)


def withdraw_variant(tx: Tx, actor: Actor, *, variant_id: str, reason: str) -> dict[str, Any]:
    """Offer it no more; adoptions stay."""
    row = _shared(tx, variant_id)
    event = VariantWithdrawn(**_of(row, actor, tx), reason_text=reason_kept(tx, reason))
    log.record(tx, event, stream=STREAM, actor=actor)
    return variant_row(tx, variant_id)


def mark_best_practice(tx: Tx, actor: Actor, *, variant_id: str, reason: str) -> dict[str, Any]:
    """Mark it as best practice, with the reason; never by whoever shared it. A later mark says it anew."""
    row = _shared(tx, variant_id)
    if row["shared_by"] == actor.person:
        raise Conflict(
            "variant.own", zh="自己共享的由他人评定。", en="Who shared it does not mark it; somebody else must."
        )
    event = VariantMarkedBest(**_of(row, actor, tx), reason_text=reason_kept(tx, reason))
    log.record(tx, event, stream=STREAM, actor=actor)
    return variant_row(tx, variant_id)


def adopt_variant(tx: Tx, actor: Actor, *, draft_id: str, look: Look, offered: Offered, adopter: str) -> dict[str, Any]:
    """Begin a draft from a variant's text; `look` is that text under the adopter's own slug."""
    draft = begin_draft(tx, actor, draft_id=draft_id, look=look)
    event = VariantAdopted(
        variant_id=offered.id,
        title=offered.title,
        province=offered.province,
        slug=offered.slug,
        digest=offered.digest,
        by=actor.person,
        at=tx.now,
        draft_id=draft_id,
        adopter=adopter,
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return draft


def variant_row(tx: Tx, variant_id: str) -> dict[str, Any]:
    """The variant's row in log spelling, or NotFound."""
    row = fold.row_of(tx.session, "playbook_variant", variant_id)
    if not row:
        raise NotFound.of("共享的预案", "shared playbook")
    return row


def _shared(tx: Tx, variant_id: str) -> dict[str, Any]:
    row = variant_row(tx, variant_id)
    if row["state"] != "shared":
        raise Conflict("variant.withdrawn", zh="它已经撤回。", en="It has been withdrawn.")
    return row


def _of(row: dict[str, Any], actor: Actor, tx: Tx) -> dict[str, Any]:
    return {
        "variant_id": row["id"],
        "title": f"{row['title_zh']} / {row['title_en']}",
        "province": row["of_province"],
        "slug": row["slug"],
        "digest": row["digest"],
        "by": actor.person,
        "at": tx.now,
    }
