"""Stories of playbooks: written by two planners at once, reviewed, approved by another, published, retired."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from incident.commands import playbooks
from incident.commands.playbooks import sharing
from incident.events.playbooks import STREAM
from incident.log import Actor
from incident.rules.playbook_origins import Claim, Publication, Somebody, World
from playbooks.source.playbook import library_text
from playbooks.source.variants import shipped_variants
from playbooks.workbench.draft_check import Look, look_at
from playbooks.workbench.starting import under_name
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.measures.stories import LI, WANG, ZHAO


def on_playbooks(stage: Stage, command: Callable[..., Any], actor: Actor = WANG, /, **arguments: Any) -> Any:
    """Run a command in a transaction of its own on the stream of playbooks."""
    with stage.db.transaction([STREAM]) as tx:
        return command(tx, actor, **arguments)


_SOMEBODY = Somebody(name_zh="李娜", name_en="Li Na")
#: What another world says of a file.
ELSEWHERE = Claim(
    world=World(name="演练", kind="exercise"),
    publication=Publication(
        number=1, version=2, digest="a" * 64, source_digest="b" * 64, author=_SOMEBODY, approved_by=_SOMEBODY,
        approved_at=datetime(2026, 5, 1, tzinfo=UTC), published_at=datetime(2026, 5, 1, tzinfo=UTC),
    ),
)  # fmt: skip


def a_text(*, version: int = 2, remark: str = "") -> Look:
    """The library's playbook for ice with another version number, and a remark that makes other bytes of it."""
    return look_at(library_text("ice").replace("version: 1\n", f"version: {version}\n", 1) + f"# {remark}\n")


@records(
    "PlaybookDraftBegun", "PlaybookDraftSaved", "PlaybookDraftSetAside", "PlaybookCommented",
    "PlaybookCommentResolved", "PlaybookSubmitted", "PlaybookReturned", "PlaybookApproved", "PlaybookPublished",
    "PlaybookDraftRebased",
)  # fmt: skip
def a_playbook_from_draft_to_publication(stage: Stage) -> None:
    drafts = [str(uuid.uuid4()) for _ in range(2)]
    for draft in drafts:
        on_playbooks(
            stage, playbooks.begin_draft, draft_id=draft, look=a_text(remark=draft), base_slug="ice", base_number=0
        )  # fmt: skip
    first, second = drafts
    for remark in ("一稿", "晚到的一稿"):
        on_playbooks(stage, playbooks.save_draft, draft_id=first, look=a_text(remark=remark), base_revision=1)
    comment = str(uuid.uuid4())
    on_playbooks(
        stage, playbooks.comment_on_draft, LI, draft_id=first, comment_id=comment, text="这里写清单位", line=3,
        element="title",
    )  # fmt: skip
    on_playbooks(stage, playbooks.resolve_comment, draft_id=first, comment_id=comment)
    on_playbooks(stage, playbooks.submit_draft, draft_id=first, revision=2, note="按去冬复盘修改")
    on_playbooks(stage, playbooks.return_draft, LI, draft_id=first, reason="门槛再核一次")
    on_playbooks(stage, playbooks.save_draft, draft_id=first, look=a_text(remark="二稿"), base_revision=2)
    on_playbooks(stage, playbooks.submit_draft, draft_id=first, revision=3)
    look = a_text(remark="二稿")
    on_playbooks(stage, playbooks.approve_draft, ZHAO, draft_id=first, digest=look.source_digest)
    on_playbooks(stage, playbooks.publish_draft, draft_id=first, look=look)
    on_playbooks(stage, playbooks.rebase_draft, draft_id=second, number=1)


@records("PlaybookDraftDiscarded", "PlaybookRetired", "PlaybookRestored")
def playbooks_given_up_and_taken_out_of_use(stage: Stage) -> None:
    draft = str(uuid.uuid4())
    on_playbooks(stage, playbooks.begin_draft, draft_id=draft, look=look_at("slug: [not yet"), origin=ELSEWHERE)
    on_playbooks(stage, playbooks.discard_draft, draft_id=draft, reason="另写一份")
    for command in (playbooks.retire_playbook, playbooks.restore_playbook):
        on_playbooks(stage, command, slug="flood", title="洪涝 / Flood", reason="改用省里的版本")


@records("VariantShared", "VariantMarkedBest", "VariantWithdrawn", "VariantAdopted")
def a_variant_that_others_adopt(stage: Stage) -> None:
    shipped = shipped_variants()["ice-430000"]
    variant = str(uuid.uuid4())
    on_playbooks(
        stage, sharing.share_variant, variant_id=variant, province="510000", book=shipped.playbook, number=1,
        note="山区覆冰更早断电",
    )  # fmt: skip
    on_playbooks(stage, sharing.mark_best_practice, LI, variant_id=variant, reason="停电厅发电有实效")
    offered = sharing.Offered(variant, "510000", "ice-430000", shipped.playbook.digest, "湖南冰雪 / Ice in Hunan")
    look = look_at(under_name(shipped.text, slug="ice-620000"))
    for adopter in ("620000", "nation"):
        on_playbooks(
            stage, sharing.adopt_variant, LI, draft_id=str(uuid.uuid4()), look=look, offered=offered, adopter=adopter
        )  # fmt: skip
    on_playbooks(stage, sharing.withdraw_variant, variant_id=variant, reason="并入总部预案")
