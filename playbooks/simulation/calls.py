"""Messages out, calls in: when each message goes, how long it takes at the rate, and the calls that it brings.

One gateway sends one message after the other in the playbook's order, each once it is approved. Calls come by the
hours after a message (playbooks/planning/hotline.py); of one that takes hours to send, each hour's part by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

import numpy as np
from numpy.typing import NDArray

from playbooks.measures import measure_type
from playbooks.planning.building import parts_per_recipient
from playbooks.planning.plan import PlanItem
from playbooks.simulation.assumptions import Assumptions


@dataclass(frozen=True, eq=False)
class Calls:
    """``by_hour``: calls in each hour after planning. ``minutes``: from the first part sent to the last."""

    by_hour: NDArray[np.int64]
    messages: int
    parts: int
    minutes: int


def calls_of(
    broadcasts: Sequence[PlanItem], *, approved_h: Sequence[float], now: datetime, assumptions: Assumptions
) -> Calls:
    """Return the calls of messages that are approved so many hours after planning."""
    told = np.zeros(assumptions.hours)
    messages = parts = 0
    first, free = float("inf"), 0.0
    for item, approved in zip(broadcasts, approved_h, strict=True):
        sent_parts = item.counts.total * parts_of(item)
        messages += item.counts.total
        parts += sent_parts
        begins = max(free, approved, _window_begins_h(item, now=now))
        free = begins + sent_parts / (assumptions.message_rate_per_s * 3600)
        if sent_parts:
            first = min(first, begins)
            told += item.counts.total * _share_by_hour(begins, free, hours=assumptions.hours)
    share = np.array(assumptions.hotline.calls_per_100k) / 100_000
    by_hour = np.ceil(np.convolve(told, share)[: assumptions.hours] - 1e-6).astype(np.int64)
    minutes = ceil((free - first) * 60) if parts else 0
    return Calls(by_hour=by_hour, messages=messages, parts=parts, minutes=minutes)


def parts_of(item: PlanItem) -> int:
    """Return the parts that one recipient of a broadcast gets."""
    fields = measure_type(item.kind).fields(item.fields)
    return parts_per_recipient(fields, message=item.message)


def _window_begins_h(item: PlanItem, *, now: datetime) -> float:
    return (datetime.fromisoformat(item.window.from_) - now).total_seconds() / 3600 if item.window else 0.0


def _share_by_hour(begins: float, ends: float, *, hours: int) -> NDArray[np.float64]:
    """Which part of a sending from ``begins`` to ``ends`` lies in each hour."""
    edges = np.arange(hours + 1, dtype=np.float64)
    if ends <= begins:
        return ((edges[:-1] <= begins) & (begins < edges[1:])).astype(np.float64)
    within: NDArray[np.float64] = np.diff(np.clip(edges, begins, ends)) / (ends - begins)
    return within
