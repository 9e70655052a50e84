"""Approval binds bytes: which bytes, how many people, who may not be one of them (DESIGN.md §3.8, rule 17).

Pure. Rows come in log spelling. An approval counts for exactly the canonical document (RFC 8785) of one
revision; any edit makes another document. Class A needs two people within 60 minutes of one another, class B
one. The 60 minutes are world time, by the moment recorded with each approval: deadlines of an incident live in
its world, and in a live world that is real time. A human being with two accounts (one employee number) is one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from incident.canonical import canonical_bytes
from incident.clock import from_text
from incident.rules.broadcast_texts import is_prepared

#: Two approvals of class A may lie this far apart, in world time.
WINDOW = timedelta(minutes=60)
NEEDED = {"A": 2, "B": 1}

Prepared = Literal["correction", "cancellation"]
#: What is prepared with a broadcast, and the beginning of the columns that hold its text.
PREPARED: Mapping[Prepared, str] = {"correction": "correction", "cancellation": "cancel"}
#: What an approval of a measure binds, by column.
MEASURE_COLUMNS = (
    "incident_id",
    "item_key",
    "kind",
    "delivery",
    "title_zh",
    "title_en",
    "approval_class",
    "revision",
    "fields",
    "area",
    "rules",
    "customers",
    "window_from",
    "window_to",
    "cost_fen",
    "cap_fen",
    "landing",
    "playbook_digest",
    "author_id",
    "last_editor_id",
)
#: What an approval of a broadcast binds: the exact texts, the correction prepared with them, and to whom.
BROADCAST_COLUMNS = (
    "incident_id",
    "item_key",
    "title_zh",
    "title_en",
    "revision",
    "channel",
    "body_zh",
    "body_en",
    "correction_zh",
    "correction_en",
    "cancel_zh",
    "cancel_en",
    "more_texts",
    "cap",
    "languages",
    "audience",
    "rules",
    "customers",
    "parts",
    "valid_until",
    "refers_to",
    "playbook_digest",
    "author_id",
    "last_editor_id",
)


@dataclass(frozen=True)
class Person:
    """Somebody as far as approvals care: an account, and the human being behind it."""

    id: str
    employee: str

    def is_same_human(self, other: Person) -> bool:
        """Whether both are one account, or accounts of one employee."""
        return self.id == other.id or self.employee == other.employee


@dataclass(frozen=True)
class Decision:
    """One row of `approval` with the employee behind it."""

    person: Person
    decision: str
    revision: int
    digest: str
    at: datetime
    #: The pre-flight that was seen; null where none belongs to it.
    preflight: str | None = None


@dataclass(frozen=True)
class Objection:
    """Why somebody may not approve; `code` is stable."""

    code: str
    zh: str
    en: str


NOT_WAITING = Objection("approval.not_waiting", "它现在不在待审批状态。", "It is not waiting for approval now.")
AUTHOR = Objection(
    "approval.author", "这是你（或你的另一账号）起草的，须由他人审批。", "You wrote it; somebody else must approve."
)
EDITOR = Objection(
    "approval.editor",
    "最后一次修改是你（或你的另一账号）做的，须由他人审批。",
    "You edited it last; somebody else must approve.",
)
TWICE = Objection(
    "approval.twice",
    "你已经审批过这一版，另一位审批须是他人。",
    "You have approved this revision already; the second must be somebody else.",
)
NOT_A_PERSON = Objection(
    "approval.not_a_person",
    "审批必须由本人登录后进行，不能经短信、邮件、令牌或系统代办。",
    "An approval is given by a person signed in, never by message, token or the system.",
)
OTHER_BYTES = Objection(
    "approval.other_bytes",
    "你看到的内容已被修改，请重新查看后再审批。",
    "What you saw has changed since; look again before you approve.",
)
OTHER_PREFLIGHT = Objection(
    "approval.preflight_stale",
    "你看过的核对结果已经变了（范围、重叠的措施或参数），请看过新的再审批。",
    "The pre-flight that you saw has changed (footprint, overlapping measures or figures); look at the new one first.",
)


def measure_document(row: Mapping[str, Any], *, world: str) -> dict[str, Any]:
    """The document that an approval of this revision of a measure binds; `world` is live or exercise."""
    return _document("measure-approval/1", row, MEASURE_COLUMNS, world=world)


def broadcast_document(row: Mapping[str, Any], *, world: str) -> dict[str, Any]:
    """The document that an approval of this revision of a broadcast binds; of a survey also what it is to count."""
    columns = (*BROADCAST_COLUMNS, "survey") if row["survey"] else BROADCAST_COLUMNS
    return _document("broadcast-approval/1", row, columns, world=world)


def approved_measure_document(row: Mapping[str, Any], *, world: str) -> dict[str, Any]:
    """The document that was approved, of a measure whose area may have grown within the approved cap since."""
    then = {
        "revision": row["approved_revision"],
        "area": row["approved_area"],
        "customers": row["approved_customers"],
        "cost_fen": row["approved_cost_fen"],
    }
    return measure_document({**row, **then}, world=world)


def canonical(document: Mapping[str, Any]) -> bytes:
    """The exact bytes (RFC 8785)."""
    return canonical_bytes(dict(document))


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(document)).hexdigest()


def approval_class(*, public: bool, cap_fen: int, class_b_cap_fen: int) -> str:
    """A for whatever reaches the public or may cost more than the cap of B, else B."""
    return "A" if public or cap_fen > class_b_cap_fen else "B"


def counting(
    decisions: Iterable[Decision],
    *,
    revision: int,
    digest: str,
    by: datetime | None = None,
    preflight: str | None = None,
) -> list[Decision]:
    """The approvals that count together: of these bytes, one a human being, within the window of the newest.

    With `by`, also within the window of that moment: what an approval given then would count with. All must have
    seen one pre-flight: that of the newest, or `preflight` where the question is what would count with it.
    """
    ours = sorted(
        (d for d in decisions if d.decision == "approve" and d.revision == revision and d.digest == digest),
        key=lambda d: d.at,
    )
    if not ours:
        return []
    newest = by if by is not None else ours[-1].at
    seen = preflight if preflight is not None else ours[-1].preflight
    found: dict[str, Decision] = {}
    for decision in ours:
        if newest - decision.at <= WINDOW and decision.preflight == seen:
            found.setdefault(decision.person.employee, decision)
    return list(found.values())


def objection(
    approver: Person,
    *,
    via: str,
    row: Mapping[str, Any],
    author: Person,
    editor: Person,
    decisions: Sequence[Decision],
    now: datetime,
    preflight: str | None = None,
) -> Objection | None:
    """Why `approver` may not approve the measure or broadcast in `row` now, or None.

    `preflight` is the one that stands now: who approved having seen another may look again and approve again.
    """
    if via != "web":
        return NOT_A_PERSON
    if row["state"] != "pending_approval":
        return NOT_WAITING
    if approver.is_same_human(author):
        return AUTHOR
    if approver.is_same_human(editor):
        return EDITOR
    given = counting(decisions, revision=row["revision"], digest=row["digest"], by=now, preflight=preflight)
    if any(approver.is_same_human(decision.person) for decision in given):
        return TWICE
    return None


def is_enough(row: Mapping[str, Any], decisions: Sequence[Decision], *, approval_class: str) -> bool:
    """Whether the approvals of the row's revision and digest carry it."""
    return len(counting(decisions, revision=row["revision"], digest=row["digest"])) >= NEEDED[approval_class]


def why_not_send_measure(row: Mapping[str, Any], decisions: Sequence[Decision], *, world: str) -> str | None:
    """What the sender asks of a measure just before an instruction leaves: None, or why it may not.

    The bytes are made again from the row and must be those that enough people approved; growth may only have
    added to the area, within the cap.
    """
    if row["approved_revision"] is None:
        return "nobody has approved it"
    if digest_of(measure_document(row, world=world)) != row["digest"]:
        return "the row is not what its digest says"
    if digest_of(approved_measure_document(row, world=world)) != row["approved_digest"]:
        return "what was approved cannot be made again from the row"
    given = counting(decisions, revision=row["approved_revision"], digest=row["approved_digest"])
    if len(given) < NEEDED[row["approval_class"]]:
        return f"{NEEDED[row['approval_class']]} approvals are needed and {len(given)} count"
    if row["cost_fen"] > row["cap_fen"] or not contains(row["area"], row["approved_area"]):
        return "it has grown beyond what was approved"
    return None


def why_not_send_broadcast(
    row: Mapping[str, Any],
    decisions: Sequence[Decision],
    *,
    world: str,
    original: Mapping[str, Any] | None,
    original_decisions: Sequence[Decision],
) -> str | None:
    """What the sender asks of a broadcast before it leaves; what was prepared stands on its original's approval."""
    if digest_of(broadcast_document(row, world=world)) != row["digest"]:
        return "the row is not what its digest says"
    if not is_prepared(row):
        given = counting(decisions, revision=row["revision"], digest=row["digest"])
        return None if len(given) >= 2 else f"2 approvals are needed and {len(given)} count"
    if original is None or digest_of(broadcast_document(original, world=world)) != original["digest"]:
        return "the broadcast that it corrects is not what was approved"
    given = counting(original_decisions, revision=original["revision"], digest=original["digest"])
    if len(given) < 2:
        return f"the original needed 2 approvals and {len(given)} count"
    if not any(all(row[name] == value for name, value in prepared_of(original, what).items()) for what in PREPARED):
        return "it is not what was prepared and approved with the original"
    return None


def prepared_of(original: Mapping[str, Any], what: Prepared) -> dict[str, Any]:
    """The columns of a correction or cancellation that its original's approval binds: the text, and to whom."""
    text = PREPARED[what]
    return {
        "item_key": f"{what}/{original['id']}",
        "refers_to": original["id"],
        "channel": original["channel"],
        "body_zh": original[f"{text}_zh"],
        "body_en": original[f"{text}_en"],
        "more_texts": original["more_texts"],
        "cap": original["cap"],
        "languages": original["languages"],
        "audience": original["audience"],
        "rules": original["rules"],
        "customers": original["customers"],
        "survey": original["survey"],
    }


def contains(area: Mapping[str, Any], part: Mapping[str, Any]) -> bool:
    """Whether `area` holds every county and segment of `part` with at least as many customers."""
    return all(
        area.get(province, {}).get(county, {}).get(segment, 0) >= count
        for province, counties in part.items()
        for county, segments in counties.items()
        for segment, count in segments.items()
    )


def _document(kind: str, row: Mapping[str, Any], columns: Sequence[str], *, world: str) -> dict[str, Any]:
    return {"document": kind, "world": world, "id": row["id"]} | {name: row[name] for name in columns}


def decision_of(row: Mapping[str, Any], *, employee: str) -> Decision:
    """An approval row in log spelling as a Decision."""
    return Decision(
        person=Person(row["person_id"], employee),
        decision=row["decision"],
        revision=row["revision"],
        digest=row["digest"],
        at=from_text(row["at"]),
        preflight=row["preflight"],
    )
