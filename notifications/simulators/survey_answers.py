"""What customers of a simulated province write back to a survey: a pure function of how far it has got and of time.

They answer in waves after the message is on their phones, some once more, some in words that nobody can count, and
some when it is too late. How many, and how content they are, differs by job and is the same on every run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from notifications.simulators.broadcast_books import progress
from notifications.simulators.faults import draw

_MILLION = 1_000_000
_MINUTE_MS = 60_000
#: Of those who answer so many (ppm) do it so long after they had the message (simulated milliseconds).
_WAVES = ((550_000, 3 * _MINUTE_MS), (300_000, 25 * _MINUTE_MS), (150_000, 180 * _MINUTE_MS))
#: Least share that answers, and how far it varies, ppm.
_ANSWER, _ANSWER_SPREAD = 110_000, 130_000
_AGAIN, _UNCLEAR = 30_000, 45_000
#: Of a thousand answers on five steps, from the worst; a discontent province moves up to so many down.
_FIVE = (25, 45, 130, 430, 370)
_MOVED = 120


def survey_of(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a job asks, or None of one that asks nothing."""
    found: Mapping[str, Any] | None = json.loads(row["body"]).get("survey")
    return found


def survey_at(row: Mapping[str, Any], asked: Mapping[str, Any], *, fast: int, now_ms: int) -> dict[str, object]:
    """Answers of a job at a moment as they cross the wire."""
    began = datetime.fromisoformat(json.loads(row["body"])["validFor"]["startDateTime"])
    lasts = datetime.fromisoformat(asked["answersUntil"]) - began
    end_ms = row["accepted_ms"] + lasts // timedelta(milliseconds=1) // fast
    share = _ANSWER + draw(0, "answers", row["key"]) * _ANSWER_SPREAD // _MILLION

    def written(moment_ms: int) -> int:
        found = 0
        for wave, after_ms in _WAVES:
            counts, _ = progress(row, now_ms=moment_ms - after_ms // fast)
            found += counts["delivered"] * share // _MILLION * wave // _MILLION
        return found

    counted = written(min(now_ms, end_ms))
    return {
        "answers": _by_digit(counted, int(asked["scale"]), draw(0, "content", row["key"])),
        "late": written(now_ms) - counted if now_ms > end_ms else 0,
        "repeated": counted * _AGAIN // _MILLION,
        "unclear": counted * _UNCLEAR // _MILLION,
        "closed": now_ms >= end_ms,
    }


def _by_digit(answers: int, scale: int, discontent: int) -> dict[str, int]:
    """Answers by number: each boundary rounded once, so that they add up and no number ever falls."""
    moved = _MOVED * discontent // _MILLION
    weights = (_FIVE[0] + moved // 4, _FIVE[1] + moved // 4, _FIVE[2] + moved // 2, _FIVE[3], _FIVE[4] - moved)
    steps = [weight * 5 // scale for weight in weights for _ in range(scale // 5)]
    steps[-1] += 1000 - sum(steps)
    bounds = [answers * sum(steps[:place]) // 1000 for place in range(scale + 1)]
    return {str(place): bounds[place] - bounds[place - 1] for place in range(1, scale + 1)}
