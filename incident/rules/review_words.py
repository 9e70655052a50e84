"""The rules of the review in words: what each looks for, and what it says of what it found. Pure, both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from incident.rules.missed_words import MISSED_WORDS, missed_en, missed_zh
from incident.rules.review_rules import LATE_END, MOST_AT_ONCE, SLOW_APPROVAL

_SLOW = int(SLOW_APPROVAL.total_seconds() // 60)
_LATE = int(LATE_END.total_seconds() // 60)

#: What a rule is called and looks for, `(name, what)` in Chinese and in English.
RULE_WORDS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "late_acknowledgement": (
        ("确认超时", "任务在确认时限之后才确认"),
        ("Acknowledged late", "tasks that were acknowledged after their time"),
    ),
    "unanswered": (
        ("无人确认", "确认时限已过，至今没有人确认、拒绝或收回"),
        ("Nobody answered", "tasks that nobody acknowledged, declined or took back"),
    ),
    "declined": (("拒绝", "省里拒绝的任务"), ("Declined", "tasks that a province declined")),
    "work_late": (("办理超时", "接下的任务没有按时办完"), ("Work late", "tasks taken on and not done in time")),
    "overloaded": (
        ("超载", f"一人同时在办超过 {MOST_AT_ONCE} 项任务"),
        ("Overloaded", f"one person had more than {MOST_AT_ONCE} tasks in hand at once"),
    ),
    "doubled_work": (
        ("重复派工", "同一地点的同一件事，前一项未了又派一项"),
        ("Doubled work", "the same thing asked of the same place while the first was still to be done"),
    ),
    "unreachable": (("失联", "所有通道都联系不上的省"), ("Unreachable", "a province that no channel reached")),
    "unread": (("通知不到人", "各通道都未送达，或没有可用的联系方式"), ("Not told", "people whom no notice reached")),
    "gaps": (("有客户没办成", "应办而未办成的客户"), ("Gaps", "customers that a measure did not reach")),
    "false_start": (
        ("误启动", "启动后又取消、撤回或叫停的措施和广播"),
        ("False start", "measures and messages that were set going and taken back"),
    ),
    "recalled": (("任务收回", "派出后又收回的任务"), ("Recalled", "tasks that were taken back after dispatch")),
    "slow_approval": (
        ("审批慢", f"等批准超过 {_SLOW} 分钟"),
        ("Slow approval", f"waited more than {_SLOW} minutes for approval"),
    ),
    "wound_down_late": (
        ("收尾晚", f"期限过后 {_LATE} 分钟仍未结束的措施"),
        ("Wound down late", f"measures that ran on more than {_LATE} minutes after their window"),
    ),
    "left_open": (
        ("结束时仍未了结", "事件关闭时还开着的任务"),
        ("Left open", "tasks that were still open when the incident was closed"),
    ),
    **MISSED_WORDS,
}

Args = Mapping[str, Any]


def _minutes(seconds: int) -> str:
    return f"{seconds / 60:.1f}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


_SAY: dict[str, tuple[Callable[[Args], str], Callable[[Args], str]]] = {
    "late_acknowledgement": (
        lambda a: (
            f"{a['of']} 项任务中 {a['count']} 项超时确认，最慢 {_minutes(a['worst_s'])} 分"
            f"（时限 {a['limit_minutes']} 分）"
        ),
        lambda a: (
            f"{a['count']} of {a['of']} tasks acknowledged late, the slowest after {_minutes(a['worst_s'])} min"
            f" (limit {a['limit_minutes']} min)"
        ),
    ),
    "unanswered": (
        lambda a: f"{a['of']} 项任务中 {a['count']} 项没有人确认",
        lambda a: f"nobody acknowledged {a['count']} of {a['of']} tasks",
    ),
    "declined": (
        lambda a: f"{a['of']} 项任务中拒绝 {a['count']} 项",
        lambda a: f"{a['count']} of {a['of']} tasks declined",
    ),
    "work_late": (
        lambda a: f"{a['of']} 项任务中 {a['count']} 项没有按时办完",
        lambda a: f"{a['count']} of {a['of']} tasks not done in time",
    ),
    "overloaded": (
        lambda a: f"有 {a['people']} 人同时在办超过 {a['limit']} 项任务，最多一人 {a['count']} 项",
        lambda a: f"{a['people']} with more than {a['limit']} tasks in hand at once, at most {a['count']}",
    ),
    "doubled_work": (
        lambda a: f"同一地点的同一件事重复派工 {a['count']} 次",
        lambda a: f"the same thing asked twice of one place, {_times(a['count'])}",
    ),
    "unreachable": (
        lambda a: f"失联 {a['count']} 次，共 {a['minutes']:,} 分{'，至今未恢复' if a['still'] else ''}",
        lambda a: f"out of reach {_times(a['count'])}, {a['minutes']:,} min in all{', still' if a['still'] else ''}",
    ),
    "unread": (
        lambda a: f"{a['count']} 次通知没有送到人",
        lambda a: f"{a['count']} notices reached nobody",
    ),
    "gaps": (
        lambda a: f"「{a['title_zh']}」应办 {a['intended']:,} 户，{a['failed']:,} 户没有办成",
        lambda a: f"“{a['title_en']}”: {a['failed']:,} of {a['intended']:,} customers not reached",
    ),
    "false_start": (
        lambda a: f"「{a['title_zh']}」启动后又撤回",
        lambda a: f"“{a['title_en']}” was set going and taken back",
    ),
    "recalled": (
        lambda a: f"{a['of']} 项任务中收回 {a['count']} 项",
        lambda a: f"{a['count']} of {a['of']} tasks taken back",
    ),
    "slow_approval": (
        lambda a: f"「{a['title_zh']}」等批准 {a['minutes']:,} 分",
        lambda a: f"“{a['title_en']}” waited {a['minutes']:,} min for approval",
    ),
    "wound_down_late": (
        lambda a: f"「{a['title_zh']}」期限过后又运行 {a['minutes']:,} 分",
        lambda a: f"“{a['title_en']}” ran on for {a['minutes']:,} min after its window",
    ),
    "left_open": (
        lambda a: f"事件关闭时 {a['of']} 项任务中还有 {a['count']} 项未了结",
        lambda a: f"{a['count']} of {a['of']} tasks still open when the incident was closed",
    ),
    **dict.fromkeys(MISSED_WORDS, (missed_zh, missed_en)),
}


def rule_name(rule: str, language: str) -> str:
    """What the rule is called; its code where a later release no longer knows it."""
    words = RULE_WORDS.get(rule)
    return words[language != "zh"][0] if words else rule


def sentence(rule: str, args: Args, language: str) -> str:
    """What the rule found, without the place."""
    said = _SAY.get(rule)
    return said[language != "zh"](args) if said else rule
