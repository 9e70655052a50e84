"""What a row of a table of outcomes states: its words understood one by one, all that is wrong with them at once. Pure.

Whoever calls says how places are found; nothing here knows boundaries or a database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from incident.rules.outcomes import cells as reading
from incident.rules.outcomes.faults import Fault, fault
from incident.rules.outcomes.figures import Candidate
from incident.rules.outcomes.kinds import KINDS, STATED_WORDS, Kind
from incident.rules.outcomes.words import steps_of

#: Our name of a column → the names it may have; the first is Chinese, the second English, as the template has them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "kind": ("指标", "indicator", "kind"),
    "province": ("省份", "province", "省", "省公司"),
    "city": ("地市", "city", "市"),
    "measure": ("措施", "measure"),
    "segment": ("客户品牌", "segment", "品牌"),
    "from": ("起始日", "first day", "from", "日期", "day"),
    "to": ("截止日", "last day", "to"),
    "value": ("数值", "value"),
    "unit": ("单位", "unit"),
    "base": ("基数", "base"),
    "sent": ("发出数", "asked", "sent"),
    "source": ("来源", "source"),
    "note": ("说明", "note"),
    "correction": ("更正理由", "why it corrects", "correction"),
}
NEEDED = ("kind", "province", "from", "value")
#: Columns that a file of bad rows has beside them, and that are passed over when it comes back.
ADDED = ("问题", "怎么改", "what is wrong", "way out", "原行号", "row")
SEGMENT_WORDS = {
    "gotone": ("全球通", "GoTone"),
    "easyown": ("神州行", "Easyown"),
    "mzone": ("动感地带", "M-Zone"),
    "other": ("其他", "Other"),
}
NATION_WORDS = frozenset({"全国", "nation", "nationwide", "总部"})
_TOTALS = ("合计", "总计", "小计", "total", "subtotal", "sum")
MOST_CELL = 1_000
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Spot:
    """A region as far as a table needs it; `level` is province, city or county, names are Chinese and English."""

    adcode: str
    names: tuple[str, str]
    level: str
    province: str
    #: Chinese and English names of the city (of a county) or the province (of a city) that it lies in.
    above: tuple[str, str]
    operator: bool


@dataclass(frozen=True, kw_only=True)
class Finder:
    """How the words of a table are understood."""

    province: Callable[[str], Spot | None]
    #: By text and province.
    city: Callable[[str, str], Spot | None]
    #: Measures by every name and id that a table may give, folded; several where a title is not unique.
    measures: Mapping[str, Sequence[str]]
    measure_titles: Sequence[str]
    #: Whether the caller may state figures of a province; of None: the nation.
    may: Callable[[str | None], bool]


def candidate(given: Mapping[str, str], finder: Finder) -> Candidate | list[Fault]:
    """The figure that a row states, or all that keeps it from being one."""
    faults: list[Fault] = []

    def kept(found: Kept | Fault, otherwise: Kept) -> Kept:
        if isinstance(found, Fault):
            faults.append(found)
            return otherwise
        return found

    kind = kept(_kind(given["kind"]), None)
    province = kept(_province(given["province"], finder), None)
    sound = not faults or faults[-1].field != "province"
    city = kept(_city(given.get("city", ""), province, finder), None) if sound else None
    measure = kept(_measure(given.get("measure", ""), finder), None)
    segment = kept(_segment(given.get("segment", "")), None)
    first = kept(_first_day(given["from"]), date.min)
    last = kept(reading.day(given["to"], column="to"), first) if given.get("to") else first
    value = kept(_value(given["value"], given.get("unit", ""), kind), 0) if kind else 0
    base = kept(_count(given.get("base", ""), "base"), None)
    sent = kept(_count(given.get("sent", ""), "sent"), None)
    source = kept(_source(given.get("source", ""), kind), "") if kind else ""
    if faults or kind is None:
        return faults
    return Candidate(
        kind=kind,
        value=value,
        base=base,
        sent=sent,
        province=province,
        city=city,
        measure_id=measure,
        segment=segment,
        from_day=first,
        to_day=last,
        source=source,
        note=given.get("note", ""),
        correction=given.get("correction", ""),
    )


def _kind(text: str) -> Kind | Fault | None:
    if not text:
        return fault("kind_missing", "kind")
    wanted = text.casefold()
    for kind in KINDS.values():
        if wanted in (kind.name, kind.zh.casefold(), kind.en.casefold()):
            return kind
    in_zh, in_en = [kind.zh for kind in KINDS.values()], [kind.en for kind in KINDS.values()]
    near_zh = get_close_matches(text, in_zh, n=3, cutoff=0.3) or in_zh[:3]
    near_en = get_close_matches(text, in_en, n=3, cutoff=0.3) or in_en[:3]
    return fault("kind_unknown", "kind", given=text[:40], near="、".join(near_zh), en={"near": ", ".join(near_en)})


def _province(text: str, finder: Finder) -> str | Fault | None:
    if not text:
        return fault("province_missing", "province")
    if text.casefold() in NATION_WORDS:
        return None if finder.may(None) else fault("province_not_yours", "province", given=text)
    if text.casefold().startswith(_TOTALS):
        return fault("province_total", "province", given=text[:40])
    spot = finder.province(text)
    if spot is None:
        return fault("province_unknown", "province", given=text[:40])
    zh, en = spot.names
    if spot.level != "province":
        return fault(
            "province_too_fine", "province", given=zh, above=spot.above[0], en={"given": en, "above": spot.above[1]}
        )
    if not spot.operator:
        return fault("province_outside", "province", given=zh, en={"given": en})
    if not finder.may(spot.adcode):
        return fault("province_not_yours", "province", given=zh, en={"given": en})
    return spot.adcode


def _city(text: str, province: str | None, finder: Finder) -> str | Fault | None:
    if not text:
        return None
    if province is None:
        return fault("city_of_nation", "city")
    spot = finder.city(text, province)
    if spot is None:
        return fault("city_unknown", "city", given=text[:40])
    zh, en = spot.names
    if spot.level == "province" or spot.province != province:
        own = finder.province(province)
        place = own.names if own else (province, province)
        return fault("city_elsewhere", "city", given=zh, place=place[0], en={"given": en, "place": place[1]})
    if spot.level == "county":
        return fault("city_too_fine", "city", given=zh, above=spot.above[0], en={"given": en, "above": spot.above[1]})
    return spot.adcode


def _measure(text: str, finder: Finder) -> str | Fault | None:
    if not text:
        return None
    found = finder.measures.get(text.casefold(), ())
    if len(found) == 1:
        return found[0]
    if found:
        return fault("measure_twice", "measure", given=text[:40])
    near = "、".join(finder.measure_titles[:3]) or "-"
    return fault("measure_unknown", "measure", given=text[:40], near=near)


def _segment(text: str) -> str | Fault | None:
    if not text:
        return None
    wanted = text.casefold()
    for name, words in SEGMENT_WORDS.items():
        if wanted in (name, *(word.casefold() for word in words)):
            return name
    return fault("segment_unknown", "segment", given=text[:40])


def _first_day(text: str) -> date | Fault:
    return reading.day(text, column="from") if text else fault("from_missing", "from")


def _value(text: str, unit: str, kind: Kind) -> int | Fault:
    """The value in the kind's smallest step."""
    if not text:
        return fault("value_missing", "value")
    times = reading.factor(unit, kind) if unit else 1
    if isinstance(times, Fault):
        return times
    found = reading.number(text, column="value", percent=kind.unit_en == "%")
    if isinstance(found, Fault):
        return found
    steps = steps_of(kind, found * Decimal(times))
    if steps is not None:
        return steps
    if kind.decimals == 0:
        return fault("value_not_whole", "value", given=text[:40])
    if kind.unit_en == "%" and 0 < found < 1:  # a cell set as percent comes as 0.853
        return fault("value_looks_like_share", "value", given=text[:40])
    return fault("value_too_fine", "value", given=text[:40], decimals=kind.decimals)


def _count(text: str, column: str) -> int | Fault | None:
    return reading.count(text, column=column, code=f"{column}_no_number") if text else None


def _source(text: str, kind: Kind) -> str | Fault:
    if not text:
        return kind.sources[0]
    wanted = text.casefold()
    stated = STATED_WORDS
    for name, words in stated.items():
        if wanted in (name, *(word.casefold() for word in words)):
            return name
    in_zh, in_en = "、".join(words[0] for words in stated.values()), ", ".join(words[1] for words in stated.values())
    return fault("source_unknown", "source", given=text[:40], known=in_zh, en={"known": in_en})
