"""A draft of a playbook is begun, saved, put on a newer base, given up; people comment on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from incident.events.base import Change, Names, Row, plain
from incident.events.playbooks.base import DraftEvent

#: What an edit takes back: whoever decided, decided on other bytes.
UNDECIDED: Row = {
    "submitted_by": None,
    "submitted_at": None,
    "reason_text": None,
    "approved_by": None,
    "approved_at": None,
    "approved_digest": None,
}


@dataclass(frozen=True, kw_only=True)
class _Written(DraftEvent):
    """A text was accepted."""

    text_id: str
    revision: int
    base_revision: int
    source_text: str
    source_digest: str
    #: slug, titles, digest, version and problems as they were read in the text.
    read: Any

    def texts(self) -> Sequence[str]:
        return [self.source_text]

    def _text(self, *, revision: int | None) -> Change:
        values = {
            "draft_id": self.draft_id,
            "revision": revision,
            "base_revision": self.base_revision,
            "saved_by": self.by,
            "saved_at": self.at,
            "source_text": self.source_text,
            "source_digest": self.source_digest,
        }
        return Change("playbook_text", self.text_id, plain(values))

    def _draft(self, **more: Any) -> list[Change]:
        written = {"revision": self.revision, "source_text": self.source_text, "source_digest": self.source_digest}
        return self._set(**UNDECIDED, **self.read, **written, last_editor_id=self.by, state="draft", **more)


@dataclass(frozen=True, kw_only=True)
class PlaybookDraftBegun(_Written):
    """A planner began to write: a new playbook from a template or a file, or the next version of a published one."""

    base_slug: str | None
    base_number: int | None
    #: What another world says of the file, where it came from one.
    origin_text: str | None = None

    def texts(self) -> Sequence[str]:
        return [self.source_text, *([self.origin_text] if self.origin_text else [])]

    def changes(self, before: Row) -> list[Change]:
        begun = self._draft(
            base_slug=self.base_slug,
            base_number=self.base_number,
            author_id=self.by,
            created_at=self.at,
            note_text=None,
            published_number=None,
            origin_text=self.origin_text,
        )
        return [*begun, self._text(revision=self.revision)]

    def zh(self, names: Names) -> str:
        base = f"（从 {self.base_slug} 的第 {self.base_number} 次发布）" if self.base_slug else ""
        foreign = "，文件来自另一个环境" if self.origin_text else ""
        return f"{names.person(self.by, 'zh')}开始起草预案{self.called('zh')}{base}{foreign}。"

    def en(self, names: Names) -> str:
        base = f" from publication {self.base_number} of {self.base_slug}" if self.base_slug else ""
        foreign = ", by a file of another world" if self.origin_text else ""
        return f"{names.person(self.by, 'en')} began to draft the playbook {self.called('en')}{base}{foreign}."


@dataclass(frozen=True, kw_only=True)
class PlaybookDraftSaved(_Written):
    """A planner saved a new text of a draft; what had been decided about the one before is void."""

    def changes(self, before: Row) -> list[Change]:
        return [*self._draft(), self._text(revision=self.revision)]

    def zh(self, names: Names) -> str:
        wrong = f"，有 {self.read['problems']} 处错误" if self.read["problems"] else ""
        return f"{names.person(self.by, 'zh')}保存预案草稿{self.called('zh')}第 {self.revision} 稿{wrong}。"

    def en(self, names: Names) -> str:
        wrong = f" with {self.read['problems']} problems" if self.read["problems"] else ""
        return f"{names.person(self.by, 'en')} saved revision {self.revision} of the draft {self.called('en')}{wrong}."


@dataclass(frozen=True, kw_only=True)
class PlaybookDraftSetAside(_Written):
    """A text came after somebody else's save: it is kept beside the draft, which stays as it is."""

    def changes(self, before: Row) -> list[Change]:
        return [self._text(revision=None)]

    def zh(self, names: Names) -> str:
        who = names.person(self.by, "zh")
        return f"{who}对草稿{self.called('zh')}的修改基于第 {self.base_revision} 稿，已有更新的稿；原文另存，未丢失。"

    def en(self, names: Names) -> str:
        who = names.person(self.by, "en")
        return (
            f"{who}'s text of the draft {self.called('en')} was based on revision {self.base_revision}, which is no"
            " longer the newest; it was kept beside it."
        )


@dataclass(frozen=True, kw_only=True)
class PlaybookDraftRebased(DraftEvent):
    """Its writer has looked at what was published meanwhile; the draft now follows that version."""

    base_number: int

    def changes(self, before: Row) -> list[Change]:
        return self._set(**UNDECIDED, base_slug=before["slug"], base_number=self.base_number, state="draft")

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}把草稿{self.called('zh')}改为接在第 {self.base_number} 次发布之后。"

    def en(self, names: Names) -> str:
        who = names.person(self.by, "en")
        return f"{who} made the draft {self.called('en')} follow publication {self.base_number}."


@dataclass(frozen=True, kw_only=True)
class PlaybookDraftDiscarded(DraftEvent):
    """A draft was given up; its texts stay."""

    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="discarded", reason_text=self.reason_text)

    def zh(self, names: Names) -> str:
        reason = names.text(self.reason_text, "zh")
        return f"{names.person(self.by, 'zh')}放弃预案草稿{self.called('zh')}：{reason}"

    def en(self, names: Names) -> str:
        reason = names.text(self.reason_text, "en")
        return f"{names.person(self.by, 'en')} gave up the draft {self.called('en')}: {reason}"


@dataclass(frozen=True, kw_only=True)
class PlaybookCommented(DraftEvent):
    """Somebody said something of a line, of an element, or of the whole."""

    comment_id: str
    revision: int
    line: int | None
    element: str
    comment_text: str

    def texts(self) -> Sequence[str]:
        return [self.comment_text]

    def changes(self, before: Row) -> list[Change]:
        values = {
            "draft_id": self.draft_id,
            "revision": self.revision,
            "line": self.line,
            "element": self.element,
            "comment_text": self.comment_text,
            "made_by": self.by,
            "made_at": self.at,
        }
        return [Change("playbook_comment", self.comment_id, plain(values))]

    def zh(self, names: Names) -> str:
        where = f"第 {self.line} 行" if self.line else ""
        said = names.text(self.comment_text, "zh")
        return f"{names.person(self.by, 'zh')}就草稿{self.called('zh')}{where}留言：{said}"

    def en(self, names: Names) -> str:
        where = f", line {self.line}" if self.line else ""
        said = names.text(self.comment_text, "en")
        return f"{names.person(self.by, 'en')} on the draft {self.called('en')}{where}: {said}"


@dataclass(frozen=True, kw_only=True)
class PlaybookCommentResolved(DraftEvent):
    """What a comment asked for has been seen to."""

    comment_id: str

    def changes(self, before: Row) -> list[Change]:
        values = {"resolved_by": self.by, "resolved_at": self.at}
        return [Change("playbook_comment", self.comment_id, plain(values))]

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}把草稿{self.called('zh')}的一条留言标为已处理。"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')} resolved a comment on the draft {self.called('en')}."
