"""The number file: three forms give the same roll; what cannot be used is named by row and column, never by number."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest

from notifications.relay.roll import Roll, RollError
from notifications.relay.roll_files import NumberFileError
from tests.relay.houses import SEGMENTS, write_numbers

HEAD = "county,segment,number,reference,tier,vulnerable\n"
GOOD = "510101,gotone,13800000001,C1,A+,0\n"


@pytest.fixture
def roll(tmp_path: Path) -> Roll:
    return Roll(tmp_path / "own")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "numbers.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("form", ["csv", "parquet", "sqlite"])
def test_every_form_of_file_gives_the_same_people(form: str, tmp_path: Path, roll: Roll) -> None:
    path = write_numbers(tmp_path / "numbers.csv", 200)
    table = pyarrow.csv.read_csv(path)
    if form == "parquet":
        path = tmp_path / "numbers.parquet"
        pyarrow.parquet.write_table(table, path)
    elif form == "sqlite":
        path = tmp_path / "numbers.sqlite"
        with sqlite3.connect(path) as books:
            books.execute("CREATE TABLE numbers (county, segment, number, reference, tier, vulnerable)")
            books.executemany(
                "INSERT INTO numbers VALUES (?, ?, ?, ?, ?, ?)", zip(*table.to_pydict().values(), strict=True)
            )
        books.close()

    loaded = roll.load(path)

    assert (loaded.entries, loaded.doubled, loaded.bad) == (200, 0, 0)
    assert roll.count(loaded.version, ["510101", "510102", "999999"], SEGMENTS) == {"510101": 10, "510102": 10}
    assert [person.number for person in roll.page(loaded.version, "510101", SEGMENTS, after=8, limit=5)] == [
        13_800_000_160, 13_800_000_180,
    ]  # fmt: skip
    assert roll.load(path) == type(loaded)(loaded.version, 200, 0, 0), "the same file is taken once"


def test_a_number_stands_once_and_whoever_is_vulnerable_stands_first(tmp_path: Path, roll: Roll) -> None:
    rows = [GOOD, "510101,gotone,+8613800000001,C2,,0\n", "510101,easyown,13900000009,C3,,是\n"]
    loaded = roll.load(written(tmp_path, HEAD + "".join(rows)))

    people = roll.page(loaded.version, "510101", SEGMENTS, after=0, limit=9)

    assert (loaded.entries, loaded.doubled) == (2, 1)
    assert [(person.number, person.ref) for person in people] == [(13900000009, "C3"), (13800000001, "C1")]
    assert roll.figures(loaded.version)["tier"] == {"-": 1, "A+": 1}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("510101,gotone,12345,C1,,0", "number"),
        ("51010,gotone,13800000002,C1,,0", "county"),
        ("510101,platinum,13800000002,C1,,0", "segment"),
        ("510101,gotone,13800000002,,,0", "reference"),
        ("510101,gotone,13800000002,13800000002,,0", "reference"),
        ("510101,gotone,13800000002,C1,D,0", "tier"),
        ("510101,gotone,13800000002,C1,,maybe", "vulnerable"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_without_the_number(
    row: str, column: str, tmp_path: Path, roll: Roll
) -> None:
    good = "".join(f"510101,gotone,{13_900_000_000 + number},C{number},,0\n" for number in range(200))
    loaded = roll.load(written(tmp_path, HEAD + good + row + "\n"))

    [problem] = loaded.problems
    assert (loaded.entries, loaded.bad, problem.row, problem.column) == (200, 1, 201, column)
    assert "13800000002" not in problem.words()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + "1,2,3,4,,\n", "0 usable and 1 unusable rows.*row 1: number must be"),
        (HEAD, "0 usable and 0 unusable"),
        ("county,number\n510101,13800000001\n", "lacks the column 'segment'"),
    ],
)
def test_the_wrong_file_is_not_taken(text: str, says: str, tmp_path: Path, roll: Roll) -> None:
    with pytest.raises((RollError, NumberFileError), match=says):
        roll.load(written(tmp_path, text))
    assert roll.newest is None


@pytest.mark.parametrize("name", ["numbers.xlsx", "numbers.parquet", "numbers.db", "numbers.csv"])
def test_a_file_that_is_none_is_refused_by_what_it_should_be(name: str, tmp_path: Path, roll: Roll) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\xfe\x00 not a table \x00")

    with pytest.raises(NumberFileError, match=r"not a|ends with|lacks"):
        roll.load(path)


def test_an_exchanged_file_leaves_the_older_version_to_the_jobs_that_began_with_it(tmp_path: Path, roll: Roll) -> None:
    first = roll.load(written(tmp_path, HEAD + GOOD))
    second = roll.load(written(tmp_path, HEAD + GOOD.replace("001", "002")))

    assert [roll.page(version, "510101", SEGMENTS, after=0, limit=9)[0].number for version in (1, 2)] == [
        13800000001, 13800000002,
    ]  # fmt: skip
    roll.drop_before(second.version)
    assert roll.newest == second.version == first.version + 1


def test_what_holds_numbers_is_readable_by_its_owner_alone(tmp_path: Path, roll: Roll) -> None:
    roll.load(written(tmp_path, HEAD + GOOD))

    assert (tmp_path / "own").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "own").iterdir() if path.stat().st_mode & 0o077] == []
