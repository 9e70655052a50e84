"""The same report in each format: the same pictures, each value with its event, and no text that anything runs."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from incident.reports.formats import WRITERS
from incident.reports.formats.as_pdf import write_pages
from incident.reports.model import Value
from incident.reports.rasters import as_png
from incident.reports.wording import difference, shown
from tests.reports.sample import HOSTILE, INCIDENT, pictures, report

PNG = b"\x89PNG\r\n\x1a\n"


def test_every_picture_is_whole_xml_in_both_languages_and_says_what_it_is() -> None:
    for language in ("zh", "en"):
        for key, svg in pictures(language).items():
            drawn = ElementTree.fromstring(svg)  # noqa: S314  our own drawing
            assert drawn.get("aria-label"), key
            assert float(drawn.get("width", "0")) > 0
    assert "Deferral &amp; more &lt;b&gt;" in pictures("en")["timeline"]
    assert pictures("zh")["timeline"] != pictures("en")["timeline"]


def test_names_on_the_map_do_not_lie_on_one_another() -> None:
    drawn = pictures("zh")["map"]

    assert ("四川" in drawn, "甘肃" in drawn) == (True, False), "the second label would lie on the first"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_html_holds_the_pictures_and_links_each_value_to_its_moment(language: str) -> None:
    made = report("zh" if language == "zh" else "en")
    page = WRITERS["html"](made).decode()

    assert all(svg in page for svg in pictures(made.language).values())
    assert f'href="https://hq.example/live/{INCIDENT}?at=7"' in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<b>汶川" not in page


def test_a_spreadsheet_gets_numbers_as_numbers_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(WRITERS["xlsx"](report())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert {cell.value for cell in cells} >= {12345.67, 0.999999, 7}
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert {cell.hyperlink.target for cell in cells if cell.hyperlink} == {f"https://hq.example/live/{INCIDENT}?at=7"}


def test_a_spreadsheet_has_the_pictures_of_the_other_formats() -> None:
    made = report()
    book: Any = load_workbook(io.BytesIO(WRITERS["xlsx"](made)))
    (sheet,) = [sheet for sheet in book if sheet._images]

    assert len(sheet._images) == len(made.pictures()) > 1
    assert [sheet.cell(image.anchor._from.row - 1, 1).value for image in sheet._images] == [
        picture.title for picture in made.pictures()
    ]
    tops = [image.anchor._from.row * 20 for image in sheet._images]
    heights = [image.anchor.ext.height // 9_525 for image in sheet._images]
    assert all(top + height <= below for top, height, below in zip(tops, heights, tops[1:], strict=False))


def test_csv_is_one_clean_table_that_runs_nothing() -> None:
    content = WRITERS["csv"](report())
    head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))

    assert content.startswith("\ufeff".encode())
    assert {len(line) for line in lines} == {len(head)}
    assert [line[head.index("value")] for line in lines[:2]] == ["12345.67", ""]
    names = [line[head.index("row")] for line in lines[2:]]
    assert len(names) == len(HOSTILE)
    assert [name for name in names if name.lstrip(" \u00a0\t")[:1] in tuple("=+-@＝")] == []


def test_json_tells_raw_values_with_their_events() -> None:
    told = json.loads(WRITERS["json"](report()))
    [figure, unknown] = told["sections"][0]["blocks"][0]["items"]

    assert (figure["value"], figure["unit"], figure["before"]) == (1_234_567, "fen", 1_000_000)
    assert figure["events"] == {"first": 3, "last": 7, "count": 2}
    assert unknown["value"] is None


def test_a_word_processor_gets_tables_links_and_pictures() -> None:
    book = Document(io.BytesIO(WRITERS["docx"](report())))

    assert [len(table.rows) for table in book.tables] == [1, 1 + len(HOSTILE)]
    assert len(book.inline_shapes) == len(pictures("zh"))
    for table in book.tables:
        order = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
        known = ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook")
        assert order == [name for name in known if name in order]
    links = [one.target_ref for one in book.part.rels.values() if one.is_external]
    assert f"https://hq.example/live/{INCIDENT}?at=7" in links


def test_pdf_is_set_with_text_as_text_and_its_pages_can_be_looked_at() -> None:
    assert WRITERS["pdf"](report()).startswith(b"%PDF-")
    pages = write_pages(report("en"), dpi=40)

    assert len(pages) >= 2
    assert all(page.startswith(PNG) for page in pages)
    assert as_png(pictures("zh")["measures"], width=300).startswith(PNG)


def test_values_are_worded_alike_everywhere() -> None:
    assert shown(Value(None, "fen"), "zh") == "未报"
    assert shown(Value(999_999, "ppm"), "en") == "99.9%", "what is not all never reads as all"
    assert (shown(Value(3_725, "seconds"), "zh"), shown(Value(52, "seconds"), "en")) == ("1 小时 2 分", "52 s")
    assert shown(Value("2008-05-12T06:28:04Z", "moment"), "en") == "2008-05-12 14:28"
    assert difference(Value(5, "count"), Value(7, "count"), "zh") == "−2"
    assert (difference(Value(5, "count"), Value(5, "count"), "en"), difference(Value(5), None, "en")) == ("±0", "")
