"""Who was told, and clocks that were changed or ran out. Counts and states only: no number, no address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from incident.events.base import (
    NATION,
    CancelTimers,
    Change,
    Consequence,
    Event,
    Names,
    Row,
    SetTimer,
    plain,
)
from incident.events.tasks.base import TaskEvent, acknowledgement_timer, subject_of
from incident.events.tasks.notices import leave_notice, stop_paging
from incident.rules.english import some

#: Chinese and English names of channels.
CHANNEL_NAMES: Mapping[str, tuple[str, str]] = {
    "push": ("应用推送", "push"),
    "chat": ("群机器人", "chat robot"),
    "sms": ("短信", "SMS"),
    "voice": ("电话", "voice call"),
    "mail": ("邮件", "mail"),
    "webhook": ("接口通知", "webhook"),
}


@dataclass(frozen=True, kw_only=True)
class PeoplePaged(Event):
    """A notice was turned into pages: how many people, on which channels; who cannot be reached needs a person."""

    kind: ClassVar[str] = "task"
    #: Null for what concerns headquarters alone.
    province: str | None = None
    task_id: str | None = None
    title_zh: str
    title_en: str
    template: str
    people: int
    #: Pages by channel.
    channels: dict[str, int]
    #: How many people have no address that could be used.
    unreached: int = 0
    #: Channels that people wished for and that this installation has not; the next one took their place.
    missing: tuple[str, ...] = ()

    def audience(self) -> str:
        return self.province or NATION

    def changes(self, before: Row) -> Sequence[Change]:
        return ()

    def _about(self, names: Names, language: str) -> str:
        place = names.region(self.province, language) if self.province else ""
        return f"{place}「{self.title_zh}」" if language == "zh" else f"{place}{': ' if place else ''}“{self.title_en}”"

    def zh(self, names: Names) -> str:
        told = "、".join(f"{CHANNEL_NAMES[name][0]} {count}" for name, count in sorted(self.channels.items()))
        parts = [
            f"{self._about(names, 'zh')}通知 {self.people} 人（{told}）"
            if told
            else f"{self._about(names, 'zh')}没有人能收到通知"
        ]
        if self.unreached:
            parts.append(f"{self.unreached} 人没有可用的联系方式，请电话联系")
        if self.missing:
            parts.append("未配置：" + "、".join(CHANNEL_NAMES[name][0] for name in self.missing) + "，已改用下一通道")
        return "；".join(parts)

    def en(self, names: Names) -> str:
        told = ", ".join(f"{CHANNEL_NAMES[name][1]} {count}" for name, count in sorted(self.channels.items()))
        who = some(self.people, "person", "people")
        parts = [
            f"{self._about(names, 'en')}: {who} told ({told})"
            if told
            else f"{self._about(names, 'en')}: nobody could be told"
        ]
        if self.unreached:
            parts.append(f"{self.unreached} without a usable address, to be called")
        if self.missing:
            parts.append(", ".join(CHANNEL_NAMES[name][1] for name in self.missing) + " not configured, next one used")
        return "; ".join(parts)


@dataclass(frozen=True, kw_only=True)
class PersonNotReached(Event):
    """Every page of a notice to one person failed: somebody has to call."""

    kind: ClassVar[str] = "task"
    province: str | None = None
    task_id: str | None = None
    title_zh: str
    title_en: str
    person_id: str
    #: Channels that were tried.
    tried: tuple[str, ...]

    def audience(self) -> str:
        return self.province or NATION

    def changes(self, before: Row) -> Sequence[Change]:
        return ()

    def _about(self, names: Names, language: str) -> str:
        place = names.region(self.province, language) if self.province else ""
        return f"{place}「{self.title_zh}」" if language == "zh" else f"{place}{': ' if place else ''}“{self.title_en}”"

    def zh(self, names: Names) -> str:
        tried = "、".join(CHANNEL_NAMES[name][0] for name in self.tried)
        return f"{self._about(names, 'zh')}通知不到 {names.person(self.person_id, 'zh')}（{tried}均未送达），请电话联系"

    def en(self, names: Names) -> str:
        tried = ", ".join(CHANNEL_NAMES[name][1] for name in self.tried)
        return f"{self._about(names, 'en')}: {names.person(self.person_id, 'en')} was not reached by {tried}; call them"


@dataclass(frozen=True, kw_only=True)
class AcknowledgementExpired(TaskEvent):
    """Acknowledged and never begun: the task is open again and its chain starts over (grafana/oncall#325)."""

    #: World time, from which the clocks run anew.
    at: datetime
    by: str | None
    start_minutes: int
    acknowledge_minutes: int
    ack_due_at: datetime

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="dispatched",
            dispatched_at=self.at,
            ack_due_at=self.ack_due_at,
            acknowledged_at=None,
            acknowledged_by=None,
            proxy_for=None,
            undo_until=None,
            work_due_at=None,
            start_due_at=None,
            escalation=0,
            ack_overdue=False,
            work_overdue=False,
        )

    def consequences(self) -> list[Consequence]:
        at = plain(self.at)
        task = {"id": self.task_id, "dispatched_at": at, "acknowledge_minutes": self.acknowledge_minutes}
        return [
            CancelTimers(subject_of(self.task_id)),
            *stop_paging(self.task_id),
            acknowledgement_timer(task, 1),
            leave_notice(
                "task_expired",
                f"expired:{at}",
                task_id=self.task_id,
                titles=(self.title_zh, self.title_en),
                roles=("province_member", "province_lead"),
                province=self.province,
                dispatched_at=at,
                minutes=self.start_minutes,
            ),
        ]

    def zh(self, names: Names) -> str:
        who = f"{names.person(self.by, 'zh')} " if self.by else ""
        return f"{self._at(names, 'zh')} {who}确认后 {self.start_minutes} 分钟未开始，重新待确认"

    def en(self, names: Names) -> str:
        who = f" by {names.person(self.by, 'en')}" if self.by else ""
        return f"{self._at(names, 'en')} acknowledged{who} and not begun in {self.start_minutes} min: open again"


@dataclass(frozen=True, kw_only=True)
class ClocksChanged(TaskEvent):
    """Headquarters gave a task other clocks, in any number of minutes; its deadlines and calls move with them."""

    acknowledge_minutes: int
    work_minutes: int
    start_minutes: int | None
    ack_due_at: datetime
    work_due_at: datetime | None
    start_due_at: datetime | None
    ack_overdue: bool
    work_overdue: bool
    dispatched_at: datetime
    #: The chain's next call, for a task that is not acknowledged; null: none is left, or it is acknowledged.
    next_step: int | None
    next_due_at: datetime | None
    #: False while headquarters holds the task: its clocks stand still and are armed when it goes on.
    armed: bool = True

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            acknowledge_minutes=self.acknowledge_minutes,
            work_minutes=self.work_minutes,
            start_minutes=self.start_minutes,
            ack_due_at=self.ack_due_at,
            work_due_at=self.work_due_at,
            start_due_at=self.start_due_at,
            ack_overdue=self.ack_overdue,
            work_overdue=self.work_overdue,
        )

    def consequences(self) -> list[Consequence]:
        subject = subject_of(self.task_id)
        told: list[Consequence] = [CancelTimers(subject, f"{clock}:") for clock in ("acknowledge", "work", "start")]
        if not self.armed:
            return told
        if self.next_step is not None and self.next_due_at is not None:
            step = f"acknowledge:{plain(self.dispatched_at)}:{self.next_step}"
            told.append(SetTimer(subject, step, self.next_due_at))
        if self.work_due_at is not None and not self.work_overdue:
            told.append(SetTimer(subject, f"work:{plain(self.work_due_at)}", self.work_due_at))
        if self.start_due_at is not None:
            told.append(SetTimer(subject, f"start:{plain(self.start_due_at)}", self.start_due_at))
        return told

    def zh(self, names: Names) -> str:
        begun = f"，{self.start_minutes} 分钟内开始" if self.start_minutes else ""
        clocks = f"确认 {self.acknowledge_minutes} 分钟、办理 {self.work_minutes} 分钟{begun}"
        return f"{self._at(names, 'zh')} 时限改为{clocks}"

    def en(self, names: Names) -> str:
        begun = f", to begin within {self.start_minutes} min" if self.start_minutes else ""
        return (
            f"{self._at(names, 'en')}: {self.acknowledge_minutes} min to acknowledge,"
            f" {self.work_minutes} min to work{begun}"
        )
