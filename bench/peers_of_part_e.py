"""The peer of part E: the same planning as one would write it first, row by row and item by item.

It asks the playbook's own rules of every row for every item, adds up in plain counters, and knows nothing of what it
has added up a moment ago. It plans what matters of an item: key, counties, customers by county and segment, other
figures, money, class; no texts, since the case's messages cost nothing. Part E holds these against the planner's own
before anything is timed.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from playbooks.language.model import MeasureItem, Playbook, TaskItem
from playbooks.language.parameters import resolve
from playbooks.language.situation import Situation, SituationRegion
from playbooks.measures import measure_type
from playbooks.measures.base import EVERYBODY_PPM, rounded_up
from playbooks.planning.items import all_items
from playbooks.planning.plan import Plan
from playbooks.terms.timing import moment_at, whole_days
from playbooks.terms.words import SEGMENTS


@dataclass(frozen=True)
class Planned:
    """What the peer plans of one item; money and class are of measures only."""

    key: str
    counties: dict[str, dict[str, int]]
    total: int
    figures: dict[str, int]
    money: tuple[int, int, int] | None
    approval_class: str | None


def plan_row_by_row(playbook: Playbook, situation: Situation) -> list[Planned]:
    """Plan items per incident and per province whose thresholds are whole numbers, as those of `plans_case` are."""
    values = playbook.values(None)
    planned: list[Planned] = []
    for item, _brought_by in all_items(playbook, values=values):
        rows = [row for row in situation.regions if _reaches(item, row)]
        if item.target == "incident":
            planned += _one(playbook, item, "*", rows, situation)
            continue
        for province in situation.provinces:
            inside = [row for row in rows if row.province == province.adcode]
            planned += _one(playbook, item, province.adcode, inside, situation)
    return planned


def as_the_peer_says(plan: Plan) -> list[Planned]:
    """The planner's plan in the peer's words."""
    return [
        Planned(
            key=item.item_key,
            counties={county: dict(by) for county, by in item.counts.by_county.items()},
            total=item.counts.total,
            figures=dict(item.counts.figures),
            money=(item.cost.fen_per_day, item.cost.fen_total, item.cost.fen_cap) if item.cost else None,
            approval_class=item.approval_class,
        )
        for item in plan.items
    ]


def _reaches(item: MeasureItem | TaskItem, row: SituationRegion) -> bool:
    least = item.when.reaches.get(row.unit) if item.when.reaches else None
    return isinstance(least, int) and row.value_milli >= least * 1000


def _one(
    playbook: Playbook, item: MeasureItem | TaskItem, target: str, rows: list[SituationRegion], situation: Situation
) -> list[Planned]:
    if not rows:
        return []
    key = f"{playbook.slug}/{item.id}/{target}"
    if not isinstance(item, MeasureItem):
        counties, figures = _added_up(rows, SEGMENTS, share_ppm=EVERYBODY_PPM)
        return [Planned(key, counties, _total(counties), figures, None, None)]
    kind = measure_type(item.kind)
    fields = kind.fields(resolve(item.fields, values={}))
    counties, figures = _added_up(rows, item.segments, share_ppm=kind.reached_ppm(fields))
    by_segment: Counter[str] = Counter(dict.fromkeys(item.segments, 0))
    for segments in counties.values():
        by_segment.update(segments)
    cost = kind.estimate(
        by_segment,
        window_days=whole_days(_moment(item.window.from_, situation), end=_moment(item.window.until, situation)),
        fields=fields,
        figures=figures | {"counties": len(counties)},
    )
    approval = kind.approval_class(fields, cost_fen=cost.fen_cap, cap=playbook.class_b_cap_fen)
    money = (cost.fen_per_day, cost.fen_total, cost.fen_cap)
    return [Planned(key, counties, _total(counties), figures, money, approval)]


def _added_up(
    rows: list[SituationRegion], segments: tuple[str, ...], *, share_ppm: int
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    counties: dict[str, Counter[str]] = {}
    figures: Counter[str] = Counter({"people": 0, "sites": 0, "halls": 0, "key_customers": 0})
    for row in rows:
        county = counties.setdefault(row.adcode, Counter(dict.fromkeys(segments, 0)))
        for segment in segments:
            county[segment] += row.segments.get(segment, 0)
        for name in ("people", "sites", "halls", "key_customers"):
            figures[name] += row.quantity(name)
        figures.update(row.of_which)
    shared = {
        adcode: {segment: rounded_up(count, share_ppm=share_ppm) for segment, count in counties[adcode].items()}
        for adcode in sorted(counties)
    }
    return shared, dict(figures)


def _total(counties: dict[str, dict[str, int]]) -> int:
    return sum(sum(segments.values()) for segments in counties.values())


def _moment(moment: str, situation: Situation) -> datetime:
    return moment_at(moment, occurred_at=situation.occurred_at)
