"""What the commands on playbooks share: the draft's row, reasons, who has written a draft."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.models import Person, PlaybookText
from incident.queries.playbook_shelf import Standing, standings
from incident.rules import playbooks as rules
from incident.rules.approvals import Person as Human
from playbooks.workbench.draft_check import Look

MAX_REASON = 2000
MEDIA_TYPE = "application/yaml"
_STEP_WORDS = {
    "save": ("保存", "saved"),
    "rebase": ("接在新版本之后", "put on a newer base"),
    "comment": ("留言", "commented on"),
    "submit": ("提交", "submitted"),
    "return": ("退回", "returned"),
    "approve": ("批准", "approved"),
    "publish": ("发布", "published"),
    "discard": ("放弃", "given up"),
}


def draft_row(tx: Tx, draft_id: str) -> dict[str, Any]:
    """The draft's row in log spelling, or NotFound."""
    row = fold.row_of(tx.session, "playbook_draft", draft_id)
    if not row:
        raise NotFound.of("预案草稿", "draft of a playbook")
    return row


def draft_for(tx: Tx, draft_id: str, step: str) -> dict[str, Any]:
    """The draft's row; Conflict when it may not take `step` now."""
    row = draft_row(tx, draft_id)
    if not rules.may(step, row["state"]):
        zh, en = _STEP_WORDS[step]
        raise Conflict(
            "playbook.not_now",
            zh=f"这份草稿现在是「{row['state']}」，不能{zh}；请刷新页面。",
            en=f"This draft is {row['state']} now and cannot be {en}; reload the page.",
        )
    return row


def reason_kept(tx: Tx, reason: str, *, field: str = "reason") -> str:
    """Keep words that must be given; their digest."""
    told = reason.strip()
    if not told or len(told) > MAX_REASON:
        raise Invalid(
            "reason_needed",
            field=field,
            zh=f"请写明（不超过 {MAX_REASON} 字）。",
            en=f"Say it in words, at most {MAX_REASON} characters.",
        )
    return log.keep_text(tx, told, audience="nation")


def kept_source(tx: Tx, text: str, *, audience: str = "nation") -> str:
    """Keep a playbook's file once, however often it is used: the salt is made from the bytes themselves."""
    content = text.encode("utf-8")
    salt = hashlib.sha256(f"playbook {audience}".encode() + content).digest()[:16]
    return log.keep_bytes(tx, content, audience=audience, media_type=MEDIA_TYPE, salt=salt)


def read_values(look: Look, *, before: dict[str, Any] | None) -> dict[str, Any]:
    """What the draft's row says of its text; names stay as they were while the text has none."""
    known = before or {"slug": "new-playbook", "title_zh": "新预案", "title_en": "New playbook"}
    return {
        "slug": (look.slug or known["slug"])[:60],
        "title_zh": (look.title_zh or known["title_zh"])[:200],
        "title_en": (look.title_en or known["title_en"])[:200],
        "digest": look.playbook.digest if look.playbook else None,
        "version": look.playbook.version if look.playbook else None,
        "problems": len(look.problems),
    }


def title_of(row: dict[str, Any]) -> str:
    """A draft's title in both languages, as events carry it."""
    return f"{row['title_zh']} / {row['title_en']}"


def standing_of(tx: Tx, slug: str) -> Standing | None:
    """Where the playbook stands that a text names; None: there is none yet."""
    return standings(tx.session).get(slug)


def writers_of(tx: Tx, draft_id: str) -> list[Human]:
    """Everybody who has saved a text of a draft, set aside or not."""
    found = tx.session.execute(
        select(Person.id, Person.employee)
        .join(PlaybookText, PlaybookText.saved_by == Person.id)
        .where(PlaybookText.draft_id == draft_id)
        .distinct()
    )
    return [Human(person_id, employee) for person_id, employee in found]
