"""What is told to who asks: requested, promised, given back, cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from incident.events.aid.base import IN_PROVINCE, AidEvent, about_part, about_request, answered
from incident.events.base import NATION, Change, Consequence, Names, Row, SetTimer, plain
from incident.events.duty.base import clock, place
from incident.events.owed import News


@dataclass(frozen=True, kw_only=True)
class AidRequested(AidEvent):
    """A province, or headquarters, says what it needs, how many, where and until when."""

    region: str
    needed_by: datetime
    until: datetime
    what_text: str | None = None
    person_id: str
    at: datetime
    #: By when headquarters owes a first step; null in older logs.
    answer_due_at: datetime | None = None

    def texts(self) -> Sequence[str]:
        return [self.what_text] if self.what_text else []

    def changes(self, before: Row) -> list[Change]:
        values = {
            "kind": self.aid,
            "quantity": self.quantity,
            "region": self.region,
            "needed_by": self.needed_by,
            "until": self.until,
            "what_text": self.what_text,
            "state": "requested",
            "commitments": {},
            "person_id": self.person_id,
            "asked_at": self.at,
            "reason_text": None,
            "revision": 1,
            "answer_due_at": self.answer_due_at,
        }
        return [Change("aid_request", self.request_id, plain(values))]

    def consequences(self) -> Sequence[Consequence]:
        about = about_request(self.request_id)
        news = News("aid_request", self.request_id, ("requested",))
        told = self.tell(
            "aid_requested", about, "requested", roles=("duty_officer",), at=NATION, place=self.scope, news=news
        )
        return [told, *([SetTimer(about, "answer", self.answer_due_at)] if self.answer_due_at else [])]

    def zh(self, names: Names) -> str:
        where = names.region(self.region, "zh")
        return f"{place(self.scope, names, 'zh')}请求支援：{self.what('zh')}，{where}，用至 {clock(self.until)}"

    def en(self, names: Names) -> str:
        where = names.region(self.region, "en")
        return f"{place(self.scope, names, 'en')} requests {self.what('en')} for {where} until {clock(self.until)}"


@dataclass(frozen=True, kw_only=True)
class AidRequestCancelled(AidEvent):
    """It is no longer needed."""

    reason_text: str

    def subject(self) -> tuple[str, str]:
        return ("aid_request", self.request_id)

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        values = {"state": "cancelled", "reason_text": self.reason_text, "revision": before["revision"] + 1}
        return [Change("aid_request", self.request_id, values)]

    def consequences(self) -> Sequence[Consequence]:
        return answered(about_request(self.request_id))

    def zh(self, names: Names) -> str:
        where = place(self.scope, names, "zh")
        return f"{where}取消支援请求（{self.what('zh')}）：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        where = place(self.scope, names, "en")
        return f"{where}: the request for {self.what('en')} is cancelled: {names.text(self.reason_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class AidPromised(AidEvent):
    """Headquarters committed another province's resource to the request; told to who asked."""

    by_province: str
    available_at: datetime
    commitments: Mapping[str, int]

    def subject(self) -> tuple[str, str]:
        return ("aid_request", self.request_id)

    def changes(self, before: Row) -> list[Change]:
        values = {"state": "committed", "commitments": dict(self.commitments), "revision": before["revision"] + 1}
        return [Change("aid_request", self.request_id, values)]

    def consequences(self) -> Sequence[Consequence]:
        about = about_request(self.request_id)
        told = self.tell(
            "aid_promised",
            about,
            f"promised:{self.by_province}:{plain(self.available_at)}",
            roles=("duty_officer",) if self.scope == NATION else IN_PROVINCE,
            at=self.scope,
            place=self.by_province,
            due=clock(self.available_at),
        )
        return [*answered(about), told]

    def zh(self, names: Names) -> str:
        giver, taker = names.region(self.by_province, "zh"), place(self.scope, names, "zh")
        return f"{giver}支援{taker}：{self.what('zh')}，预计 {clock(self.available_at)} 到位"

    def en(self, names: Names) -> str:
        giver, taker = names.region(self.by_province, "en"), place(self.scope, names, "en")
        return f"{giver} aids {taker}: {self.what('en')}, there by {clock(self.available_at)}"


@dataclass(frozen=True, kw_only=True)
class AidWithdrawn(AidEvent):
    """What had been committed goes back, or will not come; told to who asked."""

    by_province: str
    commitments: Mapping[str, int]
    state: str

    def subject(self) -> tuple[str, str]:
        return ("aid_request", self.request_id)

    def changes(self, before: Row) -> list[Change]:
        values = {"state": self.state, "commitments": dict(self.commitments), "revision": before["revision"] + 1}
        return [Change("aid_request", self.request_id, values)]

    def zh(self, names: Names) -> str:
        giver, taker = names.region(self.by_province, "zh"), place(self.scope, names, "zh")
        return f"{giver}对{taker}的支援归还：{self.what('zh')}"

    def en(self, names: Names) -> str:
        giver, taker = names.region(self.by_province, "en"), place(self.scope, names, "en")
        return f"What {giver} lent to {taker} goes back: {self.what('en')}"


@dataclass(frozen=True, kw_only=True)
class AidUnanswered(AidEvent):
    """Nobody took the first step in time: at headquarters for a request, in a province for its part (`part_id`)."""

    part_id: str | None = None
    #: Who needs it: `nation` or a province.
    for_scope: str

    def changes(self, before: Row) -> list[Change]:
        return []

    def consequences(self) -> Sequence[Consequence]:
        if self.part_id is None:
            news = News("aid_request", self.request_id, ("requested",))
            about, roles = about_request(self.request_id), ("commander",)
        else:
            news = News("aid_part", self.part_id, ("asked",))
            about, roles = about_part(self.part_id), ("duty_officer",)
        return [
            self.tell("aid_unanswered", about, "unanswered", roles=roles, at=NATION, place=self.for_scope, news=news)
        ]

    def zh(self, names: Names) -> str:
        who = "总部" if self.part_id is None else names.region(self.scope, "zh")
        return f"{place(self.for_scope, names, 'zh')}的支援请求（{self.what('zh')}）{who}超时未答复"

    def en(self, names: Names) -> str:
        who = "headquarters" if self.part_id is None else names.region(self.scope, "en")
        return f"{place(self.for_scope, names, 'en')} asked for {self.what('en')}: no answer of {who} in time"
