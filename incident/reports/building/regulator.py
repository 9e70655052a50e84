"""The counts that a ministry publishes of an event (DOMAIN.md §1s, §3.2), each from the log or said to be unreported.

In 2021 the ministry told of Henan: 31.81 million warning texts, 5,847 staff, 2,691 vehicles, 6,300 sites repaired; in
2020 of deferrals by customer times. What is summed here are the figures that teams reported under those names in the
playbooks; a count that nobody was asked for is not reported, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incident.queries import event_traces as events
from incident.reports.building.figures import batch_sums
from incident.reports.building.ground import Ground, as_trace, counted, text
from incident.reports.model import Column, Table, Trace, Unit, Value, joined

#: Outcomes of tasks that make up a published count, by the names that playbooks give them.
STAFF = ("staff_sent",)
VEHICLES = ("vehicles_sent",)
REPAIRED = ("sites_restored",)
SATELLITE = ("satellite_phones",)
GENERATORS = ("generators_placed",)
SERVED = ("people_served", "served_on_site")
COMPLAINTS = ("complaints",)
_DEFERRAL = frozenset({"suspension_deferral", "extended_pay_date"})
_WAIVER = frozenset({"fee_waiver", "rescuer_waiver"})


def counts(ground: Ground) -> Table:
    """One count a line: what the ministry calls it, how many, where it comes from."""
    say = ground.say
    columns = (
        Column("count", say("指标", "Count"), width=5),
        Column("value", say("数值", "Value"), "count", 3),
        Column("source", say("来源", "From"), width=6),
    )
    rows = [*_messages(ground), *_customers(ground), *_network(ground), *_field(ground)]
    return Table("counts", say("报送数字", "Counts"), columns, tuple(rows), note=ground.exposure)


def _messages(ground: Ground) -> list[tuple[Value, ...]]:
    say, sent = ground.say, [one for one in ground.facts["broadcasts"] if one["channel"] == "sms"]
    trace = ground.of(events.MESSAGES)
    left = sum(one["customers"] - one["stopped"] - one["queued"] for one in sent)
    arrived = sum(one["delivered"] for one in sent)
    parts = sum((one["customers"] - one["stopped"] - one["queued"]) * one["parts"] for one in sent)
    gateway = say("网关回执", "receipts of the gateways")
    return [
        _row(say("发送应急公益短信（条次）", "Emergency texts sent (recipients)"), left, trace, gateway),
        _row(say("其中送达", "of which delivered"), arrived, trace, gateway),
        _row(say("发送短信条数（按分条计）", "Text parts sent"), parts, trace, gateway),
    ]


def _customers(ground: Ground) -> list[tuple[Value, ...]]:
    say = ground.say
    deferred, deferral = _applied(ground, _DEFERRAL, "applied_customers")
    waived, waiver = _applied(ground, _WAIVER, "applied_customers")
    fen, _ = _applied(ground, _WAIVER, "applied_fen")
    billing = say("计费系统回执", "receipts of billing")
    everything = batch_sums(ground)["applied_customers"]
    return [
        _row(say("缓免停机（户次）", "Suspensions deferred (customer times)"), deferred, deferral, billing),
        _row(say("减免话费（户次）", "Fees waived (customer times)"), waived, waiver, billing),
        _row(say("减免金额", "Money waived"), fen, waiver, billing, "fen"),
        _row(
            say("各项措施合计（户次）", "All measures (customer times)"), everything, ground.of(events.BATCHES), billing
        ),
    ]


def _network(ground: Ground) -> list[tuple[Value, ...]]:
    say, impact = ground.say, ground.facts["impact"]
    count = say("影响范围与台账", "footprint and register of sites")
    return [
        _row(say("范围内基站", "Cell sites in the area"), impact["sites"], ground.footprint(), count),
        _reported(ground, say("抢修恢复基站", "Sites repaired"), REPAIRED),
    ]


def _field(ground: Ground) -> list[tuple[Value, ...]]:
    say = ground.say
    return [
        _reported(ground, say("派出人员（人次）", "Staff sent"), STAFF),
        _reported(ground, say("派出车辆（台次）", "Vehicles sent"), VEHICLES),
        _reported(ground, say("投入油机（台）", "Generators"), GENERATORS),
        _reported(ground, say("卫星电话（部）", "Satellite phones"), SATELLITE),
        _reported(ground, say("绿色通道服务人次", "People served at green channels"), SERVED),
        _reported(ground, say("投诉（件）", "Complaints"), COMPLAINTS),
    ]


def _applied(ground: Ground, kinds: frozenset[str], name: str) -> tuple[int | None, Trace | None]:
    """The sum over measures of some kinds; None where there was none."""
    chosen = [one for one in ground.facts["measures"] if one["kind"] in kinds and one["line"]]
    if not chosen:
        return None, None
    traces = joined(as_trace(ground.traces.by_measure.get(one["id"])) for one in chosen)
    return sum(one["line"][name] for one in chosen), traces


def _reported(ground: Ground, label: str, names: tuple[str, ...]) -> tuple[Value, ...]:
    """The sum of what teams told under these names; None where nobody has told."""
    lines: list[Mapping[str, Any]] = [
        line for line in ground.review["outcomes"] if line["name"] in names and line["reported"]
    ]
    value = sum(line["value"] for line in lines) if lines else None
    trace = joined(as_trace(ground.traces.by_outcome.get(line["name"])) for line in lines)
    told = "、".join(line[ground.language] for line in lines) if ground.language == "zh" else ", ".join(
        line["en"] for line in lines
    )  # fmt: skip
    nobody = ground.say("无任务要求上报此数", "no task asked for it, or nobody has told")
    return _row(label, value, trace, told or nobody)


def _row(label: str, value: int | None, trace: Trace | None, source: str, unit: Unit = "count") -> tuple[Value, ...]:
    return (text(label), counted(value, trace, unit), text(source))
