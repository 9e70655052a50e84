"""Tables as XLSX: the same rows and the same complaints as CSV, and no workbook that harms the child."""

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from geo.errors import ExposureError
from geo.population_import import import_population
from geo.readers import eligibility, population, service_points
from geo.regions import Regions
from geo.site_import import import_sites
from tests.geo.toyland import LEAVES, make_toyland

Rows = Sequence[Sequence[object]]
Read = Callable[..., dict[str, Any]]
PEOPLE: Rows = (("区划代码", "名称", "人口", "户数"), (513221, "汶川县", 82971, 30000.0), ("510705", "安州区", None, 1))
PLACES: Rows = (
    ("编号", "名称", "经度", "纬度", "级别"),
    (7, "一厅", 103.58, 31.47, "A+"),
    ("h-8", "二厅", 104, 30.5, None),
)
DAY = date(2020, 1, 1)
GROUPS: Rows = (("登记地址", "品牌", "客户数"), (513221, "全球通", 12), (None, "动感地带", 3))


def xlsx(*sheets: Rows, hidden: Sequence[int] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"S{number + 1}")
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if number in hidden else "visible"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(rows: Rows) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return file.getvalue().encode()


def with_parts(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The workbook with some of its parts changed; one that is not there yet is added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name in parts | dict.fromkeys(changes, b""):
            new.writestr(name, changes.get(name, bytes)(parts.get(name, b"")))
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet(data: bytes, pattern: str, to: str) -> bytes:
    def change(part: bytes) -> bytes:
        text, times = re.subn(pattern, to, part.decode(), count=1)
        assert times == 1
        return text.encode()

    return with_parts(data, {SHEET: change})


@pytest.mark.parametrize(
    ("read", "rows"),
    [(population.read, PEOPLE), (service_points.read, PLACES), (eligibility.read, GROUPS)],
)
def test_a_workbook_reads_as_the_csv_of_the_same_table(read: Read, rows: Rows) -> None:
    assert read(xlsx(rows), columns={}) == read(as_csv(rows), columns={})


@pytest.mark.parametrize(
    ("read", "rows"),
    [
        (population.read, (PEOPLE[0], (51322, "x", 1, 1), ("510705", "y", 1.5, -2), ("510706", "z", DAY, 1))),
        (service_points.read, (PLACES[0], (1, "a", 31.5, 103.5, "A"), (1, "b", "east", 30, "D"), (None, "c", 104, 30))),
        (eligibility.read, (GROUPS[0], ("51322", "全球通", 1), (513221, "金卡", 1), (513221, "全球通", 1.5, "x"))),
        (population.read, (("a", "b"), (1, 2))),
    ],
)  # fmt: skip
def test_the_complaints_about_a_workbook_are_those_about_its_csv(read: Read, rows: Rows) -> None:
    with pytest.raises(ExposureError) as of_csv:
        read(as_csv(rows), columns={})
    with pytest.raises(ExposureError) as of_workbook:
        read(xlsx(rows), columns={})

    assert str(of_workbook.value) == str(of_csv.value)
    assert "line " in str(of_csv.value)


def test_lines_are_rows_of_the_sheet_and_the_first_sheet_that_holds_anything_is_read() -> None:
    rows = ((), *PEOPLE[:1], (), (1, "x", 1, 1))
    with pytest.raises(ExposureError, match=r"^line 4: the code '1' is not six digits$"):
        population.read(xlsx(rows), columns={})

    found = population.read(xlsx(GROUPS, (), PEOPLE, hidden=[0]), columns={})

    assert found["notes"] == ["The workbook has 2 sheets; the one called 'S3' was read."]
    assert [row[1] for row in found["rows"]] == ["513221", "510705"]
    with pytest.raises(ExposureError, match="no sheet of the workbook holds anything"):
        population.read(xlsx((), ()), columns={})


def test_a_formula_counts_as_the_value_that_was_stored_and_is_named_where_none_was() -> None:
    unsaved = xlsx((*PEOPLE, (510722, "三台县", "=C2+C3", 1)))
    saved = sheet(unsaved, "<f>C2\\+C3</f><v ?/?>(</v>)?", "<f>C2+C3</f><v>948</v>")

    with pytest.raises(ExposureError, match=r"line 4: people '=C2\+C3' is no whole number"):
        population.read(unsaved, columns={})
    assert population.read(saved, columns={})["rows"][2][1:4] == ["510722", "三台县", 948]


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    data = sheet(xlsx(PEOPLE), 'dimension ref="[^"]*"', 'dimension ref="A1:A1"')

    assert len(population.read(data, columns={})["rows"]) == 2


def without(part: str) -> bytes:
    return with_parts(xlsx(PEOPLE), {part: lambda _: b"<Types/>"})


def beside(name: str, content: bytes) -> bytes:
    return with_parts(xlsx(PEOPLE), {name: lambda _: content})


FAR = '<sheetData><row r="99999999"><c r="A1"><v>1</v></c></row>'
DTD = '<!DOCTYPE x [<!ENTITY e "a">]><worksheet'


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: sheet(xlsx(PEOPLE), "<sheetData>", FAR), "more rows than"),
        (lambda: sheet(xlsx(PEOPLE), "<worksheet", DTD), "declares a DTD"),
        (lambda: beside("xl/workbook.xml", "\ufeff<!DOCTYPE x>".encode("utf-16-le")), "declares a DTD"),
        (lambda: beside("xl/workbook.xml", b"<workbook"), "not readable as an XLSX workbook"),
        (
            lambda: beside("xl/media/a.bin", b"\0" * (8 << 20)),
            "inflates more than 200 times; it was not unpacked; save the table as CSV",
        ),
        (lambda: beside("../../etc/x", b"x"), "leads out of it"),
        (lambda: b"PK\x03\x04 and nothing", "not a sound zip archive"),
        (lambda: without("[Content_Types].xml"), "not readable as an XLSX workbook"),
    ],
)
def test_a_hostile_workbook_is_refused_in_one_line(made: Callable[[], bytes], words: str) -> None:
    with pytest.raises(ExposureError) as caught:
        population.read(made(), columns={})

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_mangled_workbooks_are_refused_or_read_and_raise_nothing_else() -> None:
    rng = random.Random(20080512)
    with zipfile.ZipFile(io.BytesIO(xlsx(PEOPLE))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    for turn in range(60):
        name = sorted(parts)[turn % len(parts)]
        mangled = bytearray(parts[name])
        for _ in range(rng.randint(1, 6)):
            mangled[rng.randrange(len(mangled))] = rng.choice(b"0\x00<>/\"'A9 &=-\xff")
        with suppress(ExposureError):
            population.read(beside(name, bytes(mangled)), columns={})


def test_behind_the_walls_a_workbook_is_taken_in_as_a_csv_is(tmp_path: Path) -> None:
    toyland: Regions = make_toyland(tmp_path / "regions")
    (tmp_path / "p.xlsx").write_bytes(xlsx((("code", "people"), (int(LEAVES[0]), 5), (int(LEAVES[1]), 7.0))))
    lon, lat = 105.0, 31.0
    rows = [("id", "lon", "lat", "gotone"), ("a", lon, lat, 3), (2, lon, lat, 4.0)]
    (tmp_path / "s.xlsx").write_bytes(xlsx(rows))

    people = import_population(tmp_path / "p.xlsx", toyland, data_dir=tmp_path / "data", as_of="2026-01-01")
    index, report = import_sites(
        tmp_path / "s.xlsx", toyland, data_dir=tmp_path / "data", owner="Us", as_of="2026-01-01", label="x"
    )

    assert [people.of(leaf) for leaf in LEAVES[:2]] == [5, 7]
    assert (report.rows, report.subscribers, sorted(index.ids(np.arange(2)))) == (2, 7, ["2", "a"])
    (tmp_path / "s.xlsx").write_bytes(xlsx([*rows[:1], (*rows[1], "x")]))
    with pytest.raises(ExposureError, match="line 2: 5 cells instead of 4"):
        import_sites(
            tmp_path / "s.xlsx", toyland, data_dir=tmp_path / "data", owner="Us", as_of="2026-01-01", label="x"
        )
