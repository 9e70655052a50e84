"""What today's playbook would have done differently: plans held beside one another as plain figures. Pure.

Items of another playbook are recognised by their id in it and their target, whatever the playbook is called. Several
measures cover at least as many customers as the largest of them; which ones, only billing knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from playbooks.planning.difference import Change, difference
from playbooks.planning.plan import Plan, snapshot

Snapshots = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Total:
    """A plan in a few figures; money in fen."""

    measures: int
    tasks: int
    messages: int
    #: Customers of the largest measure: at least so many are covered.
    customers: int
    cost_fen: int
    cap_fen: int
    #: Tasks by province.
    tasks_by_province: Mapping[str, int]


@dataclass(frozen=True)
class Different:
    """One item that would have been other: `add`, `change` or `wind_down` (it would not have been there)."""

    change: str
    item: str
    type: str
    kind: str
    title: Mapping[str, str]
    province: str | None
    #: What of it is other, for a change.
    fields: tuple[str, ...]
    customers: tuple[int | None, int | None]
    cost_fen: tuple[int | None, int | None]


def planned(plan: Plan) -> dict[str, dict[str, Any]]:
    """A plan as snapshots by item_key, as what was activated is kept."""
    return {item.item_key: snapshot(item) for item in plan.items}


def total_of(items: Snapshots) -> Total:
    """The figures of what was or would be planned."""
    kinds = Counter(item["type"] for item in items.values())
    measures = [item for item in items.values() if item["type"] == "measure"]
    costs = [item["cost"] for item in items.values() if item.get("cost")]
    provinces = Counter(item["province"] for item in items.values() if item["type"] == "task" and item["province"])
    return Total(
        measures=kinds["measure"],
        tasks=kinds["task"],
        messages=kinds["broadcast"],
        customers=max((item["counts"]["total"] for item in measures), default=0),
        cost_fen=sum(cost["fen_total"] for cost in costs),
        cap_fen=sum(cost["fen_cap"] for cost in costs),
        tasks_by_province=dict(sorted(provinces.items())),
    )


def different(before: Snapshots, after: Plan) -> list[Different]:
    """What `after` does otherwise than `before`, in the plan's order; what is the same is left out."""
    mine = {f"{after.playbook}/{key.split('/', 1)[1]}": dict(item) for key, item in before.items()}
    for key, item in mine.items():  # a dependency names an item of the same plan
        item["item_key"] = key
        item["depends_on"] = [f"{after.playbook}/{needed.split('/', 1)[1]}" for needed in item["depends_on"]]
    now = planned(after)
    changes = difference(mine, after)
    return [
        _different(change, mine.get(change.item_key), now.get(change.item_key)) for change in changes if _is(change)
    ]


def _is(change: Change) -> bool:
    """Whether it would have been other, beyond the moment at which it was planned."""
    return change.kind != "keep" and not (change.kind == "change" and set(change.fields) <= {"window", "eta_seconds"})


def _different(change: Change, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Different:
    item = after or before or {}
    return Different(
        change=change.kind,
        item=change.item_key.split("/", 1)[1],
        type=item["type"],
        kind=item["kind"],
        title=item["title"],
        province=item["province"],
        fields=tuple(sorted(change.fields)),
        customers=(_customers(before), _customers(after)),
        cost_fen=(_cost(before), _cost(after)),
    )


def _customers(item: Mapping[str, Any] | None) -> int | None:
    return item["counts"]["total"] if item and item["type"] != "task" else None


def _cost(item: Mapping[str, Any] | None) -> int | None:
    return item["cost"]["fen_total"] if item and item.get("cost") else None


def document(found: Different) -> dict[str, Any]:
    """It as plain JSON values."""
    told = asdict(found)
    title = told.pop("title")
    return told | {"title_zh": title["zh"], "title_en": title["en"]}
