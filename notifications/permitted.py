"""When and how fast a system may be spoken to: a billing run is no time for instructions. Pure.

Times are real ones in China's zone (UTC+8), whatever the world's clock says: a billing run does not move for a drill.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta, timezone
from typing import Annotated

from pydantic import Field, model_validator

from notifications.endpoint import Settings

CHINA = timezone(timedelta(hours=8))
_MINUTES = 24 * 60
#: Further ahead nobody plans a closed time: a month with a day 31 is never far.
_MOST_DAYS = 93


class Closed(Settings):
    """A time in which nothing may be sent, such as ``{"days": [1], "from": "00:00", "until": "06:00"}``."""

    days: tuple[Annotated[int, Field(ge=1, le=31)], ...] = Field(
        default=(), description="Days of the month; empty: all"
    )
    from_: time = Field(alias="from", description="Beginning, such as 22:00")
    until: time = Field(description="End; before `from` it is on the next day")
    why: str = Field(default="billing run", max_length=100)

    @model_validator(mode="after")
    def _is_a_time(self) -> Closed:
        if self.from_ == self.until:
            raise ValueError("from and until are the same: name a time in between, or take the entry out")
        if self.from_.tzinfo is not None or self.until.tzinfo is not None:
            raise ValueError("from and until are times of day in UTC+8, without an offset")
        return self

    @property
    def words(self) -> str:
        """The closed time for people."""
        days = f" on day {', '.join(map(str, self.days))} of the month" if self.days else ""
        return f"closed {self.from_:%H:%M} to {self.until:%H:%M}{days} ({self.why})"

    def ends(self, now: datetime) -> datetime | None:
        """Return when the closed time around ``now`` is over; None outside one."""
        here = now.astimezone(CHINA)
        for back in (0, 1):
            begins = datetime.combine(here.date() - timedelta(days=back), self.from_, tzinfo=CHINA)
            ends = datetime.combine(begins.date(), self.until, tzinfo=CHINA)
            ends += timedelta(days=1) if self.until < self.from_ else timedelta()
            if begins <= here < ends and (not self.days or begins.day in self.days):
                return ends
        return None


class Permitted(Settings):
    """How fast and when: part of the settings of a connector."""

    per_minute: int = Field(default=0, ge=0, le=600, description="Instructions within any minute; 0: no limit")
    closed: tuple[Closed, ...] = Field(default=(), max_length=20, description="Times at which nothing is sent")

    @model_validator(mode="after")
    def _opens(self) -> Permitted:
        shut: set[int] = set()
        for one in self.closed:
            if not one.days:
                begins, ends = (moment.hour * 60 + moment.minute for moment in (one.from_, one.until))
                shut.update(minute % _MINUTES for minute in range(begins, ends if ends > begins else ends + _MINUTES))
        if len(shut) == _MINUTES:
            raise ValueError("closed leaves no minute of any day open: nothing would ever be sent")
        return self


def opens_at(closed: Sequence[Closed], now: datetime) -> tuple[datetime, str]:
    """Return from when on sending is permitted, and why not before; ``(now, "")`` where it is permitted now."""
    moment, why = now, ""
    for _ in range(_MOST_DAYS):
        found = [(ends, one.why) for one in closed if (ends := one.ends(moment)) is not None]
        if not found:
            break
        moment, why = max(found)
    return moment, why
