"""What was learnt of an event: its findings with who mends them by when, and how provinces were assessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incident.queries import event_traces as events
from incident.reports.building import words
from incident.reports.building.ground import Ground, counted, text
from incident.reports.model import Column, Table, Trace, Value
from incident.rules.findings import DEPARTMENTS
from incident.rules.league import PRIZE_WORDS


def findings(ground: Ground) -> Table:
    """Findings in their order, each leading to the event that shows it."""
    say = ground.say
    columns = (
        Column("number", say("编号", "No."), width=2),
        Column("what", say("看到了什么", "What was seen"), width=9),
        Column("place", say("单位", "Place"), width=3),
        Column("department", say("责任部门", "Department"), width=3),
        Column("owner", say("负责人", "Owner"), width=2),
        Column("due", say("期限", "Due"), "moment", 3),
        Column("state", say("状态", "State"), width=2),
    )
    rows = [_finding(ground, one) for one in ground.facts["findings"]]
    return Table("findings", say("发现与改进", "Findings"), columns, tuple(rows))


def _finding(ground: Ground, one: Mapping[str, Any]) -> tuple[Value, ...]:
    say, shown = ground.say, one["evidence"]
    trace = Trace(min(shown), max(shown), len(shown)) if shown else None
    rule = one[f"rule_{ground.language}"]
    said = one[f"say_{ground.language}"]
    place = say("总部", "Headquarters") if one["scope"] == "nation" else ground.place(one["scope"])
    late = say("，逾期", ", overdue") if one["overdue"] else ""
    return (
        text(f"F-{one['number']}", trace),
        text(f"{rule}：{said}" if rule and ground.language == "zh" else f"{rule}: {said}" if rule else said, trace),
        text(place),
        text(say(*DEPARTMENTS[one["department"]])),
        text(one[f"owner_{ground.language}"]),
        Value(one["due_at"] or "", "moment" if one["due_at"] else "text"),
        text(words.word(ground, words.FINDING_STATES, one["state"]) + late),
    )


def scores(ground: Ground) -> Table:
    """Provinces by their published rank; those without one are counted in the note."""
    say = ground.say
    columns = (
        Column("province", say("省", "Province"), width=3),
        Column("rank", say("名次", "Rank"), "count"),
        Column("total", say("总分", "Total"), "count"),
        Column("weight", say("可评权重", "Weight assessed"), "count"),
        Column("left_out", say("经异议改定", "Ruled on"), "count"),
    )
    ranked = [one for one in ground.facts["scores"] if one["rank"] is not None]
    rows = [_score(ground, one) for one in sorted(ranked, key=lambda one: (one["rank"], one["province"]))]
    others = len(ground.facts["scores"]) - len(ranked)
    note = say(
        f"另 {others} 省可评权重不足，有分不排名。", f"Another {others} have scores, and too little weight for a rank."
    )
    return Table("scores", say("考评", "Assessment"), columns, tuple(rows), note=note if others else "")


def _score(ground: Ground, one: Mapping[str, Any]) -> tuple[Value, ...]:
    trace = ground.of(events.ASSESSED, province=one["province"])
    ruled = sum(part["ruling"] is not None for part in one["parts"])
    return (
        text(ground.place(one["province"]), trace),
        counted(one["rank"], trace),
        Value(one["total"], "count", trace, decimals=2),
        counted(one["weight"], trace),
        counted(ruled, ground.of(events.RULED, province=one["province"]) if ruled else None),
    )


def practices(ground: Ground) -> Table:
    """Practices that were nominated for others to learn from, and their prizes."""
    say = ground.say
    columns = (
        Column("province", say("省", "Province"), width=3),
        Column("title", say("好做法", "Practice"), width=5),
        Column("text", say("内容", "What it is"), width=9),
        Column("prize", say("奖项", "Prize"), width=2),
    )
    rows = [
        (
            text(ground.place(one["province"]), trace := ground.of(events.NOMINATED, province=one["province"])),
            text(one["title"], trace),
            text(one["text"]),
            text(say(*PRIZE_WORDS[one["prize"]]) if one["prize"] else "–"),
        )
        for one in ground.facts["practices"]
    ]
    return Table("practices", say("好做法", "Practices"), columns, tuple(rows))
