"""What happens to an incident as a whole, and what each province is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import Change, Event, Names, Row, plain

LEVEL_ZH = {"I": "Ⅰ级", "II": "Ⅱ级", "III": "Ⅲ级", "IV": "Ⅳ级"}
COLOUR_ZH = {"red": "红色", "orange": "橙色", "yellow": "黄色", "blue": "蓝色"}


@dataclass(frozen=True, kw_only=True)
class _OnIncident(Event):
    kind: ClassVar[str] = "situation"
    incident_id: str

    def subject(self) -> tuple[str, str]:
        return ("incident", self.incident_id)

    def _set(self, before: Row, **values: Any) -> list[Change]:
        revision = before["revision"] + 1
        return [Change("incident", self.incident_id, plain(values) | {"revision": revision})]


@dataclass(frozen=True, kw_only=True)
class IncidentDeclared(_OnIncident):
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
        }
        return [Change("incident", self.incident_id, plain(values))]

    def zh(self, names: Names) -> str:
        level = f"，{LEVEL_ZH[self.response_level]}响应" if self.response_level else ""
        return f"{'开始关注' if self.state == 'monitoring' else '宣布事件'}「{self.title_zh}」{level}"

    def en(self, names: Names) -> str:
        level = f", response level {self.response_level}" if self.response_level else ""
        return f"{'Monitoring' if self.state == 'monitoring' else 'Declared'} “{self.title_en}”{level}"


@dataclass(frozen=True, kw_only=True)
class ResponseLevelSet(_OnIncident):
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
class WarningColourSet(_OnIncident):
    """The warning colour changed; null means withdrawn."""

    warning_colour: str | None

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, warning_colour=self.warning_colour)

    def zh(self, names: Names) -> str:
        return f"预警调整为{COLOUR_ZH[self.warning_colour]}" if self.warning_colour else "预警解除"

    def en(self, names: Names) -> str:
        return f"Warning colour set to {self.warning_colour}" if self.warning_colour else "Warning withdrawn"


@dataclass(frozen=True, kw_only=True)
class _StateChanged(_OnIncident):
    WORDS: ClassVar[tuple[str, str]]
    state: str
    closed_at: datetime | None = None
    reason_text: str | None = None

    def texts(self) -> Sequence[str]:
        return [self.reason_text] if self.reason_text else []

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state=self.state, closed_at=self.closed_at)

    def _with_reason(self, words: str, names: Names, language: str) -> str:
        reason = names.text(self.reason_text, language) if self.reason_text else ""
        return f"{words}{'：' if language == 'zh' else ': '}{reason}" if reason else words

    def zh(self, names: Names) -> str:
        return self._with_reason(self.WORDS[0], names, "zh")

    def en(self, names: Names) -> str:
        return self._with_reason(self.WORDS[1], names, "en")


@dataclass(frozen=True, kw_only=True)
class IncidentActivated(_StateChanged):
    """What was monitored has become an emergency."""

    WORDS: ClassVar = ("事件由关注转为响应", "Monitoring became a response")


@dataclass(frozen=True, kw_only=True)
class IncidentStabilised(_StateChanged):
    """The situation no longer worsens."""

    WORDS: ClassVar = ("态势趋稳", "The situation is stable")


@dataclass(frozen=True, kw_only=True)
class IncidentStoodDown(_StateChanged):
    """The response ends and recovery begins; measures in effect go on."""

    WORDS: ClassVar = ("响应结束，转入恢复", "Stood down to recovery")


@dataclass(frozen=True, kw_only=True)
class IncidentRelapsed(_StateChanged):
    """The emergency has flared up again."""

    WORDS: ClassVar = ("态势反复，恢复响应", "The emergency has flared up again")


@dataclass(frozen=True, kw_only=True)
class IncidentClosed(_StateChanged):
    """Nothing more is dispatched or paged for this incident."""

    WORDS: ClassVar = ("事件关闭，进入复盘", "Closed for review")


@dataclass(frozen=True, kw_only=True)
class IncidentReopened(_StateChanged):
    """The incident was closed too early."""

    WORDS: ClassVar = ("事件重新打开", "Reopened")


@dataclass(frozen=True, kw_only=True)
class ReviewFinished(_StateChanged):
    """The post-event review is complete."""

    WORDS: ClassVar = ("复盘完成", "Review finished")


@dataclass(frozen=True, kw_only=True)
class IncidentCancelled(_StateChanged):
    """It was a false alarm."""

    WORDS: ClassVar = ("事件取消（误报）", "Cancelled as a false alarm")


@dataclass(frozen=True, kw_only=True)
class PlanActivated(_OnIncident):
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

    def texts(self) -> Sequence[str]:
        return [
            *(item["reason_text"] for item in self.excluded if item["reason_text"]),
            *(item["snapshot_text"] for item in self.items),
        ]

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "items"}

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
        return [*head, *items]

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
class ProvinceInformed(Event):
    """A province was told of the incident, or of a change to its head."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    province: str
    state: str
    title_zh: str
    title_en: str
    hazard: str
    response_level: str | None
    warning_colour: str | None
    occurred_at: datetime

    def audience(self) -> str:
        return self.province

    def subject(self) -> tuple[str, str]:
        return ("province_incident", f"{self.incident_id}:{self.province}")

    def changes(self, before: Row) -> list[Change]:
        values = {name: value for name, value in self.data().items() if name not in ("incident_id", "province")}
        if not before:
            values |= {
                "footprint_id": None,
                "footprint_version": None,
                "affected": None,
                "unreachable_since": None,
            }
        return [Change("province_incident", f"{self.incident_id}:{self.province}", values)]

    def zh(self, names: Names) -> str:
        level = f"，{LEVEL_ZH[self.response_level]}响应" if self.response_level else ""
        return f"已通报 {names.region(self.province, 'zh')}：「{self.title_zh}」{level}"

    def en(self, names: Names) -> str:
        level = f", level {self.response_level}" if self.response_level else ""
        return f"{names.region(self.province, 'en')} informed of “{self.title_en}”{level}"


@dataclass(frozen=True, kw_only=True)
class ProvinceUnreachable(Event):
    """A province has been silent on every channel: call by satellite, and do not read it as late."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    province: str
    since: datetime

    def audience(self) -> str:
        return self.province

    def changes(self, before: Row) -> list[Change]:
        key = f"{self.incident_id}:{self.province}"
        return [Change("province_incident", key, {"unreachable_since": plain(self.since)})]

    def zh(self, names: Names) -> str:
        return f"{names.region(self.province, 'zh')} 失联：无心跳、无确认，请改用卫星电话"

    def en(self, names: Names) -> str:
        return f"{names.region(self.province, 'en')} is unreachable: no sign on any channel, call by satellite"


@dataclass(frozen=True, kw_only=True)
class ProvinceHeardAgain(Event):
    """A province that was silent has been heard from."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    province: str
    silent_minutes: int

    def audience(self) -> str:
        return self.province

    def changes(self, before: Row) -> list[Change]:
        return [Change("province_incident", f"{self.incident_id}:{self.province}", {"unreachable_since": None})]

    def zh(self, names: Names) -> str:
        return f"{names.region(self.province, 'zh')} 恢复联系，失联 {self.silent_minutes} 分钟"

    def en(self, names: Names) -> str:
        return f"{names.region(self.province, 'en')} is back after {self.silent_minutes} minutes of silence"


@dataclass(frozen=True, kw_only=True)
class FootprintSupplied(_OnIncident):
    """A new version of the hazard's area arrived and supersedes the one before."""

    footprint_id: str
    version: int
    title: str
    source: str
    geometry_text: str
    bands: tuple[Any, ...]
    notes: tuple[Any, ...]
    supplied_at: datetime
    exposure_label: str
    not_assessed: tuple[Any, ...]
    #: Regions hit: `{province, city, county}` and subscribers, for the sentence.
    provinces_hit: int
    counties_hit: int
    subscribers: int

    def texts(self) -> Sequence[str]:
        return [self.geometry_text]

    def changes(self, before: Row) -> list[Change]:
        row = {
            name: plain(getattr(self, name))
            for name in (
                "version",
                "title",
                "source",
                "geometry_text",
                "bands",
                "notes",
                "supplied_at",
                "exposure_label",
                "not_assessed",
            )
        }
        return [
            Change("footprint", self.footprint_id, row),
            *self._set(before, footprint_id=self.footprint_id),
        ]

    def zh(self, names: Names) -> str:
        return (
            f"影响范围第 {self.version} 版（{self.title}）：{self.provinces_hit} 省 {self.counties_hit} 县，"
            f"覆盖用户 {self.subscribers:,}"
        )

    def en(self, names: Names) -> str:
        return (
            f"Footprint version {self.version} ({self.title}): {self.provinces_hit} provinces, "
            f"{self.counties_hit} counties, {self.subscribers:,} subscribers"
        )


@dataclass(frozen=True, kw_only=True)
class ImpactAssessed(Event):
    """What the newest footprint means for one province; no rows means it is not hit."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    province: str
    footprint_id: str
    footprint_version: int
    affected: bool
    counties_hit: int
    subscribers: int
    newly_hit: int
    more_severe: int
    less_severe: int
    cleared: int
    #: Rows of `impact_region`, in log spelling, by key; too many to repeat in `data`.
    rows: tuple[tuple[str, Any], ...] = ()

    def audience(self) -> str:
        return self.province

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "rows"}

    def changes(self, before: Row) -> list[Change]:
        head = {
            "footprint_id": self.footprint_id,
            "footprint_version": self.footprint_version,
            "affected": self.affected,
        }
        return [
            Change("province_incident", f"{self.incident_id}:{self.province}", head),
            *(Change("impact_region", key, values) for key, values in self.rows),
        ]

    def zh(self, names: Names) -> str:
        place = names.region(self.province, "zh")
        if not self.affected:
            return f"{place} 不在第 {self.footprint_version} 版范围内"
        moved = "，".join(
            f"{word} {count}"
            for word, count in (
                ("新增", self.newly_hit),
                ("加重", self.more_severe),
                ("减轻", self.less_severe),
                ("移出", self.cleared),
            )
            if count
        )
        return f"{place} 第 {self.footprint_version} 版：{self.counties_hit} 县，用户 {self.subscribers:,}" + (
            f"（{moved}）" if moved else ""
        )

    def en(self, names: Names) -> str:
        place = names.region(self.province, "en")
        if not self.affected:
            return f"{place} is outside footprint version {self.footprint_version}"
        moved = ", ".join(
            f"{count} {word}"
            for word, count in (
                ("newly hit", self.newly_hit),
                ("more severe", self.more_severe),
                ("less severe", self.less_severe),
                ("cleared", self.cleared),
            )
            if count
        )
        counted = f"{self.counties_hit} counties, {self.subscribers:,} subscribers"
        return f"{place}, version {self.footprint_version}: {counted}" + (f" ({moved})" if moved else "")


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
