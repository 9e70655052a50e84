"""What happens to the record itself; the stream `record`, seen by headquarters only.

Reports stand in their incident's own log (events/reports.py); every other file that leaves the house stands here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import Change, Event, Names, Row, plain
from incident.rules.data_classes.keeping import WHAT
from incident.rules.english import some
from incident.rules.exports import KINDS

STREAM = "record"


@dataclass(frozen=True, kw_only=True)
class DataExported(Event):
    """A file with data of the house was given out: what, to whom, how narrowed, with the digest of its bytes."""

    kind: ClassVar[str] = "record"
    export_id: str
    export_kind: str
    format: str
    person_id: str
    via: str
    at: datetime
    of_incident: str | None
    #: How it was narrowed, by name.
    only: Mapping[str, Any]
    #: Where the incident's log stood.
    position: int | None
    sha256: str | None
    size: int | None

    def changes(self, before: Row) -> Sequence[Change]:
        values = {
            "kind": self.export_kind,
            "format": self.format,
            "person_id": self.person_id,
            "via": self.via,
            "at": self.at,
            "of_incident": self.of_incident,
            "only": self.only,
            "position": self.position,
            "sha256": self.sha256,
            "size": self.size,
        }
        return [Change("export", self.export_id, plain(values))]

    def zh(self, names: Names) -> str:
        who = "本机操作员" if self.via == "cli" else names.person(self.person_id, "zh")
        return f"{who}导出了{KINDS[self.export_kind][0]}（{self.format.upper()}）"

    def en(self, names: Names) -> str:
        who = "An operator of this machine" if self.via == "cli" else names.person(self.person_id, "en")
        return f"{who} took out {KINDS[self.export_kind][1]} ({self.format.upper()})"


@dataclass(frozen=True, kw_only=True)
class LogSealed(Event):
    """A closed incident's log was written as a file and verified by the separate verifier.

    From then on the database lets its events, up to `position`, move from the working table into the archive's; no
    earlier, and no others (incident/db/archive_table.py).
    """

    kind: ClassVar[str] = "record"
    incident_id: str
    position: int
    head: str
    file: str
    sha256: str
    size: int
    person_id: str
    at: datetime

    def changes(self, before: Row) -> Sequence[Change]:
        values = {
            "position": self.position,
            "head": self.head,
            "file": self.file,
            "sha256": self.sha256,
            "size": self.size,
            "at": self.at,
            "person_id": self.person_id,
        }
        return [Change("sealed_log", self.incident_id, plain(values))]

    def zh(self, names: Names) -> str:
        return f"事件日志已封存并核验，共 {self.position:,} 条（{self.file}）"

    def en(self, names: Names) -> str:
        return f"The log of an incident was sealed and verified, {self.position:,} events ({self.file})"


@dataclass(frozen=True, kw_only=True)
class TextsErased(Event):
    """Words or files of an incident were erased beside its log: by a person, or because their time was over.

    That they were there, and which, stays; the chain stays valid, since the log holds digests alone.
    """

    kind: ClassVar[str] = "record"
    #: `system`: their time was over.
    by: str
    #: Digests of what is gone.
    digests: tuple[str, ...]
    #: The event that had brought them; null where they are of several.
    of_position: int | None
    reason_text: str
    count: int

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> Sequence[Change]:
        return []

    def zh(self, names: Names) -> str:
        where = f"#{self.of_position:,} 的" if self.of_position else ""
        who, why = names.person(self.by, "zh"), names.text(self.reason_text, "zh")
        return f"{who} 删除了{where} {self.count} 段文本或文件：{why}"

    def en(self, names: Names) -> str:
        where = f" of #{self.of_position:,}" if self.of_position else ""
        who, why = names.person(self.by, "en"), names.text(self.reason_text, "en")
        return f"{who} erased {some(self.count, 'text or file', 'texts or files')}{where}: {why}"


@dataclass(frozen=True, kw_only=True)
class RetentionApplied(Event):
    """Rows beside the log went because their time was over; how many, and of before when."""

    kind: ClassVar[str] = "record"
    #: Kind of keeping: rules.data_classes.KEEPS.
    rule: str
    count: int
    before: datetime

    def changes(self, before: Row) -> Sequence[Change]:
        return []

    def zh(self, names: Names) -> str:
        return f"保存期满，删除 {self.count:,} 条：{WHAT[self.rule][0]}"

    def en(self, names: Names) -> str:
        return f"Kept long enough, {self.count:,} dropped: {WHAT[self.rule][1]}"
