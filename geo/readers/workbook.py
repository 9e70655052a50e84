"""Reads the first sheet of an XLSX workbook that holds anything, in the child, row by row, as the texts of its cells.

A workbook is an archive of XML, so before openpyxl sees it everything in it is inflated once under the caps of
`geo.readers.archive`, and a DTD anywhere refuses it. What a sheet says of its own size is not believed.
"""

import io
import os
from collections.abc import Iterator
from datetime import date, time
from itertools import chain
from typing import Any

from geo.errors import ExposureError, FootprintError
from geo.readers.archive import Archive

_MAX_ENTRIES = 500
_MAX_ROWS = 1_048_576
#: Cells of a row that are looked at.
_MAX_COLUMNS = 100
_DTD = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_FORMULAS = (b"<f>", b"<f ")


def is_one(data: bytes) -> bool:
    """Say whether the bytes are a zip archive, as which a workbook comes."""
    return data.startswith(b"PK\x03\x04")


def warm_up() -> None:
    """Load openpyxl, and what it loads late, while files can still be opened."""
    # by defusedxml and Python's own parser, whatever else is installed
    os.environ["OPENPYXL_LXML"] = "False"
    import openpyxl

    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    openpyxl.load_workbook(empty, read_only=True, data_only=True)


def open_sheet(data: bytes) -> tuple[Iterator[tuple[int, list[str]]], list[str]]:
    """Return the row number and the cells of each row that is not empty, the header first; and notes for people.

    Rows are as wide as the header unless something stands beyond it. ExposureError when it is no sound workbook.
    """
    has_formulas = _check(data)
    sheets = [sheet for sheet in _opened(data, values=True).worksheets if sheet.sheet_state == "visible"]
    for position, sheet in enumerate(sheets):
        rows = _rows(sheet, _formulas_of(data, sheet.title) if has_formulas else None)
        first = next(rows, None)
        if first is not None:
            others = len(sheets) - 1
            notes = [f"The workbook has {others + 1} sheets; the one called {sheet.title[:40]!r} was read."]
            return _as_wide_as(first[1], chain([first], rows)), notes if others or position else []
    raise ExposureError("line 1: no sheet of the workbook holds anything")


def _check(data: bytes) -> bool:
    """Inflate everything once under the caps; whether there are formulas."""
    try:
        archive = Archive(data, most_entries=_MAX_ENTRIES)
        found = False
        for name in archive.names:
            part = archive.read(name)
            if any(mark in part for mark in _DTD) and name.lower().endswith((".xml", ".rels", ".vml")):
                raise ExposureError(f"{name[:60]} in the workbook declares a DTD; it was not read")
            found = found or ("worksheets/" in name and any(mark in part for mark in _FORMULAS))
        return found
    except FootprintError as error:
        raise ExposureError(f"{error}; save the table as CSV") from None


def _opened(data: bytes, *, values: bool) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
    except Exception as error:  # openpyxl checks little, so what it stumbles over can be of any kind
        raise ExposureError("not readable as an XLSX workbook; save the table anew, or as CSV") from error


def _formulas_of(data: bytes, title: str) -> Any:
    return next(sheet for sheet in _opened(data, values=False).worksheets if sheet.title == title)


def _rows(sheet: Any, formulas: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty; a formula whose value was never stored stands there as itself."""
    values, written = _values_of(sheet), _values_of(formulas) if formulas is not None else None
    number = 0
    while True:
        try:
            row = next(values, None)
            stated = next(written, ()) if written is not None else row
        except ExposureError:
            raise
        except Exception as error:  # as above; rows are read lazily, so a torn one shows only here
            raise ExposureError(f"line {number + 1}: not readable as a row of an XLSX sheet") from error
        if row is None:
            return
        number += 1
        if number > _MAX_ROWS:
            raise ExposureError(f"line {number}: more rows than a sheet can have")
        looked_at = zip(row[:_MAX_COLUMNS], stated or row, strict=False)
        cells = [_text(said if value is None else value) for value, said in looked_at]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _values_of(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    return rows


def _as_wide_as(header: list[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in rows:
        yield number, cells + [""] * (len(header) - len(cells))


def _text(value: Any) -> str:
    """Return a cell as it would stand in a CSV: a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, date | time):
        return value.isoformat().removesuffix("T00:00:00")  # a sheet knows no day without an hour
    return str(getattr(value, "text", value))
