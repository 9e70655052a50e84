"""The billing simulator's books: instructions accepted, accounts that failed, what is applied by when.

Everything about an instruction is decided and written when it is accepted; how far it has got is a
pure function of the time since. So nothing is lost by ``kill -9``, and a restart finds the same truth.
An account to which a batch was applied is never served again under that batch, whatever the key: a
second instruction of a batch reaches only the accounts that failed before, and a later revision of a measure only
accounts that earlier ones with the same actions did not reach. The journal holds in order what the accounts went
through, so that their state (``billing_province``) can be made again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from notifications.durable import FENCE_SCHEMA, Books, raise_fence
from notifications.simulators.billing_accounts import Share, account_ref, failing, passes_now
from notifications.simulators.billing_wire import Item, Terms

_SCHEMA = (
    FENCE_SCHEMA
    + """
CREATE TABLE IF NOT EXISTS instruction (
  key TEXT PRIMARY KEY, digest TEXT NOT NULL, body_hash TEXT NOT NULL,
  batch TEXT NOT NULL, attempt INTEGER NOT NULL, county TEXT NOT NULL, segment TEXT NOT NULL,
  reverses INTEGER NOT NULL, reversed_by TEXT,
  intended INTEGER NOT NULL, intended_fen INTEGER NOT NULL,
  submitted INTEGER NOT NULL, submitted_fen INTEGER NOT NULL,
  failed INTEGER NOT NULL, failed_fen INTEGER NOT NULL,
  accepted_ms INTEGER NOT NULL, settled_ms INTEGER NOT NULL,
  family TEXT NOT NULL, covers TEXT NOT NULL, first INTEGER NOT NULL, fen_each INTEGER NOT NULL, items TEXT NOT NULL,
  of_share INTEGER NOT NULL,
  CHECK (failed <= submitted AND submitted <= intended),
  CHECK (failed_fen <= submitted_fen AND submitted_fen <= intended_fen)
) STRICT;
CREATE INDEX IF NOT EXISTS reached ON instruction (family, county, segment, covers);
CREATE UNIQUE INDEX IF NOT EXISTS one_attempt ON instruction (batch, reverses, attempt);
CREATE TABLE IF NOT EXISTS failure (
  key TEXT NOT NULL REFERENCES instruction, number INTEGER NOT NULL, batch TEXT NOT NULL,
  account_ref TEXT NOT NULL, reason TEXT NOT NULL, fen INTEGER NOT NULL, superseded_by TEXT,
  PRIMARY KEY (key, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pending ON failure (batch, number) WHERE superseded_by IS NULL;
CREATE TABLE IF NOT EXISTS pushed (key TEXT PRIMARY KEY) STRICT;
CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY, what TEXT NOT NULL, told TEXT NOT NULL) STRICT;
"""
)

#: The numbers of accounts that are closed, of ``terms.customers`` from a first number on. Raises Rejected.
Closed = Callable[[Terms, int], frozenset[int]]


def nobody_closed(_terms: Terms, _first: int) -> frozenset[int]:
    """Where no population was set up, accounts are only counted."""
    return frozenset()


class Rejected(Exception):
    """The instruction is refused and nothing was changed."""

    def __init__(self, status: int, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retryable = retryable


@dataclass(frozen=True)
class Plan:
    """What will come of an instruction: sums, and each account that fails (number, ref, reason, fen)."""

    intended: int
    intended_fen: int
    submitted: int
    submitted_fen: int
    failures: tuple[tuple[int, str, str, int], ...]
    #: The number of its first account.
    first: int


@dataclass(frozen=True)
class Reach:
    """Which accounts an instruction was applied to, by number, and what each gets; ``undoes``: it is a reversal."""

    county: str
    segment: str
    numbers: npt.NDArray[np.int64]
    money: npt.NDArray[np.int32]
    items: list[dict[str, Any]]
    undoes: bool


class BillingBooks:
    """The books of one simulated billing system; ``seed`` decides who its failing customers are."""

    def __init__(self, path: Path, *, seed: int) -> None:
        self._books = Books(path, schema=_SCHEMA)
        self._seed = seed

    def close(self) -> None:
        """Close the file."""
        self._books.close()

    def accept(
        self,
        terms: Terms,
        *,
        fence: int,
        fail_ppm: int,
        now_ms: int,
        settle_ms: int,
        closed: Closed = nobody_closed,
    ) -> bool:
        """Accept an instruction; return False when it was there already. Raises Rejected."""
        with self._books.writing() as books:
            higher = raise_fence(books, terms.key, fence)
            if higher is not None:
                raise Rejected(409, "staleFence", f"fence {fence} is older than {higher}")
            known = books.execute("SELECT body_hash FROM instruction WHERE key = ?", (terms.key,)).fetchone()
            if known is not None:
                if known["body_hash"] != terms.body_hash:
                    raise Rejected(422, "keyReused", "this key was used for another document")
                return False
            attempt = self._next_attempt(books, terms, now_ms=now_ms)
            plan = self._plan(books, terms, attempt=attempt, fail_ppm=fail_ppm, closed=closed)
            _insert(books, terms, plan, attempt=attempt, accepted_ms=now_ms, settled_ms=now_ms + settle_ms)
            books.execute("INSERT INTO journal (what, told) VALUES ('instruction', ?)", (terms.key,))
        return True

    def note(self, what: str, told: object) -> None:
        """Write what the accounts go through into the journal."""
        with self._books.writing() as books:
            books.execute("INSERT INTO journal (what, told) VALUES (?, ?)", (what, json.dumps(told)))

    def journal(self) -> list[tuple[str, str]]:
        """Return the journal in order: (what, told); of an instruction its key, of anything else JSON."""
        with self._books.reading() as books:
            return [(row["what"], row["told"]) for row in books.execute("SELECT what, told FROM journal ORDER BY seq")]

    def reach(self, key: str) -> Reach:
        """Return which accounts an accepted instruction is applied to."""
        with self._books.reading() as books:
            row = books.execute("SELECT * FROM instruction WHERE key = ?", (key,)).fetchone()
            origin = books.execute(
                "SELECT * FROM instruction WHERE batch = ? AND reverses = 0 AND attempt = 1", (row["batch"],)
            ).fetchone()
            numbers = _applied_to(books, row, origin)
        share = Share(origin["intended"], origin["fen_each"], origin["intended_fen"])
        items = json.loads(origin["items"])
        if row["reverses"]:
            undone = {item["of"] for item in json.loads(row["items"])}
            items = [item for item in items if item["key"] in undone]
        money = share.of_all(numbers - origin["first"])
        return Reach(row["county"], row["segment"], numbers, money, items, bool(row["reverses"]))

    def seal(self, key: str, fence: int) -> int | None:
        """Refuse older leases of a key from now on; return the higher fence when this one is stale."""
        with self._books.writing() as books:
            return raise_fence(books, key, fence)

    def instruction(self, key: str) -> dict[str, Any] | None:
        """Return one instruction with the times of its reversal, or None."""
        with self._books.reading() as books:
            row = books.execute(_WITH_REVERSAL + " WHERE i.key = ?", (key,)).fetchone()
            return None if row is None else dict(row)

    def instructions(self) -> list[dict[str, Any]]:
        """Return all instructions in order of batch and attempt."""
        with self._books.reading() as books:
            query = _WITH_REVERSAL + " ORDER BY i.batch, i.reverses, i.attempt"
            return [dict(row) for row in books.execute(query)]

    def unpushed(self, *, now_ms: int) -> list[str]:
        """Return the keys of settled instructions whose receipt nobody has taken yet, oldest first."""
        query = "SELECT key FROM instruction WHERE settled_ms <= ? AND key NOT IN (SELECT key FROM pushed)"
        with self._books.reading() as books:
            return [row["key"] for row in books.execute(query + " ORDER BY settled_ms LIMIT 100", (now_ms,))]

    def note_pushed(self, key: str) -> None:
        """Remember that the receipt of a key was taken."""
        with self._books.writing() as books:
            books.execute("INSERT OR IGNORE INTO pushed VALUES (?)", (key,))

    def failures(self, key: str, *, offset: int, limit: int) -> list[sqlite3.Row]:
        """Return a page of the accounts that failed under a key, in order of their number."""
        with self._books.reading() as books:
            query = "SELECT account_ref, reason, fen FROM failure WHERE key = ? ORDER BY number LIMIT ? OFFSET ?"
            return books.execute(query, (key, limit, offset)).fetchall()

    def _next_attempt(self, books: sqlite3.Connection, terms: Terms, *, now_ms: int) -> int:
        query = (
            "SELECT MAX(attempt) AS last, MAX(settled_ms) AS settled, MAX(reversed_by) AS undone"
            " FROM instruction WHERE batch = ? AND reverses = 0"
        )
        before = books.execute(query, (terms.batch,)).fetchone()
        last = before["last"]
        if last is None and terms.reverses:
            raise Rejected(409, "nothingToReverse", f"batch {terms.batch} was never applied")
        if last is None:
            return 1
        if before["undone"] is not None:
            raise Rejected(409, "alreadyReversed", f"batch {terms.batch} is reversed")
        if before["settled"] > now_ms:
            raise Rejected(409, "notSettled", f"batch {terms.batch} is still running", retryable=True)
        return 1 if terms.reverses else int(last) + 1

    def _plan(self, books: sqlite3.Connection, terms: Terms, *, attempt: int, fail_ppm: int, closed: Closed) -> Plan:
        if terms.reverses:
            return _plan_reversal(books, terms)
        if attempt > 1:
            return self._plan_again(books, terms, attempt=attempt, closed=closed)
        first = _reached_already(books, terms)
        gone = dict.fromkeys(closed(terms, first), "account_closed")
        share = Share.within(terms.cap_fen, each=terms.fen_each, customers=terms.customers)
        chosen = failing(
            self._seed,
            county=terms.county,
            segment=terms.segment,
            customers=terms.customers,
            fail_ppm=fail_ppm,
            first=first,
        )
        failing_ = sorted((dict(chosen) | gone).items())
        failures = tuple((n, self._ref(terms, n), reason, share.of(n - first)) for n, reason in failing_)
        return Plan(terms.customers, share.total, terms.customers, share.total, failures, first)

    def _plan_again(self, books: sqlite3.Connection, terms: Terms, *, attempt: int, closed: Closed) -> Plan:
        query = (
            "SELECT number, account_ref, reason, fen FROM failure"
            " WHERE batch = ? AND superseded_by IS NULL ORDER BY number LIMIT ?"
        )
        tried = [tuple(row) for row in books.execute(query, (terms.batch, terms.customers))]
        if not tried:
            raise Rejected(409, "alreadyApplied", f"no account of batch {terms.batch} is waiting")
        first = books.execute("SELECT MIN(first) FROM instruction WHERE batch = ?", (terms.batch,)).fetchone()[0]
        gone = closed(terms, first)
        still = tuple(
            row for row in tried if row[0] in gone or not passes_now(self._seed, row[1], reason=row[2], attempt=attempt)
        )
        fen = sum(row[3] for row in tried)
        return Plan(terms.customers, fen, len(tried), fen, still, first)

    def _ref(self, terms: Terms, number: int) -> str:
        return account_ref(self._seed, county=terms.county, segment=terms.segment, number=number)


_WITH_REVERSAL = (
    "SELECT i.*, r.accepted_ms AS undo_accepted_ms, r.settled_ms AS undo_settled_ms"
    " FROM instruction i LEFT JOIN instruction r ON r.key = i.reversed_by"
)


def _reached_already(books: sqlite3.Connection, terms: Terms) -> int:
    """The number to go on with: behind those whom earlier revisions of the measure reached with the same actions.

    A stage of a landing begins at its share of all whom the measure reached.
    """
    query = (
        "SELECT MAX(first + submitted) FROM instruction"
        " WHERE family = ? AND county = ? AND segment = ? AND attempt = 1 AND reverses = 0 AND of_share = 0"
    )
    place = (terms.family, terms.county, terms.segment)
    if terms.from_ppm is not None:
        reached = books.execute(query, place).fetchone()[0] or 0
        return int(reached) * terms.from_ppm // 1_000_000
    return int(books.execute(query + " AND covers = ?", (*place, terms.covers)).fetchone()[0] or 0)


def _applied_to(books: sqlite3.Connection, row: sqlite3.Row, origin: sqlite3.Row) -> npt.NDArray[np.int64]:
    """The numbers of the accounts that an instruction served: all it tried but those that failed under it."""
    if row["reverses"]:
        failed = books.execute(
            "SELECT number FROM failure WHERE batch = ? AND superseded_by IS NULL", (row["batch"],)
        ).fetchall()
    else:
        failed = books.execute("SELECT number FROM failure WHERE key = ?", (row["key"],)).fetchall()
    if row["reverses"] or row["attempt"] == 1:
        tried = np.arange(origin["first"], origin["first"] + origin["submitted"], dtype=np.int64)
    else:
        again = books.execute("SELECT number FROM failure WHERE superseded_by = ?", (row["key"],)).fetchall()
        tried = np.array([number for (number,) in again], np.int64)
    return np.setdiff1d(tried, np.array([number for (number,) in failed], np.int64), assume_unique=True)


def _plan_reversal(books: sqlite3.Connection, terms: Terms) -> Plan:
    query = (
        "SELECT SUM(submitted - failed) AS customers, SUM(submitted_fen - failed_fen) AS fen, MIN(first) AS first"
        " FROM instruction WHERE batch = ? AND reverses = 0"
    )
    applied = books.execute(query, (terms.batch,)).fetchone()
    customers, fen = applied["customers"], applied["fen"]
    return Plan(customers, fen, customers, fen, (), applied["first"])


def _insert(
    books: sqlite3.Connection, terms: Terms, plan: Plan, *, attempt: int, accepted_ms: int, settled_ms: int
) -> None:
    failed_fen = sum(fen for _, _, _, fen in plan.failures)
    values: Iterable[object] = (
        terms.key, terms.digest, terms.body_hash, terms.batch, attempt, terms.county, terms.segment,
        int(terms.reverses), None, plan.intended, plan.intended_fen, plan.submitted, plan.submitted_fen,
        len(plan.failures), failed_fen, accepted_ms, settled_ms,
        terms.family, terms.covers, plan.first, terms.fen_each, json.dumps([_told(item) for item in terms.items]),
        int(terms.from_ppm is not None),
    )  # fmt: skip
    books.execute(f"INSERT INTO instruction VALUES ({','.join('?' * 23)})", tuple(values))  # noqa: S608  marks only
    if terms.reverses:
        books.execute(
            "UPDATE instruction SET reversed_by = ? WHERE batch = ? AND reverses = 0",
            (terms.key, terms.batch),
        )
    elif attempt > 1:
        _supersede(books, terms, submitted=plan.submitted)
    books.executemany(
        "INSERT INTO failure VALUES (?, ?, ?, ?, ?, ?, NULL)",
        [(terms.key, number, terms.batch, ref, reason, fen) for number, ref, reason, fen in plan.failures],
    )


def _told(item: Item) -> dict[str, Any]:
    """An action as the books keep it; ``of`` names what a reversal undoes."""
    return {
        "action": item.action,
        "key": item.key,
        "begins": item.begins.isoformat(),
        "ends": item.ends.isoformat(),
        "details": dict(item.details),
        "of": item.details.get("of"),
    }


def _supersede(books: sqlite3.Connection, terms: Terms, *, submitted: int) -> None:
    """Close the failures that this attempt takes up; those that fail again are written anew under its key."""
    query = (
        "UPDATE failure SET superseded_by = ? WHERE superseded_by IS NULL AND batch = ? AND number IN"
        " (SELECT number FROM failure WHERE batch = ? AND superseded_by IS NULL ORDER BY number LIMIT ?)"
    )
    books.execute(query, (terms.key, terms.batch, terms.batch, submitted))
