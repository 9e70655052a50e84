"""Which regions, provinces and targets an item applies to, and why, or why none.

Pure questions about a Situation; which of its rows count is playbooks.planning.reaching's work.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TypeVar

import numpy as np

from playbooks.language.model import When
from playbooks.language.points import PointGroup
from playbooks.language.situation import Province, Situation, SituationRegion
from playbooks.planning.columns import Columns
from playbooks.planning.counting import count, count_by_province, count_columns, reached
from playbooks.planning.nearness import Nearness, nearness
from playbooks.planning.plan import Counts
from playbooks.planning.quantities import QUANTITY_WORDS
from playbooks.planning.reaching import Rows, highest_words, in_thousandths, most_severe, reach, threshold_words
from playbooks.planning.reasons import Arg, Reason, listed
from playbooks.terms.words import COLOUR_WORDS, Segment

__all__ = ["Ground", "Rows", "Selection", "Target", "counties_of", "most_severe", "select"]
T = TypeVar("T")
#: Fewer rows than these are added one by one.
_MANY = 8
_ARRANGED, _PART_OF = "ground", "part of"


@dataclass(frozen=True)
class Target:
    """One place an item is planned for: ``*``, a province, or a county, with its reached rows."""

    target: str
    province: Province | None
    county: SituationRegion | None
    rows: Rows
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Selection:
    """The targets of an item, or none and the reasons why not."""

    targets: tuple[Target, ...] = ()
    why_not: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class _Part:
    """That some rows are those of one province among others."""

    whole: Rows
    province: str


@dataclass(frozen=True)
class Ground:
    """A Situation arranged for asking: rows within the operator, provinces in order, how many lie outside."""

    situation: Situation
    rows: Rows
    provinces: Mapping[str, Province]
    counties_outside: int

    @classmethod
    def of(cls, situation: Situation) -> "Ground":
        """Arrange a Situation, its rows most severe first and otherwise in the order given; once for each."""
        if _ARRANGED not in situation.memo:
            situation.memo[_ARRANGED] = cls._arranged(situation)
        arranged: Ground = situation.memo[_ARRANGED]
        return arranged

    @classmethod
    def _arranged(cls, situation: Situation) -> "Ground":
        provinces = {province.adcode: province for province in situation.provinces}
        ordered = sorted(situation.regions, key=lambda row: -row.value_milli)
        outside = {row.adcode for row in ordered if row.province not in provinces}
        inside = tuple(row for row in ordered if row.province in provinces)
        return cls(situation=situation, rows=inside, provinces=provinces, counties_outside=len(outside))

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` gives, made once for this situation."""
        memo = self.situation.memo
        if key not in memo:
            memo[key] = make()
        found: T = memo[key]
        return found

    def once_of(self, rows: Rows, key: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` gives of these very rows, made once. They are kept, so that no other has their id."""
        return self.once((id(rows), key), lambda: (rows, make()))[1]

    def count(self, rows: Rows, *, segments: tuple[Segment, ...]) -> Counts:
        """Add up some of this ground's own rows (``counting.count``), the same ones once."""
        return self.once_of(rows, ("count", segments), lambda: self._count(rows, segments=segments))

    def reached(self, rows: Rows, *, segments: tuple[Segment, ...], share_ppm: int) -> Counts:
        """Add up the share of the customers whom a measure is for (``counting.reached``)."""
        return self.once_of(
            rows,
            ("reached", segments, share_ppm),
            lambda: reached(self.count(rows, segments=segments), area=self.area(rows), share_ppm=share_ppm),
        )

    def area(self, rows: Rows) -> Mapping[str, tuple[str, ...]]:
        """Return sorted county adcodes by province."""
        return self.once_of(rows, "area", lambda: self._area(rows))

    def by_province(self, rows: Rows) -> Mapping[str, Rows]:
        """Return the rows of each province, in their order; what is counted of one is counted for all at once."""
        return self.once_of(rows, "by_province", lambda: self._by_province(rows))

    def _by_province(self, rows: Rows) -> Mapping[str, Rows]:
        groups = _grouped(rows, by=attrgetter("province"))
        for province, part in groups.items():
            self.once_of(part, _PART_OF, partial(_Part, rows, province))
        return groups

    def _part_of(self, rows: Rows) -> "_Part | None":
        return self.once_of(rows, _PART_OF, lambda: None)

    def _area(self, rows: Rows) -> Mapping[str, tuple[str, ...]]:
        part = self._part_of(rows)
        return counties_of(rows) if part is None else {part.province: self.area(part.whole)[part.province]}

    def _count(self, rows: Rows, *, segments: tuple[Segment, ...]) -> Counts:
        part = self._part_of(rows)
        if part is not None and (whole := self._columns(part.whole)) is not None:
            each = self.once_of(part.whole, ("each", segments), lambda: count_by_province(whole, segments=segments))
            return each[part.province]
        columns = self._columns(rows)
        return count(rows, segments=segments) if columns is None else count_columns(columns, segments=segments)

    def _columns(self, rows: Rows) -> Columns | None:
        """Return rows as columns, None where they are few or their numbers too large."""
        whole = self.once("columns", lambda: Columns.of(self.rows)) if len(rows) >= _MANY else None
        if whole is None:
            return None
        numbers = self.once("numbers", lambda: {id(row): number for number, row in enumerate(self.rows)})
        return self.once_of(rows, "columns", lambda: whole.take(np.array([numbers[id(row)] for row in rows])))


def select(
    when: When, *, target: str, ground: Ground, values: Mapping[str, int], points: Mapping[str, PointGroup]
) -> Selection:
    """Apply ``when`` to the ground for items per ``incident``, ``province`` or ``county``; it names ``points``."""
    declared, why_not = _declared(when, situation=ground.situation)
    if why_not:
        return Selection(why_not=why_not)
    near = nearness(when.near, points=points, situation=ground.situation) if when.near else None
    area = ground.once(
        _reach_key(when, values=values, near=near), lambda: reach(when, rows=ground.rows, values=values, near=near)
    )
    if area.why_none is not None and when.provinces != "all":
        return Selection(why_not=(area.why_none,))
    found = ground.once_of(
        area.rows,
        ("targets", when.provinces, target, tuple(area.thresholds.items())),
        lambda: _targets(when, target=target, ground=ground, reached=area.rows, thresholds=area.thresholds),
    )
    if not found:
        words = threshold_words(area.rows, thresholds=area.thresholds)
        return Selection(why_not=(Reason("no_other_province" if words else "no_province_outside", words),))
    if near is not None:
        found = tuple(_with(t, reasons=(*t.reasons, near.reason(t.rows))) if t.rows else t for t in found)
    kept, missing = _having(when, targets=found)
    if not kept:
        return Selection(why_not=missing)
    return Selection(targets=tuple(_with(t, reasons=declared + t.reasons) for t in kept) if declared else kept)


def _reach_key(when: When, *, values: Mapping[str, int], near: Nearness | None) -> Hashable:
    """What the rows reached depend on beside the ground, so that the same ones are the very same."""
    return (
        "reached",
        *(tuple(in_thousandths(given, values=values).items()) for given in (when.reaches, when.below)),
        when.regions,
        tuple(when.counties_with.items()),
        near.key if near else None,
    )


def counties_of(rows: Sequence[SituationRegion]) -> dict[str, tuple[str, ...]]:
    """Return sorted county adcodes by province, provinces sorted."""
    by_province: dict[str, set[str]] = {}
    for row in rows:
        by_province.setdefault(row.province, set()).add(row.adcode)
    return {province: tuple(sorted(by_province[province])) for province in sorted(by_province)}


def _declared(when: When, *, situation: Situation) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Return reasons for what is declared, and reasons against."""
    good: list[Reason] = []
    bad: list[Reason] = []
    if when.levels is not None:
        levels, level = "/".join(when.levels), situation.incident_level
        if level is None:
            bad.append(Reason("needs_level_none", {"levels": levels}))
        elif level in when.levels:
            good.append(Reason("level_is", {"level": level}))
        else:
            bad.append(Reason("needs_level", {"levels": levels, "level": level}))
    if when.colours is not None:
        colour_zh, colour_en = COLOUR_WORDS.get(situation.warning_colour or "", ("未发布", "not issued"))
        words: dict[str, Arg] = {"colour_zh": colour_zh, "colour_en": colour_en}
        if situation.warning_colour in when.colours:
            good.append(Reason("colour_is", words))
        else:
            words["colours_zh"] = listed([COLOUR_WORDS[colour][0] for colour in when.colours], lang="zh")
            words["colours_en"] = listed([COLOUR_WORDS[colour][1] for colour in when.colours], lang="en")
            bad.append(Reason("needs_colour", words))
    return tuple(good), tuple(bad)


def _targets(
    when: When, *, target: str, ground: Ground, reached: Rows, thresholds: Mapping[str, int]
) -> tuple[Target, ...]:
    if target == "incident":
        return (_incident_target(reached, ground=ground, thresholds=thresholds),)
    if target == "county":
        return _county_targets(reached, ground=ground, thresholds=thresholds)
    by_province = ground.by_province(reached)
    reason_of = partial(_province_reason, when, ground=ground, reached=reached, thresholds=thresholds)
    targets = []
    for adcode, province in ground.provinces.items():
        rows = by_province.get(adcode, ())
        if (when.provinces == "reached" and not rows) or (when.provinces == "others" and rows):
            continue
        targets.append(Target(adcode, province, None, rows, (reason_of(province=province, rows=rows),)))
    return tuple(targets)


def _incident_target(reached: Rows, *, ground: Ground, thresholds: Mapping[str, int]) -> Target:
    if not reached:
        return Target("*", None, None, (), (Reason("every_province"),))
    counties = ground.area(reached)
    args = highest_words(reached, thresholds=thresholds)
    args |= {"counties": sum(len(c) for c in counties.values()), "provinces": len(counties)}
    return Target("*", None, None, reached, (Reason("counties_reach" if thresholds else "counties_within", args),))


def _county_targets(reached: Rows, *, ground: Ground, thresholds: Mapping[str, int]) -> tuple[Target, ...]:
    by_county = ground.once_of(reached, "by_county", lambda: _grouped(reached, by=attrgetter("adcode")))
    code = "county_reached" if thresholds else "county_within"
    return tuple(
        Target(
            adcode,
            ground.provinces[rows[0].province],
            rows[0],
            rows,
            (Reason(code, highest_words(rows, thresholds=thresholds)),),
        )
        for adcode, rows in by_county.items()
    )


def _grouped(rows: Rows, *, by: Callable[[SituationRegion], str]) -> dict[str, Rows]:
    groups: dict[str, list[SituationRegion]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    return {key: tuple(members) for key, members in groups.items()}


def _province_reason(
    when: When, *, province: Province, rows: Rows, ground: Ground, reached: Rows, thresholds: Mapping[str, int]
) -> Reason:
    names: dict[str, Arg] = {"name_zh": province.name_zh, "name_en": province.name_en}
    if when.provinces == "all":
        return Reason("every_province")
    if when.provinces == "others":
        code = "province_not_reached" if thresholds else "province_not_within"
        return Reason(code, threshold_words(reached, thresholds=thresholds) | names)
    counties = sum(map(len, ground.area(rows).values()))
    code = "province_reached" if thresholds else "province_within"
    return Reason(code, highest_words(rows, thresholds=thresholds) | names | {"counties": counties})


def _having(when: When, *, targets: tuple[Target, ...]) -> tuple[tuple[Target, ...], tuple[Reason, ...]]:
    """Keep targets with the quantities asked for; else say which quantity is missing."""
    if not when.having:
        return targets, ()
    kept: list[Target] = []
    missing: dict[str, Reason] = {}
    for target in targets:
        found = []
        for quantity, least in when.having.items():
            zh, en = QUANTITY_WORDS[quantity]
            count = sum(row.quantity(quantity) for row in target.rows)
            words: dict[str, Arg] = {"quantity_zh": zh, "quantity_en": en}
            if count < least:
                most = max(count, int(missing[quantity].args["count"]) if quantity in missing else 0)
                missing[quantity] = Reason("nothing_there", {"least": least, "count": most, **words})
                break
            found.append(Reason("has_quantity", {"count": count, **words}))
        else:
            kept.append(_with(target, reasons=target.reasons + tuple(found)))
    return tuple(kept), tuple(missing.values())


def _with(target: Target, *, reasons: tuple[Reason, ...]) -> Target:
    return Target(target.target, target.province, target.county, target.rows, reasons)
