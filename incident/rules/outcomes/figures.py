"""Whether a figure can be taken: by itself, and beside those that count already. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from incident.rules.outcomes.faults import Fault, fault
from incident.rules.outcomes.kinds import SOURCE_WORDS, Kind
from incident.rules.outcomes.words import figure_text, number_text

CHINA = timezone(timedelta(hours=8))
#: A day's figures are late from this hour of the day after on, Beijing time.
DUE_HOUR = 12
#: Planned events have figures from before they open.
DAYS_BEFORE = 60
LONGEST_DAYS = 366
MOST_TEXT = 500
#: Eleven digits that begin as mobile numbers do, or a number with its country before it; marks between are no escape.
_NUMBER = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A figure somebody wants to state; `province` None is the nation, what is None is told for all of it."""

    kind: Kind
    value: int
    base: int | None
    sent: int | None
    province: str | None
    city: str | None
    measure_id: str | None
    segment: str | None
    from_day: date
    to_day: date
    source: str
    note: str = ""
    correction: str = ""

    @property
    def cell(self) -> tuple[str, str | None, str | None, str | None, str | None]:
        """What it speaks of beside the days."""
        return (self.kind.name, self.province, self.city, self.measure_id, self.segment)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a figure is looked at against."""

    today: date
    #: The day on which the hazard struck.
    began: date
    #: Provinces that were told of the incident.
    told: frozenset[str]
    #: Provinces in which each measure is carried out, by its id; empty: not said yet.
    measures: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Counting:
    """A figure that counts now."""

    id: str
    cell: tuple[str, str | None, str | None, str | None, str | None]
    from_day: date
    to_day: date
    value: int
    base: int | None
    sent: int | None
    source: str


def today_of(now: datetime) -> date:
    """The day it is in Beijing."""
    return now.astimezone(CHINA).date()


def due_at(to_day: date) -> datetime:
    """Until when the figures of a period that ends on this day are in time."""
    return datetime.combine(to_day + timedelta(days=1), time(DUE_HOUR), CHINA)


def is_late(to_day: date, entered_at: datetime) -> bool:
    """Whether it was entered after its time."""
    return entered_at > due_at(to_day)


def is_implausible(kind: Kind, value: int) -> bool:
    """Whether the value needs a reason."""
    return not kind.plausible[0] <= value <= kind.plausible[1]


def faults_of(one: Candidate, ground: Ground) -> list[Fault]:
    """All that is wrong with a figure by itself; nothing when it can be taken."""
    if not one.kind.stated:
        return [fault("kind_reckoned", "kind", given=one.kind.zh, en={"given": one.kind.en})]
    return [*_place_faults(one, ground), *_day_faults(one, ground), *_number_faults(one), *_text_faults(one)]


def beside(one: Candidate, counting: Iterable[Counting]) -> tuple[Counting | None, Fault | None]:
    """The figure of the same cell and days that counts now, and what is wrong with stating this one beside others.

    The same again is no fault; another value is one, unless it says why it corrects.
    """
    same = None
    for other in counting:
        if other.cell != one.cell:
            continue
        if (other.from_day, other.to_day) == (one.from_day, one.to_day):
            same = other
        elif one.kind.over_days in ("sum", "mean") and _overlap(one, other):
            days = f"{other.from_day} – {other.to_day}"
            return None, fault("overlaps", "from", was=days)
    if same is None:
        return None, fault("correction_of_nothing", "correction") if one.correction else None
    if not says_the_same(one, same) and not one.correction:
        told = {language: figure_text(one.kind, same.value, language) for language in ("zh", "en")}
        given = {language: figure_text(one.kind, one.value, language) for language in ("zh", "en")}
        english: dict[str, object] = {"was": told["en"], "given": given["en"]}
        return same, fault("differs", "value", was=told["zh"], given=given["zh"], en=english)
    return same, None


def says_the_same(one: Candidate, other: Counting) -> bool:
    """Whether nothing would change."""
    return (one.value, one.base, one.sent, one.source) == (other.value, other.base, other.sent, other.source)


def overlap_counts_twice(one: Candidate, other: Candidate) -> bool:
    """Whether two figures of one cell may not stand beside one another."""
    return one.kind.over_days in ("sum", "mean") and _overlap(one, other)


def _overlap(one: Candidate, other: Candidate | Counting) -> bool:
    return one.from_day <= other.to_day and other.from_day <= one.to_day


def _place_faults(one: Candidate, ground: Ground) -> list[Fault]:
    found = []
    if one.province is not None and one.province not in ground.told:
        found.append(fault("province_not_told", "province"))
    if one.province is None and one.city is not None:
        found.append(fault("city_of_nation", "city"))
    if one.measure_id is not None:
        area = ground.measures.get(one.measure_id)
        if area is None:
            found.append(fault("measure_unknown", "measure", given=one.measure_id, near="-"))
        elif one.province is not None and area and one.province not in area:
            found.append(fault("measure_elsewhere", "measure"))
    return found


def _day_faults(one: Candidate, ground: Ground) -> list[Fault]:
    if one.to_day < one.from_day:
        return [fault("period_backwards", "to", from_=one.from_day, to=one.to_day)]
    if one.to_day > ground.today:
        return [fault("period_ahead", "to", given=one.to_day, today=ground.today)]
    if one.from_day < ground.began - timedelta(days=DAYS_BEFORE):
        return [fault("period_before", "from", given=one.from_day, began=ground.began)]
    days = (one.to_day - one.from_day).days + 1
    return [fault("period_long", "to", given=days)] if days > LONGEST_DAYS else []


def _number_faults(one: Candidate) -> list[Fault]:
    kind, found = one.kind, []
    given = number_text(kind, one.value)
    if one.value < 0 <= kind.least:
        found.append(fault("value_negative", "value", given=given))
    elif not kind.least <= one.value <= kind.most:
        least, most = number_text(kind, kind.least), number_text(kind, kind.most)
        found.append(fault("value_impossible", "value", given=given, least=least, most=most))
    elif kind.unit_en == "%" and 0 < one.value <= kind.step and not one.note:
        found.append(fault("value_looks_like_share", "value", given=given))
    elif is_implausible(kind, one.value) and not one.note:
        least, most = (number_text(kind, bound) for bound in kind.plausible)
        found.append(fault("value_implausible", "value", given=given, least=least, most=most))
    if kind.weighed and one.base is None:
        found.append(fault("base_missing", "base", base=kind.base_zh, en={"base": kind.base_en}))
    elif kind.weighed and (one.base or 0) <= 0:
        found.append(fault("base_zero", "base"))
    elif not kind.weighed and one.base is not None:
        found.append(fault("base_not_wanted", "base"))
    return [*found, *_survey_faults(one), *_source_faults(one)]


def _survey_faults(one: Candidate) -> list[Fault]:
    if not one.kind.survey:
        return [] if one.sent is None else [fault("sent_not_wanted", "sent")]
    if one.sent is None:
        return [fault("sent_missing", "sent")]
    if one.base is not None and one.sent < one.base:
        return [fault("sent_too_few", "sent", sent=one.sent, answers=one.base)]
    return []


def _source_faults(one: Candidate) -> list[Fault]:
    if one.source in one.kind.sources:
        return []
    zh, en = SOURCE_WORDS[one.source]
    known = [SOURCE_WORDS[name] for name in one.kind.sources]
    english: dict[str, object] = {"given": en, "known": ", ".join(words[1] for words in known)}
    return [fault("source_not_for_kind", "source", given=zh, known="、".join(words[0] for words in known), en=english)]


def _text_faults(one: Candidate) -> list[Fault]:
    found = []
    for name, text in (("note", one.note), ("correction", one.correction)):
        if len(text) > MOST_TEXT:
            found.append(fault("text_long", name, given=len(text), most=MOST_TEXT))
        if _NUMBER.search(text):
            found.append(fault("text_number", name))
    return found
