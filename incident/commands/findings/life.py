"""The life of a finding after it was noted. Callers open `transaction([STREAM])`.

Whoever verifies is another person than whoever mended, by employee; the database refuses otherwise too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from incident import fold, log
from incident.commands.approvals import active_person, person_of
from incident.commands.findings.base import (
    finding_for,
    finding_row,
    kept_words,
    known_department,
    named,
    working_person,
)
from incident.db import Tx
from incident.errors import Conflict, Forbidden, Invalid
from incident.events import findings as events
from incident.events.findings.base import FindingEvent
from incident.log import Actor
from incident.rules import findings as rules


def assign_finding(
    tx: Tx,
    actor: Actor,
    *,
    finding_id: str,
    owner_id: str,
    due_at: datetime,
    department: str | None = None,
    helpers: Sequence[str] | None = None,
    meeting_id: str | None = None,
    revision: int | None = None,
) -> dict[str, Any]:
    """Say who mends it by when; departments stay as they are where none is named."""
    row = finding_for(tx, finding_id, "assign", revision)
    if due_at <= tx.now:
        raise Invalid("finding.due_past", field="due_at", zh="期限已经过去。", en="That date has passed already.")
    chosen = known_department(department or row["department"])
    others = row["helpers"] if helpers is None else helpers
    event = events.FindingAssigned(
        **named(row),
        by=actor.person,
        at=tx.now,
        owner_id=working_person(tx, owner_id, field="owner"),
        due_at=due_at,
        department=chosen,
        helpers=tuple(known_department(one, field="helpers") for one in others if one != chosen),
        meeting_id=meeting_id,
    )
    return _record(tx, actor, event)


def mend_finding(tx: Tx, actor: Actor, *, finding_id: str, text: str, revision: int | None = None) -> dict[str, Any]:
    """Say what was done about it."""
    row = finding_for(tx, finding_id, "mend", revision)
    words = kept_words(tx, text, scope=row["scope"], field="text")
    return _record(tx, actor, events.FindingMended(**named(row), by=actor.person, at=tx.now, words=words))


def verify_finding(tx: Tx, actor: Actor, *, finding_id: str, revision: int | None = None) -> dict[str, Any]:
    """Confirm that it is mended; refused to whoever mended it."""
    row = finding_for(tx, finding_id, "verify", revision)
    objection = rules.objection_to_verify(
        active_person(tx, actor), via=actor.via, mender=person_of(tx.session, row["mended_by"])
    )
    if objection is not None:
        raise Forbidden(objection.code, zh=objection.zh, en=objection.en)
    return _record(tx, actor, events.FindingVerified(**named(row), by=actor.person, at=tx.now))


def return_finding(
    tx: Tx, actor: Actor, *, finding_id: str, reason: str, revision: int | None = None
) -> dict[str, Any]:
    """Send it back to its owner: it is not mended, or no longer."""
    return _with_reason(tx, actor, events.FindingReturned, "return", finding_id, reason, revision)


def reject_finding(
    tx: Tx, actor: Actor, *, finding_id: str, reason: str, revision: int | None = None
) -> dict[str, Any]:
    """Say why it is no finding."""
    return _with_reason(tx, actor, events.FindingRejected, "reject", finding_id, reason, revision)


def reopen_finding(
    tx: Tx, actor: Actor, *, finding_id: str, reason: str, revision: int | None = None
) -> dict[str, Any]:
    """Let what was rejected or taken for a duplicate count again."""
    return _with_reason(tx, actor, events.FindingReopened, "reopen", finding_id, reason, revision)


def mark_duplicate(
    tx: Tx, actor: Actor, *, finding_id: str, duplicate_of: str, reason: str, revision: int | None = None
) -> dict[str, Any]:
    """Leave it to another finding that says the same."""
    row = finding_for(tx, finding_id, "mark_duplicate", revision)
    other = fold.row_of(tx.session, "finding", duplicate_of)
    if not other or other["id"] == finding_id or other["scope"] not in (row["scope"], "nation"):
        raise Invalid(
            "finding.no_such_other",
            field="duplicate_of",
            zh="没有找到另一条发现。",
            en="There is no such other finding.",
        )
    if other["state"] not in rules.COUNTED:
        raise Conflict(
            "finding.other_is_over",
            field="duplicate_of",
            zh=f"F-{other['number']} 本身已不采纳或重复，请另选一条。",
            en=f"F-{other['number']} is itself rejected or a duplicate; choose another.",
        )
    event = events.FindingMarkedDuplicate(
        **named(row),
        by=actor.person,
        at=tx.now,
        words=kept_words(tx, reason, scope=row["scope"], field="reason"),
        duplicate_of=duplicate_of,
        of_number=other["number"],
    )
    return _record(tx, actor, event)


def propose_change(
    tx: Tx, actor: Actor, *, finding_id: str, draft_id: str, slug: str, item: str | None
) -> dict[str, Any]:
    """Link it to the draft of a playbook that was begun because of it, in the same transaction."""
    row = finding_for(tx, finding_id, "propose", None)
    if row["draft_id"] and fold.row_of(tx.session, "playbook_draft", row["draft_id"])["state"] != "discarded":
        raise Conflict(
            "finding.has_draft",
            zh="已有一份由它提出的预案草稿。",
            en="There is a draft already that was begun because of it.",
        )
    event = events.ChangeProposed(
        **named(row), by=actor.person, at=tx.now, draft_id=draft_id, playbook_slug=slug, playbook_item=item
    )
    return _record(tx, actor, event)


def _with_reason(
    tx: Tx,
    actor: Actor,
    kind: type[events.FindingReturned] | type[events.FindingRejected] | type[events.FindingReopened],
    step: str,
    finding_id: str,
    reason: str,
    revision: int | None,
) -> dict[str, Any]:
    row = finding_for(tx, finding_id, step, revision)
    words = kept_words(tx, reason, scope=row["scope"], field="reason")
    return _record(tx, actor, kind(**named(row), by=actor.person, at=tx.now, words=words))


def _record(tx: Tx, actor: Actor, event: FindingEvent) -> dict[str, Any]:
    log.record(tx, event, stream=events.STREAM, actor=actor)
    return finding_row(tx, event.finding_id)
