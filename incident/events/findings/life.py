"""A finding is noted, assigned, mended, verified; or sent back, rejected, taken for a duplicate, opened again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident.events.base import Change, Names, Row, half, plain
from incident.events.duty.base import clock, place
from incident.events.findings.base import FindingEvent
from incident.rules.review_words import rule_name, sentence

#: Columns that a new finding has not filled yet.
_NOT_YET = dict.fromkeys(
    (
        "owner_id", "due_at", "assigned_by", "assigned_at", "meeting_id", "mended_by", "mended_at", "mended_text",
        "verified_by", "verified_at", "reason_text", "duplicate_of", "draft_id", "playbook_slug", "playbook_item",
    )
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class FindingNoted(FindingEvent):
    """Somebody observed something, a rule's finding was taken up, or a walk-through came upon a no."""

    incident_id: str | None
    source: str
    rule: str | None
    args: Mapping[str, Any]
    said_text: str | None
    evidence: tuple[int, ...]
    about_at: datetime | None
    subject_kind: str | None
    subject_id: str | None
    walk_id: str | None
    question: str | None
    department: str
    helpers: tuple[str, ...]

    def texts(self) -> Sequence[str]:
        return [self.said_text] if self.said_text else []

    def changes(self, before: Row) -> list[Change]:
        values = {
            name: getattr(self, name)
            for name in (
                "number", "scope", "source", "rule", "args", "said_text", "evidence", "about_at",
                "subject_kind", "subject_id", "walk_id", "question", "department", "helpers",
            )
        }  # fmt: skip
        known = {
            "of_incident": self.incident_id,
            "state": "found",
            "found_by": self.by,
            "found_at": self.at,
            "revision": 1,
        }
        return [Change("finding", self.finding_id, plain({**values, **known, **_NOT_YET}))]

    def _what(self, names: Names, language: str) -> str:
        if self.rule is None:
            return (
                half(names.text(self.said_text, language), language)
                if self.walk_id
                else names.text(self.said_text, language)
            )
        return (
            f"{rule_name(self.rule, language)}：{sentence(self.rule, self.args, language)}"
            if language == "zh"
            else (f"{rule_name(self.rule, language)}: {sentence(self.rule, self.args, language)}")
        )

    def zh(self, names: Names) -> str:
        who, where = names.person(self.by, "zh"), place(self.scope, names, "zh")
        return f"{who}记下{self.called('zh')}（{where}）：{self._what(names, 'zh')}"

    def en(self, names: Names) -> str:
        who, where = names.person(self.by, "en"), place(self.scope, names, "en")
        return f"{who} noted {self.called('en')} ({where}): {self._what(names, 'en')}"


@dataclass(frozen=True, kw_only=True)
class FindingAssigned(FindingEvent):
    """Somebody is to mend it by a date; or somebody else, or by another date."""

    owner_id: str
    due_at: datetime
    department: str
    helpers: tuple[str, ...]
    meeting_id: str | None = None

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before, state="assigned", owner_id=self.owner_id, due_at=self.due_at, department=self.department,
            helpers=self.helpers, assigned_by=self.by, assigned_at=self.at, meeting_id=self.meeting_id,
        )  # fmt: skip

    def zh(self, names: Names) -> str:
        who, owner = names.person(self.by, "zh"), names.person(self.owner_id, "zh")
        where = "（会上决定）" if self.meeting_id else ""
        return f"{who}把{self.called('zh')}交给{owner}，{clock(self.due_at)} 前改好{where}"

    def en(self, names: Names) -> str:
        who, owner = names.person(self.by, "en"), names.person(self.owner_id, "en")
        where = ", decided in a meeting" if self.meeting_id else ""
        return f"{who} gave {self.called('en')} to {owner}, to be mended by {clock(self.due_at)}{where}"


@dataclass(frozen=True, kw_only=True)
class _Said(FindingEvent):
    """A step that is taken with words."""

    words: str

    def texts(self) -> Sequence[str]:
        return [self.words]


@dataclass(frozen=True, kw_only=True)
class FindingMended(_Said):
    """Its owner says what was done; somebody else has yet to verify."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="mended", mended_by=self.by, mended_at=self.at, mended_text=self.words)

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}报告{self.called('zh')}已改：{names.text(self.words, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')} mended {self.called('en')}: {names.text(self.words, 'en')}"


@dataclass(frozen=True, kw_only=True)
class FindingVerified(FindingEvent):
    """Somebody who had not mended it looked and found it mended."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="verified", verified_by=self.by, verified_at=self.at)

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}验证{self.called('zh')}已改好"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')} verified that {self.called('en')} is mended"


@dataclass(frozen=True, kw_only=True)
class FindingReturned(_Said):
    """It is not mended after all: its owner has it again."""

    def changes(self, before: Row) -> list[Change]:
        undone = dict.fromkeys(("mended_by", "mended_at", "mended_text", "verified_by", "verified_at"))
        return self._set(before, state="assigned", reason_text=self.words, **undone)

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}退回{self.called('zh')}，还没改好：{names.text(self.words, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')} sent {self.called('en')} back: {names.text(self.words, 'en')}"


@dataclass(frozen=True, kw_only=True)
class FindingRejected(_Said):
    """It is none, and why."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="rejected", reason_text=self.words)

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}不采纳{self.called('zh')}：{names.text(self.words, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')} rejected {self.called('en')}: {names.text(self.words, 'en')}"


@dataclass(frozen=True, kw_only=True)
class FindingMarkedDuplicate(_Said):
    """Another finding says the same; that one goes on."""

    duplicate_of: str
    of_number: int

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="duplicate", reason_text=self.words, duplicate_of=self.duplicate_of)

    def zh(self, names: Names) -> str:
        who = names.person(self.by, "zh")
        return f"{who}认为{self.called('zh')}与 F-{self.of_number} 重复：{names.text(self.words, 'zh')}"

    def en(self, names: Names) -> str:
        who, why = names.person(self.by, "en"), names.text(self.words, "en")
        return f"{who} marked {self.called('en')} as a duplicate of F-{self.of_number}: {why}"


@dataclass(frozen=True, kw_only=True)
class FindingReopened(_Said):
    """What was rejected or taken for a duplicate counts again."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="found", reason_text=self.words, duplicate_of=None)

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}重新打开{self.called('zh')}：{names.text(self.words, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')} opened {self.called('en')} again: {names.text(self.words, 'en')}"


@dataclass(frozen=True, kw_only=True)
class ChangeProposed(FindingEvent):
    """It led to a change of a playbook: a draft in the workbench that carries it."""

    draft_id: str
    playbook_slug: str
    #: The measure, task or message that it is about; null: the playbook as a whole.
    playbook_item: str | None

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before, draft_id=self.draft_id, playbook_slug=self.playbook_slug, playbook_item=self.playbook_item
        )

    def _about(self) -> str:
        return f"{self.playbook_slug}{f' / {self.playbook_item}' if self.playbook_item else ''}"

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}由{self.called('zh')}提出修改预案 {self._about()}"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')} proposed a change of {self._about()} from {self.called('en')}"
