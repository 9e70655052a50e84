"""A draft of a playbook is submitted and decided on, published, and taken out of use again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from incident.events.base import Change, Names, Row, plain
from incident.events.playbooks.base import DraftEvent, ShelfEvent


@dataclass(frozen=True, kw_only=True)
class PlaybookSubmitted(DraftEvent):
    """A planner asks another person to look and decide."""

    revision: int
    note_text: str | None

    def texts(self) -> Sequence[str]:
        return [self.note_text] if self.note_text else []

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            state="submitted", note_text=self.note_text, submitted_by=self.by, submitted_at=self.at, reason_text=None
        )

    def zh(self, names: Names) -> str:
        note = f"：{names.text(self.note_text, 'zh')}" if self.note_text else "。"
        return f"{names.person(self.by, 'zh')}提交预案草稿{self.called('zh')}第 {self.revision} 稿待审{note}"

    def en(self, names: Names) -> str:
        note = f": {names.text(self.note_text, 'en')}" if self.note_text else "."
        who = names.person(self.by, "en")
        return f"{who} submitted revision {self.revision} of the draft {self.called('en')} for review{note}"


@dataclass(frozen=True, kw_only=True)
class PlaybookReturned(DraftEvent):
    """A reviewer sent it back to its writers, and why."""

    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            state="returned",
            reason_text=self.reason_text,
            approved_by=None,
            approved_at=None,
            approved_digest=None,
        )

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}退回预案草稿{self.called('zh')}：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        reason = names.text(self.reason_text, "en")
        return f"{names.person(self.by, 'en')} returned the draft {self.called('en')}: {reason}"


@dataclass(frozen=True, kw_only=True)
class PlaybookApproved(DraftEvent):
    """Somebody who had not written it approved its exact bytes."""

    revision: int
    #: SHA-256 of the bytes that were approved.
    source_digest: str

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="approved", approved_by=self.by, approved_at=self.at, approved_digest=self.source_digest)

    def zh(self, names: Names) -> str:
        who = names.person(self.by, "zh")
        return f"{who}批准预案草稿{self.called('zh')}第 {self.revision} 稿（{self.source_digest[:12]}）。"

    def en(self, names: Names) -> str:
        what = f"revision {self.revision} of the draft {self.called('en')} ({self.source_digest[:12]})"
        return f"{names.person(self.by, 'en')} approved {what}."


@dataclass(frozen=True, kw_only=True)
class PlaybookPublished(ShelfEvent):
    """An approved draft became the newest version; plans made from now on follow it."""

    number: int
    draft_id: str
    #: All other columns of `playbook_version`, in log spelling; kept in `changes` only.
    content: Any

    def data(self) -> dict[str, Any]:
        told = super().data()
        content = told.pop("content")
        return told | {"version": content["version"], "digest": content["digest"]}

    def texts(self) -> Sequence[str]:
        return [self.content["source_text"]]

    def changes(self, before: Row) -> list[Change]:
        published = {
            "slug": self.slug,
            "number": self.number,
            "draft_id": self.draft_id,
            "published_by": self.by,
            "published_at": self.at,
        }
        return [
            Change("playbook_version", f"{self.slug}:{self.number}", plain({**self.content, **published})),
            self._shelf(state="active", number=self.number, reason_text=None),
            Change(
                "playbook_draft",
                self.draft_id,
                plain({"state": "published", "published_number": self.number, "changed_at": self.at}),
            ),
        ]

    @classmethod
    def from_data(cls, data: Row) -> PlaybookPublished:
        """Its content is in the changes; for a sentence the version is enough."""
        known = {"version": data.get("version"), "digest": data.get("digest"), "source_text": ""}
        return super().from_data({**data, "content": known})

    def zh(self, names: Names) -> str:
        who = names.person(self.by, "zh")
        return f"{who}发布预案{self.called('zh')}第 {self.content['version']} 版（第 {self.number} 次发布）。"

    def en(self, names: Names) -> str:
        what = f"version {self.content['version']} of the playbook {self.called('en')} (publication {self.number})"
        return f"{names.person(self.by, 'en')} published {what}."


@dataclass(frozen=True, kw_only=True)
class _Moved(ShelfEvent):
    number: int
    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]


@dataclass(frozen=True, kw_only=True)
class PlaybookRetired(_Moved):
    """It is proposed no more; incidents that use it go on with it."""

    def changes(self, before: Row) -> list[Change]:
        return [self._shelf(state="retired", number=self.number, reason_text=self.reason_text)]

    def zh(self, names: Names) -> str:
        reason = names.text(self.reason_text, "zh")
        return f"{names.person(self.by, 'zh')}停用预案{self.called('zh')}：{reason}"

    def en(self, names: Names) -> str:
        reason = names.text(self.reason_text, "en")
        return f"{names.person(self.by, 'en')} retired the playbook {self.called('en')}: {reason}"


@dataclass(frozen=True, kw_only=True)
class PlaybookRestored(_Moved):
    """It was retired and may be used again."""

    def changes(self, before: Row) -> list[Change]:
        return [self._shelf(state="active", number=self.number, reason_text=self.reason_text)]

    def zh(self, names: Names) -> str:
        reason = names.text(self.reason_text, "zh")
        return f"{names.person(self.by, 'zh')}恢复使用预案{self.called('zh')}：{reason}"

    def en(self, names: Names) -> str:
        reason = names.text(self.reason_text, "en")
        return f"{names.person(self.by, 'en')} put the playbook {self.called('en')} to use again: {reason}"
