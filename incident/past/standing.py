"""What stood at a position: the snapshot before it and the versions since, then the rows themselves.

A snapshot is only numbers of versions, so one can be kept every few thousand of them; the rows are kept once.
"""

from __future__ import annotations

import sqlite3
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any, NamedTuple

import orjson

from incident.db import uncollected
from incident.events import NATION

#: New versions after which the next snapshot is kept: as many are read again at most.
SNAPSHOT_EVERY = 8_192
_AT_ONCE = 5_000
Tables = dict[str, dict[str, dict[str, Any]]]


class Part(NamedTuple):
    """Rows of one table that one room sees and that are alike in `what`: their state, or an impact's footprint."""

    name: str
    room: str
    what: str


@dataclass(frozen=True)
class Standing:
    """The versions that stood at a position, each with the part it belongs to."""

    position: int
    versions: dict[int, int]
    parts: dict[int, Part]

    def of(self, wanted: Callable[[Part], bool]) -> list[int]:
        """Numbers of the versions in parts that are `wanted`, in order."""
        chosen = {number for number, part in self.parts.items() if wanted(part)}
        return sorted(n for n, part in self.versions.items() if part in chosen)

    def by_table(self, wanted: Callable[[Part], bool]) -> dict[str, list[int]]:
        """The same by table, of every table that has a part which is wanted."""
        names = {number: part.name for number, part in self.parts.items() if wanted(part)}
        found: dict[str, list[int]] = {name: [] for name in names.values()}
        lists = {number: found[name] for number, name in names.items()}
        for n, part in self.versions.items():
            if part in lists:
                lists[part].append(n)
        for versions in found.values():
            versions.sort()
        return found


def seen_by(room: str) -> Callable[[Part], bool]:
    """Whether `room` sees a part: the nation all, a province its own."""
    return lambda part: room in (NATION, part.room)


def standing_at(file: sqlite3.Connection, position: int) -> Standing:
    """What stood after the event at `position`, which must have been derived."""
    before = file.execute(
        "SELECT position, versions, parts FROM standing WHERE position <= ? ORDER BY position DESC LIMIT 1", (position,)
    ).fetchone()
    since, versions = (before[0], _unpacked(before[1], before[2])) if before else (0, {})
    replaced = []
    for n, part, earlier in file.execute(
        "SELECT n, part, before FROM version WHERE since > ? AND since <= ?", (since, position)
    ):
        versions[n] = part
        if earlier is not None:
            replaced.append(earlier)
    for n in replaced:
        del versions[n]
    parts = {number: Part(name, room, what) for number, name, room, what in file.execute("SELECT * FROM part")}
    return Standing(position, versions, parts)


def keep_standing(file: sqlite3.Connection, *, position: int, last: int) -> None:
    """Keep a snapshot at `position`, the last event taken, when enough versions have come since the one before."""
    [kept] = file.execute("SELECT coalesce(max(last), 0) FROM standing").fetchone()
    if last - kept >= SNAPSHOT_EVERY:
        versions = standing_at(file, position).versions
        file.execute("INSERT INTO standing VALUES (?, ?, ?, ?)", (position, last, *_packed(versions)))


def rows_of(file: sqlite3.Connection, versions: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Versions with their rows, as the JSON that they are kept as."""
    return chain.from_iterable(_versions(file, "n, row", list(versions)))


def tables_of(file: sqlite3.Connection, standing: Standing, wanted: Callable[[Part], bool]) -> Tables:
    """The rows of all parts that are `wanted`, by table and key, in log spelling."""
    tables: Tables = {part.name: {} for part in standing.parts.values() if wanted(part)}
    names = {number: tables.get(part.name, {}) for number, part in standing.parts.items()}
    for n, text in rows_of(file, standing.of(wanted)):
        row = orjson.loads(text)
        names[standing.versions[n]][row["id"]] = row
    return tables


def written_of(
    file: sqlite3.Connection, standing: Standing, wanted: Callable[[Part], bool]
) -> tuple[dict[str, dict[str, orjson.Fragment]], set[str], set[str]]:
    """The same rows as JSON that is written already, and the texts and people that they name.

    To take fifty thousand rows apart and write them again would cost many times what reading them does.
    """
    tables: dict[str, dict[str, orjson.Fragment]] = {}
    referred: set[bytes | None] = set()
    written = orjson.Fragment
    for name, versions in standing.by_table(wanted).items():
        with uncollected(len(versions)):
            tables[name] = rows = {}
            for some in _versions(file, "key, row, refers", versions):
                rows.update({key: written(row) for key, row, _refers in some})
                referred.update([refers for _key, _row, refers in some])
    referred.discard(None)
    digests: set[str] = set()
    people: set[str] = set()
    for one in referred:
        some, others = orjson.loads(one or b"[[],[]]")
        digests.update(some)
        people.update(others)
    return tables, digests, people


def _versions(file: sqlite3.Connection, columns: str, versions: Sequence[int]) -> Iterator[list[Any]]:
    """Columns of these versions, some thousand at once: a row at a time would cost more than reading it."""
    for start in range(0, len(versions), _AT_ONCE):
        some = orjson.dumps(versions[start : start + _AT_ONCE]).decode()
        yield file.execute(
            f"SELECT {columns} FROM version WHERE n IN (SELECT value FROM json_each(?))",  # noqa: S608  columns of ours
            (some,),
        ).fetchall()


def _packed(versions: dict[int, int]) -> tuple[bytes, bytes]:
    numbers = sorted(versions)
    steps = array("q", (n - before for before, n in zip([0, *numbers], numbers, strict=False)))
    parts = array("q", (versions[n] for n in numbers))
    return zlib.compress(steps.tobytes(), 1), zlib.compress(parts.tobytes(), 1)


def _unpacked(versions: bytes, parts: bytes) -> dict[int, int]:
    steps, of_parts = array("q"), array("q")
    steps.frombytes(zlib.decompress(versions))
    of_parts.frombytes(zlib.decompress(parts))
    return dict(zip(accumulate(steps), of_parts, strict=True))
