"""What gateways say becomes what is known: answers to what was handed over, and status reports.

A report is matched by the gateway's own id where its answer came through; else by our reference, which it carries
back; else by the number, if exactly one message to it is unanswered: every other one to it has an id that we know.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from notifications.delivery import NoticeState
from relay.journal import Tallies
from relay.rules import states

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


_ROW = "SELECT position, job, number, part, state FROM sent WHERE "

News = Taken | NotTaken | Reported


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
        """Apply each in the order in which it came; what is known already is not changed."""
        for one in news:
            match one:
                case Taken():
                    self._taken(one)
                case NotTaken():
                    self._not_taken(one)
                case Reported():
                    self._reported(one)

    def _taken(self, one: Taken) -> None:
        what = one.what
        self._answered(what, states.SUBMITTED, "", one.gateway_id)
        if not self._has_strays:
            return
        early = self._books.execute(
            "DELETE FROM stray WHERE gateway_id = ? RETURNING state, code", (one.gateway_id,)
        ).fetchone()
        if early is not None:
            self._change(what, states.SUBMITTED, early["state"], early["code"], one.gateway_id)

    def _not_taken(self, one: NotTaken) -> None:
        after = {"later": states.PUT_OFF, "never": states.FAILED}.get(one.refusal)
        if after is not None:
            self._answered(one.what, after, one.code, None)

    def _reported(self, one: Reported) -> None:
        after = states.said(one.state)
        if after is None:
            return
        row = self._row_of(one)
        if row is None:
            self.settled.strays += 1
            self._has_strays = True
            self._books.execute(
                "INSERT INTO stray VALUES (?, ?, ?, ?) ON CONFLICT (gateway_id) DO NOTHING",
                (one.gateway_id, after, one.code, self._now_ms),
            )
            return
        what = Handover(row["position"], row["job"], row["number"], row["part"])
        if row["state"] not in states.FINAL:
            self._change(what, row["state"], after, one.code, one.gateway_id)

    def _row_of(self, one: Reported) -> sqlite3.Row | None:
        """The part that a report is about; None when nobody can say."""
        row: sqlite3.Row | None = self._books.execute(_ROW + "gateway_id = ?", (one.gateway_id,)).fetchone()
        if row is not None:
            return row
        rows = self._books.execute(_ROW + "number = ? AND state = 'H' LIMIT 100", (one.number,)).fetchall()
        if one.reference is not None and one.modulus:
            rows = [row for row in rows if row["position"] % one.modulus == one.reference]
        return rows[0] if len(rows) == 1 else None

    def _answered(self, what: Handover, after: str, code: str, gateway_id: bytes | None) -> None:
        """Apply an answer, unless a report has said more by now."""
        if self._is_single(what.job):
            done = self._books.execute(
                "UPDATE sent SET state = ?, code = ?, gateway_id = ?, at_ms = ? WHERE position = ? AND state = 'H'",
                (after, code, gateway_id, self._now_ms, what.position),
            )
            if done.rowcount:
                self._tallies.move(what.job, states.HANDED, after)
                self.settled.applied += 1
            return
        row = self._books.execute("SELECT state FROM sent WHERE position = ?", (what.position,)).fetchone()
        if row["state"] == states.HANDED:
            self._change(what, states.HANDED, after, code, gateway_id)

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


def recipient_state(books: sqlite3.Connection, job: int, number: int) -> str:
    """Return the state of a recipient by those of its parts."""
    rows = books.execute("SELECT state FROM sent WHERE job = ? AND number = ?", (job, number))
    return states.worst(row["state"] for row in rows)
