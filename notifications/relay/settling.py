"""What gateways say becomes what is known: answers to what was handed over, and status reports.

A report is matched by the gateway's own id where its answer came through; else by our reference, which it carries
back; else by the number, if exactly one message to it has unanswered parts: all others to it have ids that we know.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from notifications.delivery import NoticeState
from notifications.relay.journal import Tallies
from notifications.relay.rules import states
from notifications.relay.surveys import Wrote, hear

#: Refused for now, for good, or by a gateway that cannot tell itself whether it took it.
Refusal = Literal["later", "never", "unclear"]


class Handover(NamedTuple):
    """One part of a message to one number, written down as handed over."""

    position: int
    job: int
    number: int
    part: int


class Taken(NamedTuple):
    """The gateway took what was handed over, and calls it so."""

    what: Handover
    gateway_id: bytes


class NotTaken(NamedTuple):
    """The gateway did not take it."""

    what: Handover
    refusal: Refusal
    code: str


class Reported(NamedTuple):
    """A status report. ``reference`` is ours where the gateway carries it back, ``modulus`` how much of it."""

    gateway_id: bytes
    state: NoticeState
    code: str
    number: int
    reference: int | None = None
    modulus: int = 0


_ROW = "SELECT position, job, number, part, state, gateway_id FROM sent WHERE "
_AT_ONCE = 500

News = Taken | NotTaken | Reported | Wrote


@dataclass
class Settled:
    """How many pieces of news did something, and how many fitted nothing."""

    applied: int = 0
    strays: int = 0


class Settling:
    """Applies news within one transaction of the journal."""

    def __init__(
        self, books: sqlite3.Connection, tallies: Tallies, *, now_ms: int, single: dict[int, bool] | None = None
    ) -> None:
        self._books = books
        self._tallies = tallies
        self._now_ms = now_ms
        #: Which jobs have one part: their recipients stand as that part does. Kept by the caller between turns.
        self._single = {} if single is None else single
        self.settled = Settled()
        self._has_strays = books.execute("SELECT 1 FROM stray LIMIT 1").fetchone() is not None

    def apply(self, news: Iterable[News]) -> None:
        """Apply answers, then reports, then what people wrote; what is known already is not changed."""
        reports: list[Reported] = []
        wrote: list[Wrote] = []
        taken: dict[int, list[Taken]] = {}
        for one in news:
            match one:
                case Taken():
                    taken.setdefault(one.what.job, []).append(one)
                case NotTaken():
                    self._not_taken(one)
                case Reported():
                    reports.append(one)
                case Wrote():
                    wrote.append(one)
        for job, some in taken.items():
            self._taken(job, some)
        self._reported(reports)
        hear(self._books, wrote, now_ms=self._now_ms)

    def _taken(self, job: int, some: Sequence[Taken]) -> None:
        """Answers of one job that its messages were taken, unless a report has said more by now."""
        if self._is_single(job):
            done = self._books.executemany(
                "UPDATE sent SET state = 'S', gateway_id = ?, at_ms = ? WHERE position = ? AND state = 'H'",
                [(one.gateway_id, self._now_ms, one.what.position) for one in some],
            )
            self._tallies.move(job, states.HANDED, states.SUBMITTED, done.rowcount)
            self.settled.applied += done.rowcount
        else:
            for one in some:
                self._answered(one.what, states.SUBMITTED, "", one.gateway_id)
        if self._has_strays:
            self._told_early({one.gateway_id: one.what for one in some})

    def _told_early(self, taken: Mapping[bytes, Handover]) -> None:
        """Apply reports that came before the answers which they needed."""
        for some in _chunks(list(taken)):
            marks = ",".join("?" * len(some))
            early = self._books.execute(
                f"DELETE FROM stray WHERE gateway_id IN ({marks}) RETURNING gateway_id, state, code",  # noqa: S608  question marks
                some,
            ).fetchall()
            for row in early:
                self._change(taken[row["gateway_id"]], states.SUBMITTED, row["state"], row["code"], row["gateway_id"])

    def _not_taken(self, one: NotTaken) -> None:
        after = {"later": states.PUT_OFF, "never": states.FAILED}.get(one.refusal)
        if after is not None:
            self._answered(one.what, after, one.code, None)

    def _answered(self, what: Handover, after: str, code: str, gateway_id: bytes | None) -> None:
        """Apply one answer, unless a report has said more by now."""
        row = self._books.execute("SELECT state FROM sent WHERE position = ?", (what.position,)).fetchone()
        if row["state"] == states.HANDED:
            self._change(what, states.HANDED, after, code, gateway_id)

    def _reported(self, reports: Sequence[Reported]) -> None:
        """Status reports: those whose message is known by the gateway's id together, the others one by one."""
        telling = [one for one in reports if states.said(one.state) is not None]
        rows = self._rows_of([one.gateway_id for one in telling])
        done: set[int] = set()
        changes: list[tuple[str, str, int, int]] = []
        for one in telling:
            row, after = rows.get(one.gateway_id), states.said(one.state) or ""
            if row is None:
                self._nameless(one, after)
            elif row["position"] in done or row["state"] in states.FINAL:
                continue
            elif self._is_single(row["job"]):
                done.add(row["position"])
                changes.append((after, one.code, self._now_ms, row["position"]))
                self._tallies.move(row["job"], row["state"], after)
            else:
                done.add(row["position"])
                what = Handover(row["position"], row["job"], row["number"], row["part"])
                self._change(what, row["state"], after, one.code, one.gateway_id)
        self._books.executemany("UPDATE sent SET state = ?, code = ?, at_ms = ? WHERE position = ?", changes)
        self.settled.applied += len(changes)

    def _rows_of(self, ids: Sequence[bytes]) -> dict[bytes, sqlite3.Row]:
        """The parts that gateways call so."""
        found = {}
        for some in _chunks(ids):
            marks = ",".join("?" * len(some))
            for row in self._books.execute(f"{_ROW}gateway_id IN ({marks})", some):
                found[row["gateway_id"]] = row
        return found

    def _nameless(self, one: Reported, after: str) -> None:
        """A report under an id that we were never told: of what is unanswered to that number, if that is clear."""
        rows = self._books.execute(f"{_ROW}number = ? AND state = 'H' LIMIT 100", (one.number,)).fetchall()
        if one.reference is not None and one.modulus:
            rows = [row for row in rows if row["position"] % one.modulus == one.reference]
        if rows and all(row["job"] == rows[0]["job"] for row in rows):
            row = rows[0]  # of several parts of one message any will do: they are one recipient's
            what = Handover(row["position"], row["job"], row["number"], row["part"])
            self._change(what, row["state"], after, one.code, one.gateway_id)
            return
        again = self._books.execute("SELECT 1 FROM sent WHERE gateway_id = ?", (one.gateway_id,)).fetchone()
        if again is not None:  # the same report twice in one turn
            return
        self.settled.strays += 1
        self._has_strays = True
        self._books.execute(
            "INSERT INTO stray VALUES (?, ?, ?, ?) ON CONFLICT (gateway_id) DO NOTHING",
            (one.gateway_id, after, one.code, self._now_ms),
        )

    def _change(self, what: Handover, stood: str, after: str, code: str, gateway_id: bytes | None) -> None:
        single = self._is_single(what.job)
        before = stood if single else recipient_state(self._books, what.job, what.number)
        self._books.execute(
            "UPDATE sent SET state = ?, code = ?, gateway_id = COALESCE(?, gateway_id), at_ms = ? WHERE position = ?",
            (after, code, gateway_id, self._now_ms, what.position),
        )
        stands = after if single else recipient_state(self._books, what.job, what.number)
        self._tallies.move(what.job, before, stands)
        self.settled.applied += 1

    def _is_single(self, job: int) -> bool:
        found = self._single.get(job)
        if found is None:
            parts = self._books.execute("SELECT parts FROM job WHERE id = ?", (job,)).fetchone()["parts"]
            found = self._single[job] = parts == 1
        return found


def _chunks(ids: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (ids[begin : begin + _AT_ONCE] for begin in range(0, len(ids), _AT_ONCE))


def recipient_state(books: sqlite3.Connection, job: int, number: int) -> str:
    """Return the state of a recipient by those of its parts."""
    rows = books.execute("SELECT state FROM sent WHERE job = ? AND number = ?", (job, number))
    return states.worst(row["state"] for row in rows)
