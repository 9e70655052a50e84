"""Shifts are planned one by one or in rotation, moved, covered and cancelled. Each end is a timer in world time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident.clock import from_text
from incident.events.base import CancelTimers, Change, Consequence, Names, Row, SetTimer, plain
from incident.events.duty.base import DutyEvent, clock, notice, place


def end_timer(shift_id: str, ends_at: datetime) -> SetTimer:
    """Looks at the end of a shift what its people leave; a moved end is another step."""
    return SetTimer(f"shift:{shift_id}", f"end:{plain(ends_at)}", ends_at)


@dataclass(frozen=True, kw_only=True)
class ShiftsPlanned(DutyEvent):
    """Shifts were added to a place's roster; at most 500 in one event."""

    #: Whole rows of `duty_shift` in log spelling, each with its `id`.
    shifts: tuple[Any, ...]

    def changes(self, before: Row) -> list[Change]:
        return [
            Change("duty_shift", shift["id"], {name: value for name, value in shift.items() if name != "id"})
            for shift in self.shifts
        ]

    def consequences(self) -> list[Consequence]:
        return [end_timer(shift["id"], from_text(shift["ends_at"])) for shift in self.shifts]

    def zh(self, names: Names) -> str:
        first, last = self.shifts[0], self.shifts[-1]
        span = f"{clock(from_text(first['starts_at']))} 至 {clock(from_text(last['ends_at']))}"
        many = f"，共 {len(self.shifts)} 班" if len(self.shifts) > 1 else ""
        return f"{place(self.scope, names, 'zh')}排班 {span}{many}"

    def en(self, names: Names) -> str:
        first, last = self.shifts[0], self.shifts[-1]
        span = f"{clock(from_text(first['starts_at']))} to {clock(from_text(last['ends_at']))}"
        many = f", {len(self.shifts)} shifts" if len(self.shifts) > 1 else ""
        return f"{place(self.scope, names, 'en')}: rostered from {span}{many}"


@dataclass(frozen=True, kw_only=True)
class _ShiftEvent(DutyEvent):
    shift_id: str
    starts_at: datetime
    ends_at: datetime

    def subject(self) -> tuple[str, str]:
        return ("duty_shift", self.shift_id)

    def _set(self, before: Row, **values: Any) -> list[Change]:
        return [Change("duty_shift", self.shift_id, plain(values) | {"revision": before["revision"] + 1})]

    def called(self, names: Names, language: str) -> str:
        where, span = place(self.scope, names, language), f"{clock(self.starts_at)}–{clock(self.ends_at)}"
        return f"{where} {span} 班次" if language == "zh" else f"{where}: the shift {span}"


@dataclass(frozen=True, kw_only=True)
class ShiftChanged(_ShiftEvent):
    """It runs at another time or has another deputy; the times are the new ones."""

    deputy_id: str | None = None

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, starts_at=self.starts_at, ends_at=self.ends_at, deputy_id=self.deputy_id)

    def consequences(self) -> Sequence[Consequence]:
        return [CancelTimers(f"shift:{self.shift_id}"), end_timer(self.shift_id, self.ends_at)]

    def zh(self, names: Names) -> str:
        deputy = f"，副班{names.person(self.deputy_id, 'zh')}" if self.deputy_id else ""
        return f"{self.called(names, 'zh')}已调整{deputy}"

    def en(self, names: Names) -> str:
        deputy = f", deputy {names.person(self.deputy_id, 'en')}" if self.deputy_id else ""
        return f"{self.called(names, 'en')} was changed{deputy}"


@dataclass(frozen=True, kw_only=True)
class ShiftCancelled(_ShiftEvent):
    """Nobody does this shift; what it leaves open is a gap in the roster."""

    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="cancelled")

    def consequences(self) -> Sequence[Consequence]:
        return [CancelTimers(f"shift:{self.shift_id}")]

    def zh(self, names: Names) -> str:
        return f"{self.called(names, 'zh')}取消：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self.called(names, 'en')} was cancelled: {names.text(self.reason_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class ShiftCovered(_ShiftEvent):
    """Who plans the roster put somebody else on it, without asking for a swap."""

    from_person: str
    to_person: str
    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        deputy = None if before["deputy_id"] == self.to_person else before["deputy_id"]
        return self._set(before, person_id=self.to_person, stands_in_for=self.from_person, deputy_id=deputy)

    def consequences(self) -> Sequence[Consequence]:
        span = f"{clock(self.starts_at)}–{clock(self.ends_at)}"
        return [
            notice(
                f"cover:{self.shift_id}:{self.to_person}:{self.reason_text[:12]}",
                to=self.to_person,
                scope=self.scope,
                zh=("您被安排顶班", f"您被安排值 {span} 的班，请登录查看。"),
                en=("You are to cover a shift", f"You were put on the shift {span}; sign in to see it."),
            )
        ]

    def zh(self, names: Names) -> str:
        who, instead = names.person(self.to_person, "zh"), names.person(self.from_person, "zh")
        return f"{self.called(names, 'zh')}由{who}顶替{instead}：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        who, instead = names.person(self.to_person, "en"), names.person(self.from_person, "en")
        return f"{self.called(names, 'en')} is covered by {who} for {instead}: {names.text(self.reason_text, 'en')}"
