"""How long tasks waited for their acknowledgement: one column a class, late ones in another ink."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incident.reports.pictures.canvas import BAD, EFFECT, GREY, LINE, PALE, Canvas
from incident.reports.wording import Language, duration, saying

WIDTH, HEIGHT, LEFT, FLOOR, TOP = 1000, 260, 44, 204, 26


def acknowledgement_picture(told: Mapping[str, Any], *, language: Language) -> str:
    """The distribution of `queries.review` as SVG; classes end before their upper edge."""
    say = saying(language)
    canvas = Canvas(WIDTH, HEIGHT)
    classes, limit = told["histogram"], told["limit_minutes"]
    most = max([one["count"] for one in classes] + [1])
    step = (WIDTH - LEFT - 16) / len(classes)
    for share in (0.5, 1.0):
        y = FLOOR - (FLOOR - TOP) * share
        canvas.line(LEFT, y, WIDTH - 16, y, PALE)
        canvas.text(LEFT - 6, y + 4, f"{round(most * share):,}", size=11, ink=GREY, anchor="end")
    for place, one in enumerate(classes):
        x = LEFT + place * step
        late = limit is not None and one["from_min"] >= limit
        tall = (FLOOR - TOP) * one["count"] / most
        if one["count"]:
            canvas.box(x + 5, FLOOR - tall, step - 10, tall, BAD if late else EFFECT)
            canvas.text(x + step / 2, FLOOR - tall - 5, f"{one['count']:,}", size=12, anchor="middle")
        canvas.text(x + step / 2, FLOOR + 17, _edge(one), size=11, ink=GREY, anchor="middle")
    canvas.line(LEFT, FLOOR, WIDTH - 16, FLOOR, LINE)
    minutes = say("确认用时（分）", "minutes until acknowledged")
    canvas.text(WIDTH - 16, FLOOR + 36, minutes, size=11, ink=GREY, anchor="end")
    if told["median_s"] is not None:
        median, tail = duration(told["median_s"], language), duration(told["p90_s"], language)
        words = say(f"中位 {median} · 九成在 {tail} 以内", f"median {median} · nine in ten within {tail}")
        canvas.text(LEFT, FLOOR + 36, words, size=12)
    return canvas.svg(say("确认用时分布", "Time to acknowledge"))


def _edge(one: Mapping[str, Any]) -> str:
    return f"{one['from_min']}–{one['to_min']}" if one["to_min"] is not None else f"≥ {one['from_min']}"
