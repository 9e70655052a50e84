"""Asks feeds that are due, works through what is new, and notes how it went.

A turn claims one feed by moving its next question on, so that two processes never ask together; a process that
dies in the middle costs that wait and nothing else, since an entry counts as seen only in the transaction that
records it. The document's ETag is kept only when all of it has been worked through.
"""

from __future__ import annotations

import hashlib
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from geo.certificates import trusted_certificates
from incident.commands.signal_arrival import receive_signal
from incident.commands.signals import has_expired, lapse_expired
from incident.db import Database, Tx, World
from incident.events.signals import STREAM
from incident.feeds.listing import Entry, Unlistable, list_apart
from incident.feeds.outbound import Answer, Client, FetchFailed, client_of
from incident.feeds.reading import Reader
from incident.house import House
from incident.models import Feed, FeedSeen, FeedState
from incident.rules.polling import next_wait_s
from incident.rules.signals import ProposalRule, Reading, never_proposes

_LOG = logging.getLogger(__name__)
#: New entries of one feed that are worked through in one turn; the rest waits for the next.
MOST_AT_ONCE = 40
#: Links in one turn that may stay without an answer; each costs up to a deadline.
MOST_FAILURES = 5
#: Seconds until a feed with waiting entries has its next turn.
GO_ON_S = 1.0
#: A claimed feed is asked again after this long when its process has died.
CLAIM = timedelta(minutes=5)
#: Entries and callbacks that were seen are remembered for so long after they were last listed.
REMEMBERED = timedelta(days=30)
_IN_HASTE = 900


@dataclass(frozen=True)
class _Due:
    """A claimed feed as plain values."""

    id: str
    kind: str
    url: str
    interval_s: int
    etag: str | None
    last_modified: str | None
    document: str | None
    failures: int
    failing: bool
    drill: bool
    signed: bool


@dataclass(frozen=True)
class _Turn:
    """How a turn went."""

    answer: Answer | None = None
    document: str | None = None
    failure: str | None = None
    retry_after_s: int | None = None
    entries: int = 0
    waiting: int = 0


@dataclass
class Poller:
    """Asks on behalf of one process."""

    db: Database
    reader: Reader
    chance: Callable[[], float] = field(default=random.random)

    @property
    def client(self) -> Client:
        return self.reader.client

    def poll_due(self, *, give_up: Callable[[], bool] = lambda: False) -> int:
        """Ask every feed that is due, let lapse what has expired; how many feeds were asked."""
        lapse_expired(self.db)
        asked = 0
        while not give_up() and (due := self._claim()) is not None:
            self._note(due, self._turn(due, give_up))
            asked += 1
        return asked

    def is_due(self) -> bool:
        """Whether any feed waits to be asked, or a signal to lapse."""
        return self._is_feed_due() or has_expired(self.db)

    def _is_feed_due(self) -> bool:
        with self.db.read() as session:
            return session.scalars(_due(self.db.real_now(session)).limit(1)).first() is not None

    def _claim(self) -> _Due | None:
        if not self._is_feed_due():
            return None
        with self.db.transaction() as tx:
            feed_id = tx.session.scalars(_due(tx.real_now).limit(1)).first()
            claimed = tx.session.execute(
                update(FeedState)
                .where(FeedState.feed_id == feed_id, FeedState.next_at <= tx.real_now)
                .values(next_at=tx.real_now + CLAIM, last_try_at=tx.real_now)
            )
            # the result of an UPDATE counts its rows, which its declared type does not say
            if feed_id is None or claimed.rowcount != 1:  # type: ignore[attr-defined]
                return None
            feed, state = tx.session.get_one(Feed, feed_id), tx.session.get_one(FeedState, feed_id)
            return _Due(
                feed.id,
                feed.kind,
                feed.url,
                feed.interval_s,
                state.etag,
                state.last_modified,
                state.document,
                state.failures,
                state.failure is not None,
                feed.drill,
                ProposalRule.read(feed.rule).signed,
            )

    def _turn(self, due: _Due, give_up: Callable[[], bool]) -> _Turn:
        asked: dict[str, str] = {}
        if due.document is not None:
            asked = {"If-None-Match": due.etag} if due.etag else {}
            asked |= {"If-Modified-Since": due.last_modified} if due.last_modified else {}
        try:
            answer = self.client.get(due.url, headers=asked)
            if answer.status == 304:
                return _Turn(answer, due.document)
            document = hashlib.sha256(answer.body).hexdigest()
            if document == due.document:
                return _Turn(answer, document)
            entries = list_apart(answer.body, kind=due.kind)
        except FetchFailed as failure:
            return _Turn(failure=str(failure), retry_after_s=failure.retry_after_s)
        except Unlistable as fault:
            return _Turn(failure=f"cannot be read: {fault}")
        waiting, problem = self._work_through(due, entries, give_up)
        return _Turn(answer, None if waiting else document, problem, None, len(entries), waiting)

    def _work_through(self, due: _Due, entries: Sequence[Entry], give_up: Callable[[], bool]) -> tuple[int, str | None]:
        """Record what is new; how many entries wait, and why when it is not only their number."""
        new = self._unseen(due.id, entries)
        if due.failing and new:  # begin elsewhere than last time, so that dead links do not hold up the rest
            start = int(self.chance() * len(new)) % len(new)
            new = [*new[start:], *new[:start]]
        matters = what_matters(self.db, drill=due.drill)
        done, failed, problem = 0, 0, None
        for entry in new:
            if give_up() or done == MOST_AT_ONCE or failed == MOST_FAILURES:
                break
            try:
                reading = self.reader.read(entry, kind=due.kind, feed_url=due.url, signed=due.signed, matters=matters)
            except FetchFailed as failure:
                failed, problem = failed + 1, f"a message it links to: {failure}"
                continue
            record(self.db, feed_id=due.id, reading=reading, seen_key=entry.seen_key)
            done += 1
        return len(new) - done, problem

    def _unseen(self, feed_id: str, entries: Sequence[Entry]) -> list[Entry]:
        """Entries that have not been worked through, each once; those that have are remembered anew."""
        by_key = {entry.seen_key: entry for entry in entries}
        keys, seen = list(by_key), set()
        with self.db.transaction() as tx:
            for start in range(0, len(keys), _IN_HASTE):
                some = (FeedSeen.feed_id == feed_id, FeedSeen.key.in_(keys[start : start + _IN_HASTE]))
                seen |= set(tx.session.scalars(select(FeedSeen.key).where(*some)))
                tx.session.execute(update(FeedSeen).where(*some).values(seen_at=tx.real_now))
            tx.session.execute(delete(FeedSeen).where(FeedSeen.seen_at < tx.real_now - REMEMBERED))
        # the oldest first, as most feeds list the newest on top
        return [entry for key, entry in reversed(by_key.items()) if key not in seen]

    def _note(self, due: _Due, turn: _Turn) -> None:
        good = turn.answer is not None
        failures = 0 if good else due.failures + 1
        wait_s = next_wait_s(due.interval_s, failures=failures, chance=self.chance(), retry_after_s=turn.retry_after_s)
        if turn.waiting and not turn.failure:
            wait_s = GO_ON_S
        if turn.failure:
            _LOG.warning("feed %s: %s", due.id, turn.failure)
        with self.db.transaction() as tx:
            values: dict[str, Any] = {
                "failures": failures,
                "failure": turn.failure[:500] if turn.failure else None,
                "next_at": tx.real_now + timedelta(seconds=wait_s),
            }
            if turn.answer is not None:
                values |= {"last_ok_at": tx.real_now, "document": turn.document, "waiting": turn.waiting}
                if turn.answer.status != 304:
                    values |= {"etag": turn.answer.etag, "last_modified": turn.answer.last_modified}
                if turn.entries:
                    values["entries"] = turn.entries
            tx.session.execute(update(FeedState).where(FeedState.feed_id == due.id).values(**values))


def what_matters(db: Database, *, drill: bool) -> Callable[[Reading], bool]:
    """Whether a message of such a feed could become a proposal now; asked before anybody is counted."""
    with db.read() as session:
        world, now = session.get_one(World, 1).kind, db.world_now(session)
    return lambda reading: never_proposes(reading, world=world, drill=drill, now=now) is None


def record(db: Database, *, feed_id: str, reading: Reading, seen_key: str) -> dict[str, Any] | None:
    """Record a message exactly once: the mark that it was seen and what follows from it are one transaction.

    None when it had been seen, or says nothing new.
    """
    with db.transaction([STREAM]) as tx:
        tx.command_key = seen_key
        if not _mark_seen(tx, feed_id, seen_key):
            return None
        return receive_signal(tx, feed_id=feed_id, reading=reading)


def _mark_seen(tx: Tx, feed_id: str, key: str) -> bool:
    row = tx.upsert(FeedSeen).values(feed_id=feed_id, key=key, seen_at=tx.real_now)
    return bool(tx.session.execute(row.on_conflict_do_nothing()).rowcount)  # type: ignore[attr-defined]


def _due(now: datetime) -> Any:
    """Ids of the feeds to be asked, the longest overdue first."""
    return (
        select(FeedState.feed_id)
        .join(Feed, Feed.id == FeedState.feed_id)
        .where(Feed.state == "active", Feed.kind != "webhook", FeedState.next_at <= now)
        .order_by(FeedState.next_at, FeedState.feed_id)
    )


def reader_of(house: House) -> Reader:
    """What reading needs, from a process's house; ValueError when a setting about feeds cannot be."""
    folder = house.settings.cap_certificate_dir()
    return Reader(
        regions=lambda: house.regions,
        exposure=lambda: house.exposure,
        client=client_of(house.settings),
        certificates=lambda: trusted_certificates(folder).texts,
    )


def poller_of(house: House) -> Poller:
    """The poller of a process."""
    return Poller(house.db, reader_of(house))
