"""One question for many: requests that ask for single rows at the same moment are answered by one statement.

While a question is on its way, others gather; the first of them asks for all. A question alone waits for nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
#: Keys in one statement.
MOST = 500


@dataclass
class _Question(Generic[T]):
    key: str
    #: Held until there is an answer, or until it is this one's turn to ask for all.
    turn: threading.Lock = field(default_factory=threading.Lock)
    done: bool = False
    answer: T | None = None
    failure: BaseException | None = None


@dataclass
class AskedTogether(Generic[T]):
    """`ask` answers many keys at once; what it does not know is left out."""

    ask: Callable[[Sequence[str]], Mapping[str, T]]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _line: list[_Question[T]] = field(default_factory=list)

    def of(self, key: str) -> T | None:
        """The answer for `key`, None when there is none; raises what asking raises."""
        mine: _Question[T] = _Question(key)
        mine.turn.acquire()
        with self._lock:
            self._line.append(mine)
            leads = self._line[0] is mine
        if not leads:
            mine.turn.acquire()
        if not mine.done:
            self._lead()
        if mine.failure is not None:
            raise mine.failure
        return mine.answer

    def _lead(self) -> None:
        """Ask for everybody in line, then let the next in line ask."""
        with self._lock:
            taken = self._line[:MOST]
        try:
            found = self.ask(list({one.key for one in taken}))
            for one in taken:
                one.answer = found.get(one.key)
        except BaseException as failure:
            for one in taken:
                one.failure = failure
            if not isinstance(failure, Exception):
                raise
        finally:
            with self._lock:
                del self._line[: len(taken)]
                following = self._line[0] if self._line else None
            for one in taken:
                one.done = True
                one.turn.release()
            if following is not None:
                following.turn.release()
