"""A planned event gets its days, steps, venues and forecasts; a step is due; a frozen plan is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.clock import from_text
from incident.events.base import NATION, CancelTimers, Change, Consequence, Event, Names, Row, SetTimer, half, plain
from incident.rules.english import some
from incident.rules.planned_events import KIND_WORDS


@dataclass(frozen=True, kw_only=True)
class EventScheduled(Event):
    """The event's days were set or moved, and with them its steps; each step has a timer of its own."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    opens_on: str
    closes_on: str
    freeze_from: datetime | None
    freeze_until: datetime | None
    revision: int
    #: Whole rows of `event_step` in log spelling that are new or change, each with its `id`.
    steps: tuple[Any, ...]

    def data(self) -> dict[str, Any]:
        told = super().data()
        return told | {"steps": [step["id"] for step in self.steps]}  # the rows themselves stand in the changes

    def changes(self, before: Row) -> list[Change]:
        head = {
            name: plain(getattr(self, name))
            for name in ("opens_on", "closes_on", "freeze_from", "freeze_until", "revision")
        }
        return [
            Change("planned_event", self.incident_id, head),
            *(Change("event_step", step["id"], {n: v for n, v in step.items() if n != "id"}) for step in self.steps),
        ]

    def consequences(self) -> list[Consequence]:
        """A step that moved loses its old timer; one that is wanted has one of its revision."""
        found: list[Consequence] = []
        for step in self.steps:
            subject = f"event_step:{step['id']}"
            found.append(CancelTimers(subject))
            if step["state"] == "planned":
                found.append(SetTimer(subject, f"remind:{step['revision']}", from_text(step["due_at"])))
        return found

    def zh(self, names: Names) -> str:
        return f"活动日程：{self.opens_on} 至 {self.closes_on}，第 {self.revision} 版"

    def en(self, names: Names) -> str:
        return f"The event is on from {self.opens_on} to {self.closes_on}, schedule {self.revision}"


@dataclass(frozen=True, kw_only=True)
class VenuesListed(Event):
    """The venues of one province were listed; those of the list before that are not in it no longer count."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    #: `nation` for those outside the operator.
    place: str
    #: How many of them count now.
    count: int
    #: Whole rows of `event_venue` in log spelling, each with its `id`.
    venues: tuple[Any, ...]

    def audience(self) -> str:
        return self.place

    def data(self) -> dict[str, Any]:
        return super().data() | {"venues": [venue["id"] for venue in self.venues]}

    def changes(self, before: Row) -> list[Change]:
        return [Change("event_venue", one["id"], {n: v for n, v in one.items() if n != "id"}) for one in self.venues]

    def zh(self, names: Names) -> str:
        if self.place == NATION:
            return f"活动场馆 {self.count} 处在运营范围之外，不派任务"
        return f"{names.region(self.place, 'zh')} 活动场馆 {self.count} 处"

    def en(self, names: Names) -> str:
        if self.place == NATION:
            return f"{self.count} venues lie outside the operator and get no task"
        return f"{self.count} venues of the event in {names.region(self.place, 'en')}"


@dataclass(frozen=True, kw_only=True)
class CrowdsForecast(Event):
    """Somebody said how many people they expect at venues of one province, by day."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    place: str
    source: str
    days: int
    #: The largest number of one venue and day.
    most: int
    #: Whole rows of `event_crowd` in log spelling, each with its `id`; in `changes`, not again in `data`.
    crowds: tuple[Any, ...] = ()

    def audience(self) -> str:
        return self.place

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "crowds"}

    def changes(self, before: Row) -> list[Change]:
        return [Change("event_crowd", one["id"], {n: v for n, v in one.items() if n != "id"}) for one in self.crowds]

    def zh(self, names: Names) -> str:
        return f"人数预测（{half(self.source, 'zh')}）：{self.days} 个场馆日，最多 {self.most:,} 人"

    def en(self, names: Names) -> str:
        days, most = some(self.days, "day"), some(self.most, "person", "people")
        return f"Crowd forecast ({half(self.source, 'en')}): {days} at venues, at most {most}"


@dataclass(frozen=True, kw_only=True)
class StepReminded(Event):
    """The time of a step came, and its tasks went out."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    step_id: str
    step_kind: str
    day: str
    reminded_at: datetime
    tasks: int
    #: Provinces that have the same work from the plan in use already.
    planned: int = 0

    def changes(self, before: Row) -> list[Change]:
        row = {"state": "reminded", "reminded_at": plain(self.reminded_at), "tasks": self.tasks}
        return [Change("event_step", self.step_id, row)]

    def zh(self, names: Names) -> str:
        what = f"{self.day} {KIND_WORDS[self.step_kind][0]}：到时"
        if not self.tasks and not self.planned:
            return f"{what}，没有运营范围内的场馆，未下达任务"
        sent = [f"已向 {self.tasks} 省下达任务"] if self.tasks else []
        return "，".join((what, *sent, *([f"{self.planned} 省已按预案有同一任务"] if self.planned else [])))

    def en(self, names: Names) -> str:
        what = f"The {KIND_WORDS[self.step_kind][1]} of {self.day} is due"
        if not self.tasks and not self.planned:
            return f"{what}: no venue within the operator"
        sent = [f"tasks to {some(self.tasks, 'province')}"] if self.tasks else []
        had = [f"the plan gave the same task to {some(self.planned, 'province')}"] if self.planned else []
        return f"{what}: {'; '.join((*sent, *had))}"


@dataclass(frozen=True, kw_only=True)
class ProvinceScheduled(Event):
    """A province with a venue was told which steps are coming, and which have come."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    province: str
    count: int
    #: `{id, kind, day, offset, due_at, state}`, the first to be due first; empty: no venue of it counts any more. They
    #: stand in `changes`, not again in `data`.
    steps: tuple[Any, ...] = ()

    def audience(self) -> str:
        return self.province

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "steps"}

    def changes(self, before: Row) -> list[Change]:
        return [Change("province_incident", f"{self.incident_id}:{self.province}", {"event_steps": list(self.steps)})]

    def zh(self, names: Names) -> str:
        return f"已告知 {names.region(self.province, 'zh')} 活动的 {self.count} 个节点"

    def en(self, names: Names) -> str:
        return f"{names.region(self.province, 'en')} told of {self.count} steps of the event"


@dataclass(frozen=True, kw_only=True)
class FreezeChangeAllowed(Event):
    """An approver agreed to one change in the freeze."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    change_id: str
    reason_text: str
    allowed_by: str
    allowed_at: datetime
    until: datetime

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        row = {name: plain(getattr(self, name)) for name in ("reason_text", "allowed_by", "allowed_at", "until")}
        return [Change("freeze_change", self.change_id, row | {"used_at": None, "used_by": None, "used_for": None})]

    def zh(self, names: Names) -> str:
        who, why = names.person(self.allowed_by, "zh"), names.text(self.reason_text, "zh")
        return f"{who} 同意冻结期内改动一次：{why}"

    def en(self, names: Names) -> str:
        who, why = names.person(self.allowed_by, "en"), names.text(self.reason_text, "en")
        return f"{who} allowed one change in the freeze: {why}"


@dataclass(frozen=True, kw_only=True)
class FreezeChangeUsed(Event):
    """The change that an approver agreed to was made."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    change_id: str
    used_at: datetime
    used_by: str
    used_for: str

    def changes(self, before: Row) -> list[Change]:
        row = {name: plain(getattr(self, name)) for name in ("used_at", "used_by", "used_for")}
        return [Change("freeze_change", self.change_id, row)]

    def zh(self, names: Names) -> str:
        what = {"activation": "启用方案", "footprint": "影响范围", "schedule": "活动日程"}[self.used_for]
        return f"冻结期内的改动已执行：{what}"

    def en(self, names: Names) -> str:
        what = {"activation": "plan activated", "footprint": "footprint", "schedule": "schedule"}[self.used_for]
        return f"The change in the freeze was made: {what}"
