"""Reading a number file: CSV, Parquet or SQLite, in rows that are good or named as bad, never with a number in it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from notifications.relay.rules.eligibility import RULES

#: Columns that must be there, and those that may be: a rule's column names the county in which somebody counts by it.
NEEDED = ("county", "segment", "number", "reference")
ALSO = ("tier", "vulnerable", *RULES)
SEGMENTS = frozenset({"gotone", "easyown", "mzone", "other"})
TIERS = frozenset({"", "A+", "A", "B", "C"})
_NUMBER = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
_COUNTY = re.compile(r"[1-9][0-9]{5}")
_REFERENCE = re.compile(r"[!-~]{1,64}")
_YES, _NO = frozenset({"1", "true", "yes", "是"}), frozenset({"", "0", "false", "no", "否"})
_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


class NumberFileError(ValueError):
    """The file as a whole cannot be read; the message says what it must be."""


class Entry(NamedTuple):
    """One customer's number; ``later`` is 0 for whoever is vulnerable and therefore first in line.

    ``places`` are the counties by each of RULES: 0 in none, None where the file has no column for the rule.
    """

    number: int
    county: int
    segment: str
    tier: str
    later: int
    ref: str
    places: tuple[int | None, ...]


class Problem(NamedTuple):
    """A row that cannot be used: which, which column, what it must be."""

    row: int
    column: str
    must: str

    def words(self) -> str:
        """Return it as a sentence."""
        return f"row {self.row}: {self.column} must be {self.must}"


def entries_of(path: Path, *, table: str) -> Iterator[Entry | Problem]:
    """Read a file by what its name ends with. Raises NumberFileError, OSError."""
    rows = _rows(path, table)
    for number, row in enumerate(rows, 1):
        yield _entry(number, row)


def _rows(path: Path, table: str) -> Iterator[Mapping[str, str]]:
    match path.suffix.lower():
        case ".csv":
            return _of_batches(_csv(path))
        case ".parquet":
            return _of_batches(_parquet(path))
        case ".sqlite" | ".sqlite3" | ".db":
            return _sqlite(path, table)
    raise NumberFileError(f"{path}: a number file ends with .csv, .parquet, .sqlite, .sqlite3 or .db")


def _csv(path: Path) -> Iterator[Any]:
    import pyarrow.csv  # half a second that a relay which has its numbers already need not wait

    path.open("rb").close()
    try:
        with path.open("rb") as file:
            names = file.readline(65_536).decode("utf-8-sig").strip().replace('"', "").split(",")
        texts = dict.fromkeys(names, pyarrow.string())
        options = pyarrow.csv.ConvertOptions(
            column_types=texts, strings_can_be_null=False, include_columns=_kept(names)
        )
        yield from pyarrow.csv.open_csv(path, convert_options=options)
    except (UnicodeDecodeError, pyarrow.ArrowException) as error:
        raise NumberFileError(f"{path}: not a CSV file in UTF-8 with a header: {type(error).__name__}") from None


def _parquet(path: Path) -> Iterator[Any]:
    import pyarrow.parquet

    path.open("rb").close()
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            yield from file.iter_batches(columns=_kept(file.schema_arrow.names))
    except pyarrow.ArrowException as error:
        raise NumberFileError(f"{path}: not a Parquet file: {type(error).__name__}") from None


def _of_batches(batches: Iterator[Any]) -> Iterator[Mapping[str, str]]:
    for batch in batches:
        columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
        names = list(columns)
        for values in zip(*columns.values(), strict=True):
            yield {name: _text(value) for name, value in zip(names, values, strict=True)}


def _sqlite(path: Path, table: str) -> Iterator[Mapping[str, str]]:
    path.open("rb").close()
    if not _TABLE.fullmatch(table):
        raise NumberFileError(f"table must be letters, digits and _, not {table!r}")
    books = sqlite3.connect(f"file:{path.resolve()}?mode=ro", uri=True)
    try:
        names = [row[1] for row in books.execute(f"PRAGMA table_info({table})")]
        if not names:
            raise NumberFileError(f"{path}: there is no table {table!r}; name it in the settings")
        kept = _kept(names)
        for row in books.execute(f"SELECT {', '.join(kept)} FROM {table}"):  # noqa: S608  names that were checked
            yield {name: _text(value) for name, value in zip(kept, row, strict=True)}
    except sqlite3.DatabaseError as error:
        raise NumberFileError(f"{path}: not a SQLite file: {error}") from None
    finally:
        books.close()


def _kept(names: Sequence[str]) -> list[str]:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise NumberFileError(f"the number file lacks the column {missing[0]!r}; it needs {', '.join(NEEDED)}")
    return [name for name in (*NEEDED, *ALSO) if name in names]


def _entry(place: int, row: Mapping[str, str]) -> Entry | Problem:
    number = _NUMBER.fullmatch(row["number"])
    if number is None:
        return Problem(place, "number", "a mobile number of 11 digits, with or without +86")
    if not _COUNTY.fullmatch(row["county"]):
        return Problem(place, "county", "a six-digit code, such as 510131")
    if row["segment"] not in SEGMENTS:
        return Problem(place, "segment", f"one of {', '.join(sorted(SEGMENTS))}")
    if not _REFERENCE.fullmatch(row["reference"]) or row["reference"].endswith(number[1]):
        return Problem(place, "reference", "1 to 64 visible ASCII characters, and not the number itself")
    tier, vulnerable = row.get("tier", ""), row.get("vulnerable", "").lower()
    if tier not in TIERS:
        return Problem(place, "tier", "A+, A, B, C or empty")
    if vulnerable not in _YES | _NO:
        return Problem(place, "vulnerable", "1 or 0")
    places = tuple(row.get(rule) for rule in RULES)
    for rule, county in zip(RULES, places, strict=True):
        if county and not _COUNTY.fullmatch(county):
            return Problem(place, rule, "a six-digit code, or empty where nobody counts by it")
    later = 0 if vulnerable in _YES else 1
    counties = tuple(None if county is None else int(county or 0) for county in places)
    return Entry(int(number[1]), int(row["county"]), row["segment"], tier, later, row["reference"], counties)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
