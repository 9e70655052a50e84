"""A survey by SMS: whom it asks, in which words, and what its answers come to. Pure.

Everybody covered has the same chance to be asked: a sample is shared out over counties and segments as the covered
customers are (largest remainder), and the province's platform draws so many at random. Who it was is never told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from incident.rules.broadcasts import Area
from incident.rules.outcomes.survey import Margin, margin

#: Numbers that a customer may answer with, from 1.
SCALES = (5, 10)
#: A sample smaller than this says nothing (100 answers at the usual one in ten), and so many are more than enough.
LEAST_SAMPLE, MOST_SAMPLE = 50, 200_000
#: What of an answer counts for nothing, as gateways report it.
NOTES = ("late", "repeated", "unclear")
_WHOLE = 10_000
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Answered:
    """A survey in one place: how many it reached, answers by number, and the share of satisfied ones with its margin.

    Shares are hundredths of a percent; null where there is nothing to divide by.
    """

    sent: int
    digits: Mapping[int, int]
    notes: Mapping[str, int]
    closed: bool
    satisfied: int

    @property
    def answers(self) -> int:
        """How many recipients answered, each once."""
        return sum(self.digits.values())

    @property
    def share(self) -> int | None:
        """Satisfied of those who answered."""
        return round(self.satisfied * _WHOLE / self.answers) if self.answers else None

    @property
    def rate(self) -> int | None:
        """Who answered of those whom it reached."""
        return round(self.answers * _WHOLE / self.sent) if self.sent else None

    @property
    def sure(self) -> Margin | None:
        """The margin of `share`."""
        return None if self.share is None else margin(self.share, self.answers)


def satisfied_from(scale: int) -> int:
    """The least answer that says satisfied: the upper two of five, the upper three of ten."""
    return scale * 4 // 5


def shared_out(covered: Area, sample: int) -> dict[str, dict[str, dict[str, int]]]:
    """`sample` customers over the counties and segments of `covered`, in proportion; nobody where none falls.

    ValueError when fewer are covered. Fractions go to the largest remainders, then to the first place by name.
    """
    cells = [(p, c, s, many) for p, cs in covered.items() for c, ss in cs.items() for s, many in ss.items() if many > 0]
    whole = sum(many for *_, many in cells)
    if sample > whole:
        raise ValueError(f"a sample of {sample} of {whole} customers")
    given = {(p, c, s): many * sample // whole for p, c, s, many in cells}
    left = sample - sum(given.values())
    by_remainder = sorted(cells, key=lambda cell: (-(cell[3] * sample % whole), cell[:3]))
    for p, c, s, _many in by_remainder[:left]:
        given[p, c, s] += 1
    area: dict[str, dict[str, dict[str, int]]] = {}
    for (p, c, s), many in sorted(given.items()):
        if many:
            area.setdefault(p, {}).setdefault(c, {})[s] = many
    return area


def answered(parts: Iterable[Mapping[str, Any]], *, scale: int) -> Answered:
    """What rows of `broadcast_part`, as JSON has them, come to together."""
    sent, digits, notes, closed = 0, dict.fromkeys(range(1, scale + 1), 0), dict.fromkeys(NOTES, 0), True
    for part in parts:
        told = part["answers"] or {}
        sent += part["submitted"] + part["delivered"] + part["unknown"]
        closed = closed and bool(told.get("closed"))
        for digit in digits:
            digits[digit] += told.get("digits", {}).get(str(digit), 0)
        for name in NOTES:
            notes[name] += told.get(name, 0)
    least = satisfied_from(scale)
    satisfied = sum(many for digit, many in digits.items() if digit >= least)
    return Answered(sent=sent, digits=digits, notes=notes, closed=closed, satisfied=satisfied)


def question_texts(title_zh: str, title_en: str, *, scale: int) -> dict[str, str]:
    """What is asked unless somebody writes it otherwise."""
    return {
        "body_zh": f"【10086】您对“{title_zh}”期间我们的客户服务满意吗？请直接回复一个数字，"
        f"1为很不满意，{scale}为很满意。回复免费。",
        "body_en": f'10086: how satisfied were you with our service during "{title_en}"? Reply with one number, from 1 '
        f"(not at all) to {scale} (very). Replying is free.",
    }


def prepared_texts() -> dict[str, str]:
    """The correction and the cancel that go with every survey."""
    return {
        "correction_zh": "【10086】此前的满意度回访短信有误，请不必回复，给您添麻烦了。",
        "correction_en": "10086: our earlier satisfaction survey was in error. Please do not reply; we are sorry.",
        "cancel_zh": "【10086】此前的满意度回访已停止，不必再回复。谢谢。",
        "cancel_en": "10086: our earlier satisfaction survey has ended. There is no need to reply. Thank you.",
    }


def asks_for_numbers(text: str, *, scale: int) -> bool:
    """Whether a question names the lowest and the highest number that may be answered."""
    return {"1", str(scale)} <= set(_NUMBER.findall(text))
