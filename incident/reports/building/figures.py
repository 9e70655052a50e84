"""The figures that reports lead with, each with its origin and what the last report said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incident.queries import event_traces as events
from incident.reports.building.ground import Ground, counted
from incident.reports.model import Figure, Figures, Trace, Unit, Value, joined

DONE = ("resolved", "closed")


def leading(ground: Ground) -> Figures:
    """What a situation report is read for: who is hit, what was done for them, what is late."""
    return Figures("leading", (*_hit(ground), *_done_for_them(ground), *_tasks(ground)))


def _hit(ground: Ground) -> list[Figure]:
    impact, trace, say = ground.facts["impact"], ground.footprint(), ground.say
    return [
        _figure(ground, "customers_hit", say("受影响客户", "Customers hit"), impact["total"], "customers", trace),
        _figure(ground, "counties_hit", say("受影响县区", "Counties hit"), len(impact["counties"]), "count", trace),
        _figure(ground, "sites_hit", say("受影响基站", "Cell sites in the area"), impact["sites"], "count", trace),
    ]


def _done_for_them(ground: Ground) -> list[Figure]:
    say, sums = ground.say, batch_sums(ground)
    batches = ground.of(events.BATCHES)
    told = sum(one["delivered"] for one in ground.facts["broadcasts"])
    cap = sum(one["cap_fen"] for one in ground.facts["measures"]) if ground.province is None else None
    figures = [
        _figure(ground, "customers_covered", say("措施办成客户次", "Customers reached by measures"),
                sums["applied_customers"], "customers", batches,
                note=say("一户享两项措施计两次", "one in two measures counts twice")),
        _figure(ground, "customers_failed", say("未办成", "Not reached"), sums["failed_customers"], "customers",
                batches),
        _figure(ground, "fen_applied", say("减免金额", "Money waived"), sums["applied_fen"], "fen", batches),
        _figure(ground, "messages_delivered", say("公益信息送达", "Messages delivered"), told, "customers",
                ground.of(events.MESSAGES)),
    ]  # fmt: skip
    if cap is not None:
        approved = ground.of(events.APPROVED)
        figures.insert(3, _figure(ground, "fen_cap", say("批准上限", "Approved cap"), cap, "fen", approved))
    return figures


def _tasks(ground: Ground) -> list[Figure]:
    say, acknowledgements = ground.say, ground.review["acknowledgements"]
    kept = kept_tasks(ground)
    done = sum(task["state"] in DONE for task in kept)
    answered = ground.of(events.ACKNOWLEDGED)
    late = joined([answered, ground.of(events.LATE)])
    return [
        _figure(ground, "tasks", say("任务", "Tasks"), len(kept), "count", ground.of(events.DISPATCHED)),
        _figure(ground, "tasks_done", say("任务办成", "Tasks done"), done, "count", ground.of(events.DONE)),
        _figure(ground, "late", say("超时确认", "Acknowledged late"), acknowledgements["late"], "count", late),
        _figure(ground, "ack_median_s", say("确认中位用时", "Median time to acknowledge"),
                acknowledgements["median_s"], "seconds", answered),
    ]  # fmt: skip


def kept_tasks(ground: Ground) -> list[Mapping[str, Any]]:
    """Tasks that were not taken back."""
    return [task for task in ground.review["timeline"]["tasks"] if task["state"] != "cancelled"]


def batch_sums(ground: Ground) -> dict[str, int]:
    """Sums over the batches of all measures, in customers and fen."""
    names = [
        f"{name}_{unit}" for name in ("intended", "applied", "failed", "reversed") for unit in ("customers", "fen")
    ]
    lines = [one["line"] for one in ground.facts["measures"] if one["line"]]
    return {name: sum(line[name] for line in lines) for name in names}


def numbers_of(figures: Figures) -> dict[str, int]:
    """Plain numbers by key, for the next report to be held against."""
    return {one.key: one.value.raw for one in figures.items if isinstance(one.value.raw, int)}


def _figure(
    ground: Ground, key: str, label: str, raw: int | None, unit: Unit, trace: Trace | None, *, note: str = ""
) -> Figure:
    before = Value(ground.before[key], unit) if key in ground.before else None
    return Figure(key, label, counted(raw, trace, unit), note, before)
