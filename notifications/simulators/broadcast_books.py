"""The broadcast simulator's books: jobs, stops, fences; and how far a job has got at a moment.

A stop is written before it is answered, also for a key that has not arrived yet: then the late
broadcast is refused. Progress is a pure function of time, so ``kill -9`` changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notifications.durable import FENCE_SCHEMA, Books, raise_fence
from notifications.simulators.faults import Faults

_MILLION = 1_000_000

_SCHEMA = (
    FENCE_SCHEMA
    + """
CREATE TABLE IF NOT EXISTS job (
  key TEXT PRIMARY KEY, digest TEXT NOT NULL, body_hash TEXT NOT NULL, body TEXT NOT NULL,
  audience INTEGER NOT NULL, has_receipts INTEGER NOT NULL,
  accepted_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL,
  rate_per_s INTEGER NOT NULL, receipt_ms INTEGER NOT NULL,
  fail_ppm INTEGER NOT NULL, expire_ppm INTEGER NOT NULL, no_receipt_ppm INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS stop (key TEXT PRIMARY KEY, stopped_ms INTEGER NOT NULL) STRICT;
"""
)


class Rejected(Exception):
    """The job is refused and nothing was changed."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Job:
    """A broadcast as the gateway takes it.

    ``lifetime_ms`` is real time from its arrival: a simulator does not know the world's clock, so only
    the length of the validity counts here.
    """

    key: str
    digest: str
    body_hash: str
    body: str
    audience: int
    has_receipts: bool
    lifetime_ms: int


class BroadcastBooks:
    """The books of one simulated gateway."""

    def __init__(self, path: Path) -> None:
        self._books = Books(path, schema=_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._books.close()

    def accept(self, job: Job, *, fence: int, faults: Faults, fast: int, now_ms: int) -> bool:
        """Accept a job; return False when it was there already. Raises Rejected."""
        with self._books.writing() as books:
            higher = raise_fence(books, job.key, fence)
            if higher is not None:
                raise Rejected(409, "staleFence", f"fence {fence} is older than {higher}")
            known = books.execute("SELECT body_hash FROM job WHERE key = ?", (job.key,)).fetchone()
            if known is not None:
                if known["body_hash"] != job.body_hash:
                    raise Rejected(422, "keyReused", "this key was used for another document")
                return False
            if books.execute("SELECT 1 FROM stop WHERE key = ?", (job.key,)).fetchone() is not None:
                raise Rejected(409, "stopped", "this broadcast was stopped before it arrived")
            books.execute(
                "INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    job.key, job.digest, job.body_hash, job.body, job.audience, int(job.has_receipts),
                    now_ms, now_ms + job.lifetime_ms, faults.rate_per_s * fast, faults.receipt_ms // fast,
                    faults.fail_ppm, faults.expire_ppm, faults.no_receipt_ppm,
                ),
            )  # fmt: skip
        return True

    def stop(self, key: str, *, now_ms: int) -> None:
        """Stop a broadcast, running or not yet arrived; a second stop changes nothing."""
        with self._books.writing() as books:
            books.execute("INSERT INTO stop VALUES (?, ?) ON CONFLICT DO NOTHING", (key, now_ms))

    def seal(self, key: str, fence: int) -> int | None:
        """Refuse older leases of a key from now on; return the higher fence when this one is stale."""
        with self._books.writing() as books:
            return raise_fence(books, key, fence)

    def job(self, key: str) -> dict[str, Any] | None:
        """Return one job with the time of its stop, or None."""
        with self._books.reading() as books:
            row = books.execute(_WITH_STOP + " WHERE job.key = ?", (key,)).fetchone()
            return None if row is None else dict(row)

    def jobs(self) -> list[dict[str, Any]]:
        """Return all jobs in the order of their arrival."""
        with self._books.reading() as books:
            return [dict(row) for row in books.execute(_WITH_STOP + " ORDER BY accepted_ms, job.key")]


_WITH_STOP = "SELECT job.*, stop.stopped_ms FROM job LEFT JOIN stop USING (key)"


def progress(row: Mapping[str, Any], *, now_ms: int) -> tuple[dict[str, int], int]:
    """Return (the six counts, recipients saved by a stop) of a job; together they are the audience.

    Recipients leave at a steady rate until the stop or the end of validity; what left has its receipt
    ``receipt_ms`` later. Of those some failed, some phones stay off until validity ends, and some
    receipts never come. What a cell broadcast sent stays submitted: it has no receipts.
    """
    end_ms = min(row["expires_ms"], row["expires_ms"] if row["stopped_ms"] is None else row["stopped_ms"])
    gone = _left_by(row, min(now_ms, end_ms))
    final = _left_by(row, min(now_ms - row["receipt_ms"], end_ms)) if row["has_receipts"] else 0
    over = now_ms >= row["expires_ms"]
    stopped = row["audience"] - gone if row["stopped_ms"] is not None else 0
    waiting = row["audience"] - gone - stopped
    failed = final * row["fail_ppm"] // _MILLION
    off = final * row["expire_ppm"] // _MILLION
    silent = final * row["no_receipt_ppm"] // _MILLION
    counts = {
        "queued": 0 if over else waiting,
        "submitted": gone - final + (0 if over else off),
        "delivered": final - failed - off - silent,
        "failed": failed,
        "expired": (waiting + off) if over else 0,
        "unknown": silent,
    }
    return counts, stopped


def state(row: Mapping[str, Any], *, now_ms: int) -> str:
    """Return inProgress, completed or cancelled (stopped)."""
    if row["stopped_ms"] is not None:
        return "cancelled"
    counts, _ = progress(row, now_ms=now_ms)
    open_ = counts["queued"] + (counts["submitted"] if row["has_receipts"] else 0)
    return "inProgress" if open_ else "completed"


def _left_by(row: Mapping[str, Any], moment_ms: int) -> int:
    elapsed_ms = max(0, moment_ms - row["accepted_ms"])
    return min(int(row["audience"]), int(elapsed_ms * row["rate_per_s"] // 1000))
