"""The league of provinces: its criteria as data with their words, points, totals and ranks. Pure.

Every criterion is a share or a rate over what the province itself had to do or who was hit there, so that a large
province and a small one stand beside one another. What nobody can tell is not assessed, and its weight goes to the
rest; it is never nought. Figures are whole numbers: points and totals in hundredths.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

#: Of the criteria as they stand here; a published score keeps the version that it was reckoned by.
RULES_VERSION = 2
FULL_POINTS = 10_000
#: With less to go by a province has a score and no rank: whoever only stood by, with tasks and figures in time alone,
#: outranks no province that was hit.
LEAST_WEIGHT = 50

Ruling = Literal["leave_out", "value"]
RULINGS: tuple[Ruling, ...] = ("leave_out", "value")
PRIZES = ("first", "second", "third", "special")
PRIZE_WORDS: dict[str, tuple[str, str]] = {
    "first": ("一等奖", "first prize"),
    "second": ("二等奖", "second prize"),
    "third": ("三等奖", "third prize"),
    "special": ("专项奖", "special prize"),
}


@dataclass(frozen=True)
class Criterion:
    """What is looked at, and how a value becomes points: linear from `none` (0) to `full` (100), both in `unit`."""

    name: str
    zh: str
    en: str
    how_zh: str
    how_en: str
    weight: int
    #: The value is numerator × `per` / denominator.
    per: int
    full: int
    none: int
    unit_zh: str
    unit_en: str


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "acknowledged",
        "按时确认",
        "Acknowledged in time",
        "时限内确认的任务 ÷ 派出的任务；失联期间派出的不计",
        "tasks acknowledged in time ÷ tasks dispatched, without those of hours when the province was unreachable",
        20,
        100,
        100,
        50,
        "%",
        "%",
    ),
    Criterion(
        "done",
        "按时办成",
        "Done in time",
        "工作时限内办成的任务 ÷ 派出的任务；失联期间派出的不计",
        "tasks done within their work time ÷ tasks dispatched; as above",
        20,
        100,
        100,
        30,
        "%",
        "%",
    ),
    Criterion(
        "covered",
        "措施覆盖",
        "Measures applied",
        "回执确认的客户 ÷ 计划应办客户",
        "customers confirmed by receipts ÷ customers intended",
        20,
        100,
        100,
        50,
        "%",
        "%",
    ),
    Criterion(
        "complaints",
        "万户投诉量",
        "Complaints per 10,000",
        "每万受影响客户的投诉件数，1 件及以下满分，20 件零分",
        "complaints per 10,000 customers; full points at 1 or fewer, none at 20",
        15,
        1,
        1,
        20,
        "件/万户",
        "per 10,000",
    ),
    Criterion(
        "targets",
        "成效达标",
        "Targets met",
        "达到目标的指标 ÷ 有目标的指标",
        "indicators that meet their target ÷ indicators with a target",
        15,
        100,
        100,
        0,
        "%",
        "%",
    ),
    Criterion(
        "served",
        "万户服务人次",
        "Served per 10,000",
        "绿色通道和现场服务人次 ÷ 受影响客户（万户），50 人次满分",
        "people served at green channels and on the spot per 10,000 customers hit; full points at 50",
        5,
        10_000,
        50,
        0,
        "人次/万户",
        "per 10,000",
    ),
    Criterion(
        "reported",
        "按时填报",
        "Figures in time",
        "次日 12 时前填报的成效数 ÷ 全部成效数",
        "figures stated by noon of the next day ÷ all figures",
        5,
        100,
        100,
        0,
        "%",
        "%",
    ),
)
BY_NAME = {criterion.name: criterion for criterion in CRITERIA}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One criterion of one province; without a denominator it is not assessed."""

    criterion: str
    numerator: int
    denominator: int
    #: How a reviewer ruled on an objection; null: as it was found.
    ruling: Ruling | None = None

    @property
    def assessed(self) -> bool:
        return self.denominator > 0 and self.ruling != "leave_out"


@dataclass(frozen=True)
class Score:
    """What a province comes to; `rank` None where there is too little to go by."""

    total: int
    weight: int
    rank: int | None
    of: int


def points(part: Part) -> int | None:
    """Hundredths of a point from 0 to 100; None where it is not assessed."""
    if not part.assessed:
        return None
    rule = BY_NAME[part.criterion]
    span = (rule.full - rule.none) * part.denominator
    above = part.numerator * rule.per - rule.none * part.denominator
    reached = (2 * FULL_POINTS * above + span) // (2 * span)
    return max(0, min(FULL_POINTS, reached))


def scores(parts: Mapping[str, Sequence[Part]]) -> dict[str, Score]:
    """Totals and ranks of all provinces; equal totals share a rank, and the next one counts on from there."""
    totals = {province: _total(own) for province, own in parts.items()}
    ranked = sorted(
        (total for total, weight in totals.values() if total is not None and weight >= LEAST_WEIGHT), reverse=True
    )
    found = {}
    for province, (total, weight) in totals.items():
        if total is not None:
            rank = ranked.index(total) + 1 if weight >= LEAST_WEIGHT else None
            found[province] = Score(total, weight, rank, len(ranked))
    return found


def ruled(parts: Iterable[Part], rulings: Mapping[str, tuple[Ruling, int, int]]) -> list[Part]:
    """The parts with what reviewers have ruled: a criterion left out, or another value."""
    found = []
    for part in parts:
        ruling = rulings.get(part.criterion)
        if ruling is None:
            found.append(part)
        elif ruling[0] == "leave_out":
            found.append(replace(part, ruling="leave_out"))
        else:
            found.append(replace(part, numerator=ruling[1], denominator=ruling[2], ruling="value"))
    return found


def spelled(part: Part) -> dict[str, Any]:
    """A part as the log and pages spell it."""
    return {
        "criterion": part.criterion,
        "numerator": part.numerator,
        "denominator": part.denominator,
        "points": points(part),
        "weight": BY_NAME[part.criterion].weight,
        "ruling": part.ruling,
    }


def read_part(told: Mapping[str, Any]) -> Part:
    """A part from its spelling."""
    return Part(
        criterion=told["criterion"],
        numerator=told["numerator"],
        denominator=told["denominator"],
        ruling=told["ruling"],
    )


def _total(parts: Sequence[Part]) -> tuple[int | None, int]:
    """The weighted mean of what is assessed, and how much weight that is."""
    told = [(points(part), BY_NAME[part.criterion].weight) for part in parts]
    weight = sum(weight for reached, weight in told if reached is not None)
    if weight == 0:
        return None, 0
    summed = sum(reached * weight for reached, weight in told if reached is not None)
    return (2 * summed + weight) // (2 * weight), weight
