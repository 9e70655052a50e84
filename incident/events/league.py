"""A province's score is published, objected to, ruled on and reckoned again; practices are nominated and win prizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import Change, Event, Names, Row, plain
from incident.rules.league import BY_NAME, PRIZE_WORDS


@dataclass(frozen=True, kw_only=True)
class LeagueEvent(Event):
    kind: ClassVar[str] = "record"
    province: str

    def audience(self) -> str:
        return self.province


def _points(total: int) -> str:
    return f"{total // 100}.{total % 100:02d}"


@dataclass(frozen=True, kw_only=True)
class ProvinceAssessed(LeagueEvent):
    """A province's score was published, or reckoned again after a ruling on its own or another's objection."""

    incident_id: str
    rules_version: int
    total: int
    weight: int
    rank: int | None
    of: int
    #: `[{criterion, numerator, denominator, points, weight, ruling}]`
    parts: tuple[Any, ...]
    #: published | ruled
    because: str
    by: str
    at: datetime
    revision: int

    def changes(self, before: Row) -> list[Change]:
        told = {
            "rules_version": self.rules_version,
            "total": self.total,
            "weight": self.weight,
            "rank": self.rank,
            "of": self.of,
            "parts": list(self.parts),
            "because": self.because,
            "person_id": self.by,
            "at": plain(self.at),
            "revision": self.revision,
        }
        return [Change("assessment", f"{self.incident_id}:{self.province}", told)]

    def zh(self, names: Names) -> str:
        place = f"第 {self.rank} 名（{self.of} 省）" if self.rank is not None else "不排名"
        why = "公布考评" if self.because == "published" else "重算考评"
        return f"{names.region(self.province, 'zh')} {why}：{_points(self.total)} 分，{place}"

    def en(self, names: Names) -> str:
        place = f"rank {self.rank} of {self.of}" if self.rank is not None else "no rank"
        why = "assessment published" if self.because == "published" else "assessment reckoned again"
        return f"{names.region(self.province, 'en')}: {why}, {_points(self.total)} points, {place}"


@dataclass(frozen=True, kw_only=True)
class ObjectionRaised(LeagueEvent):
    """The province says that a criterion of its score is wrong."""

    objection_id: str
    criterion: str
    objection_text: str
    by: str
    at: datetime

    def texts(self) -> Sequence[str]:
        return [self.objection_text]

    def changes(self, before: Row) -> list[Change]:
        told = {
            "criterion": self.criterion,
            "objection_text": self.objection_text,
            "person_id": self.by,
            "at": plain(self.at),
            "state": "open",
            "answer_text": None,
            "answered_by": None,
            "answered_at": None,
            "ruling": None,
            "numerator": None,
            "denominator": None,
        }
        return [Change("objection", self.objection_id, told)]

    def zh(self, names: Names) -> str:
        what = BY_NAME[self.criterion].zh
        return f"{names.region(self.province, 'zh')} 对考评「{what}」提出异议：{names.text(self.objection_text, 'zh')}"

    def en(self, names: Names) -> str:
        what = BY_NAME[self.criterion].en
        place = names.region(self.province, "en")
        return f"{place} objects to its assessment of “{what}”: {names.text(self.objection_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class ObjectionAnswered(LeagueEvent):
    """A reviewer upheld the objection, leaving the criterion out or giving another value, or dismissed it."""

    objection_id: str
    criterion: str
    #: upheld | dismissed
    state: str
    answer_text: str
    by: str
    at: datetime
    ruling: str | None = None
    numerator: int | None = None
    denominator: int | None = None

    def texts(self) -> Sequence[str]:
        return [self.answer_text]

    def changes(self, before: Row) -> list[Change]:
        told = {
            "state": self.state,
            "answer_text": self.answer_text,
            "answered_by": self.by,
            "answered_at": plain(self.at),
            "ruling": self.ruling,
            "numerator": self.numerator,
            "denominator": self.denominator,
        }
        return [Change("objection", self.objection_id, told)]

    def zh(self, names: Names) -> str:
        word = {"leave_out": "成立，该项不计", "value": "成立，改数", None: "不成立"}[self.ruling]
        what, why = BY_NAME[self.criterion].zh, names.text(self.answer_text, "zh")
        return f"{names.region(self.province, 'zh')} 对「{what}」的异议{word}：{why}"

    def en(self, names: Names) -> str:
        word = {"leave_out": "upheld, left out", "value": "upheld, value changed", None: "dismissed"}[self.ruling]
        what, why = BY_NAME[self.criterion].en, names.text(self.answer_text, "en")
        return f"{names.region(self.province, 'en')}: objection to “{what}” {word}: {why}"


@dataclass(frozen=True, kw_only=True)
class PracticeNominated(LeagueEvent):
    """Somebody thinks that others should learn from what a province did."""

    nomination_id: str
    title_text: str
    practice_text: str
    by: str
    at: datetime

    def texts(self) -> Sequence[str]:
        return [self.title_text, self.practice_text]

    def changes(self, before: Row) -> list[Change]:
        told = {
            "title_text": self.title_text,
            "practice_text": self.practice_text,
            "person_id": self.by,
            "at": plain(self.at),
            "prize": None,
            "prize_text": None,
            "awarded_by": None,
            "awarded_at": None,
        }
        return [Change("nomination", self.nomination_id, told)]

    def zh(self, names: Names) -> str:
        who, title = names.person(self.by, "zh"), names.text(self.title_text, "zh")
        return f"{who} 推荐 {names.region(self.province, 'zh')} 的好做法：{title}"

    def en(self, names: Names) -> str:
        who, title = names.person(self.by, "en"), names.text(self.title_text, "en")
        return f"{who} nominated a practice of {names.region(self.province, 'en')}: {title}"


@dataclass(frozen=True, kw_only=True)
class PrizeAwarded(LeagueEvent):
    """A nominated practice won a prize."""

    nomination_id: str
    title_text: str
    prize: str
    prize_text: str
    by: str
    at: datetime

    def texts(self) -> Sequence[str]:
        return [self.title_text, self.prize_text]

    def changes(self, before: Row) -> list[Change]:
        told = {
            "prize": self.prize,
            "prize_text": self.prize_text,
            "awarded_by": self.by,
            "awarded_at": plain(self.at),
        }
        return [Change("nomination", self.nomination_id, told)]

    def zh(self, names: Names) -> str:
        title, why = names.text(self.title_text, "zh"), names.text(self.prize_text, "zh")
        return f"{names.region(self.province, 'zh')} 的「{title}」获{PRIZE_WORDS[self.prize][0]}：{why}"

    def en(self, names: Names) -> str:
        title, why = names.text(self.title_text, "en"), names.text(self.prize_text, "en")
        return f"“{title}” of {names.region(self.province, 'en')} won a {PRIZE_WORDS[self.prize][1]}: {why}"
