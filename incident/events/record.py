"""What happens to the record itself; the stream `record`, seen by headquarters only.

Reports stand in their incident's own log (events/reports.py); every other file that leaves the house stands here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import Change, Event, Names, Row, plain
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
