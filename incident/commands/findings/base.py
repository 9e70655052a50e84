"""What the commands on findings share: the row, words that must be given, who may be its owner."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from incident import fold, log
from incident.commands.reading import check_revision
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.models import Finding, Person
from incident.rules import findings as rules

MAX_WORDS = 2000
STATE_WORDS = {
    "found": ("已发现", "found"),
    "assigned": ("已派", "assigned"),
    "mended": ("已改", "mended"),
    "verified": ("已验证", "verified"),
    "rejected": ("不采纳", "rejected"),
    "duplicate": ("重复", "a duplicate"),
}
_STEP_WORDS = {
    "assign": ("分派", "assigned"),
    "mend": ("报告已改", "mended"),
    "verify": ("验证", "verified"),
    "return": ("退回", "sent back"),
    "reject": ("不采纳", "rejected"),
    "mark_duplicate": ("标为重复", "marked as a duplicate"),
    "reopen": ("重新打开", "opened again"),
    "propose": ("提出预案修改", "the reason of a change"),
}


def finding_row(tx: Tx, finding_id: str) -> dict[str, Any]:
    """The finding in log spelling; NotFound when there is none."""
    row = fold.row_of(tx.session, "finding", finding_id)
    if not row:
        raise NotFound.of("发现", "finding")
    return row


def finding_for(tx: Tx, finding_id: str, step: str, revision: int | None) -> dict[str, Any]:
    """The finding's row; Conflict when it may not take `step` now, Stale when it has changed since `revision`."""
    row = finding_row(tx, finding_id)
    check_revision(row, revision)
    if not rules.may(step, row["state"]):
        state, words = STATE_WORDS[row["state"]], _STEP_WORDS[step]
        raise Conflict(
            "finding.not_now",
            zh=f"这条发现现在是「{state[0]}」，不能{words[0]}；请刷新页面。",
            en=f"This finding is {state[1]} now and cannot be {words[1]}; reload the page.",
        )
    return row


def next_number(tx: Tx) -> int:
    """The number that the next finding is called by; the stream's lock keeps it without a gap."""
    return (tx.session.scalar(select(func.max(Finding.number))) or 0) + 1


def kept_words(tx: Tx, words: str, *, scope: str, field: str) -> str:
    """Keep words that must be given, for those who may read the finding; their digest."""
    told = words.strip()
    if not told or len(told) > MAX_WORDS:
        raise Invalid(
            "text_length",
            field=field,
            zh=f"请写明（1 至 {MAX_WORDS} 字）。",
            en=f"Say it in words, 1 to {MAX_WORDS} characters.",
        )
    return log.keep_text(tx, told, audience=scope)


def known_department(department: str, *, field: str = "department") -> str:
    """The department, or Invalid with those there are."""
    if department not in rules.DEPARTMENTS:
        raise Invalid(
            "finding.department",
            field=field,
            zh=f"没有部门 {department}；可用：{'、'.join(rules.DEPARTMENTS)}。",
            en=f"There is no department {department}; use one of {', '.join(rules.DEPARTMENTS)}.",
        )
    return department


def working_person(tx: Tx, person_id: str, *, field: str) -> str:
    """The id of somebody with an active account, or Invalid."""
    if tx.session.scalar(select(Person.id).where(Person.id == person_id, Person.state == "active")) is None:
        raise Invalid(
            "no_such_person",
            field=field,
            zh="没有这个人，或账号已停用。",
            en="There is no such person with an account.",
        )
    return person_id


def named(row: dict[str, Any]) -> dict[str, Any]:
    """What every event on a finding says of it."""
    return {"finding_id": row["id"], "number": row["number"], "scope": row["scope"]}
