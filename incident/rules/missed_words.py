"""Targets of a drill that its players missed, in words: what was expected, and how far they came. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: What a rule for a kind of target is called and looks for, as in rules.review_words.
MISSED_WORDS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "missed_acknowledged": (
        ("演练：接收不及时", "演练目标：任务按时接收的比例"),
        ("Drill: tasks taken on late", "a drill's target: the share of tasks acknowledged in time"),
    ),
    "missed_level_set": (
        ("演练：定级晚", "演练目标：按时定响应级别"),
        ("Drill: level set late", "a drill's target: the response level set in time"),
    ),
    "missed_activated": (
        ("演练：启用预案晚", "演练目标：按时启用预案"),
        ("Drill: playbook activated late", "a drill's target: the playbook activated in time"),
    ),
    "missed_measure_approved": (
        ("演练：措施批准晚", "演练目标：首项措施按时批准"),
        ("Drill: first measure approved late", "a drill's target: the first measure approved in time"),
    ),
    "missed_covered": (
        ("演练：措施覆盖不足", "演练目标：措施按时覆盖的客户比例"),
        (
            "Drill: too few customers covered",
            "a drill's target: the share of customers hit that a measure covers in time",
        ),
    ),
    "missed_broadcast_sent": (
        ("演练：公共信息发出晚", "演练目标：公共信息按时发出"),
        ("Drill: public told late", "a drill's target: a message to the public sent in time"),
    ),
    "missed_corrected": (
        ("演练：谣言更正晚", "演练目标：谣言按时更正"),
        ("Drill: rumour corrected late", "a drill's target: a rumour answered in time by a message to the public"),
    ),
    "missed_called": (
        ("演练：联系失联省晚", "演练目标：按时联系上失联的省"),
        ("Drill: silent province called late", "a drill's target: the silent province called in time"),
    ),
    "missed_logged": (
        ("演练：情况处理晚", "演练目标：来的情况按时有处理记录"),
        ("Drill: answered late", "a drill's target: what came was answered in the log in time"),
    ),
}
#: What was expected, where the scenario has no words of its own.
_GOALS: dict[str, tuple[str, str]] = {
    "acknowledged": ("接收任务", "tasks acknowledged"),
    "level-set": ("定响应级别", "response level set"),
    "activated": ("启用预案", "playbook activated"),
    "measure-approved": ("批准首项措施", "first measure approved"),
    "covered": ("措施覆盖受影响客户", "customers hit covered by a measure"),
    "broadcast-sent": ("发出公共信息", "message to the public sent"),
    "corrected": ("更正谣言", "rumour corrected"),
    "called": ("联系失联省", "silent province called"),
    "logged": ("记下如何处理", "answer logged"),
}

Args = Mapping[str, Any]


def missed_zh(args: Args) -> str:
    """What was missed, in Chinese."""
    goal = args["title_zh"] or _GOALS[args["what"]][0]
    since = f"「{args['after_zh']}」之后" if args["after_zh"] else ""
    limit = f"{since}限 {args['within_minutes']:,} 分"
    if args["whole"] is not None:
        whole, unit = args["whole"], "户" if args["what"] == "covered" else "项"
        if not whole:
            return f"{goal}：{limit}，到时还没有影响范围"
        expected = 100 if args["percent"] is None else args["percent"]
        return f"{goal}：{limit}，{whole:,} {unit}中到时 {args['part']:,} {unit}（{_percent(args)}%，目标 {expected}%）"
    took = "没有做到" if args["took_s"] is None else f"用了 {args['took_s'] / 60:,.1f} 分"
    return f"{goal}：{limit}，{took}"


def missed_en(args: Args) -> str:
    """The same in English."""
    goal = args["title_en"] or _GOALS[args["what"]][1]
    since = f" of “{args['after_en']}”" if args["after_en"] else ""
    limit = f"within {args['within_minutes']:,} min{since}"
    if args["whole"] is not None:
        if not args["whole"]:
            return f"{goal} {limit}: there was no footprint by then"
        expected = 100 if args["percent"] is None else args["percent"]
        return f"{goal} {limit}: {args['part']:,} of {args['whole']:,} ({_percent(args)}%, target {expected}%)"
    took = "not done" if args["took_s"] is None else f"took {args['took_s'] / 60:,.1f} min"
    return f"{goal} {limit}: {took}"


def _percent(args: Args) -> int:
    """Whole percent, rounded down: what is short of a target never reads as if it had reached it."""
    return int(args["part"]) * 100 // int(args["whole"])
