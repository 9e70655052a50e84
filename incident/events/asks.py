"""A province asks headquarters for help, or says that something has happened; headquarters answers, or is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from incident.events.base import (
    NATION,
    CancelTimers,
    Change,
    Consequence,
    Event,
    Leave,
    Names,
    Row,
    SetTimer,
    plain,
)
from incident.events.duty.base import clock
from incident.events.owed import News, owed_notice, stop_telling
from incident.rules.english import some

KIND_WORDS = {
    "incident": ("事件上报", "an incident raised"),
    "people": ("人员", "people"),
    "power": ("发电", "power"),
    "vehicles": ("车辆", "vehicles"),
    "satellite": ("卫星通信", "satellite links"),
    "supplies": ("物资", "supplies"),
    "decision": ("决定", "a decision"),
    "other": ("其他", "something else"),
}


@dataclass(frozen=True, kw_only=True)
class AskEvent(Event):
    kind: ClassVar[str] = "situation"
    ask_id: str
    province: str
    #: For the sentence.
    ask_kind: str

    def audience(self) -> str:
        return self.province

    def subject(self) -> tuple[str, str]:
        return ("ask", self.ask_id)

    def _what(self, language: str) -> str:
        return KIND_WORDS[self.ask_kind][language != "zh"]

    def _tell(self, template: str, suffix: str, *, role: str, many: str = "", due: str = "") -> Leave:
        """A notice to those at headquarters who may answer; news as long as nobody has."""
        return owed_notice(
            template,
            f"ask:{self.ask_id}",
            suffix,
            roles=(role,),
            at=NATION,
            place=self.province,
            what=(f"{self._what('zh')}{many}", f"{self._what('en')}{many}"),
            path="/asks",
            news=News("ask", self.ask_id, ("open",)),
            due=due,
        )

    def _settled(self) -> list[Consequence]:
        return [CancelTimers(f"ask:{self.ask_id}"), *stop_telling(f"ask:{self.ask_id}")]


@dataclass(frozen=True, kw_only=True)
class HelpAsked(AskEvent):
    """The province wants something of headquarters, whose clock for the answer starts."""

    ask_text: str
    quantity: int | None
    needed_by: datetime | None
    person_id: str
    at: datetime
    answer_due_at: datetime

    def texts(self) -> Sequence[str]:
        return [self.ask_text]

    def changes(self, before: Row) -> list[Change]:
        values = {
            "kind": self.ask_kind,
            "ask_text": self.ask_text,
            "quantity": self.quantity,
            "needed_by": plain(self.needed_by),
            "person_id": self.person_id,
            "asked_at": plain(self.at),
            "answer_due_at": plain(self.answer_due_at),
            "state": "open",
            "overdue": False,
            "answered_at": None,
            "answered_by": None,
            "answer_text": None,
            "answer_kind": None,
            "answer_id": None,
            "revision": 1,
        }
        return [Change("ask", self.ask_id, values)]

    def consequences(self) -> list[Consequence]:
        template = "incident_raised" if self.ask_kind == "incident" else "ask_made"
        many = f" × {self.quantity}" if self.quantity is not None else ""
        return [
            SetTimer(f"ask:{self.ask_id}", "answer", self.answer_due_at),
            self._tell(template, "made", role="duty_officer", many=many, due=clock(self.answer_due_at)),
        ]

    def zh(self, names: Names) -> str:
        many = f" {self.quantity}" if self.quantity is not None else ""
        verb = "上报事件" if self.ask_kind == "incident" else f"请求支援（{self._what('zh')}{many}）"
        return f"{names.region(self.province, 'zh')} {verb}：{names.text(self.ask_text, 'zh')}"

    def en(self, names: Names) -> str:
        many = f", {self.quantity}" if self.quantity is not None else ""
        verb = "raised an incident" if self.ask_kind == "incident" else f"asks for help ({self._what('en')}{many})"
        return f"{names.region(self.province, 'en')} {verb}: {names.text(self.ask_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class AskAnswered(AskEvent):
    """Headquarters agreed, saying what was set going for it, or declined with its reason."""

    #: accepted | declined
    state: str
    by: str
    at: datetime
    answer_text: str | None
    answer_kind: str | None = None
    answer_id: str | None = None
    #: Who asked, and is told.
    asked_by: str | None = None

    def texts(self) -> Sequence[str]:
        return [self.answer_text] if self.answer_text else []

    def changes(self, before: Row) -> list[Change]:
        values = {
            "state": self.state,
            "answered_at": plain(self.at),
            "answered_by": self.by,
            "answer_text": self.answer_text,
            "answer_kind": self.answer_kind,
            "answer_id": self.answer_id,
            "revision": before["revision"] + 1,
        }
        return [Change("ask", self.ask_id, values)]

    def consequences(self) -> list[Consequence]:
        if self.asked_by is None:
            return self._settled()
        answer = owed_notice(
            f"ask_{self.state}",
            f"ask:{self.ask_id}",
            self.state,
            roles=(),
            to=(self.asked_by,),
            at=self.province,
            place=NATION,
            what=(self._what("zh"), self._what("en")),
            path="/asks",
        )
        return [*self._settled(), answer]

    def zh(self, names: Names) -> str:
        word = "同意" if self.state == "accepted" else "不同意"
        why = f"：{names.text(self.answer_text, 'zh')}" if self.answer_text else ""
        return f"总部{word} {names.region(self.province, 'zh')} 的请求（{self._what('zh')}）{why}"

    def en(self, names: Names) -> str:
        word = "accepted" if self.state == "accepted" else "declined"
        why = f": {names.text(self.answer_text, 'en')}" if self.answer_text else ""
        place = names.region(self.province, "en")
        return f"Headquarters {word} what {place} asked for ({self._what('en')}){why}"


@dataclass(frozen=True, kw_only=True)
class AskWithdrawn(AskEvent):
    """The province no longer needs it."""

    by: str
    at: datetime
    answer_text: str | None

    def texts(self) -> Sequence[str]:
        return [self.answer_text] if self.answer_text else []

    def changes(self, before: Row) -> list[Change]:
        values = {
            "state": "withdrawn",
            "answered_at": plain(self.at),
            "answered_by": self.by,
            "answer_text": self.answer_text,
            "revision": before["revision"] + 1,
        }
        return [Change("ask", self.ask_id, values)]

    def consequences(self) -> list[Consequence]:
        return self._settled()

    def zh(self, names: Names) -> str:
        return f"{names.region(self.province, 'zh')} 撤回请求（{self._what('zh')}）"

    def en(self, names: Names) -> str:
        return f"{names.region(self.province, 'en')} took back what it asked for ({self._what('en')})"


@dataclass(frozen=True, kw_only=True)
class AskOverdue(AskEvent):
    """Headquarters owes an answer and has not given it in time."""

    def changes(self, before: Row) -> list[Change]:
        return [Change("ask", self.ask_id, {"overdue": True, "revision": before["revision"] + 1})]

    def consequences(self) -> list[Consequence]:
        return [self._tell("ask_overdue", "overdue", role="commander")]

    def zh(self, names: Names) -> str:
        return f"{names.region(self.province, 'zh')} 的请求（{self._what('zh')}）超时未答复"

    def en(self, names: Names) -> str:
        return f"{names.region(self.province, 'en')} still waits for an answer ({self._what('en')}): overdue"


@dataclass(frozen=True, kw_only=True)
class ProvinceCalled(Event):
    """Headquarters rang up a province that is silent on every channel; whether somebody answered (ICS 214)."""

    kind: ClassVar[str] = "person"
    province: str
    note_id: str
    note_text: str
    person_id: str
    at: datetime
    reached: bool
    #: Tasks that were acknowledged by proxy in the same call.
    acknowledged: int

    def audience(self) -> str:
        return self.province

    def texts(self) -> Sequence[str]:
        return [self.note_text]

    def changes(self, before: Row) -> list[Change]:
        values = {"kind": "call", "note_text": self.note_text, "person_id": self.person_id, "at": plain(self.at)}
        return [Change("note", self.note_id, values)]

    def zh(self, names: Names) -> str:
        how = "接通" if self.reached else "未接通"
        took = f"，代为确认 {self.acknowledged} 项任务" if self.acknowledged else ""
        place = names.region(self.province, "zh")
        return f"{names.person(self.person_id, 'zh')} 呼叫 {place}：{how}{took}；{names.text(self.note_text, 'zh')}"

    def en(self, names: Names) -> str:
        how = "reached" if self.reached else "not reached"
        took = f", {some(self.acknowledged, 'task')} acknowledged by proxy" if self.acknowledged else ""
        place = names.region(self.province, "en")
        who = names.person(self.person_id, "en")
        return f"{who} called {place}: {how}{took}; {names.text(self.note_text, 'en')}"
