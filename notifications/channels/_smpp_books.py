"""What is remembered of the parts of a notice while the process lives, and how their reports become one."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from notifications.delivery import NoticeState
from notifications.heard import Report

_MOST_REMEMBERED = 10_000
#: From the worst down: a notice is as well off as its worst part.
_WORST_FIRST: tuple[NoticeState, ...] = ("failed", "expired", "unknown", "submitted", "delivered")


def worst(states: Iterable[NoticeState]) -> NoticeState:
    """Return the state of a notice of these parts."""
    found = set(states)
    return next((state for state in _WORST_FIRST if state in found), "unknown")


class PartBooks:
    """Message ids by key and keys by message id; the oldest keys are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: OrderedDict[str, dict[str, NoticeState]] = OrderedDict()
        self._key_of: dict[str, str] = {}

    def remember(self, key: str, ids: Sequence[str]) -> None:
        """Note the ids that the SMSC gave the parts of a key; of a repeated key the last ones count."""
        with self._lock:
            self._parts[key] = dict.fromkeys(ids, "submitted")
            self._key_of.update(dict.fromkeys(ids, key))
            while len(self._parts) > _MOST_REMEMBERED:
                _, forgotten = self._parts.popitem(last=False)
                for message_id in forgotten:
                    self._key_of.pop(message_id, None)

    def ids(self, key: str) -> list[str]:
        """Return the message ids of a key, in the order of its parts; empty when it is not known."""
        with self._lock:
            return list(self._parts.get(key, ()))

    def joined(self, report: Report) -> Report | None:
        """Put a part's report to the others of its notice; None while it is good and others are still open."""
        with self._lock:
            key = self._key_of.get(report.reference)
            parts = self._parts.get(key or "", {})
            if key is None or report.reference not in parts:
                return report
            parts[report.reference] = report.state
            if report.state == "delivered" and any(state == "submitted" for state in parts.values()):
                return None
            return Report(report.id, worst(parts.values()), key, " ".join(parts), report.code, report.note)
