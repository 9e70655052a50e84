"""How often one number or person may be reached: pure token buckets, state passed in and out.

Bursts get a sender blocked and after five or six messages nobody reads (DOMAIN §2.20). Each limit is
a bucket of ``count`` tokens, and a token comes back exactly ``window_ms`` after it was spent. That is
stricter than a bucket that refills steadily (which lets nearly twice ``count`` through in a window
that begins with a burst), and the proof is one line: no window ever holds more than ``count`` sends.

What may not leave now waits and later leaves as *one* notice ("6 more tasks"). Times are real time,
in whole milliseconds; world time plays no part, since a phone network does not run faster in a drill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

_MINUTE_MS = 60_000


@dataclass(frozen=True)
class Limit:
    """At most ``count`` sends within any ``window_ms`` milliseconds."""

    count: int
    window_ms: int

    def __post_init__(self) -> None:
        if self.count < 1 or self.window_ms < 1:
            raise ValueError(f"a limit needs a count and a window of at least 1, not {self}")


#: 1 a minute, 5 in 15 minutes, 12 an hour, 20 in 3 hours (target/goalert#1084).
DEFAULT_LIMITS = (
    Limit(1, _MINUTE_MS),
    Limit(5, 15 * _MINUTE_MS),
    Limit(12, 60 * _MINUTE_MS),
    Limit(20, 180 * _MINUTE_MS),
)


@dataclass(frozen=True)
class ThrottleState:
    """What must be kept for one number: when tokens were spent (ms, ascending), which keys wait."""

    spent_ms: tuple[int, ...] = ()
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True)
class SendNow:
    """Send one notice about ``keys[0]``; the others are bundled in it as ``more_tasks``."""

    keys: tuple[str, ...]

    @property
    def more_tasks(self) -> int:
        """How many further tasks the notice stands for."""
        return len(self.keys) - 1


@dataclass(frozen=True)
class Wait:
    """Nothing leaves now; ask again with :func:`release` at ``until_ms``."""

    until_ms: int


@dataclass(frozen=True)
class Idle:
    """Nothing waits."""


Decision: TypeAlias = SendNow | Wait
Release: TypeAlias = SendNow | Wait | Idle


def offer(
    state: ThrottleState, key: str, *, now_ms: int, limits: Sequence[Limit] = DEFAULT_LIMITS
) -> tuple[ThrottleState, Decision]:
    """Offer a notice: it leaves now, together with what waits, or it waits. Offering twice is once."""
    waiting = state.waiting if key in state.waiting else (*state.waiting, key)
    state, decision = release(replace(state, waiting=waiting), now_ms=now_ms, limits=limits)
    if isinstance(decision, Idle):
        raise AssertionError("a key was offered, so something waits")
    return state, decision


def release(
    state: ThrottleState, *, now_ms: int, limits: Sequence[Limit] = DEFAULT_LIMITS
) -> tuple[ThrottleState, Release]:
    """Let what waits leave as one notice if a token is there in every bucket."""
    if not state.waiting:
        return state, Idle()
    until_ms = free_at_ms(state, now_ms=now_ms, limits=limits)
    if until_ms > now_ms:
        return state, Wait(until_ms)
    spent = (*state.spent_ms, max(now_ms, state.spent_ms[-1] if state.spent_ms else now_ms))
    kept = spent[-max(limit.count for limit in limits) :]
    return ThrottleState(spent_ms=kept), SendNow(state.waiting)


def withdraw(state: ThrottleState, key: str) -> ThrottleState:
    """Take a waiting notice back: an acknowledged task must not be paged again (grafana/oncall#4654)."""
    return replace(state, waiting=tuple(waiting for waiting in state.waiting if waiting != key))


def free_at_ms(state: ThrottleState, *, now_ms: int, limits: Sequence[Limit] = DEFAULT_LIMITS) -> int:
    """Return when every bucket next holds a token: ``now_ms`` if they do already.

    A clock set back counts as no time passed: spent tokens of the "future" are still spent.
    """
    if not limits:
        raise ValueError("at least one limit is needed")
    busy_until = (
        state.spent_ms[-limit.count] + limit.window_ms for limit in limits if len(state.spent_ms) >= limit.count
    )
    return max([now_ms, *busy_until])
