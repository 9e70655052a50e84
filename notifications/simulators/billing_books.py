"""The billing simulator's books: instructions accepted, accounts that failed, what is applied by when.

Everything about an instruction is decided and written when it is accepted; how far it has got is a
pure function of the time since. So nothing is lost by ``kill -9``, and a restart finds the same truth.
An account to which a batch was applied is never served again under that batch, whatever the key: a
second instruction of a batch reaches only the accounts that failed before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notifications.simulators.billing_accounts import Share, account_ref, failing, passes_now
from notifications.simulators.billing_wire import Terms
from notifications.simulators.books import FENCE_SCHEMA, Books, raise_fence

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
  CHECK (failed <= submitted AND submitted <= intended),
  CHECK (failed_fen <= submitted_fen AND submitted_fen <= intended_fen)
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS one_attempt ON instruction (batch, reverses, attempt);
CREATE TABLE IF NOT EXISTS failure (
  key TEXT NOT NULL REFERENCES instruction, number INTEGER NOT NULL, batch TEXT NOT NULL,
  account_ref TEXT NOT NULL, reason TEXT NOT NULL, fen INTEGER NOT NULL, superseded_by TEXT,
  PRIMARY KEY (key, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pending ON failure (batch, number) WHERE superseded_by IS NULL;
"""
)


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


class BillingBooks:
    """The books of one simulated billing system; ``seed`` decides who its failing customers are."""

    def __init__(self, path: Path, *, seed: int) -> None:
        self._books = Books(path, schema=_SCHEMA)
        self._seed = seed

    def close(self) -> None:
        """Close the file."""
        self._books.close()

    def accept(self, terms: Terms, *, fence: int, fail_ppm: int, now_ms: int, settle_ms: int) -> bool:
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
            plan = self._plan(books, terms, attempt=attempt, fail_ppm=fail_ppm)
            _insert(books, terms, plan, attempt=attempt, accepted_ms=now_ms, settled_ms=now_ms + settle_ms)
        return True

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

    def _plan(self, books: sqlite3.Connection, terms: Terms, *, attempt: int, fail_ppm: int) -> Plan:
        if terms.reverses:
            return _plan_reversal(books, terms)
        if attempt > 1:
            return self._plan_again(books, terms, attempt=attempt)
        share = Share.within(terms.cap_fen, each=terms.fen_each, customers=terms.customers)
        chosen = failing(
            self._seed,
            county=terms.county,
            segment=terms.segment,
            customers=terms.customers,
            fail_ppm=fail_ppm,
        )
        failures = tuple((n, self._ref(terms, n), reason, share.of(n)) for n, reason in chosen)
        return Plan(terms.customers, share.total, terms.customers, share.total, failures)

    def _plan_again(self, books: sqlite3.Connection, terms: Terms, *, attempt: int) -> Plan:
        query = (
            "SELECT number, account_ref, reason, fen FROM failure"
            " WHERE batch = ? AND superseded_by IS NULL ORDER BY number LIMIT ?"
        )
        tried = [tuple(row) for row in books.execute(query, (terms.batch, terms.customers))]
        if not tried:
            raise Rejected(409, "alreadyApplied", f"no account of batch {terms.batch} is waiting")
        still = tuple(row for row in tried if not passes_now(self._seed, row[1], reason=row[2], attempt=attempt))
        fen = sum(row[3] for row in tried)
        return Plan(terms.customers, fen, len(tried), fen, still)

    def _ref(self, terms: Terms, number: int) -> str:
        return account_ref(self._seed, county=terms.county, segment=terms.segment, number=number)


_WITH_REVERSAL = (
    "SELECT i.*, r.accepted_ms AS undo_accepted_ms, r.settled_ms AS undo_settled_ms"
    " FROM instruction i LEFT JOIN instruction r ON r.key = i.reversed_by"
)


def _plan_reversal(books: sqlite3.Connection, terms: Terms) -> Plan:
    query = (
        "SELECT SUM(submitted - failed) AS customers, SUM(submitted_fen - failed_fen) AS fen"
        " FROM instruction WHERE batch = ? AND reverses = 0"
    )
    applied = books.execute(query, (terms.batch,)).fetchone()
    return Plan(applied["customers"], applied["fen"], applied["customers"], applied["fen"], ())


def _insert(
    books: sqlite3.Connection, terms: Terms, plan: Plan, *, attempt: int, accepted_ms: int, settled_ms: int
) -> None:
    failed_fen = sum(fen for _, _, _, fen in plan.failures)
    values: Iterable[object] = (
        terms.key, terms.digest, terms.body_hash, terms.batch, attempt, terms.county, terms.segment,
        int(terms.reverses), None, plan.intended, plan.intended_fen, plan.submitted, plan.submitted_fen,
        len(plan.failures), failed_fen, accepted_ms, settled_ms,
    )  # fmt: skip
    books.execute(f"INSERT INTO instruction VALUES ({','.join('?' * 17)})", tuple(values))  # noqa: S608  marks only
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


def _supersede(books: sqlite3.Connection, terms: Terms, *, submitted: int) -> None:
    """Close the failures that this attempt takes up; those that fail again are written anew under its key."""
    query = (
        "UPDATE failure SET superseded_by = ? WHERE superseded_by IS NULL AND batch = ? AND number IN"
        " (SELECT number FROM failure WHERE batch = ? AND superseded_by IS NULL ORDER BY number LIMIT ?)"
    )
    books.execute(query, (terms.key, terms.batch, terms.batch, submitted))
