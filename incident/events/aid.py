"""Mutual aid between provinces, in the words of EDXL-RM: request, accept, decline, commit, release, cancel.

A request is told to who asks, each part to the one province that is asked. What concerns both is two events: a
province's state stays a function of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import NATION, Change, Consequence, Event, Leave, Names, Row, plain
from incident.events.duty.base import clock, place
from incident.rules.aid import KINDS


@dataclass(frozen=True, kw_only=True)
class _AidEvent(Event):
    kind: ClassVar[str] = "situation"
    #: Whose row it is: `nation` or a province's adcode.
    scope: str
    request_id: str
    aid: str
    quantity: int

    def audience(self) -> str:
        return self.scope

    def what(self, language: str) -> str:
        zh, en = KINDS[self.aid]
        return f"{zh} × {self.quantity}" if language == "zh" else f"{self.quantity} × {en}"

    def notify(self, key: str, *, roles: Sequence[str], zh: str, en: str) -> Leave:
        """Mail to those who hold `roles` at the event's place (`nation` reads headquarters)."""
        payload = {
            "template": "aid",
            "province": None if self.scope == NATION else self.scope,
            "roles": list(roles),
            "values": {"title_zh": zh, "title_en": en},
            "subject_zh": zh,
            "body_zh": f"{zh}：{self.what('zh')}，请登录处理。",
            "subject_en": en,
            "body_en": f"{en}: {self.what('en')}; sign in to act.",
        }
        return Leave(kind="mail", key=f"mail:aid:{key}"[:200], payload=payload)


@dataclass(frozen=True, kw_only=True)
class AidRequested(_AidEvent):
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
class AidRequestCancelled(_AidEvent):
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
class AidPromised(_AidEvent):
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
class AidWithdrawn(_AidEvent):
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
class AidAsked(_AidEvent):
    """Headquarters asks one province whether it can help; the words are copied for that province to read."""

    part_id: str
    for_scope: str
    region: str
    needed_by: datetime
    until: datetime
    what_text: str | None = None
    at: datetime

    def texts(self) -> Sequence[str]:
        return [self.what_text] if self.what_text else []

    def changes(self, before: Row) -> list[Change]:
        values = {
            "request_id": self.request_id,
            "for_scope": self.for_scope,
            "kind": self.aid,
            "quantity": self.quantity,
            "region": self.region,
            "needed_by": self.needed_by,
            "until": self.until,
            "what_text": self.what_text,
            "state": "asked",
            "asked_at": self.at,
            "offered": None,
            "available_at": None,
            "answer_text": None,
            "person_id": None,
            "answered_at": None,
            "committed": None,
            "settled_at": None,
            "revision": 1,
        }
        return [Change("aid_part", self.part_id, plain(values))]

    def consequences(self) -> Sequence[Consequence]:
        roles = ["province_lead", "province_member"]
        return [self.notify(f"asked:{self.part_id}", roles=roles, zh="请提供支援", en="Can you help?")]

    def zh(self, names: Names) -> str:
        asked, taker = names.region(self.scope, "zh"), place(self.for_scope, names, "zh")
        return (
            f"请{asked}支援{taker}：{self.what('zh')}，{clock(self.needed_by)} 前到 {names.region(self.region, 'zh')}"
        )

    def en(self, names: Names) -> str:
        asked, taker = names.region(self.scope, "en"), place(self.for_scope, names, "en")
        where, due = names.region(self.region, "en"), clock(self.needed_by)
        return f"{asked} is asked to aid {taker} with {self.what('en')} in {where} by {due}"


@dataclass(frozen=True, kw_only=True)
class _PartEvent(_AidEvent):
    part_id: str
    for_scope: str
    at: datetime

    def subject(self) -> tuple[str, str]:
        return ("aid_part", self.part_id)

    def _set(self, before: Row, **values: Any) -> list[Change]:
        return [Change("aid_part", self.part_id, plain(values) | {"revision": before["revision"] + 1})]

    def pair(self, names: Names, language: str) -> tuple[str, str]:
        return names.region(self.scope, language), place(self.for_scope, names, language)


@dataclass(frozen=True, kw_only=True)
class AidAccepted(_PartEvent):
    """The asked province offers: so many, there by then."""

    available_at: datetime
    answer_text: str | None = None
    person_id: str

    def texts(self) -> Sequence[str]:
        return [self.answer_text] if self.answer_text else []

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="accepted",
            offered=self.quantity,
            available_at=self.available_at,
            answer_text=self.answer_text,
            person_id=self.person_id,
            answered_at=self.at,
        )

    def zh(self, names: Names) -> str:
        giver, taker = self.pair(names, "zh")
        return f"{giver}愿支援{taker}：{self.what('zh')}，{clock(self.available_at)} 可到"

    def en(self, names: Names) -> str:
        giver, taker = self.pair(names, "en")
        return f"{giver} offers {taker} {self.what('en')}, there by {clock(self.available_at)}"


@dataclass(frozen=True, kw_only=True)
class AidDeclined(_PartEvent):
    """The asked province cannot, and says why."""

    answer_text: str
    person_id: str

    def texts(self) -> Sequence[str]:
        return [self.answer_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="declined",
            offered=None,
            answer_text=self.answer_text,
            person_id=self.person_id,
            answered_at=self.at,
        )

    def zh(self, names: Names) -> str:
        giver, taker = self.pair(names, "zh")
        return f"{giver}不能支援{taker}（{self.what('zh')}）：{names.text(self.answer_text, 'zh')}"

    def en(self, names: Names) -> str:
        giver, taker = self.pair(names, "en")
        return f"{giver} cannot aid {taker} with {self.what('en')}: {names.text(self.answer_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class AidCommitted(_PartEvent):
    """Headquarters commits what the province offered; it sets out."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="committed", committed=self.quantity, settled_at=None)

    def consequences(self) -> Sequence[Consequence]:
        roles = ["province_lead", "province_member"]
        key = f"committed:{self.part_id}:{plain(self.at)}"
        return [self.notify(key, roles=roles, zh="请出发支援", en="Your aid is called for")]

    def zh(self, names: Names) -> str:
        giver, taker = self.pair(names, "zh")
        return f"总部调用{giver}支援{taker}：{self.what('zh')}"

    def en(self, names: Names) -> str:
        giver, taker = self.pair(names, "en")
        return f"Headquarters commits {self.what('en')} of {giver} to {taker}"


@dataclass(frozen=True, kw_only=True)
class AidReleased(_PartEvent):
    """It has done its work and goes home."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="released", settled_at=self.at)

    def consequences(self) -> Sequence[Consequence]:
        roles = ["province_lead", "province_member"]
        key = f"released:{self.part_id}:{plain(self.at)}"
        return [self.notify(key, roles=roles, zh="支援结束，可以撤回", en="Your aid is released")]

    def zh(self, names: Names) -> str:
        giver, taker = self.pair(names, "zh")
        return f"{giver}支援{taker}结束，可撤回：{self.what('zh')}"

    def en(self, names: Names) -> str:
        giver, taker = self.pair(names, "en")
        return f"{giver} may take home what it lent to {taker}: {self.what('en')}"


@dataclass(frozen=True, kw_only=True)
class AidPartCancelled(_PartEvent):
    """Who asked no longer needs it."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="cancelled", settled_at=self.at)

    def consequences(self) -> Sequence[Consequence]:
        roles = ["province_lead", "province_member"]
        key = f"cancelled:{self.part_id}:{plain(self.at)}"
        return [self.notify(key, roles=roles, zh="支援请求已取消", en="The request for aid is cancelled")]

    def zh(self, names: Names) -> str:
        giver, taker = self.pair(names, "zh")
        return f"{taker}不再需要{giver}支援：{self.what('zh')}"

    def en(self, names: Names) -> str:
        giver, taker = self.pair(names, "en")
        return f"{taker} no longer needs {self.what('en')} of {giver}"
