"""An incident is declared, its level and colour are set, a plan is activated, something is noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import Change, Event, Names, Row, plain
from incident.events.incidents.base import COLOUR_ZH, LEVEL_ZH, IncidentEvent


@dataclass(frozen=True, kw_only=True)
class IncidentDeclared(IncidentEvent):
    """Somebody declared an incident, or began to monitor for one."""

    incident_kind: str
    hazard: str
    title_zh: str
    title_en: str
    state: str
    occurred_at: datetime
    declared_at: datetime | None
    response_level: str | None
    warning_colour: str | None
    level_authority_text: str | None
    #: The province that raised it; null: headquarters did.
    raised_by: str | None = None

    def texts(self) -> Sequence[str]:
        return [self.level_authority_text] if self.level_authority_text else []

    def changes(self, before: Row) -> list[Change]:
        values = {
            "kind": self.incident_kind,
            "hazard": self.hazard,
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            "state": self.state,
            "response_level": self.response_level,
            "level_authority_text": self.level_authority_text,
            "warning_colour": self.warning_colour,
            "occurred_at": self.occurred_at,
            "declared_at": self.declared_at,
            "closed_at": None,
            "footprint_id": None,
            "playbook_slug": None,
            "playbook_version": None,
            "playbook_digest": None,
            "revision": 1,
            "raised_by": self.raised_by,
            "merged_into": None,
            "merged_state": None,
        }
        return [Change("incident", self.incident_id, plain(values))]

    def zh(self, names: Names) -> str:
        if self.raised_by:
            return f"{names.region(self.raised_by, 'zh')} 上报事件「{self.title_zh}」，待总部处理"
        level = f"，{LEVEL_ZH[self.response_level]}响应" if self.response_level else ""
        return f"{'开始关注' if self.state == 'monitoring' else '宣布事件'}「{self.title_zh}」{level}"

    def en(self, names: Names) -> str:
        if self.raised_by:
            return f"{names.region(self.raised_by, 'en')} raised “{self.title_en}”; headquarters decides"
        level = f", response level {self.response_level}" if self.response_level else ""
        return f"{'Monitoring' if self.state == 'monitoring' else 'Declared'} “{self.title_en}”{level}"


@dataclass(frozen=True, kw_only=True)
class ResponseLevelSet(IncidentEvent):
    """The response level went up or down, on somebody's authority."""

    response_level: str
    level_before: str | None
    level_authority_text: str

    def texts(self) -> Sequence[str]:
        return [self.level_authority_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, response_level=self.response_level, level_authority_text=self.level_authority_text)

    def zh(self, names: Names) -> str:
        was = f"由 {LEVEL_ZH[self.level_before]} " if self.level_before else ""
        order = names.text(self.level_authority_text, "zh")
        return f"响应级别{was}调整为 {LEVEL_ZH[self.response_level]}，依据：{order}"

    def en(self, names: Names) -> str:
        was = f" from {self.level_before}" if self.level_before else ""
        order = names.text(self.level_authority_text, "en")
        return f"Response level set{was} to {self.response_level} by order of {order}"


@dataclass(frozen=True, kw_only=True)
class WarningColourSet(IncidentEvent):
    """The warning colour changed; null means withdrawn."""

    warning_colour: str | None

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, warning_colour=self.warning_colour)

    def zh(self, names: Names) -> str:
        return f"预警调整为{COLOUR_ZH[self.warning_colour]}" if self.warning_colour else "预警解除"

    def en(self, names: Names) -> str:
        return f"Warning colour set to {self.warning_colour}" if self.warning_colour else "Warning withdrawn"


@dataclass(frozen=True, kw_only=True)
class PlanActivated(IncidentEvent):
    """Somebody turned a plan, or part of it, into measures and tasks; the playbook is pinned."""

    playbook_slug: str
    playbook_version: int
    playbook_digest: str
    added: int
    changed: int
    wound_down: int
    kept: int
    #: `[{item_key, reason_text}]`: proposals that were left out, and why.
    excluded: tuple[Any, ...] = ()
    #: Whole rows of `planned_item` in log spelling, each with its `id`; in `changes`, not again in `data`.
    items: tuple[Any, ...] = ()
    #: The row of `playbook_use`, with its `id`; in `changes`, not again in `data`.
    use: Any = None

    def texts(self) -> Sequence[str]:
        return [
            *(item["reason_text"] for item in self.excluded if item["reason_text"]),
            *(item["snapshot_text"] for item in self.items),
            *([self.use["content_text"]] if self.use else []),
        ]

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name not in ("items", "use")}

    def changes(self, before: Row) -> list[Change]:
        head = self._set(
            before,
            playbook_slug=self.playbook_slug,
            playbook_version=self.playbook_version,
            playbook_digest=self.playbook_digest,
        )
        items = [
            Change("planned_item", item["id"], {name: value for name, value in item.items() if name != "id"})
            for item in self.items
        ]
        return [*head, *items, *self._used()]

    def _used(self) -> list[Change]:
        if self.use is None:
            return []
        values = {name: value for name, value in self.use.items() if name != "id"}
        return [Change("playbook_use", self.use["id"], plain(values))]

    def zh(self, names: Names) -> str:
        left = f"，未采用 {len(self.excluded)} 项" if self.excluded else ""
        return (
            f"启动预案 {self.playbook_slug} 第 {self.playbook_version} 版：新增 {self.added} 项，"
            f"调整 {self.changed} 项，撤回 {self.wound_down} 项，不变 {self.kept} 项{left}"
        )

    def en(self, names: Names) -> str:
        left = f", {len(self.excluded)} left out" if self.excluded else ""
        return (
            f"Activated playbook {self.playbook_slug} version {self.playbook_version}: {self.added} added, "
            f"{self.changed} changed, {self.wound_down} wound down, {self.kept} kept{left}"
        )


@dataclass(frozen=True, kw_only=True)
class NoteLogged(Event):
    """Somebody logged a note, a decision, a call, an order or a request by hand (ICS 214)."""

    kind: ClassVar[str] = "person"
    note_id: str
    note_kind: str
    note_text: str
    person_id: str
    at: datetime
    #: The province that sees it, or `nation`.
    seen_by: str

    def audience(self) -> str:
        return self.seen_by

    def texts(self) -> Sequence[str]:
        return [self.note_text]

    def changes(self, before: Row) -> list[Change]:
        values = {
            "kind": self.note_kind,
            "note_text": self.note_text,
            "person_id": self.person_id,
            "at": plain(self.at),
        }
        return [Change("note", self.note_id, values)]

    def zh(self, names: Names) -> str:
        word = {"note": "记录", "decision": "决定", "call": "通话", "order": "指令", "request": "请求"}[self.note_kind]
        return f"{names.person(self.person_id, 'zh')} {word}：{names.text(self.note_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'en')}, {self.note_kind}: {names.text(self.note_text, 'en')}"
