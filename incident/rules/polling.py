"""When a source is asked again: at its interval, and after failures ever more rarely, never in step. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

#: However long a source has been failing, it is asked at least this often.
LONGEST_BACK_OFF_S = 3600.0
#: Part of a wait that chance may add or take away, so that many feeds of one source do not call together.
JITTER = 0.2
#: A feed whose last good answer is older than so many intervals is stale.
STALE_AFTER = 3


def next_wait_s(interval_s: int, *, failures: int, chance: float, retry_after_s: int | None = None) -> float:
    """Seconds until the next question; `chance` is 0 to 1. A source that says when to come back is heeded."""
    base = min(interval_s * 2.0 ** min(failures, 16), max(LONGEST_BACK_OFF_S, float(interval_s)))
    return max(base * (1 + JITTER * (2 * chance - 1)), float(retry_after_s or 0))


def is_stale(last_ok_at: datetime | None, *, interval_s: int, failures: int, now: datetime) -> bool:
    """Whether what the feed last said is older than it should ever be; one that never answered, after some tries."""
    if last_ok_at is None:
        return failures >= STALE_AFTER
    return now - last_ok_at > timedelta(seconds=STALE_AFTER * interval_s)
