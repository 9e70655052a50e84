"""Measures as bars: customers whom each was meant for, and how many of them it reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from incident.reports.pictures.canvas import BAD, EFFECT, GREY, PALE, Canvas, cut, width_of
from incident.reports.wording import Language, saying

WIDTH, LABEL, ROW, ROOM = 1000, 300, 30, 190


def measures_picture(measures: Sequence[Mapping[str, Any]], *, language: Language) -> str:
    """Bars of `{title_zh, title_en, intended, applied, failed}` in customers, the largest first, as SVG."""
    say = saying(language)
    canvas = Canvas(WIDTH, 20 + len(measures) * ROW + 26)
    most = max([one["intended"] for one in measures] + [1])
    wide = WIDTH - LABEL - ROOM
    for place, one in enumerate(sorted(measures, key=lambda one: (-one["intended"], str(one["title_zh"])))):
        y = 14 + place * ROW
        title = one["title_zh"] if language == "zh" else one["title_en"]
        canvas.text(0, y + 14, cut(title, LABEL - 14, 12.5), size=12.5)
        canvas.box(LABEL, y + 2, wide * one["intended"] / most, 16, PALE)
        canvas.box(LABEL, y + 2, wide * one["applied"] / most, 16, EFFECT)
        if one["failed"]:
            start = LABEL + wide * one["applied"] / most
            canvas.box(start, y + 2, max(2.0, wide * one["failed"] / most), 16, BAD)
        words = f"{one['applied']:,} / {one['intended']:,}"
        canvas.text(LABEL + wide * one["intended"] / most + 8, y + 15, words, size=12)
    _legend(canvas, 20 + len(measures) * ROW + 16, say)
    return canvas.svg(say("措施：应办与办成客户", "Measures: customers intended and reached"))


def _legend(canvas: Canvas, y: float, say: Any) -> None:
    x = float(LABEL)
    for fill, words in (
        (EFFECT, say("办成", "reached")), (BAD, say("失败", "failed")), (PALE, say("未完", "open")),
    ):  # fmt: skip
        canvas.box(x, y - 9, 12, 10, fill)
        canvas.text(x + 17, y, words, size=11, ink=GREY)
        x += 36 + width_of(words, 11)
