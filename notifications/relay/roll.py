"""The roll: a province's number file, checked and kept in a file of its own, by version.

A job is resolved against the version that was newest when it came and never against another, so that a file that is
exchanged in the middle of a job neither doubles nor loses anybody. Numbers stand here and in the journal, nowhere else.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from notifications.relay.roll_files import Entry, Problem, entries_of
from notifications.relay.rules.eligibility import RULES, Known, Rule, known_of

_SCHEMA = """
CREATE TABLE IF NOT EXISTS version (
  id INTEGER PRIMARY KEY, digest TEXT NOT NULL, entries INTEGER NOT NULL, loaded_ms INTEGER NOT NULL
) STRICT;
"""
#: Of a file with more unreadable rows than this nothing is taken: it is the wrong file.
_MOST_BAD_PPM = 10_000
_TOLD_PROBLEMS = 20
_PLACES = ", ".join(f"{rule} INTEGER" for rule in RULES)
_MARKS = ", ".join("?" * (6 + len(RULES)))


class RollError(ValueError):
    """The number file cannot be used; the message names the line and the way out, never a number."""


class Person(NamedTuple):
    """One entry: its place within the county, its number, and the operator's opaque reference of the customer."""

    place: int
    number: int
    ref: str


@dataclass(frozen=True)
class Wanted:
    """Whom a job means: counties and segments, by rules that the version knows; whoever fits any of them, once."""

    version: int
    counties: tuple[int, ...]
    segments: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Loaded:
    """What a file gave: the version, how many entries, how many numbers stood twice, what could not be read."""

    version: int
    entries: int
    doubled: int
    bad: int
    problems: tuple[Problem, ...] = ()


class Roll:
    """The open roll in a folder that only its owner may read.

    ``county_rule`` is the rule that a file's column `county` stands for, where it has no column of its own.
    """

    def __init__(self, folder: Path, *, county_rule: Rule = "home_cell") -> None:
        self._county_rule = county_rule
        self._columns: dict[int, dict[str, str]] = {}
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / "roll.sqlite3"
        path.touch(mode=0o600)
        self._lock = threading.Lock()
        self._books = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._books.execute("PRAGMA journal_mode=WAL")
        self._books.execute("PRAGMA synchronous=FULL")
        self._books.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._books.close()

    @property
    def newest(self) -> int | None:
        """The newest version; None before the first file."""
        with self._lock:
            found: int | None = self._books.execute("SELECT MAX(id) FROM version").fetchone()[0]
            return found

    def load(self, path: Path, *, table: str = "numbers") -> Loaded:
        """Take a number file as the newest version, unless it is the newest already. Raises RollError, OSError."""
        digest = f"{_digest(path)} {self._county_rule}"
        with self._lock:
            row = self._books.execute("SELECT id, digest, entries FROM version ORDER BY id DESC LIMIT 1").fetchone()
        if row is not None and row[1] == digest:
            return Loaded(row[0], row[2], 0, 0)
        with self._lock:
            self._books.execute("BEGIN IMMEDIATE")
            try:
                loaded = self._take(entries_of(path, table=table), digest)
            except BaseException:
                self._books.execute("ROLLBACK")
                raise
            self._books.execute("COMMIT")
        return loaded

    def known(self, version: int, rules: Sequence[str] = RULES) -> Known:
        """Divide rules, all or a job's, into those of which this version knows something, and the others."""
        return known_of(rules, columns=self._columns_of(version))

    def wanted(
        self, version: int, *, counties: Mapping[str, Sequence[str]], segments: Sequence[str], rules: Sequence[str]
    ) -> Wanted:
        """Whom a job's audience means in a version, by those of its rules that are known there."""
        places = tuple(dict.fromkeys(int(county) for some in counties.values() for county in some))
        return Wanted(version, places, tuple(segments), self.known(version, rules).rules)

    def count(self, wanted: Wanted) -> dict[str, int]:
        """Return how many entries that are wanted each county has, by where they are reached; none are left out."""
        fits, values = self._fits(wanted)
        with self._lock:
            rows = self._books.execute(
                f"SELECT county, COUNT(*) FROM roll_{wanted.version} WHERE {fits} GROUP BY county",  # noqa: S608  names of ours
                values,
            ).fetchall()
        return {f"{county:06d}": int(many) for county, many in rows}

    def page(self, wanted: Wanted, county: str, *, after: int, limit: int) -> list[Person]:
        """Return the next entries that are wanted of those reached in a county, behind a place."""
        fits, values = self._fits(wanted, inside=county)
        with self._lock:
            rows = self._books.execute(
                f"SELECT place, number, ref FROM roll_{wanted.version}"  # noqa: S608  names of ours
                f" WHERE county = ? AND place > ? AND {fits} ORDER BY place LIMIT ?",
                (int(county), after, *values, limit),
            ).fetchall()
        return [Person(*row) for row in rows]

    def _fits(self, wanted: Wanted, *, inside: str = "") -> tuple[str, list[str]]:
        """What is asked of a row, and with which values: its segment, and any of the rules.

        Within a county where everybody counts by one of the rules that need not be asked of each.
        """
        columns = self._columns_of(wanted.version)
        segment = f"segment IN ({','.join('?' * len(wanted.segments))})"
        asked = [columns[rule] for rule in wanted.rules]
        if inside and int(inside) in wanted.counties and "county" in asked:
            return segment, list(wanted.segments)
        any_of = " OR ".join([f"{column} IN (SELECT value FROM json_each(?))" for column in asked])  # noqa: S608  names of ours
        return f"{segment} AND ({any_of})", [*wanted.segments, *[json.dumps(wanted.counties)] * len(asked)]

    def _columns_of(self, version: int) -> dict[str, str]:
        """Column by rule that a version knows."""
        if version not in self._columns:
            with self._lock:
                names = {row[1] for row in self._books.execute(f"PRAGMA table_info(roll_{version})")}
                digest = self._books.execute("SELECT digest FROM version WHERE id = ?", (version,)).fetchone()[0]
            self._columns[version] = {digest.split(" ")[-1]: "county"} | {rule: rule for rule in RULES if rule in names}
        return self._columns[version]

    def figures(self, version: int) -> dict[str, dict[str, int]]:
        """Return entries by segment and by tier, for whoever checks a file."""
        with self._lock:
            return {
                name: {
                    str(value) or "-": int(many)
                    for value, many in self._books.execute(
                        f"SELECT {name}, COUNT(*) FROM roll_{version} GROUP BY {name} ORDER BY {name}"  # noqa: S608  names of ours
                    )
                }
                for name in ("segment", "tier")
            }

    def drop_before(self, version: int) -> None:
        """Forget the versions that no open job needs."""
        with self._lock:
            for (old,) in self._books.execute("SELECT id FROM version WHERE id < ?", (version,)).fetchall():
                self._books.execute(f"DROP TABLE IF EXISTS roll_{old}")
                self._books.execute("DELETE FROM version WHERE id = ?", (old,))

    def _take(self, entries: Iterator[Entry | Problem], digest: str) -> Loaded:
        """Fill a new version. Whoever is vulnerable stands first in the county; a number stands once."""
        self._books.execute(
            "CREATE TEMP TABLE incoming (number INTEGER PRIMARY KEY, county INTEGER NOT NULL, segment TEXT NOT NULL,"
            f" tier TEXT NOT NULL, later INTEGER NOT NULL, ref TEXT NOT NULL, {_PLACES}) STRICT"
        )
        problems: list[Problem] = []
        good = bad = 0
        for chunk in _chunks(entries):
            found = [one for one in chunk if isinstance(one, Problem)]
            bad += len(found)
            problems += found[: _TOLD_PROBLEMS - len(problems)]
            rows = [(*one[:-1], *one.places) for one in chunk if isinstance(one, Entry)]
            good += len(rows)
            self._books.executemany(f"INSERT OR IGNORE INTO incoming VALUES ({_MARKS})", rows)  # noqa: S608  question marks
        if good == 0 or bad * 1_000_000 > _MOST_BAD_PPM * (good + bad):
            first = f"; the first: {problems[0].words()}" if problems else ""
            raise RollError(f"the number file has {good} usable and {bad} unusable rows and is not taken{first}")
        row = self._books.execute(
            "INSERT INTO version (digest, entries, loaded_ms) VALUES (?, 0, ?) RETURNING id",
            (digest, time.time_ns() // 1_000_000),
        ).fetchone()
        version = int(row[0])
        asked = self._books.execute(f"SELECT {', '.join(f'MAX({rule})' for rule in RULES)} FROM incoming").fetchone()  # noqa: S608  names of ours
        rules = [rule for rule, highest in zip(RULES, asked, strict=True) if highest is not None]
        places = "".join(f"{rule} INTEGER, " for rule in rules)
        self._books.execute(
            f"CREATE TABLE roll_{version} (county INTEGER NOT NULL, place INTEGER NOT NULL, number INTEGER NOT NULL,"
            f" segment TEXT NOT NULL, tier TEXT NOT NULL, ref TEXT NOT NULL, {places}"
            "PRIMARY KEY (county, place)) STRICT, WITHOUT ROWID"
        )
        done = self._books.execute(
            f"INSERT INTO roll_{version} SELECT county, row_number() OVER (PARTITION BY county ORDER BY later, number),"  # noqa: S608  a number of ours
            f" {', '.join(['number', 'segment', 'tier', 'ref', *rules])} FROM incoming ORDER BY county, later, number"
        )
        self._books.execute("UPDATE version SET entries = ? WHERE id = ?", (done.rowcount, version))
        self._books.execute("DROP TABLE incoming")
        return Loaded(version, done.rowcount, good - done.rowcount, bad, tuple(problems))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _chunks(entries: Iterator[Entry | Problem], size: int = 20_000) -> Iterator[list[Entry | Problem]]:
    chunk: list[Entry | Problem] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
