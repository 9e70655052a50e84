"""The whole event as a picture: level, footprints, measures and messages as bars, tasks as ticks, silent provinces."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from incident.reports.pictures.canvas import (
    BAD,
    EFFECT,
    GREY,
    INK,
    LEVEL_INK,
    LEVELS,
    LINE,
    PALE,
    RUN,
    WAIT,
    Canvas,
    cut,
    width_of,
)  # fmt: skip
from incident.reports.pictures.scale import TimeScale, mark_text
from incident.reports.wording import Language, clock, duration, saying

WIDTH, LABEL, ROW, TASKS = 1000, 200, 22, 70
#: More bars than this make no picture any more; the longest-running are shown and the rest is counted.
MOST_BARS, MOST_SILENT = 24, 8


def timeline_picture(
    timeline: Mapping[str, Any], *, limit_minutes: int | None, language: Language, province: Callable[[str], str]
) -> str:
    """The timeline of `queries.review` as SVG; `province` names an adcode."""
    say = saying(language)
    bars = [bar for bar in (*timeline["measures"], *timeline["broadcasts"]) if bar["submitted_at"] or bar["started_at"]]
    bars.sort(key=lambda bar: bar["submitted_at"] or bar["started_at"])
    silences, drawn = _by_province(timeline["silences"]), bars[:MOST_BARS]
    rows = 2 + len(drawn) + (len(bars) > MOST_BARS)
    height = 34 + rows * ROW + 12 + TASKS + 14 + min(len(silences), MOST_SILENT) * ROW + 32
    canvas = Canvas(WIDTH, height)
    start, zero, end = (datetime.fromisoformat(timeline[name]) for name in ("from", "zero", "to"))
    scale = TimeScale(start, zero, end, LABEL, WIDTH - 16)
    _axis(canvas, scale, timeline, say)
    y = 34.0
    _levels(canvas, scale, timeline["levels"], y, say("响应级别", "Response level"))
    _footprints(canvas, scale, timeline["footprints"], y + ROW, say("影响范围", "Footprints"), say)
    y += 2 * ROW
    for bar in drawn:
        _bar(canvas, scale, bar, y, timeline["to"], language)
        y += ROW
    if len(bars) > MOST_BARS:
        rest = len(bars) - MOST_BARS
        canvas.text(LABEL, y + 15, say(f"另有 {rest} 项", f"and {rest} more"), size=11, ink=GREY)
        y += ROW
    _tasks(canvas, scale, timeline["tasks"], y + 12, limit_minutes, say)
    y += 12 + TASKS + 14
    for adcode, some in list(silences.items())[:MOST_SILENT]:
        _silence(canvas, scale, province(adcode), some, y, timeline["to"], say)
        y += ROW
    _legend(canvas, y + 16, say)
    return canvas.svg(say("全程", "The whole event"))


def _axis(canvas: Canvas, scale: TimeScale, timeline: Mapping[str, Any], say: Any) -> None:
    canvas.text(LABEL, 14, clock(timeline["from"]), size=11, ink=GREY)
    canvas.text(WIDTH - 16, 14, clock(timeline["to"]), size=11, ink=GREY, anchor="end")
    if timeline["zero"] != timeline["from"]:
        struck = scale.x(timeline["zero"])
        canvas.text(struck, 14, clock(timeline["zero"]), size=11, ink=GREY, anchor="middle")
        canvas.line(struck, 18, struck, canvas.height - 28, GREY)
    for seconds, x in scale.marks():
        canvas.line(x, 30, x, canvas.height - 28, PALE)
        canvas.text(x, 26, mark_text(seconds, say), size=10, ink=GREY, anchor="middle")


def _levels(canvas: Canvas, scale: TimeScale, levels: Sequence[Mapping[str, Any]], y: float, label: str) -> None:
    _label(canvas, y, label)
    for span in levels:
        x, end = scale.x(span["from"]), scale.x(span["to"])
        canvas.box(x, y + 2, end - x, ROW - 4, LEVELS[span["level"]], r=2)
        if end - x > 18:
            canvas.text(x + 6, y + 15, span["level"], size=12, ink=LEVEL_INK[span["level"]])


def _footprints(
    canvas: Canvas, scale: TimeScale, footprints: Sequence[Mapping[str, Any]], y: float, label: str, say: Any
) -> None:
    _label(canvas, y, label)
    free_from = 0.0
    for mark in footprints:
        x = scale.x(mark["at"])
        canvas.path(f"M{x:.1f} {y + 4} L{x + 6:.1f} {y + 11} L{x:.1f} {y + 18} L{x - 6:.1f} {y + 11} Z", fill=INK)
        counties = mark["counties"]
        words = f"v{mark['version']} " + say(f"{counties} 县", f"{counties} counties")
        if x + 9 >= free_from and x + 9 + width_of(words, 11) < WIDTH:
            canvas.text(x + 9, y + 15, words, size=11)
            free_from = x + 14 + width_of(words, 11)


def _bar(canvas: Canvas, scale: TimeScale, bar: Mapping[str, Any], y: float, end: str, language: Language) -> None:
    title = bar["title_zh"] if language == "zh" else bar["title_en"]
    _label(canvas, y, title)
    over = bar["ended_at"] or end
    steps = [
        (bar["submitted_at"], bar["started_at"] or bar["approved_at"] or over, WAIT),
        (bar["started_at"], bar.get("in_effect_at") or over, RUN),
        (bar.get("in_effect_at"), over, EFFECT),
    ]
    for start, until, fill in steps:
        if start:
            x = scale.x(start)
            canvas.box(x, y + 4, max(scale.x(until) - x, 2), ROW - 8, fill, r=1)


def _tasks(
    canvas: Canvas, scale: TimeScale, tasks: Sequence[Mapping[str, Any]], y: float, limit: int | None, say: Any
) -> None:
    _label(canvas, y + 10, say("任务", "Tasks"))
    canvas.text(0, y + 42, say("高＝确认用时", "height: time to answer"), size=10, ink=GREY)
    longest = max([task["answer_s"] or 0 for task in tasks] + [(limit or 10) * 120])
    floor = y + TASKS
    for task in tasks:
        x = scale.x(task["dispatched_at"])
        if task["answer_s"] is None:
            canvas.line(x, y, x, floor, BAD, width=1, dash="2 2")
        else:
            tall = max(2.0, (TASKS - 4) * min(task["answer_s"] / longest, 1))
            canvas.line(x, floor, x, floor - tall, BAD if task["late"] else EFFECT, width=1.2)
    canvas.line(LABEL, floor, WIDTH - 16, floor, LINE)
    if limit:
        at = floor - (TASKS - 4) * limit * 60 / longest
        canvas.line(LABEL, at, WIDTH - 16, at, GREY, dash="4 3")
        words = say(f"时限 {limit} 分", f"limit {limit} min")
        canvas.text(WIDTH - 16, at - 4, words, size=10, ink=GREY, anchor="end", halo=3)


def _silence(
    canvas: Canvas, scale: TimeScale, name: str, silences: Sequence[Mapping[str, Any]], y: float, end: str, say: Any
) -> None:
    _label(canvas, y, f"{say('失联', 'Silent')} · {name}")
    for one in silences:
        x = scale.x(one["from"])
        canvas.box(x, y + 4, max(scale.x(one["to"] or end) - x, 3), ROW - 8, "#F6D9D6", edge=BAD, r=1)
        told = say("至今", "still") if one["minutes"] is None else duration(one["minutes"] * 60, say("zh", "en"))
        canvas.text(x + 4, y + 15, told, size=10, ink=BAD, halo=2)


def _legend(canvas: Canvas, y: float, say: Any) -> None:
    x = float(LABEL)
    for fill, words in (
        (WAIT, say("等批准", "waits for approval")),
        (RUN, say("执行", "executing")),
        (EFFECT, say("生效", "in effect")),
        (BAD, say("超时或未确认的任务", "task late or not acknowledged")),
    ):
        canvas.box(x, y - 9, 12, 10, fill)
        canvas.text(x + 17, y, words, size=11, ink=GREY)
        x += 36 + width_of(words, 11)
    canvas.text(WIDTH - 16, y, say("时间轴非等距", "time axis not linear"), size=10, ink=GREY, anchor="end")


def _label(canvas: Canvas, y: float, text: str) -> None:
    canvas.text(0, y + 15, cut(text, LABEL - 12, 12), size=12)


def _by_province(silences: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in silences:
        found.setdefault(str(one["province"]), []).append(one)
    return found
