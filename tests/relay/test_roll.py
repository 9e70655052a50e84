"""The number file: three forms give the same roll; what cannot be used is named by row and column, never by number."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pyarrow.csv
import pyarrow.parquet
import pytest

from notifications.relay.roll import Roll, RollError, Wanted
from notifications.relay.roll_files import NumberFileError
from notifications.relay.rules.eligibility import RULES, Known
from playbooks.terms.words import Rule
from tests.relay.houses import SEGMENTS, write_numbers

HEAD = "county,segment,number,reference,tier,vulnerable\n"
GOOD = "510101,gotone,13800000001,C1,A+,0\n"


@pytest.fixture
def roll(tmp_path: Path) -> Roll:
    return Roll(tmp_path / "own")


def everybody(roll: Roll, version: int, *counties: str, rules: Sequence[str] = ("home_cell",)) -> Wanted:
    """All segments of these counties, by a rule that every file of these tests knows."""
    return roll.wanted(version, counties={"510000": list(counties)}, segments=SEGMENTS, rules=rules)


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
    wanted = everybody(roll, loaded.version, "510101", "510102", "999999")
    assert roll.count(wanted) == {"510101": 10, "510102": 10}
    assert [person.number for person in roll.page(wanted, "510101", after=8, limit=5)] == [
        13_800_000_160, 13_800_000_180,
    ]  # fmt: skip
    assert roll.load(path) == type(loaded)(loaded.version, 200, 0, 0), "the same file is taken once"


def test_a_number_stands_once_and_whoever_is_vulnerable_stands_first(tmp_path: Path, roll: Roll) -> None:
    rows = [GOOD, "510101,gotone,+8613800000001,C2,,0\n", "510101,easyown,13900000009,C3,,是\n"]
    loaded = roll.load(written(tmp_path, HEAD + "".join(rows)))

    people = roll.page(everybody(roll, loaded.version, "510101"), "510101", after=0, limit=9)

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
        ("510101,gotone,13800000002,C1,,0,Chengdu", "registered_address"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_without_the_number(
    row: str, column: str, tmp_path: Path, roll: Roll
) -> None:
    good = "".join(f"510101,gotone,{13_900_000_000 + number},C{number},,0,\n" for number in range(200))
    wide = row if row.count(",") == 6 else f"{row},510101"
    loaded = roll.load(written(tmp_path, HEAD.replace("\n", ",registered_address\n") + good + wide + "\n"))

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

    wanted = [everybody(roll, version, "510101") for version in (1, 2)]
    assert [roll.page(one, "510101", after=0, limit=9)[0].number for one in wanted] == [
        13800000001, 13800000002,
    ]  # fmt: skip
    roll.drop_before(second.version)
    assert roll.newest == second.version == first.version + 1


def test_what_holds_numbers_is_readable_by_its_owner_alone(tmp_path: Path, roll: Roll) -> None:
    roll.load(written(tmp_path, HEAD + GOOD))

    assert (tmp_path / "own").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "own").iterdir() if path.stat().st_mode & 0o077] == []


#: Where each of four customers counts: reached in, registered in, roaming in; the last has left the province.
PLACES = (("510101", "510101", ""), ("510102", "510101", ""), ("510103", "510103", "510101"), ("510104", "", ""))


@pytest.fixture
def places(tmp_path: Path, roll: Roll) -> int:
    """Version of a file with columns for two rules beside the county."""
    head = HEAD.replace("\n", ",registered_address,roaming_in\n")
    rows = [
        f"{county},gotone,{13_800_000_001 + n},C{n},,0,{registered},{roaming}\n"
        for n, (county, registered, roaming) in enumerate(PLACES)
    ]
    return roll.load(written(tmp_path, head + "".join(rows))).version


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        (("home_cell",), {"510101": ["C0"]}),
        (("registered_address",), {"510101": ["C0"], "510102": ["C1"]}),
        (("roaming_in",), {"510103": ["C2"]}),
        (("roaming_in", "registered_address", "home_cell"), {"510101": ["C0"], "510102": ["C1"], "510103": ["C2"]}),
        (("billing_address", "roaming_in"), {"510103": ["C2"]}),
    ],
)
def test_whoever_fits_any_rule_is_meant_once_and_waits_where_they_are_reached(
    rules: tuple[str, ...], found: dict[str, list[str]], roll: Roll, places: int
) -> None:
    wanted = everybody(roll, places, "510101", rules=rules)

    counted = roll.count(wanted)

    assert counted == {county: len(people) for county, people in found.items()}
    assert {c: [one.ref for one in roll.page(wanted, c, after=0, limit=9)] for c in counted} == found


def test_a_rule_without_a_column_is_not_known_and_never_everybody(roll: Roll, places: int, tmp_path: Path) -> None:
    assert roll.known(places, RULES) == Known(
        ("registered_address", "home_cell", "roaming_in"), ("billing_address", "service_address", "number_segment")
    )
    assert get_args(Rule) == RULES
    other = Roll(tmp_path / "other", county_rule="registered_address")
    version = other.load(written(tmp_path, HEAD + GOOD)).version
    assert other.known(version, RULES).rules == ("registered_address",)
    assert other.count(everybody(other, version, "510101", rules=("registered_address",))) == {"510101": 1}
    other.close()
    again = Roll(tmp_path / "other", county_rule="home_cell")
    assert again.load(tmp_path / "numbers.csv").version == version + 1, "the column stands for something else now"
    again.close()
