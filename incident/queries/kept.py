"""Answers that many screens ask for at once, worked out once: as long as the log stands still, and for a breath.

Nothing is kept that a write of one's own could make wrong: an answer of an older position serves others only in
large incidents, and at most for two seconds.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

#: Real seconds for which a large incident's sums may lag behind.
BREATH_S = 2.0
#: From so many tasks on an incident is large: sums instead of rows in the first load, and a breath between sums.
LARGE = 2000
MOST_KEPT = 64


@dataclass(frozen=True)
class _Answer:
    position: int
    made_at: float
    value: dict[str, Any]


class Kept:
    """The last answer for each question, at most 64 of them."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()

    def answer(
        self, question: Hashable, *, position: int, large: bool, work_out: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        """The kept answer where it still serves, else a fresh one."""
        with self._lock:
            known = self._answers.get(question)
        if known is not None:
            young = large and self._monotonic() - known.made_at < BREATH_S
            if known.position == position or young:
                return known.value
        value = work_out()
        with self._lock:
            self._answers[question] = _Answer(position, self._monotonic(), value)
            self._answers.move_to_end(question)
            while len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)
        return value
