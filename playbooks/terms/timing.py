"""Moments of a playbook (``T+0``, ``T+30d``, ``day``) to moments of the world.

Counted only from when the hazard struck, never from now, so that planning again gives the same window. China has one
civil time, UTC+8, and ``day`` is its 0:00 (the waiver of 2013 counted from 0:00 on the day of the earthquake).
"""

import re
from datetime import datetime, timedelta, timezone

CHINA_TIME = timezone(timedelta(hours=8))
_OFFSET = re.compile(r"T([+-])(\d+)([mhd]?)")
_MINUTES = {"m": 1, "h": 60, "d": 1440, "": 1}


def moment_at(moment: str, *, occurred_at: datetime) -> datetime:
    """Return the moment in China time; ValueError for a text that is none."""
    local = occurred_at.astimezone(CHINA_TIME).replace(microsecond=0)
    if moment == "day":
        return local.replace(hour=0, minute=0, second=0)
    match = _OFFSET.fullmatch(moment)
    if match is None:
        raise ValueError(f"not a moment: {moment!r}; write day, T+0, T+90m, T-2h or T+30d")
    sign, number, unit = match.groups()
    return local + timedelta(minutes=int(sign + number) * _MINUTES[unit])


def whole_days(start: datetime, *, end: datetime) -> int:
    """Return the days charged between two moments, a begun day counting as one."""
    return max(0, -(-int((end - start).total_seconds()) // 86_400))
