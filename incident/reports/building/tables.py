"""The tables of reports: measures, messages, provinces, outcomes, decisions, the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incident.queries import event_traces as events
from incident.reports.building import words
from incident.reports.building.ground import Ground, as_trace, counted, text
from incident.reports.model import Column, Table, Trace, Value, joined


def measures(ground: Ground) -> Table:
    """Measures with what was meant and what became of it, in customers and money."""
    say = ground.say
    columns = (
        Column("measure", say("措施", "Measure"), width=4),
        Column("state", say("状态", "State"), width=2),
        Column("intended", say("应办客户", "Intended"), "customers"),
        Column("applied", say("办成", "Reached"), "customers"),
        Column("coverage", say("办成率", "Coverage"), "ppm"),
        Column("failed", say("失败", "Failed"), "customers"),
        Column("fen", say("金额", "Money"), "fen"),
    )
    rows = [_measure(ground, one) for one in ground.facts["measures"]]
    note = say(
        "由营业厅、热线或现场队伍执行的措施没有批次，其客户数为预案圈定数，成效见“成效”。",
        "Measures carried out by halls, the hotline or teams have no batches; their customers are those meant.",
    )
    return Table("measures", say("措施", "Measures"), columns, tuple(rows), note=note)


def _measure(ground: Ground, one: Mapping[str, Any]) -> tuple[Value, ...]:
    trace, line = as_trace(ground.traces.by_measure.get(one["id"])), one["line"]
    state = words.word(ground, words.MEASURE_STATES, one["state"])
    named = text(ground.titled(one), trace)
    if line is None:
        by = words.word(ground, words.DELIVERIES, one["delivery"])
        empty = text("–")
        return (named, text(f"{state}（{by}）" if ground.language == "zh" else f"{state} ({by})"),
                counted(one["customers"], trace, "customers"), empty, empty, empty, empty)  # fmt: skip
    return (
        named,
        text(state),
        counted(line["intended_customers"], trace, "customers"),
        counted(line["applied_customers"], trace, "customers"),
        share(line["applied_customers"], line["intended_customers"], trace),
        counted(line["failed_customers"], trace, "customers"),
        counted(line["applied_fen"], trace, "fen"),
    )


def messages(ground: Ground) -> Table:
    """Messages to the public by what became of them."""
    say = ground.say
    columns = (
        Column("message", say("公共信息", "Message"), width=4),
        Column("channel", say("渠道", "Channel")),
        Column("started", say("开始", "Begun"), "moment", 3),
        Column("recipients", say("收件客户", "Recipients"), "customers"),
        Column("delivered", say("送达", "Delivered"), "customers"),
        Column("failed", say("失败", "Failed"), "customers"),
        Column("unknown", say("不明", "Unknown"), "customers"),
    )
    rows = []
    for one in ground.facts["broadcasts"]:
        trace = as_trace(ground.traces.by_broadcast.get(one["id"]))
        cell = one["channel"] == "cell_broadcast"
        rows.append((
            text(ground.titled(one), trace),
            text(words.word(ground, words.CHANNELS, one["channel"])),
            Value(one["started_at"] or "", "moment" if one["started_at"] else "text", trace),
            counted(one["customers"], trace, "customers"),
            # A cell broadcast has no receipts: nothing is known of its delivery.
            text("–") if cell else counted(one["delivered"], trace, "customers"),
            counted(one["failed"] + one["expired"], trace, "customers"),
            counted(one["unknown"], trace, "customers"),
        ))  # fmt: skip
    return Table("messages", say("公共信息", "Messages to the public"), columns, tuple(rows))


def provinces(ground: Ground) -> Table:
    """Planned against actual, a province a line, the latest to answer first."""
    say = ground.say
    columns = (
        Column("province", say("省", "Province"), width=3),
        Column("tasks", say("任务", "Tasks"), "count", 1),
        Column("median", say("确认中位", "Ack median"), "seconds"),
        Column("late", say("超时", "Late"), "count", 1),
        Column("done", say("办成", "Done"), "count", 1),
        Column("intended", say("应办客户", "Intended"), "customers"),
        Column("applied", say("办成客户", "Reached"), "customers"),
        Column("coverage", say("办成率", "Coverage"), "ppm"),
        Column("fen", say("金额", "Money"), "fen"),
        Column("silent", say("失联", "Silent"), "minutes"),
    )
    lines = ground.review["provinces"]
    rows = [_province(ground, line) for line in lines]
    if len(lines) > 1:
        rows.append(_total(ground, lines))
    title = say("各省：计划与实际", "Provinces: planned and actual")
    return Table("provinces", title, columns, tuple(rows), totals=1 if len(lines) > 1 else 0)


def _province(ground: Ground, line: Mapping[str, Any]) -> tuple[Value, ...]:
    code = line["province"]

    def of(*types: tuple[str, ...]) -> Trace | None:
        return ground.of(*types, province=code)

    batches = of(events.BATCHES)
    return (
        text(ground.place(code)),
        counted(line["tasks"], of(events.DISPATCHED)),
        _seconds(line["ack_median_s"], of(events.ACKNOWLEDGED)),
        counted(line["late"], of(events.ACKNOWLEDGED, events.LATE)),
        counted(line["done"], of(events.DONE)),
        counted(line["intended_customers"], batches, "customers"),
        counted(line["applied_customers"], batches, "customers"),
        share(line["applied_customers"], line["intended_customers"], batches),
        counted(line["applied_fen"], batches, "fen"),
        counted(line["silent_minutes"], ground.of(events.SILENT) if line["silent_minutes"] else None, "minutes"),
    )


def _seconds(raw: int | None, trace: Trace | None) -> Value:
    return text("–") if raw is None else Value(raw, "seconds", trace)


def _total(ground: Ground, lines: list[Mapping[str, Any]]) -> tuple[Value, ...]:
    def total(name: str) -> int:
        return sum(line[name] for line in lines)

    batches = ground.of(events.BATCHES)
    return (
        text(ground.say("合计", "Total")),
        counted(total("tasks"), ground.of(events.DISPATCHED)),
        _seconds(ground.review["acknowledgements"]["median_s"], ground.of(events.ACKNOWLEDGED)),
        counted(total("late"), ground.of(events.ACKNOWLEDGED, events.LATE)),
        counted(total("done"), ground.of(events.DONE)),
        counted(total("intended_customers"), batches, "customers"),
        counted(total("applied_customers"), batches, "customers"),
        share(total("applied_customers"), total("intended_customers"), batches),
        counted(total("applied_fen"), batches, "fen"),
        counted(total("silent_minutes"), ground.of(events.SILENT), "minutes"),
    )


def results(ground: Ground) -> Table:
    """What came of it against its targets, by kind, as far as anything is known; where from, and what was corrected."""
    say = ground.say
    columns = (
        Column("result", say("成效", "Outcome"), width=4),
        Column("value", say("数值", "Value"), "count", 3),
        Column("target", say("目标", "Target"), "count", 3),
        Column("met", say("达标", "Met")),
        Column("from", say("来源", "From"), width=3),
        Column("corrected", say("更正", "Corrected"), "count"),
    )
    rows = [_result(ground, line) for line in ground.facts["outcomes"]]
    note = say("；", "; ").join(_sureness(ground, line) for line in ground.facts["outcomes"] if line["cell"]["margin"])
    return Table("results", say("成效与目标", "Outcomes against targets"), columns, tuple(rows), note=note)


def _sureness(ground: Ground, line: Mapping[str, Any]) -> str:
    """How many answered a survey, of how many, and how sure their share is."""
    cell = line["cell"]
    half, answers, sent = cell["margin"]["half"] / 100, cell["base"], cell["sent"]
    rate = f"{answers * 100 / sent:.1f}" if sent else None
    zh = f"{line['zh']}：有效回复 {answers:,} 份" + (f"，回复率 {rate}%" if rate else "")
    en = f"{line['en']}: {answers:,} answers" + (f", response rate {rate} %" if rate else "")
    return ground.say(
        f"{zh}，95% 误差 ±{half:.2f} 个百分点（Wilson）", f"{en}, 95 % margin ±{half:.2f} points (Wilson)"
    )


#: Where a kind's value comes from, to the events behind it.
_BEHIND: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "receipts": (events.BATCHES,),
    "tasks": (events.OUTCOMES,),
    "log": (events.DONE, events.BATCHES),
    "answers": (events.ANSWERED,),
    "mixed": (events.OUTCOMES, events.BATCHES, events.ANSWERED),
}


def _result(ground: Ground, line: Mapping[str, Any]) -> tuple[Value, ...]:
    say, cell = ground.say, line["cell"]
    stated = as_trace(ground.traces.by_figure.get(line["name"]))
    trace = joined([stated, ground.of(*_BEHIND.get(cell["from"], ()))])
    unit = line["unit_zh"] if ground.language == "zh" else line["unit_en"]
    met = {None: "–", True: say("达到", "yes"), False: say("未达", "no")}[cell["met"]]
    set_by = ground.of(events.TARGETS) if cell["target_from"] == "person" else trace
    target = text("–") if cell["target"] is None else Value(cell["target"], "count", set_by, unit, line["decimals"])
    return (
        text(line[ground.language], trace),
        Value(cell["value"], "count", trace, unit, line["decimals"]),
        target,
        text(met),
        text(words.word(ground, words.ORIGINS, cell["from"])),
        counted(cell["corrected"], stated),
    )


def outcomes(ground: Ground) -> Table:
    """What teams reported, against its targets; how many of those asked have told."""
    say = ground.say
    columns = (
        Column("outcome", say("成效", "Outcome"), width=4),
        Column("value", say("报数", "Told"), "count", 3),
        Column("target", say("目标", "Target"), "count"),
        Column("reported", say("已报", "Reported"), "count"),
        Column("asked", say("应报", "Asked"), "count"),
    )
    rows = [_outcome(ground, line) for line in ground.review["outcomes"]]
    note = say(
        "比例为各报数的平均；时长取最长，可用时数取最短，都不相加。",
        "Shares are means of what was reported; of times the longest counts, of hours that supplies last the shortest.",
    )
    note = note if any(line["together"] != "sum" for line in ground.review["outcomes"]) else ""
    return Table("outcomes", say("各队上报的数字", "Figures that teams reported"), columns, tuple(rows), note=note)


def _outcome(ground: Ground, line: Mapping[str, Any]) -> tuple[Value, ...]:
    trace, asked = as_trace(ground.traces.by_outcome.get(line["name"])), ground.of(events.DISPATCHED)
    unit = (line["unit_zh"] if ground.language == "zh" else line["unit_en"]) or ""
    value, target = line["value"] if line["reported"] else None, line["target"]
    return (
        text(line[ground.language], trace),
        counted(value, trace, of=unit),
        text("–") if target is None else counted(target, asked, of=unit),
        counted(line["reported"], trace),
        counted(line["asked"], asked),
    )


def decisions(ground: Ground) -> Table:
    """What was decided and ordered, by whom."""
    say = ground.say
    columns = (
        Column("at", say("时间", "Time"), "moment", 3),
        Column("kind", say("类别", "Kind"), width=2),
        Column("text", say("内容", "What"), width=10),
        Column("person", say("记录人", "By"), width=3),
    )
    rows = [
        (
            Value(one["at"], "moment", Trace(one["position"], one["position"], 1)),
            text(words.word(ground, words.NOTE_KINDS, one["kind"])),
            text(one["text"] or say("（已删除）", "(redacted)")),
            text(one[f"person_{ground.language}"]),
        )
        for one in ground.review["decisions"]
    ]
    return Table("decisions", say("决定与指令", "Decisions and orders"), columns, tuple(rows))


def bands(ground: Ground) -> Table:
    """Whom the footprint hits by its bands, the most severe first; bands are exclusive and add up."""
    say, impact, trace = ground.say, ground.facts["impact"], ground.footprint()
    columns = (
        Column("band", say("等级", "Band"), width=3),
        Column("customers", say("客户", "Customers"), "customers"),
        Column("sites", say("基站", "Sites"), "count"),
        Column("halls", say("营业厅", "Halls"), "count"),
        Column("key_customers", say("集团客户", "Key customers"), "count"),
    )
    names = ("total", "sites", "halls", "key_customers")

    def row(name: str, line: Mapping[str, Any]) -> tuple[Value, ...]:
        return (text(name), *(counted(line[one], trace, "customers" if one == "total" else "count") for one in names))

    rows = [row(words.band(ground, one["value_milli"], one["unit"], one["band"]), one) for one in impact["bands"]]
    totals = 1 if len(rows) > 1 else 0
    if totals:
        rows.append(row(say("合计", "Total"), impact))
    return Table("bands", say("受影响范围", "Who is hit"), columns, tuple(rows), totals=totals, note=ground.exposure)


def activity(ground: Ground) -> Table:
    """The log in sentences, one event a line."""
    say = ground.say
    columns = (
        Column("position", "#", "count", 1),
        Column("at", say("时间", "Time"), "moment", 3),
        Column("person", say("谁", "Who"), width=3),
        Column("what", say("做了什么", "What was done"), width=12),
    )
    lines = ground.activity.get("lines", [])
    rows = [
        (
            counted(one["position"], here := Trace(one["position"], one["position"], 1)),
            Value(one["at"], "moment", here),
            text(one[f"person_{ground.language}"]),
            text(one[ground.language]),
        )
        for one in lines
    ]
    left = ground.activity.get("count", 0) - len(lines)
    note = say(f"更早的 {left:,} 条见证据包。", f"{left:,} earlier events are in the evidence bundle.") if left else ""
    return Table("activity", say("活动记录", "Activity log"), columns, tuple(rows), note=note)


def silences(ground: Ground) -> Table:
    """When which province could not be reached."""
    say = ground.say
    columns = (
        Column("province", say("省", "Province"), width=3),
        Column("from", say("自", "From"), "moment", 3),
        Column("to", say("至", "Until"), "moment", 3),
        Column("minutes", say("时长", "For"), "minutes"),
    )
    rows = []
    for one in ground.review["timeline"]["silences"]:
        began, *ended = (Trace(position, position, 1) for position in one["positions"])
        until = ended[0] if ended else began
        rows.append((
            text(ground.place(one["province"])),
            Value(one["from"], "moment", began),
            Value(one["to"], "moment", until) if one["to"] else text(say("至今", "still")),
            counted(one["minutes"], joined([began, until]), "minutes") if one["minutes"] is not None else text("–"),
        ))  # fmt: skip
    return Table("silences", say("失联省份", "Silent provinces"), columns, tuple(rows))


def share(part: int, whole: int, trace: Trace | None) -> Value:
    """A share in ppm, rounded down so that nothing less than all reads as all; a dash of nothing."""
    return Value(part * 1_000_000 // whole, "ppm", trace) if whole else text("–")
