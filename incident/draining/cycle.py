"""One turn of any drain: claim under a fence, act outside any transaction, note the outcome under the same fence.

A row whose fence has passed on is left alone: somebody else has it. Between the three steps the process may be
killed at any moment; the row is then leased again when its lease runs out, and its outcome counts as unknown.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

from incident import outbox
from incident.crashpoints import crashpoint
from incident.db import Database, Tx
from incident.draining.pace import Pace
from incident.outbox import Claim, End

State = Literal["sent", "confirmed", "unknown", "failed", "cancelled"]


@dataclass(frozen=True, kw_only=True)
class Done:
    """What became of a claim: a final state, or back into the outbox for `again_s`; and a result to record.

    `unsent`: nothing was tried under this lease, so it does not count as an attempt.
    """

    claim: Claim
    state: State | None = None
    again_s: float | None = None
    reference: str | None = None
    reason: str | None = None
    result: Any = None
    unsent: bool = False

    def end(self, tx: Tx) -> End:
        """The outcome as the outbox writes it, under the claim's fence."""
        if self.state is None:
            seconds = self.again_s or 0
            return outbox.postponed(tx, self.claim, seconds=seconds, reason=self.reason or "", unsent=self.unsent)
        reason = self.reason[:500] if self.reason else None
        reference = self.reference[:200] if self.reference else None
        return End(id=self.claim.id, fence=self.claim.fence, state=self.state, reference=reference, reason=reason)

    def complete(self, tx: Tx) -> bool:
        """Write the outcome; False when the lease has passed on."""
        return bool(outbox.complete_many(tx, [self.end(tx)]))


#: Outbox kinds of pages: the channels to people, what rings first. One drain sends them all, so they share the labels
#: of their crash points, `page`.
PAGE_KINDS = ("voice", "sms", "push", "chat", "webhook", "mail")
#: Acts on one claim outside any transaction; None leaves the row to whoever holds its lease by now.
Act = Callable[[Claim], Done | None]
#: Records the results of one stream in the transaction that completes their rows.
Note = Callable[[Tx, Sequence[Any]], None]


def turn(
    db: Database, *, of: str, worker: str, pace: Pace, act: Act, note: Note | None, at_once: int | None = None
) -> int:
    """Claim rows of the kind `of`, act on each, note what came of it; how many there were."""
    kind = "page" if of in PAGE_KINDS else of
    crashpoint(f"drain.{kind}.claim")
    with db.transaction() as tx:
        claims = outbox.claim(tx, kind=of, worker=worker, limit=at_once or pace.at_once)
    crashpoint(f"drain.{kind}.claimed")
    if not claims:
        return 0
    done = _act_on_all(claims, act, parallel=pace.parallel)
    crashpoint(f"drain.{kind}.acted")
    by_stream: dict[str, list[Done]] = defaultdict(list)
    for one in done:
        by_stream[one.claim.stream].append(one)
    for stream, some in sorted(by_stream.items()):
        together = max(pace.noted_at_once, at_once or 0) if note is None else pace.noted_at_once
        for start in range(0, len(some), together):
            _note_some(db, stream, some[start : start + together], note, kind=kind)
    crashpoint(f"drain.{kind}.noted")
    return len(claims)


@dataclass
class Grip:
    """How many rows of one kind the next claim takes: more while turns are quick, so that a burst leaves in few.

    A turn stays short, since something more urgent may be waiting for its end, and far within a lease.
    """

    pace: Pace
    at_once: int = 0

    def turn(self, db: Database, *, of: str, worker: str, act: Act, note: Note | None) -> int:
        """One turn; how many rows it took."""
        size, began = self.at_once or self.pace.at_once, time.monotonic()
        taken = turn(db, of=of, worker=worker, pace=self.pace, act=act, note=note, at_once=size)
        took_s = time.monotonic() - began
        if took_s > self.pace.turn_s:
            self.at_once = max(self.pace.at_once, size // 2)
        elif taken == size and took_s < self.pace.turn_s / 4:
            self.at_once = min(self.pace.most_at_once, size * 2)
        return taken


def _act_on_all(claims: Sequence[Claim], act: Act, *, parallel: int) -> list[Done]:
    if len(claims) == 1 or parallel == 1:
        found = [act(claim) for claim in claims]
    else:
        with ThreadPoolExecutor(max_workers=parallel, thread_name_prefix="drain") as pool:
            found = list(pool.map(act, claims))
    return [one for one in found if one is not None]


def _note_some(db: Database, stream: str, some: Sequence[Done], note: Note | None, *, kind: str) -> None:
    records = any(one.result is not None for one in some)
    with db.transaction([stream] if records else []) as tx:
        tx.command_key = f"drain:{kind}"
        held = outbox.complete_many(tx, [one.end(tx) for one in some])
        results = [one.result for one in some if one.claim.id in held and one.result is not None]
        if note is not None and results:
            note(tx, results)
        crashpoint(f"drain.{kind}.noting")
