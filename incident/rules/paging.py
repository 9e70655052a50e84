"""Who is told when and on which channel, and what a person's answer means (DOMAIN.md §2, requests 4, 8, 20). Pure.

A notice becomes pages: one for each person and channel, in the person's own order of channels with its delays. Quiet
hours move the leaving of a page that can wait, never a clock of escalation. Somebody on duty has no quiet hours.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Literal

from notifications.heard import read_answer

#: Channels as people and pages call them, and the outbox kinds of pages.
CHANNELS = ("push", "chat", "sms", "voice", "mail", "webhook")
#: Which contact a channel needs; mail stands with the person's account.
CONTACT_OF: Mapping[str, str] = {
    "push": "push", "chat": "chat", "sms": "phone", "voice": "phone", "mail": "mail", "webhook": "webhook"
}  # fmt: skip
#: The operator works in one zone; quiet hours are hours of its day.
LOCAL = timezone(timedelta(hours=8))
LONGEST_DELAY_S = 24 * 3600
#: A page that has not left so many real seconds after it was planned is not news any more (grafana/oncall#3111).
STALE_AFTER_S = 6 * 3600
#: Without look-alikes: 0 O, 1 I L.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_DECLINED = re.compile(r"2(?:[\s,.:，。：]+(?:T-?)?([A-Z0-9]{4})-?([A-Z0-9]{4}))?(?:[\s,.:，。：]+(.*))?", re.S | re.I)

#: Delivery states in the order in which a page passes them; a later report never takes it back.
RANK: Mapping[str, int] = {
    "queued": 0, "bundled": 0, "unknown": 1, "submitted": 2, "failed": 3, "expired": 3, "cancelled": 3, "delivered": 4
}  # fmt: skip
#: Nothing more happens to a page in these.
GONE_WRONG = frozenset({"failed", "expired"})


@dataclass(frozen=True)
class Step:
    """One channel of a person's order, and how many world seconds after the notice it is used."""

    channel: str
    after_s: int


#: For who has said nothing: what makes no noise at once, then a message, then a call.
DEFAULT_STEPS = (
    Step("push", 0),
    Step("chat", 0),
    Step("webhook", 0),
    Step("mail", 0),
    Step("sms", 120),
    Step("voice", 300),
)


@dataclass(frozen=True)
class Quiet:
    """Hours of the local day, in minutes from midnight; it may pass midnight."""

    start: int
    end: int

    def over_at(self, moment: datetime) -> datetime:
        """`moment`, or the end of the quiet hours that it falls into."""
        local = moment.astimezone(LOCAL)
        minute = local.hour * 60 + local.minute
        within = self.start <= minute < self.end if self.start <= self.end else not self.end <= minute < self.start
        if not within:
            return moment
        ends = local.replace(hour=self.end // 60, minute=self.end % 60, second=0, microsecond=0)
        return ends if ends > local else ends + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A person to be told: the own order, quiet hours, and the marks of the addresses by channel."""

    person_id: str
    steps: Sequence[Step] = DEFAULT_STEPS
    quiet: Quiet | None = None
    reach: Mapping[str, str]
    on_duty: bool = False


def on_duty_first(everybody: Sequence[Recipient], *, configured: Collection[str]) -> list[Recipient]:
    """Only who is on duty, if any of them can be reached: the others sleep until the chain calls them."""
    duty = [one for one in everybody if one.on_duty]
    reachable = any(channel in configured for one in duty for channel in one.reach)
    return duty if reachable else list(everybody)


def at_once(one: Recipient) -> Recipient:
    """The same person, told on all channels now: a test that somebody sends to themselves."""
    return replace(one, steps=tuple(Step(step.channel, 0) for step in one.steps), quiet=None)


def only_by(one: Recipient, channel: str) -> Recipient:
    """The same person, told on one channel whatever the own order says: a report is for a mailbox."""
    return replace(one, steps=(Step(channel, 0),))


def on_every_channel(one: Recipient, *, wakes: bool) -> Recipient:
    """The same person, told on each channel that they have, at once: a test of who can be reached.

    Whoever is on duty has quiet hours here as well, unless the test may wake people: nobody is needed.
    """
    steps = tuple(Step(channel, 0) for channel in CHANNELS if channel in one.reach)
    return replace(one, steps=steps, quiet=None if wakes else one.quiet, on_duty=False)


@dataclass(frozen=True)
class PlannedPage:
    """One page: to whom, on what, to which mark, and when (world time)."""

    person_id: str
    channel: str
    mark: str
    due_at: datetime


@dataclass(frozen=True)
class Plan:
    """Pages, people who have no address that could be used, and channels that were wished for and do not exist."""

    pages: tuple[PlannedPage, ...]
    unreached: tuple[str, ...]
    missing: tuple[str, ...]


def plan_pages(recipients: Sequence[Recipient], *, configured: Collection[str], critical: bool, at: datetime) -> Plan:
    """Plan the pages of a notice at world time `at`; a group's robot or hook is told once, whoever names it.

    Where a channel is not configured, or the person has no address for it, the next one takes its place in time.
    """
    pages: list[PlannedPage] = []
    unreached: list[str] = []
    missing: set[str] = set()
    groups: set[tuple[str, str]] = set()
    for one in recipients:
        missing |= {step.channel for step in one.steps if step.channel in one.reach and step.channel not in configured}
        usable = [step for step in one.steps if step.channel in one.reach and step.channel in configured]
        if not usable:
            unreached.append(one.person_id)
            continue
        early = min(step.after_s for step in usable) - min(step.after_s for step in one.steps)
        for step in usable:
            mark = one.reach[step.channel]
            if step.channel in ("chat", "webhook"):
                if (step.channel, mark) in groups:
                    continue
                groups.add((step.channel, mark))
            due = at + timedelta(seconds=step.after_s - early)
            if one.quiet is not None and not critical and not one.on_duty:
                due = one.quiet.over_at(due)
            pages.append(PlannedPage(one.person_id, step.channel, mark, due))
    return Plan(tuple(pages), tuple(unreached), tuple(sorted(missing)))


def read_steps(stored: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Steps as a preference row keeps them; unknown channels of another version are left out."""
    return tuple(Step(str(s["channel"]), int(s["after_s"])) for s in stored if s["channel"] in CHANNELS)


def draw_code() -> str:
    """A new reply code of eight characters, shown as T-ABCD-1234."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))


def shown_code(code: str) -> str:
    """T-ABCD-1234."""
    return f"T-{code[:4]}-{code[4:]}"


def bare_code(shown: str) -> str:
    """ABCD1234 of T-ABCD-1234; empty of nothing."""
    return shown.removeprefix("T-").replace("-", "")


@dataclass(frozen=True)
class Answer:
    """What somebody answered: `code` is bare and may be empty; `reason` only with a decline."""

    what: Literal["acknowledge", "decline", "other"]
    code: str = ""
    reason: str = ""


def read_text(text: str) -> Answer:
    """What a short message says: "1", "1 T-ABCD-1234", "2 road cut", "2 T-ABCD-1234 road cut"; else `other`."""
    digit, code = read_answer(text)
    if digit == "1":
        return Answer("acknowledge", bare_code(code))
    plain = " ".join(unicodedata.normalize("NFKC", text[:500]).split())
    found = _DECLINED.fullmatch(plain)
    if found is None:
        return Answer("other", bare_code(code))
    return Answer("decline", f"{found[1] or ''}{found[2] or ''}".upper(), (found[3] or "").strip())


def later(state: str, told: str) -> str:
    """The state of a page that was `state` and of which `told` is heard: reports come in any order."""
    return told if RANK[told] > RANK[state] or (state == "queued" and told == "queued") else state
