"""A test of who can be reached was begun, answered, closed. Whom it could not reach is counted here, not named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import (
    NATION,
    CancelLeaving,
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

#: The template of its pages; they ask for an answer and belong to no task.
TEMPLATE = "reach_test"
_WHOM = {"on_duty": ("当班人员", "whoever is on duty"), "everybody": ("全部值班人员", "everybody who does duty")}
_VIA = {"sms": ("短信", "SMS"), "voice": ("电话", "telephone"), "mail": ("邮件", "mail"), "web": ("网页", "the web")}
_CHANNELS = {
    "sms": ("短信", "SMS"),
    "voice": ("电话", "calls"),
    "mail": ("邮件", "mail"),
    "push": ("推送", "pushes"),
    "chat": ("群机器人", "chat"),
    "webhook": ("Webhook", "webhooks"),
}


@dataclass(frozen=True, kw_only=True)
class ReachEvent(Event):
    """About a test of `scope`: `nation` for headquarters and all provinces, or one province, which sees it."""

    kind: ClassVar[str] = "person"

    test_id: str
    scope: str

    def audience(self) -> str:
        return self.scope

    def subject(self) -> tuple[str, str] | None:
        return ("reach_test", self.test_id)

    def where(self, names: Names, language: str) -> str:
        """Which place is tested."""
        if self.scope == NATION:
            return "总部和各省" if language == "zh" else "headquarters and all provinces"
        return names.region(self.scope, language)


@dataclass(frozen=True, kw_only=True)
class ReachTestBegun(ReachEvent):
    """Everybody is paged on each of their channels at once; nobody owes anything but a sign of life."""

    by: str
    at: datetime
    ends_at: datetime
    whom: str
    wakes: bool
    #: What an answer names; colleagues share it.
    code: str
    #: Place to the people asked for it.
    people: dict[str, list[str]]

    def changes(self, before: Row) -> list[Change]:
        head = {
            "scope": self.scope,
            "whom": self.whom,
            "wakes": self.wakes,
            "people": sum(map(len, self.people.values())),
            "state": "open",
            "asked_by": self.by,
            "asked_at": self.at,
            "ends_at": self.ends_at,
            "closed_at": None,
        }
        return [Change("reach_test", self.test_id, plain(head)), *self._asked()]

    def _asked(self) -> list[Change]:
        return [
            Change(
                "reach_answer",
                f"{self.test_id}:{person}",
                {
                    "test_id": self.test_id,
                    "person_id": person,
                    "place": place,
                    "via": None,
                    "answered_at": None,
                    "seconds": None,
                },
            )
            for place, people in self.people.items()
            for person in people
        ]

    def consequences(self) -> list[Consequence]:
        notices = [
            Leave(kind="notice", key=f"notice:reach:{self.test_id}:{place}", payload=self._notice(place, people))
            for place, people in self.people.items()
            if people
        ]
        return [*notices, SetTimer(f"reach_test:{self.test_id}", "end", self.ends_at)]

    def _notice(self, place: str, people: Sequence[str]) -> dict[str, Any]:
        return {
            "template": TEMPLATE,
            "to": list(people),
            "reach": {"wakes": self.wakes, "code": self.code},
            "province": None if place == NATION else place,
            "news": ["reach_test", self.test_id, "state", ["open"]],
            "values": {"title_zh": "可达性测试", "title_en": "Reachability test"},
            "path": "/drills#reach",
        }

    def zh(self, names: Names) -> str:
        wakes = "，免打扰时段也呼叫" if self.wakes else ""
        many = sum(map(len, self.people.values()))
        who = names.person(self.by, "zh")
        return f"{who}开始可达性测试：{self.where(names, 'zh')}{_WHOM[self.whom][0]} {many} 人{wakes}"

    def en(self, names: Names) -> str:
        wakes = ", quiet hours or not" if self.wakes else ""
        many, who = sum(map(len, self.people.values())), names.person(self.by, "en")
        return (
            f"{who} began to test who can be reached: {_WHOM[self.whom][1]} at {self.where(names, 'en')}, {many}{wakes}"
        )


@dataclass(frozen=True, kw_only=True)
class ReachAnswered(ReachEvent):
    """One person of the test gave a sign of life, the first of theirs."""

    person_id: str
    at: datetime
    via: str
    seconds: int

    def changes(self, before: Row) -> list[Change]:
        answer = {"via": self.via, "answered_at": self.at, "seconds": self.seconds}
        return [Change("reach_answer", f"{self.test_id}:{self.person_id}", plain(answer))]

    def consequences(self) -> list[Consequence]:
        places = f"page:reach:{self.test_id}:{self.scope}:{self.person_id}:"
        return [CancelLeaving(places)]

    def zh(self, names: Names) -> str:
        return f"可达性测试：{names.person(self.person_id, 'zh')}以{_VIA[self.via][0]}应答，用时 {self.seconds} 秒"

    def en(self, names: Names) -> str:
        who = names.person(self.person_id, "en")
        return f"Reachability test: {who} answered by {_VIA[self.via][1]} after {self.seconds} s"


@dataclass(frozen=True, kw_only=True)
class ReachTestClosed(ReachEvent):
    """Its time is out, or somebody closed it; answers count no more and nothing of it leaves any more."""

    by: str
    at: datetime
    answered: int
    #: People on whose every channel the page failed, or who have none.
    unreached: int
    #: Channel to `{pages, arrived, failed}`.
    channels: dict[str, dict[str, int]]

    def changes(self, before: Row) -> list[Change]:
        return [Change("reach_test", self.test_id, plain({"state": "closed", "closed_at": self.at}))]

    def consequences(self) -> list[Consequence]:
        return [CancelTimers(f"reach_test:{self.test_id}"), CancelLeaving(f"page:reach:{self.test_id}:")]

    def zh(self, names: Names) -> str:
        by = "；".join(
            f"{_CHANNELS[one][0]} {told['pages']} 发 {told['failed']} 败" for one, told in self.channels.items()
        )
        return f"可达性测试结束：{self.answered} 人应答，{self.unreached} 人联系不上（{by or '没有发出'}）"

    def en(self, names: Names) -> str:
        by = "; ".join(
            f"{_CHANNELS[one][1]} {told['pages']} sent, {told['failed']} failed" for one, told in self.channels.items()
        )
        return (
            f"The reachability test ended: {self.answered} answered, {self.unreached} not reached ({by or 'none sent'})"
        )
