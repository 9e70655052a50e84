"""Files on a task: attached, and redacted when they should not have been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from incident.events.base import Change, Names, Row, plain
from incident.events.tasks.base import TaskEvent

_KINDS = {"photo": ("照片", "a photo"), "voice": ("语音", "a voice note"), "document": ("文件", "a document")}


@dataclass(frozen=True, kw_only=True)
class FileAttached(TaskEvent):
    """A photo, voice note or document was put on the task; the log knows its digest and size, not its bytes."""

    by: str
    attachment_id: str
    #: photo | voice | document
    sort: str
    name_text: str
    media_type: str
    size: int
    content: str
    stripped: bool
    at: datetime

    def texts(self) -> Sequence[str]:
        return [self.name_text, self.content]

    def changes(self, before: Row) -> list[Change]:
        values = {
            "task_id": self.task_id,
            "kind": self.sort,
            "name_text": self.name_text,
            "media_type": self.media_type,
            "size": self.size,
            "content": self.content,
            "stripped": self.stripped,
            "person_id": self.by,
            "at": plain(self.at),
            "redacted_at": None,
            "reason_text": None,
        }
        return [Change("attachment", self.attachment_id, values)]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} {names.person(self.by, 'zh')} 上传{_KINDS[self.sort][0]}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} {names.person(self.by, 'en')} attached {_KINDS[self.sort][1]}"


@dataclass(frozen=True, kw_only=True)
class FileRedacted(TaskEvent):
    """The bytes and the name of an attachment were deleted; that it was there, and why it went, stays."""

    by: str
    attachment_id: str
    reason_text: str
    at: datetime

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return [
            Change("attachment", self.attachment_id, {"redacted_at": plain(self.at), "reason_text": self.reason_text})
        ]

    def zh(self, names: Names) -> str:
        who, why = names.person(self.by, "zh"), names.text(self.reason_text, "zh")
        return f"{self._at(names, 'zh')} {who} 删除附件内容：{why}"

    def en(self, names: Names) -> str:
        who, why = names.person(self.by, "en"), names.text(self.reason_text, "en")
        return f"{self._at(names, 'en')} {who} deleted an attachment's content: {why}"
