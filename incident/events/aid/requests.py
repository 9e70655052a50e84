"""What is told to who asks: requested, promised, given back, cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from incident.events.aid.base import AidEvent
from incident.events.base import NATION, Change, Consequence, Leave, Names, Row, plain
from incident.events.duty.base import clock, place


@dataclass(frozen=True, kw_only=True)
class AidRequested(AidEvent):
    """A province, or headquarters, says what it needs, how many, where and until when."""

    region: str
    needed_by: datetime
    until: datetime
    what_text: str | None = None
    person_id: str
    at: datetime

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
        }
        return [Change("aid_request", self.request_id, plain(values))]

    def consequences(self) -> Sequence[Consequence]:
        payload = self.notify(
            f"requested:{self.request_id}", roles=["duty_officer"], zh="请求支援", en="Mutual aid is requested"
        )
        return [Leave(kind="mail", key=payload.key, payload={**payload.payload, "province": None})]

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
        roles = ["duty_officer"] if self.scope == NATION else ["province_member", "province_lead"]
        key = f"promised:{self.request_id}:{self.by_province}:{plain(self.available_at)}"
        return [self.notify(key, roles=roles, zh="支援已落实", en="Aid is committed")]

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
