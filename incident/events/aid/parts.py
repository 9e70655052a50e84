"""What is told to the one province that is asked: asked, accepted, declined, committed, released, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident.events.aid.base import AidEvent
from incident.events.base import Change, Consequence, Names, Row, plain
from incident.events.duty.base import clock, place


@dataclass(frozen=True, kw_only=True)
class AidAsked(AidEvent):
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
class _PartEvent(AidEvent):
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
