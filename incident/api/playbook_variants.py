"""Routes of provincial variants: what is offered, how it differs by meaning, share, withdraw, mark, adopt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from incident import fold
from incident.commands.playbooks import sharing as commands
from incident.errors import Conflict, Invalid, NotFound
from incident.events.base import NATION
from incident.events.playbooks import STREAM
from incident.queries import playbook_variants as queries
from incident.queries.playbook_library import published
from incident.queries.playbook_shelf import PublishedShelf, standings
from incident.schemas.playbooks import AdoptVariant, Because, ShareVariant
from incident.web import as_json, carry_out, current, house, policy
from playbooks.language.model import Playbook
from playbooks.source.playbook import load
from playbooks.source.shelf import Shelf
from playbooks.terms.problems import PlaybookError
from playbooks.workbench.draft_check import look_at
from playbooks.workbench.meaning import difference, documents
from playbooks.workbench.starting import under_name

blueprint = APIBlueprint("playbook_variants", __name__, url_prefix="/api/v1/playbook-variants", tag="playbooks")


@blueprint.get("")
@policy("playbook.read")
def list_variants() -> Response:
    """What provinces share, best practice first, who adopted it, and the variants that ship with the house."""
    with house().db.read() as session:
        return _json({"items": queries.variants(session)})


@blueprint.get("/<ref>/changes")
@policy("playbook.read")
def changes(ref: str) -> Response:
    """What a variant changes, by meaning, of what it builds on, or of `?against=` another playbook in use."""
    with house().db.read() as session:
        row, text = queries.variant_text(session, ref)
        against = request.args.get("against") or row["parent"] or row["slug"]
        _standing, other = published(session, against, None)
        shelf = PublishedShelf(session)
        before, after = _loaded(other, against, shelf), _loaded(text, row["slug"], shelf)
    return _json({"against": against, "changes": documents(difference(before, after))})


@blueprint.get("/<ref>/file")
@policy("playbook.read")
def download(ref: str) -> Response:
    """The variant's file, byte for byte."""
    with house().db.read() as session:
        row, text = queries.variant_text(session, ref)
    answer = Response(text.encode("utf-8"), mimetype="application/yaml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row["slug"]}.yaml"'
    return answer


@blueprint.post("")
@blueprint.input(ShareVariant, arg_name="body")
@policy("variant.share")
def share(body: ShareVariant) -> Response:
    """Offer the newest publication of a playbook to the others as a province's own way of working."""
    if body.province not in house().provinces:
        raise Invalid("variant.province", field="province", zh="没有这个省公司。", en="There is no such company.")
    current().require("variant.share", body.province)
    with house().db.read() as session:
        standing, text = published(session, body.slug, None)
        book = _loaded(text, body.slug, PublishedShelf(session))
    return carry_out(
        lambda tx, actor: commands.share_variant(
            tx,
            actor,
            variant_id=str(body.id),
            province=body.province,
            book=book,
            number=standing.number,
            note=body.note,
        ),
        streams=[STREAM],
        status=201,
    )


@blueprint.post("/<uuid:variant_id>/withdraw")
@blueprint.input(Because, arg_name="body")
@policy("variant.share")
def withdraw(variant_id: UUID, body: Because) -> Response:
    """Offer it no more, with the reason."""
    with house().db.read() as session:
        row = fold.row_of(session, "playbook_variant", str(variant_id))
    if not row:
        raise NotFound.of("共享的预案", "shared playbook")
    current().require("variant.share", row["of_province"])
    return carry_out(
        lambda tx, actor: commands.withdraw_variant(tx, actor, variant_id=str(variant_id), reason=body.reason),
        streams=[STREAM],
    )


@blueprint.post("/<uuid:variant_id>/best-practice")
@blueprint.input(Because, arg_name="body")
@policy("variant.mark")
def best_practice(variant_id: UUID, body: Because) -> Response:
    """Mark it as best practice, with the reason."""
    return carry_out(
        lambda tx, actor: commands.mark_best_practice(tx, actor, variant_id=str(variant_id), reason=body.reason),
        streams=[STREAM],
    )


@blueprint.post("/adoptions")
@blueprint.input(AdoptVariant, arg_name="body")
@policy("playbook.write")
def adopt(body: AdoptVariant) -> Response:
    """Begin a draft of one's own from a variant, under a slug of its own; it names its origin and digest."""
    if body.adopter != NATION and body.adopter not in house().provinces:
        raise Invalid("variant.province", field="adopter", zh="没有这个省公司。", en="There is no such company.")
    with house().db.read() as session:
        row, text = queries.variant_text(session, body.variant)
        if body.slug in standings(session):
            raise Conflict(
                "playbook.slug_taken",
                field="slug",
                zh=f"已有代号为 {body.slug} 的预案；换一个代号。",
                en=f"There is a playbook called {body.slug}; choose another slug.",
            )
        title = f"{row['title_zh']} / {row['title_en']}"
        offered = commands.Offered(row["id"], row["of_province"], row["slug"], row["digest"], title)
        look = look_at(_named(text, offered, slug=body.slug), shelf=PublishedShelf(session))
    return carry_out(
        lambda tx, actor: commands.adopt_variant(
            tx, actor, draft_id=str(body.id), look=look, offered=offered, adopter=body.adopter
        ),
        streams=[STREAM],
        status=201,
    )


def _named(text: str, offered: commands.Offered, *, slug: str) -> str:
    """The variant's text under the adopter's slug, its origin in the first line."""
    origin = f"# 采用自 / adopted from: {offered.slug} ({offered.province}), digest {offered.digest}\n"
    return origin + under_name(text, slug=slug)


def _loaded(text: str, slug: str, shelf: Shelf) -> Playbook:
    try:
        return load(text, filename=f"{slug}.yaml", shelf=shelf)
    except PlaybookError as error:
        first = error.problems[0]
        raise Conflict(
            "playbook.unreadable",
            zh=f"这个版本的系统读不了它（第 {first.line} 行：{first.message_zh}）。",
            en=f"This release cannot read it (line {first.line}: {first.message_en}).",
        ) from None


def _json(told: Mapping[str, Any]) -> Response:
    return Response(as_json(told), mimetype="application/json")
