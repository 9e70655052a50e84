"""Samples that were drawn and what they wrote back: whom to ask, each answer once, counts without anybody's name.

A sample is drawn when its job is taken and kept with the numbers, so that a correction reaches the very same people.
An answer counts for the newest survey that its number was asked by; the first readable one counts, in time, once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from notifications.relay.roll import Person, Roll, Wanted
from notifications.relay.rules.sample import answer_of, ranks, shared_out

SCHEMA = """
-- Who was drawn for a job, county by county. name: of the sample; what follows a survey goes to those of its name.
CREATE TABLE IF NOT EXISTS drawn (
  job INTEGER NOT NULL, county INTEGER NOT NULL, place INTEGER NOT NULL, number INTEGER NOT NULL, ref TEXT NOT NULL,
  PRIMARY KEY (job, county, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sample (job INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS sample_name ON sample (name);
-- A job that asks for a number from 1 to scale, until a moment.
CREATE TABLE IF NOT EXISTS survey (job INTEGER PRIMARY KEY, scale INTEGER NOT NULL, until_ms INTEGER NOT NULL) STRICT;
-- The wall that lets a recipient count once; and how many there are of what.
CREATE TABLE IF NOT EXISTS answer (
  job INTEGER NOT NULL, number INTEGER NOT NULL, digit INTEGER NOT NULL, at_ms INTEGER NOT NULL,
  PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answered (
  job INTEGER NOT NULL, what TEXT NOT NULL, many INTEGER NOT NULL, PRIMARY KEY (job, what)
) STRICT, WITHOUT ROWID;
"""
NOTES = ("late", "repeated", "unclear")
_PAGE = 20_000


class Wrote(NamedTuple):
    """Somebody wrote to us."""

    number: int
    text: str


@dataclass(frozen=True)
class Answers:
    """What came back to a survey, by number from 1, and what counts for nothing."""

    digits: Mapping[int, int]
    notes: Mapping[str, int]
    closed: bool

    def body(self) -> dict[str, object]:
        """Return it as it crosses the wire."""
        digits = {str(digit): many for digit, many in self.digits.items()}
        return {"answers": digits, **self.notes, "closed": self.closed}


class Drawn(NamedTuple):
    """One entry of a sample."""

    county: str
    person: Person


def draw(roll: Roll, wanted: Wanted, *, name: str, many: int, there: Mapping[str, int]) -> list[Drawn]:
    """Draw so many of whom a job means, by county; nobody twice."""
    found: list[Drawn] = []
    for county, here in shared_out(many, there).items():
        chosen = set(ranks(name, county, of=there[county], wanted=here))
        rank, after = 0, 0
        while page := roll.page(wanted, county, after=after, limit=_PAGE):
            found += [Drawn(county, person) for at, person in enumerate(page, rank) if at in chosen]
            rank, after = rank + len(page), page[-1].place
    return found


def drawn_before(books: sqlite3.Connection, name: str) -> list[Drawn] | None:
    """The people of a sample that was drawn; None for one that never was."""
    row = books.execute("SELECT MIN(job) AS job FROM sample WHERE name = ?", (name,)).fetchone()
    if row["job"] is None:
        return None
    rows = books.execute("SELECT county, place, number, ref FROM drawn WHERE job = ?", (row["job"],))
    return [Drawn(f"{one['county']:06d}", Person(one["place"], one["number"], one["ref"])) for one in rows]


def keep(
    books: sqlite3.Connection, job: int, people: Sequence[Drawn], *, name: str, asks: tuple[int, int] | None
) -> None:
    """Write a job's sample down; `asks` is (scale, until when in milliseconds) of a survey."""
    books.execute("INSERT INTO sample VALUES (?, ?)", (job, name))
    books.executemany(
        "INSERT INTO drawn VALUES (?, ?, ?, ?, ?)", [(job, int(county), *person) for county, person in people]
    )
    if asks is not None:
        books.execute("INSERT INTO survey VALUES (?, ?, ?)", (job, *asks))


def page(books: sqlite3.Connection, job: int, county: str, *, after: int, limit: int) -> list[Person]:
    """The next people of a job's sample in a county, behind a place."""
    rows = books.execute(
        "SELECT place, number, ref FROM drawn WHERE job = ? AND county = ? AND place > ? ORDER BY place LIMIT ?",
        (job, int(county), after, limit),
    )
    return [Person(*row) for row in rows]


def hear(books: sqlite3.Connection, wrote: Sequence[Wrote], *, now_ms: int) -> None:
    """Count what people wrote, each for the newest survey that they got; what answers none is nothing to us."""
    for number, text in wrote:
        asked = books.execute(
            "SELECT sent.job, scale, until_ms FROM sent JOIN survey ON survey.job = sent.job"
            " WHERE number = ? AND part = 0 AND state NOT IN ('R', 'W') ORDER BY until_ms >= ? DESC, sent.job DESC",
            (number, now_ms),
        ).fetchone()
        if asked is None:
            continue
        what = _what(books, asked, number, text, now_ms=now_ms)
        books.execute(
            "INSERT INTO answered VALUES (?, ?, 1) ON CONFLICT (job, what) DO UPDATE SET many = many + 1",
            (asked["job"], what),
        )


def _what(books: sqlite3.Connection, asked: sqlite3.Row, number: int, text: str, *, now_ms: int) -> str:
    if now_ms > asked["until_ms"]:
        return "late"
    digit = answer_of(text, scale=asked["scale"])
    if digit is None:
        return "unclear"
    done = books.execute(
        "INSERT INTO answer VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (asked["job"], number, digit, now_ms)
    )
    return str(digit) if done.rowcount else "repeated"


def answers_of(books: sqlite3.Connection, job: int, *, now_ms: int) -> Answers | None:
    """What came back to a job; None of one that asks nothing."""
    asked = books.execute("SELECT scale, until_ms FROM survey WHERE job = ?", (job,)).fetchone()
    if asked is None:
        return None
    rows = books.execute("SELECT what, many FROM answered WHERE job = ?", (job,))
    many = {row["what"]: row["many"] for row in rows}
    digits = {digit: many.get(str(digit), 0) for digit in range(1, asked["scale"] + 1)}
    return Answers(digits, {name: many.get(name, 0) for name in NOTES}, closed=now_ms > asked["until_ms"])


def forget(books: sqlite3.Connection, *, before_ms: int) -> None:
    """Drop numbers of samples and answers of surveys that ended before a moment; the counts stay."""
    old = "SELECT id FROM job WHERE until_ms < ? AND id NOT IN (SELECT job FROM survey WHERE survey.until_ms >= ?)"
    for table in ("drawn", "answer"):
        books.execute(f"DELETE FROM {table} WHERE job IN ({old})", (before_ms, before_ms))  # noqa: S608  names of ours
