"""What is told to the one province that is asked: asked, accepted, declined, committed, released, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident.events.aid.base import IN_PROVINCE, AidEvent, about_part, about_request, answered
from incident.events.base import NATION, Change, Consequence, Names, Row, SetTimer, plain
from incident.events.duty.base import clock, place
from incident.events.owed import News


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
    #: By when the province owes an answer; null in older logs.
    answer_due_at: datetime | None = None

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
            "answer_due_at": self.answer_due_at,
        }
        return [Change("aid_part", self.part_id, plain(values))]

    def consequences(self) -> Sequence[Consequence]:
        about, asked = about_part(self.part_id), answered(about_request(self.request_id))
        due = self.answer_due_at or self.needed_by
        told = self.tell(
            "aid_asked",
            about,
            "asked",
            roles=IN_PROVINCE,
            at=self.scope,
            place=self.for_scope,
            news=News("aid_part", self.part_id, ("asked",)),
            due=clock(due),
        )
        return [*asked, told, *([SetTimer(about, "answer", due)] if self.answer_due_at else [])]

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

    def settled(self, template: str, *, headquarters: bool = False, news: str | None = None, **more: str) -> list[Any]:
        """Nobody is asked any longer; the other side is told, while the part is in the state `news` if one is named."""
        about = about_part(self.part_id)
        told = self.tell(
            template,
            about,
            f"{template.removeprefix('aid_')}:{plain(self.at)}",
            roles=("duty_officer",) if headquarters else IN_PROVINCE,
            at=NATION if headquarters else self.scope,
            place=self.scope if headquarters else self.for_scope,
            news=News("aid_part", self.part_id, (news,)) if news else None,
            **more,
        )
        return [*answered(about), told]

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

    def consequences(self) -> Sequence[Consequence]:
        return self.settled("aid_offered", headquarters=True, news="accepted", due=clock(self.available_at))

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

    def consequences(self) -> Sequence[Consequence]:
        return self.settled("aid_declined", headquarters=True, news="declined")

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
        return self.settled("aid_committed", news="committed")

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
        return self.settled("aid_released")

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
        return self.settled("aid_cancelled")

    def zh(self, names: Names) -> str:
        giver, taker = self.pair(names, "zh")
        return f"{taker}不再需要{giver}支援：{self.what('zh')}"

    def en(self, names: Names) -> str:
        giver, taker = self.pair(names, "en")
        return f"{taker} no longer needs {self.what('en')} of {giver}"
