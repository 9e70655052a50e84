"""Incidents are linked, merged and taken apart again. Each end of a link stands in its own incident's log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from incident.events.base import NATION, Change, Consequence, Event, Names, Row, plain
from incident.events.incidents.moves import StateChanged
from incident.events.owed import News, owed_notice, stop_telling
from incident.rules.english import some

#: kind -> how the incident that `to` starts from reads, Chinese and English; and the other end's.
_WORDS = {
    "caused_by": (("由「{}」引发", "is caused by “{}”"), ("引发了「{}」", "has caused “{}”")),
    "part_of": (("属于「{}」", "is part of “{}”"), ("包含「{}」", "has “{}” as a part")),
    "duplicate_of": (("与「{}」重复", "is a duplicate of “{}”"), ("「{}」与本事件重复", "“{}” is a duplicate of it")),
}


def link_words(kind: str, direction: str, title: str, language: str) -> str:
    """One end of a link as half a sentence."""
    return _WORDS[kind][direction == "from"][language != "zh"].format(title)


@dataclass(frozen=True, kw_only=True)
class LinkEvent(Event):
    kind: ClassVar[str] = "situation"
    incident_id: str
    other_id: str
    link_kind: str
    #: `to` or `from`, see models.links.
    direction: str
    other_title_zh: str
    other_title_en: str
    reason_text: str | None = None
    at: datetime

    @property
    def key(self) -> str:
        return f"{self.incident_id}:{self.link_kind}:{self.other_id}"

    def texts(self) -> Sequence[str]:
        return [self.reason_text] if self.reason_text else []

    def _said(self, names: Names, language: str) -> str:
        title = self.other_title_zh if language == "zh" else self.other_title_en
        words = link_words(self.link_kind, self.direction, title, language)
        if not self.reason_text:
            return words
        return f"{words}{'：' if language == 'zh' else ': '}{names.text(self.reason_text, language)}"


@dataclass(frozen=True, kw_only=True)
class IncidentLinked(LinkEvent):
    """Somebody said how this incident and another belong together."""

    person_id: str
    #: Whether somebody who may merge is to decide about it.
    proposed: bool = False

    def changes(self, before: Row) -> list[Change]:
        values = {
            "kind": self.link_kind,
            "direction": self.direction,
            "other_id": self.other_id,
            "other_title_zh": self.other_title_zh,
            "other_title_en": self.other_title_en,
            "reason_text": self.reason_text,
            "person_id": self.person_id,
            "at": plain(self.at),
            "ended_at": None,
        }
        return [Change("incident_link", self.key, values)]

    def consequences(self) -> Sequence[Consequence]:
        if not self.proposed:
            return ()
        told = owed_notice(
            "merge_proposed",
            f"merge:{self.key}",
            plain(self.at),
            roles=("commander",),
            at=NATION,
            place=NATION,
            what=(self.other_title_zh, self.other_title_en),
            path=f"/tasking/{self.incident_id}",
            news=News("incident_link", self.key, (None,), column="ended_at"),
        )
        return [told]

    def zh(self, names: Names) -> str:
        return f"关联事件：本事件{self._said(names, 'zh')}"

    def en(self, names: Names) -> str:
        return f"Linked: this incident {self._said(names, 'en')}"


@dataclass(frozen=True, kw_only=True)
class IncidentUnlinked(LinkEvent):
    """The link was a mistake, or holds no longer."""

    def changes(self, before: Row) -> list[Change]:
        return [Change("incident_link", self.key, {"ended_at": plain(self.at)})]

    def consequences(self) -> Sequence[Consequence]:
        return stop_telling(f"merge:{self.key}")

    def zh(self, names: Names) -> str:
        return f"解除关联：本事件{self._said(names, 'zh')}"

    def en(self, names: Names) -> str:
        return f"Link taken away: this incident {self._said(names, 'en')}"


@dataclass(frozen=True, kw_only=True)
class IncidentMerged(StateChanged):
    """It was a duplicate: it is closed, and points to the incident that goes on."""

    WORDS: ClassVar = ("并入另一事件后关闭", "Closed as a duplicate")
    merged_into: str
    merged_state: str
    other_title_zh: str
    other_title_en: str
    #: Open tasks taken back, and how many of them were dispatched anew in the other incident.
    recalled: int
    moved: int

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state=self.state,
            closed_at=self.closed_at,
            merged_into=self.merged_into,
            merged_state=self.merged_state,
        )

    def zh(self, names: Names) -> str:
        tasks = f"，撤回 {self.recalled} 项任务" + (f"，其中 {self.moved} 项移交" if self.moved else "")
        return self._with_reason(f"并入「{self.other_title_zh}」后关闭{tasks if self.recalled else ''}", names, "zh")

    def en(self, names: Names) -> str:
        tasks = f", {some(self.recalled, 'task')} recalled" + (
            f", {self.moved} of them moved there" if self.moved else ""
        )
        words = f"Closed as a duplicate of “{self.other_title_en}”{tasks if self.recalled else ''}"
        return self._with_reason(words, names, "en")


@dataclass(frozen=True, kw_only=True)
class MergeUndone(StateChanged):
    """It was no duplicate after all: it goes on in the state in which it was merged. Moved tasks stay moved."""

    WORDS: ClassVar = ("撤销合并，事件重新打开", "Merge undone, reopened")

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state=self.state, closed_at=None, merged_into=None, merged_state=None)
