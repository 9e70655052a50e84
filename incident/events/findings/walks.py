"""A manager walked a customer's, a clerk's or an agent's way and answered a sheet's questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident.events.base import Change, Names, Row, half, plain
from incident.events.duty.base import place
from incident.events.findings.base import ReviewEvent

_AS = {"customer": ("客户", "a customer"), "clerk": ("营业员", "a clerk"), "agent": ("坐席", "an agent")}


@dataclass(frozen=True, kw_only=True)
class WalkedThrough(ReviewEvent):
    """One sheet with all its answers; each no that became a finding names it."""

    walk_id: str
    incident_id: str | None
    sheet: str
    sheet_digest: str
    #: `中文 / English`
    title: str
    walked_as: str
    region: str | None
    walked_at: datetime
    answers: tuple[Mapping[str, Any], ...]

    def texts(self) -> Sequence[str]:
        return [answer["note_text"] for answer in self.answers if answer["note_text"]]

    def _count(self, answer: str) -> int:
        return sum(one["answer"] == answer for one in self.answers)

    def changes(self, before: Row) -> list[Change]:
        values = {
            name: getattr(self, name)
            for name in ("scope", "sheet", "sheet_digest", "walked_as", "region", "walked_at", "answers")
        }
        counts = {name: self._count(name) for name in ("yes", "no", "skipped")}
        told = {"of_incident": self.incident_id, "person_id": self.by, "received_at": self.at}
        return [Change("walk_through", self.walk_id, plain({**values, **told, **counts}))]

    def zh(self, names: Names) -> str:
        who, where = names.person(self.by, "zh"), place(self.scope, names, "zh")
        counts = f"是 {self._count('yes')}，否 {self._count('no')}，未答 {self._count('skipped')}"
        return f"{who}（{where}）以{_AS[self.walked_as][0]}身份走了「{half(self.title, 'zh')}」：{counts}"

    def en(self, names: Names) -> str:
        who, where = names.person(self.by, "en"), place(self.scope, names, "en")
        counts = f"{self._count('yes')} yes, {self._count('no')} no, {self._count('skipped')} not answered"
        return f"{who} ({where}) walked “{half(self.title, 'en')}” as {_AS[self.walked_as][1]}: {counts}"
