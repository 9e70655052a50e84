"""What a plan costs day by day: each measure by the day until its window ends or its money is used up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from playbooks.planning.plan import PlanItem
from playbooks.terms.timing import CHINA_TIME, whole_days


@dataclass(frozen=True, eq=False)
class Money:
    """Fen: by day from the day of the event on, in all, and at the caps. ``stops``: measures whose cap ends them.

    What falls on days before the event or after the last day shown counts for the first and not at all; ``total`` and
    ``cap`` are whole.
    """

    by_day: NDArray[np.int64]
    total: int
    cap: int
    #: (day, item_key) of each measure whose cap is used up before its window ends, the earliest first.
    stops: tuple[tuple[int, str], ...]


def money_of(items: Iterable[PlanItem], *, occurred_at: datetime, days: int) -> Money:
    """Return the money of the measures and messages among ``items``."""
    midnight = occurred_at.astimezone(CHINA_TIME).replace(hour=0, minute=0, second=0, microsecond=0)
    by_day = np.zeros(days, dtype=np.int64)
    total = cap = 0
    stops: list[tuple[int, str]] = []
    for item in items:
        if item.cost is None or item.window is None:
            continue
        total += item.cost.fen_total
        cap += item.cost.fen_cap
        per_day = item.cost.fen_per_day
        if per_day <= 0:
            continue
        begins = datetime.fromisoformat(item.window.from_)
        window_days = whole_days(begins, end=datetime.fromisoformat(item.window.until))
        first = max(0, (begins - midnight).days)
        paid_days = min(window_days, -(-item.cost.fen_total // per_day))
        if 0 < paid_days < window_days and item.cost.fen_total == item.cost.fen_cap:
            stops.append((first + paid_days - 1, item.item_key))
        whole, rest = divmod(item.cost.fen_total, per_day)
        by_day[first : first + min(whole, window_days)] += per_day
        if whole < window_days and first + whole < days:
            by_day[first + whole] += rest
    return Money(by_day=by_day, total=total, cap=cap, stops=tuple(sorted(stops)))
