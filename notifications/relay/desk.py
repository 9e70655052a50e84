"""The desk: takes jobs, says how far they have got, stops them. Every answer was written down before.

What is refused here was not taken and nothing of it leaves: a stale fence, a key that was used for other bytes, more
numbers than were approved, a job that was stopped before it came.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from notifications.durable import raise_fence
from notifications.relay import surveys
from notifications.relay.journal import Journal, job_row, tally_of
from notifications.relay.messages import Messages
from notifications.relay.roll import Roll, Wanted
from notifications.relay.rules import states
from notifications.relay.settings import AnyRelay
from notifications.relay.wire import BadJob, Job, Standing, Submission


class Refused(Exception):
    """A request is refused and nothing was changed; ``code`` is for programs, the message for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class Sending(Protocol):
    """What the desk asks of the engine."""

    @property
    def rate(self) -> float:
        """Messages a second."""

    @property
    def unanswered(self) -> int:
        """Handed over and still on their way."""

    def wake(self) -> None:
        """A job has come."""

    def full_counties(self) -> list[str]:
        """Counties that only cell broadcast should reach."""


@dataclass(frozen=True)
class _Whom:
    """Recipients of a job by county, and one by one where they were drawn; rules of which nothing is known."""

    by_county: Mapping[str, int]
    drawn: list[surveys.Drawn] | None
    not_known: tuple[str, ...]

    @property
    def many(self) -> int:
        return sum(self.by_county.values())


@dataclass(frozen=True)
class Desk:
    """All that may be asked of a relay."""

    settings: AnyRelay
    journal: Journal
    roll: Roll
    messages: Messages
    engine: Sending

    def submit(self, given: Submission, *, fence: int) -> tuple[bool, Standing]:
        """Take a job; (whether it is new, how far it has got). Raises Refused, BadJob."""
        standing = self._known(given, fence=fence)
        if standing is not None:
            return False, standing
        job = given.job
        version = self.roll.newest
        if version is None:
            raise Refused(503, "noNumbers", "the relay has no number file yet")
        parts, whom = self._parts(job), self._whom(job, version)
        from_ms, until_ms = self._times(given)
        with self.journal.writing() as books:
            self._check(books, given, fence=fence)
            row = books.execute(
                "INSERT INTO job (key, digest, body_hash, body, roll, audience, approved, parts, urgent, from_ms,"
                " until_ms, accepted_ms, not_known) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO NOTHING RETURNING id",
                (
                    job.key, job.digest, given.body_hash, given.body, version, whom.many, job.audience.count, parts,
                    int(bool(job.references) and not job.waits), from_ms, until_ms, _now_ms(),
                    " ".join(whom.not_known),
                ),
            ).fetchone()  # fmt: skip
            if row is not None and whom.drawn is not None:
                surveys.keep(books, row["id"], whom.drawn, name=job.sample_of or "", asks=self._asks(given, from_ms))
            if row is not None:
                books.executemany(
                    "INSERT INTO lane (job, county, total) VALUES (?, ?, ?)",
                    [(row["id"], int(county), many) for county, many in whom.by_county.items()],
                )
        self.engine.wake()
        return row is not None, self._standing(job.key)

    def standing(self, key: str) -> Standing | None:
        """How far a job has got; None when none was taken under this key."""
        with self.journal.reading() as books:
            row = job_row(books, key)
            if row is None:
                return None
            answers = surveys.answers_of(books, row["id"], now_ms=_now_ms())
            return replace(self._of(row, tally_of(books, row["id"])), survey=answers)

    def stop(self, key: str) -> Standing | None:
        """Stop a job, or forbid one that has not come; how far it had got, None for one that never came."""
        with self.journal.writing() as books:
            books.execute("INSERT INTO stop VALUES (?, ?) ON CONFLICT DO NOTHING", (key, _now_ms()))
            books.execute("UPDATE job SET closed = 1 WHERE key = ?", (key,))
        return self.standing(key)

    def seal(self, key: str, fence: int) -> None:
        """Refuse older leases of a key from now on. Raises Refused."""
        with self.journal.writing() as books:
            higher = raise_fence(books, key, fence)
        if higher is not None:
            raise Refused(409, "staleFence", f"fence {fence} is older than {higher}")

    def recipients(self, key: str, *, state: str, after: int, limit: int) -> list[dict[str, object]]:
        """Opaque references of those whose message ended so, or is not known: never a number."""
        letters = {"failed": "F", "expired": "E", "unknown": "HU"}[state]
        marks = ",".join("?" * len(letters))
        with self.journal.reading() as books:
            rows = books.execute(
                "SELECT position, ref, code FROM sent JOIN job ON job.id = sent.job WHERE job.key = ?"  # noqa: S608  question marks
                f" AND sent.state IN ({marks}) AND position > ? ORDER BY position LIMIT ?",
                (key, *letters, after, limit),
            ).fetchall()
        return [{"position": row["position"], "reference": row["ref"], "reason": row["code"]} for row in rows]

    def newest(self) -> list[Standing]:
        """The newest jobs, the last that came first."""
        with self.journal.reading() as books:
            rows = books.execute("SELECT key FROM job ORDER BY id DESC LIMIT 200").fetchall()
        return [standing for row in rows if (standing := self.standing(row["key"])) is not None]

    def progress(self) -> dict[str, object]:
        """The newest jobs, and how many messages of all jobs have no answer."""
        with self.journal.reading() as books:
            unanswered = books.execute("SELECT COUNT(*) FROM sent WHERE state = 'H'").fetchone()[0]
        jobs = [standing.body() for standing in self.newest()]
        on_the_way = min(int(unanswered), self.engine.unanswered)
        return {"jobs": jobs, "unanswered": on_the_way, "parked": int(unanswered) - on_the_way}

    def _known(self, given: Submission, *, fence: int) -> Standing | None:
        """The job if it was taken before; Refused where it must not be taken."""
        with self.journal.writing() as books:
            row = self._check(books, given, fence=fence)
            return None if row is None else self._of(row, tally_of(books, row["id"]))

    def _check(self, books: sqlite3.Connection, given: Submission, *, fence: int) -> Mapping[str, Any] | None:
        higher = raise_fence(books, given.job.key, fence)
        if higher is not None:
            raise Refused(409, "staleFence", f"fence {fence} is older than {higher}")
        row = job_row(books, given.job.key)
        if row is not None and row["body_hash"] != given.body_hash:
            raise Refused(422, "keyReused", "this key was used for another document")
        if row is None and books.execute("SELECT 1 FROM stop WHERE key = ?", (given.job.key,)).fetchone() is not None:
            raise Refused(409, "stopped", "this broadcast was stopped before it arrived")
        return row

    def _parts(self, job: Job) -> int:
        """Messages that each recipient gets. Raises BadJob where the line cannot bear them."""
        try:
            parts = len(self.messages.compose(job.key, job.texts))
        except ValueError as error:
            raise BadJob(f"content: {error}") from error
        line = self.settings.line
        if parts > line.window * line.connections:
            raise BadJob(f"content: {parts} parts, and the line bears {line.window * line.connections} at a time")
        return parts

    def _whom(self, job: Job, version: int) -> _Whom:
        """Whom a job reaches. Raises Refused where that is nobody, or more than were approved."""
        told = job.audience
        known = self.roll.known(version, told.rules)
        if not known.rules:
            raise Refused(
                422, "rulesNotKnown",
                f"the number file cannot say who counts by {', '.join(known.not_known)}; give it a column of that name"
                " (docs/relay.md), or let the message name a rule that it knows",
            )  # fmt: skip
        wanted = self.roll.wanted(version, counties=told.counties, segments=told.segments, rules=told.rules)
        found = self.roll.count(wanted)
        drawn = None if job.sample_of is None else self._sample(job, wanted, found)
        whom = _Whom(found if drawn is None else Counter(one.county for one in drawn), drawn, known.not_known)
        if whom.many == 0:
            raise Refused(422, "nobody", "the number file has nobody in these counties and segments")
        if whom.many > told.count:
            raise Refused(
                422, "audienceLarger",
                f"the number file has {whom.many} numbers there and {told.count} were approved; nothing is sent",
            )  # fmt: skip
        return whom

    def _sample(self, job: Job, wanted: Wanted, found: Mapping[str, int]) -> list[surveys.Drawn]:
        """Whom a sample is: drawn now for a survey, the same people again for what follows one."""
        name = job.sample_of or ""
        if job.survey is not None:
            return surveys.draw(self.roll, wanted, name=name, many=job.audience.count, there=found)
        with self.journal.reading() as books:
            before = surveys.drawn_before(books, name)
        if before is None:
            raise Refused(422, "sampleNotKnown", f"no sample was drawn here as {name}; nothing is sent")
        return before

    def _asks(self, given: Submission, from_ms: int) -> tuple[int, int] | None:
        """The scale and the last moment of a survey, in the time that `from_ms` is told in."""
        survey = given.job.survey
        if survey is None:
            return None
        began, until = (datetime.fromisoformat(text) for text in (given.job.validity.start, survey.answers_until))
        return survey.scale, from_ms + int((until - began).total_seconds() * 1000)

    def _times(self, given: Submission) -> tuple[int, int]:
        """From when until when. An exercise has a clock of its own, of which only the length of time counts here."""
        start, end = (
            int(datetime.fromisoformat(text).timestamp() * 1000)
            for text in (given.job.validity.start, given.job.validity.end)
        )
        if self.settings.world == "exercise":
            return _now_ms(), _now_ms() + end - start
        if end <= _now_ms():
            raise Refused(422, "expired", "its validity is over")
        return start, end

    def _standing(self, key: str) -> Standing:
        found = self.standing(key)
        if found is None:
            raise LookupError(f"{key} was just taken")
        return found

    def _of(self, row: Mapping[str, Any], tally: Mapping[str, int]) -> Standing:
        now_ms = _now_ms()
        over = now_ms >= row["until_ms"]
        silent = now_ms >= row["until_ms"] + self.settings.report_wait_h * 3_600_000
        counts = states.counts_of(row["audience"], tally, over=over, silent=silent)
        stopped = 0
        if row["stopped_ms"] is not None:
            stopped = counts["queued"] if not over else counts["expired"] - tally.get(states.EXPIRED, 0)
            counts["queued" if not over else "expired"] -= stopped
        open_ = 0 if silent else counts["queued"] + counts["submitted"] + tally.get(states.HANDED, 0)
        rate = self.engine.rate
        parked = max(0, tally.get(states.HANDED, 0) - self.engine.unanswered)
        full = set(self.engine.full_counties())
        there = [county for some in json.loads(row["body"])["audience"]["counties"].values() for county in some]
        return Standing(
            key=row["key"], digest=row["digest"], id=row["id"],
            state="cancelled" if row["stopped_ms"] is not None else "inProgress" if open_ else "completed",
            audience=row["audience"], stopped=stopped, counts=counts, settled=open_ == 0, parts=row["parts"],
            parked=parked, capped=tally.get(states.CAPPED, 0), rate_per_s=rate,
            eta_s=int(counts["queued"] * row["parts"] / rate) + 1 if counts["queued"] and rate else None,
            full_counties=tuple(county for county in there if county in full) if counts["queued"] else (),
            rules_not_known=tuple(row["not_known"].split()),
        )  # fmt: skip


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
