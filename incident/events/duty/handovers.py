"""What somebody leaves at the end of a shift moves to a named person, never to nobody (grafana/oncall#325)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import CancelTimers, Change, Consequence, Event, Names, Row, SetTimer, plain
from incident.events.duty.base import DutyEvent, clock, notice, place
from incident.rules.english import some


@dataclass(frozen=True, kw_only=True)
class _HandoverEvent(DutyEvent):
    handover_id: str
    shift_id: str
    from_person: str

    def subject(self) -> tuple[str, str]:
        return ("handover", self.handover_id)

    def _set(self, **values: Any) -> list[Change]:
        return [Change("handover", self.handover_id, plain(values))]

    def _whole(self, before: Row, at: datetime, due_at: datetime, **values: Any) -> list[Change]:
        """A new handover, or the same one going on: what was written before stays unless it is written anew."""
        kept = {
            "scope": self.scope,
            "shift_id": self.shift_id,
            "from_person": self.from_person,
            "to_person": before.get("to_person"),
            "note_text": before.get("note_text"),
            "task_notes": before.get("task_notes", {}),
            "reason_text": before.get("reason_text"),
            "opened_at": before.get("opened_at", plain(at)),
            "due_at": plain(due_at),
            "settled_at": None,
            "settled_to": None,
        }
        return self._set(**(kept | plain(values)))

    def grace(self, due_at: datetime) -> SetTimer:
        return SetTimer(f"handover:{self.handover_id}", f"grace:{plain(due_at)}", due_at)

    def who(self, names: Names, language: str) -> str:
        where, person = place(self.scope, names, language), names.person(self.from_person, language)
        return f"{where} {person}交班" if language == "zh" else f"{where}: handover of {person}"


@dataclass(frozen=True, kw_only=True)
class HandoverOpened(_HandoverEvent):
    """The shift is over and something of it is open; somebody must take it within the grace."""

    at: datetime
    due_at: datetime
    #: How many tasks.
    tasks: int

    def changes(self, before: Row) -> list[Change]:
        return self._whole(before, self.at, self.due_at, state="open")

    def consequences(self) -> Sequence[Consequence]:
        return [
            self.grace(self.due_at),
            notice(
                f"handover-open:{self.handover_id}:{plain(self.at)}",
                to=self.from_person,
                scope=self.scope,
                zh=("请交班", f"您的班次已结束，还有 {self.tasks} 项任务在您名下，请登录交班。"),
                en=(
                    "Hand over your shift",
                    f"Your shift is over and you have {some(self.tasks, 'task')} open; sign in to hand over.",
                ),
            ),
        ]

    def zh(self, names: Names) -> str:
        return f"{self.who(names, 'zh')}：班次结束，{self.tasks} 项任务待交，{clock(self.due_at)} 前须有人接"

    def en(self, names: Names) -> str:
        due = clock(self.due_at)
        return f"{self.who(names, 'en')}: the shift is over, {some(self.tasks, 'task')} to be taken by {due}"


@dataclass(frozen=True, kw_only=True)
class HandoverOffered(_HandoverEvent):
    """A named person is asked to take it, with what they must know."""

    to_person: str
    note_text: str | None = None
    #: Task to the blob of its note.
    task_notes: Mapping[str, Any]
    at: datetime
    due_at: datetime

    def texts(self) -> Sequence[str]:
        return [*([self.note_text] if self.note_text else []), *sorted(self.task_notes.values())]

    def changes(self, before: Row) -> list[Change]:
        return self._whole(
            before,
            self.at,
            self.due_at,
            state="offered",
            to_person=self.to_person,
            note_text=self.note_text,
            task_notes=dict(self.task_notes),
        )

    def consequences(self) -> Sequence[Consequence]:
        return [
            self.grace(self.due_at),
            notice(
                f"handover-offered:{self.handover_id}:{plain(self.at)}",
                to=self.to_person,
                scope=self.scope,
                zh=("请接班", f"有人向您交班，请登录查看并接受；{clock(self.due_at)} 后将自动转给当班人员。"),
                en=(
                    "A shift is handed over to you",
                    f"Sign in to see it and accept; after {clock(self.due_at)} it goes to whoever is on duty.",
                ),
            ),
        ]

    def zh(self, names: Names) -> str:
        return f"{self.who(names, 'zh')}给{names.person(self.to_person, 'zh')}，待接受"

    def en(self, names: Names) -> str:
        return f"{self.who(names, 'en')}: {names.person(self.to_person, 'en')} is asked to take it"


@dataclass(frozen=True, kw_only=True)
class HandoverAccepted(_HandoverEvent):
    """The named person has it."""

    to_person: str
    at: datetime

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="accepted", settled_at=self.at, settled_to=self.to_person, reason_text=None)

    def consequences(self) -> Sequence[Consequence]:
        return [CancelTimers(f"handover:{self.handover_id}")]

    def zh(self, names: Names) -> str:
        return f"{self.who(names, 'zh')}：{names.person(self.to_person, 'zh')}已接班"

    def en(self, names: Names) -> str:
        return f"{self.who(names, 'en')}: {names.person(self.to_person, 'en')} has accepted"


@dataclass(frozen=True, kw_only=True)
class HandoverDeclined(_HandoverEvent):
    """The named person cannot take it; another one must be found before the grace is over."""

    to_person: str
    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="open", to_person=None, reason_text=self.reason_text)

    def consequences(self) -> Sequence[Consequence]:
        return [
            notice(
                f"handover-declined:{self.handover_id}:{self.reason_text[:16]}",
                to=self.from_person,
                scope=self.scope,
                zh=("对方不能接班", "请另选一人交班。"),
                en=("Your handover was declined", "Choose somebody else to hand over to."),
            )
        ]

    def zh(self, names: Names) -> str:
        why = names.text(self.reason_text, "zh")
        return f"{self.who(names, 'zh')}：{names.person(self.to_person, 'zh')}不能接：{why}"

    def en(self, names: Names) -> str:
        why = names.text(self.reason_text, "en")
        return f"{self.who(names, 'en')}: {names.person(self.to_person, 'en')} declined: {why}"


@dataclass(frozen=True, kw_only=True)
class HandoverPassed(_HandoverEvent):
    """Nobody accepted in time: it went to the next on duty, or, flagged, to the lead or back to who had it."""

    to_person: str
    #: There was nobody on duty to take it.
    flagged: bool
    at: datetime

    def changes(self, before: Row) -> list[Change]:
        state = "flagged" if self.flagged else "passed"
        return self._set(state=state, settled_at=self.at, settled_to=self.to_person)

    def consequences(self) -> Sequence[Consequence]:
        return [
            CancelTimers(f"handover:{self.handover_id}"),
            notice(
                f"handover-passed:{self.handover_id}:{plain(self.at)}",
                to=self.to_person,
                scope=self.scope,
                zh=("未接的交班已转给您", "上一班无人接手的任务现由您负责，请登录查看。"),
                en=(
                    "A handover nobody took is yours",
                    "What the last shift left and nobody accepted is yours now; sign in to see it.",
                ),
            ),
        ]

    def zh(self, names: Names) -> str:
        to = names.person(self.to_person, "zh")
        if self.to_person == self.from_person:
            return f"{self.who(names, 'zh')}：无人可接，仍由{to}负责，须另派人"
        if self.flagged:
            return f"{self.who(names, 'zh')}：无人接手且无下一班，转给负责人{to}"
        return f"{self.who(names, 'zh')}：到时无人接手，转给当班的{to}"

    def en(self, names: Names) -> str:
        to = names.person(self.to_person, "en")
        if self.to_person == self.from_person:
            return f"{self.who(names, 'en')}: there is nobody to take it; it stays with {to} until somebody is found"
        if self.flagged:
            return f"{self.who(names, 'en')}: nobody accepted and nobody is on duty; it goes to the lead, {to}"
        return f"{self.who(names, 'en')}: nobody accepted in time; it goes to {to}, who is on duty"


@dataclass(frozen=True, kw_only=True)
class TasksHandedOver(Event):
    """Open tasks of one incident changed hands at the end of a shift; stands in the incident's stream."""

    kind: ClassVar[str] = "task"
    province: str
    handover_id: str
    from_person: str
    to_person: str
    tasks: tuple[str, ...]
    #: accepted | passed | flagged
    how: str

    def audience(self) -> str:
        return self.province

    def changes(self, before: Row) -> list[Change]:
        return [Change("task", task, {"responsible_by": self.to_person}) for task in self.tasks]

    def zh(self, names: Names) -> str:
        giver, taker = names.person(self.from_person, "zh"), names.person(self.to_person, "zh")
        late = {"passed": "（到时无人接手，转当班）", "flagged": "（无人当班，须另派人）"}.get(self.how, "")
        return f"{names.region(self.province, 'zh')} {giver}的 {len(self.tasks)} 项任务交给{taker}{late}"

    def en(self, names: Names) -> str:
        giver, taker = names.person(self.from_person, "en"), names.person(self.to_person, "en")
        late = {"passed": " (nobody accepted in time)", "flagged": " (nobody was on duty)"}.get(self.how, "")
        place = names.region(self.province, "en")
        return f"{place}: {some(len(self.tasks), 'task')} of {giver} handed over to {taker}{late}"
