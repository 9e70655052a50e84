"""Which sections each kind of report has, in order; and a report's first words for a mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from incident.reports.building import figures, ics, lessons, pictures, regulator, tables, words
from incident.reports.building.ground import Ground, text
from incident.reports.model import Block, Figure, Figures, Report, Section, Table, Words
from incident.reports.wording import clock, difference, moment, shown
from incident.rules.reports import KINDS

#: Figures that a board reads.
_BOARD = (
    "customers_hit", "customers_covered", "fen_applied", "messages_delivered", "tasks", "tasks_done", "late",
    "ack_median_s",
)  # fmt: skip
#: Rows of a table on one sheet.
_BOARD_ROWS = 8


def build(kind: str, ground: Ground) -> Report:
    """The report of this kind; ValueError for one that is no document, such as the evidence bundle."""
    if kind not in _SECTIONS:
        raise ValueError(f"{kind} is no report that is built from facts")
    leading = figures.leading(ground)
    incident = ground.facts["incident"]
    known = KINDS[kind]
    return Report(
        kind=kind,
        name=ground.say(known.zh, known.en),
        title=ground.titled(incident),
        language=ground.language,
        incident_id=incident["id"],
        position=ground.facts["position"],
        at=ground.facts["at"],
        world=ground.world,
        base_url=ground.base_url,
        about=_about(ground),
        sections=tuple(_SECTIONS[kind](ground, leading)),
        one_sheet=kind == "board",
        numbers=figures.numbers_of(leading),
    )


def summary_of(report: Report) -> str:
    """The report in plain lines, for a mail: what stands on top, and how it has moved."""
    lines = [report.title, "；".join(report.about) if report.language == "zh" else "; ".join(report.about), ""]
    for _section, block in report.blocks():
        if isinstance(block, Figures) and block.key == "leading":
            lines += [_line(one, report) for one in block.items]
    return "\n".join(lines) + "\n"


def _line(one: Figure, report: Report) -> str:
    moved = difference(one.value, one.before, report.language)
    label = f"{one.label}：" if report.language == "zh" else f"{one.label}: "
    return f"{label}{shown(one.value, report.language)}" + (f" ({moved})" if moved else "")


def _about(ground: Ground) -> tuple[str, ...]:
    say, incident = ground.say, ground.facts["incident"]
    lines = [say("状态：", "State: ") + words.word(ground, words.INCIDENT_STATES, incident["state"])]
    if incident["response_level"]:
        lines.append(say("响应级别：", "Response level: ") + incident["response_level"])
    lines.append(say("发生：", "Struck: ") + moment(incident["occurred_at"]))
    if ground.province:
        lines.append(say("范围：", "Narrowed to: ") + ground.place(ground.province))
    if ground.before_at:
        lines.append(say("与上一份比较：", "Compared with the last one: ") + moment(ground.before_at))
    return tuple(lines)


def _situation(ground: Ground, leading: Figures) -> list[Section]:
    say = ground.say
    return [
        _section("now", say("当前", "Now"), leading, _news(ground)),
        _section("area", say("范围", "Area"), pictures.region_map(ground), tables.bands(ground)),
        _section("measures", say("措施与公共信息", "Measures and messages"), pictures.measures(ground),
                 tables.measures(ground), tables.messages(ground)),
        _section("provinces", say("各省", "Provinces"), tables.provinces(ground), tables.silences(ground)),
        _section("outcomes", say("成效", "Outcomes"), tables.results(ground), tables.outcomes(ground)),
        _section("decisions", say("决定", "Decisions"), tables.decisions(ground)),
    ]  # fmt: skip


def _final(ground: Ground, leading: Figures) -> list[Section]:
    say = ground.say
    return [
        _section("summary", say("摘要", "Summary"), leading),
        _section("course", say("全程", "Course of the event"), pictures.timeline(ground), tables.silences(ground)),
        _section("area", say("范围", "Area"), pictures.region_map(ground), tables.bands(ground)),
        _section("measures", say("措施与公共信息", "Measures and messages"), pictures.measures(ground),
                 tables.measures(ground), tables.messages(ground)),
        _section("tasks", say("任务与响应", "Tasks and response"), pictures.acknowledgements(ground),
                 tables.provinces(ground)),
        _section("outcomes", say("成效", "Outcomes"), tables.results(ground), tables.outcomes(ground)),
        _section("decisions", say("决定与指令", "Decisions and orders"), tables.decisions(ground)),
        _section("lessons", say("改进", "Lessons"), lessons.findings(ground), lessons.scores(ground),
                 lessons.practices(ground)),
        _section("proof", say("凭据", "Proof"), proof(ground)),
    ]  # fmt: skip


def _board(ground: Ground, leading: Figures) -> list[Section]:
    chosen = Figures("leading", tuple(one for one in leading.items if one.key in _BOARD))
    measures = tables.measures(ground)
    short = Table("measures", measures.title, measures.columns, measures.rows[:_BOARD_ROWS])
    say = ground.say
    return [
        _section("summary", say("摘要", "Summary"), chosen),
        _section(
            "course", say("全程与范围", "Course and area"), pictures.timeline(ground), pictures.region_map(ground)
        ),
        _section("measures", say("措施", "Measures"), short),
    ]


def proof(ground: Ground) -> Words:
    """Where the log stands and whether its chain holds: what an outsider checks with the evidence bundle."""
    log, say = ground.review["log"], ground.say
    whole = say("链完整", "its chain holds") if log["verified"] else say("链有断裂", "its chain is broken")
    upto, last = f"{ground.facts['position']:,}", f"{log['last']:,}"
    lines = [
        say(
            f"本报告讲到记录的第 {upto} 条；记录共 {last} 条，{whole}。",
            f"This report tells the log up to event #{upto}; it has {last} events, {whole}.",
        ),
        say(
            "每个数字后的 # 是产生它的最后一条记录，可打开当时的全景；证据包可离线核验。",
            "The # behind a figure is the last event that it comes from and opens the console at that moment; the "
            "evidence bundle is verified offline.",
        ),
    ]
    return Words("proof", tuple(text(line) for line in lines))


def _news(ground: Ground) -> Words:
    """The newest that was decided, and what is open: what a figure cannot say."""
    say, brief = ground.say, ground.brief
    lines = []
    silent = [one for one in ground.review["timeline"]["silences"] if one["to"] is None]
    if silent:
        names = "、".join(ground.place(one["province"]) for one in silent)
        lines.append(say(f"失联：{names}。", f"Unreachable: {names}."))
    waiting = [one for one in ground.facts["measures"] if one["state"] == "pending_approval"]
    if waiting:
        titles = "、".join(ground.titled(one) for one in waiting)
        lines.append(say(f"等待审批：{titles}。", f"Waiting for approval: {titles}."))
    if brief["asks"]:
        count = len(brief["asks"])
        lines.append(say(f"各省有 {count} 项请求待答复。", f"{count} asks of provinces wait for an answer."))
    for one in ground.review["decisions"][-3:]:
        lines.append(f"{clock(one['at'])} {one['text'] or say('（已删除）', '(redacted)')}")
    return Words("news", tuple(text(line) for line in lines))


def _section(key: str, title: str, *blocks: Block | None) -> Section:
    """A section of what there is: no empty table, no picture that could not be drawn."""
    return Section(key, title, tuple(block for block in blocks if block is not None and not _is_empty(block)))


def _is_empty(block: Block) -> bool:
    return (isinstance(block, Table) and not block.rows) or (isinstance(block, Words) and not block.lines)


def _regulator(ground: Ground, _leading: Figures) -> list[Section]:
    say = ground.say
    return [
        _section("counts", say("报送数字", "Counts"), regulator.counts(ground)),
        _section("measures", say("措施与公共信息", "Measures and messages"), tables.measures(ground),
                 tables.messages(ground)),
        _section("provinces", say("各省", "Provinces"), tables.provinces(ground)),
    ]  # fmt: skip


def _ics201(ground: Ground, leading: Figures) -> list[Section]:
    say = ground.say
    return [
        _section("1-situation", say("1 现状与地图", "1 Situation and map"), leading, pictures.region_map(ground)),
        _section("2-objectives", say("2 目标与指令", "2 Objectives and orders"), tables.decisions(ground)),
        _section("3-actions", say("3 当前与计划行动", "3 Current and planned actions"), tables.measures(ground),
                 tables.messages(ground)),
        _section("4-organisation", say("4 组织", "4 Organisation"), ics.organisation(ground)),
        _section("5-resources", say("5 资源", "5 Resource summary"), ics.resources(ground), tables.provinces(ground)),
    ]  # fmt: skip


def _ics209(ground: Ground, leading: Figures) -> list[Section]:
    say = ground.say
    return [
        _section("1-incident", say("1 事件", "1 Incident information"), ics.identity(ground)),
        _section("2-status", say("2 当前状态", "2 Current status"), leading, tables.bands(ground)),
        _section("3-map", say("3 位置", "3 Location"), pictures.region_map(ground)),
        _section("4-actions", say("4 已采取行动", "4 Actions taken"), tables.measures(ground), tables.messages(ground)),
        _section("5-needs", say("5 关键需求", "5 Critical needs"), ics.resources(ground), tables.silences(ground)),
        _section("6-outlook", say("6 说明", "6 Remarks"), _news(ground)),
    ]


def _ics214(ground: Ground, _leading: Figures) -> list[Section]:
    say = ground.say
    return [
        _section("1-incident", say("1 事件", "1 Incident"), ics.identity(ground)),
        _section("2-people", say("2 值守人员", "2 Personnel"), ics.organisation(ground)),
        _section("3-log", say("3 活动记录", "3 Activity log"), tables.activity(ground)),
    ]


_SECTIONS: Mapping[str, Callable[[Ground, Figures], list[Section]]] = {
    "situation": _situation,
    "final": _final,
    "board": _board,
    "regulator": _regulator,
    "ics201": _ics201,
    "ics209": _ics209,
    "ics214": _ics214,
}
