"""Two sets of an incident's figures as sentences: what a person would say has changed in between; pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

#: As incident.queries.past_compare reads them at one moment.
Figures = dict[str, Any]


class Words(NamedTuple):
    zh: str
    en: str


_TABLES = {"task": ("任务", "Tasks"), "measure": ("措施", "Measures"), "broadcast": ("公共信息", "Broadcasts")}
#: As static/src/locales name them.
_STATES: dict[str, dict[str, tuple[str, str]]] = {
    "incident": {
        "monitoring": ("监测", "monitoring"),
        "active": ("响应中", "active"),
        "stabilised": ("趋稳", "stabilised"),
        "recovering": ("恢复", "recovering"),
        "closed": ("已关闭", "closed"),
        "reviewed": ("已复盘", "reviewed"),
        "cancelled": ("已撤销", "cancelled"),
    },
    "task": {
        "dispatched": ("已派", "sent"),
        "acknowledged": ("已确认", "acknowledged"),
        "in_progress": ("处理中", "working"),
        "pending": ("等外部", "waiting on others"),
        "held": ("暂停", "held"),
        "resolved": ("待复核", "to verify"),
        "closed": ("完成", "done"),
        "rejected": ("拒绝", "declined"),
        "cancelled": ("取消", "cancelled"),
    },
    "measure": {
        "draft": ("拟", "proposed"),
        "pending_approval": ("待批", "awaiting approval"),
        "approved": ("已批", "approved"),
        "rejected": ("不批", "rejected"),
        "executing": ("执行中", "executing"),
        "held": ("暂停", "held"),
        "partially_applied": ("部分失败", "partly failed"),
        "in_effect": ("生效", "in effect"),
        "ending": ("收尾", "ending"),
        "completed": ("结束", "ended"),
        "reversing": ("撤回中", "reversing"),
        "reversed": ("已撤回", "reversed"),
        "cancelled": ("取消", "cancelled"),
    },
    "broadcast": {
        "draft": ("拟", "proposed"),
        "pending_approval": ("待批", "awaiting approval"),
        "rejected": ("不批", "rejected"),
        "broadcasting": ("发送中", "sending"),
        "completed": ("结束", "ended"),
        "cancelled": ("取消", "cancelled"),
    },
}
_COLOURS = {
    "red": ("红色", "red"),
    "orange": ("橙色", "orange"),
    "yellow": ("黄色", "yellow"),
    "blue": ("蓝色", "blue"),
}
_NONE = ("无", "none")


def words_of(before: Figures, after: Figures) -> list[Words]:
    """What changed from one moment to the other, the whole first; one sentence that says so where nothing did."""
    found = [*_of_head(before, after), *_of_area(before, after)]
    found += [word for name in _TABLES for word in _of_states(name, before[name], after[name])]
    if before["committed_fen"] != after["committed_fen"]:
        found.append(
            Words(
                f"承诺资金 {_yuan(before['committed_fen'])} → {_yuan(after['committed_fen'])} 元",
                f"Money committed: {_yuan(before['committed_fen'])} → {_yuan(after['committed_fen'])} yuan",
            )
        )
    return found or [Words("这两个时刻之间，这些数字没有变化", "None of these figures changed between the two moments")]


def state_words(table: str, state: str | None) -> tuple[str, str]:
    """A state of a row of `table` in both languages."""
    return _STATES[table].get(state or "", (state or _NONE[0], state or _NONE[1]))


def _of_head(before: Figures, after: Figures) -> Iterator[Words]:
    if before["state"] != after["state"]:
        (was_zh, was_en), (is_zh, is_en) = (state_words("incident", one["state"]) for one in (before, after))
        yield Words(f"事件状态 {was_zh} → {is_zh}", f"State of the incident: {was_en} → {is_en}")
    if before["response_level"] != after["response_level"]:
        was, now = before["response_level"], after["response_level"]
        yield Words(
            f"响应级别 {was or _NONE[0]} → {now or _NONE[0]}", f"Response level: {was or _NONE[1]} → {now or _NONE[1]}"
        )
    if before["warning_colour"] != after["warning_colour"]:
        was, now = (_COLOURS.get(one["warning_colour"] or "", _NONE) for one in (before, after))
        yield Words(f"预警颜色 {was[0]} → {now[0]}", f"Warning colour: {was[1]} → {now[1]}")
    if before["unreachable_provinces"] != after["unreachable_provinces"]:
        was, now = before["unreachable_provinces"], after["unreachable_provinces"]
        yield Words(f"失联省份 {was} → {now}", f"Provinces out of reach: {was} → {now}")


def _of_area(before: Figures, after: Figures) -> Iterator[Words]:
    if before["footprint_version"] != after["footprint_version"]:
        was, now = before["footprint_version"], after["footprint_version"]
        yield Words(
            f"影响范围 {f'v{was}' if was else _NONE[0]} → v{now}",
            f"Footprint: {f'v{was}' if was else _NONE[1]} → v{now}",
        )
    for name, zh, en in (("customers", "覆盖用户", "Customers covered"), ("counties", "受影响区县", "Counties hit")):
        if before[name] != after[name]:
            yield Words(f"{zh} {before[name]:,} → {after[name]:,}", f"{en}: {before[name]:,} → {after[name]:,}")


def _of_states(name: str, before: dict[str, int], after: dict[str, int]) -> Iterator[Words]:
    """One sentence for a table: each state whose count changed."""
    changed = [state for state in {**before, **after} if before.get(state, 0) != after.get(state, 0)]
    if not changed:
        return
    zh, en = _TABLES[name]
    pairs = [(state_words(name, state), before.get(state, 0), after.get(state, 0)) for state in changed]
    yield Words(
        f"{zh} " + "，".join(f"{words[0]} {was:,} → {now:,}" for words, was, now in pairs),
        f"{en}: " + ", ".join(f"{words[1]} {was:,} → {now:,}" for words, was, now in pairs),
    )


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.0f}"
