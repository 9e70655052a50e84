"""Answers that took a while and never change are kept for a time: by key, a few of them, each made once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass
class Memo(Generic[T]):
    """The `most` answers that were asked for last. Two who ask for the same at once wait for one making."""

    most: int = 16
    _kept: OrderedDict[str, T] = field(default_factory=OrderedDict)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _making: dict[str, threading.Lock] = field(default_factory=dict)

    def of(self, key: str, make: Callable[[], T]) -> T:
        """The answer of `key`, made by `make` when nobody has asked yet; what `make` raises is raised, and not kept."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            lock = self._making.setdefault(key, threading.Lock())
        with lock:
            with self._guard:
                if key in self._kept:
                    return self._kept[key]
            made = make()
            with self._guard:
                self._kept[key] = made
                self._making.pop(key, None)
                while len(self._kept) > self.most:
                    self._kept.popitem(last=False)
            return made
