"""Opens an operator's table, CSV or XLSX, as records of cells; one way for people, places, eligibility and sites.

Columns are found by their usual names or as told. What a column must hold is for its reader; every cell in error is
named by its line, which in a workbook is the row of the sheet.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping

from geo.errors import ExposureError
from geo.readers import workbook

Records = Iterator[tuple[int, list[str]]]

codecs.lookup("gb18030")  # a file of Python, which cannot be opened once the filter is up
_MAX_ERRORS = 20


def open_table(data: bytes) -> tuple[Records, list[str]]:
    """Return the line and the cells of each record that is not empty, the header first; and notes for people."""
    if workbook.is_one(data):
        return workbook.open_sheet(data)
    text, notes = decode(data)
    return records(text), notes


def refuse(errors: list[str]) -> None:
    """Raise ExposureError with the first errors and the number of the rest, when there are any."""
    if errors:
        more = f"; and {len(errors) - _MAX_ERRORS:,} more" if len(errors) > _MAX_ERRORS else ""
        raise ExposureError("; ".join(errors[:_MAX_ERRORS]) + more)


def decode(data: bytes) -> tuple[str, list[str]]:
    """Return the text of a file and what must be said of its encoding: UTF-8 with or without a mark, or GB 18030."""
    try:
        return data.decode("utf-8").removeprefix("\ufeff"), []
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030"), ["The file is not UTF-8; read as GB 18030."]
    except UnicodeDecodeError as error:
        raise ExposureError(f"neither UTF-8 nor GB 18030 (byte {error.start:,}); save it as CSV UTF-8") from None


def find_columns(
    header: list[str], *, wanted: Mapping[str, tuple[str, ...]], told: Mapping[str, str], needed: tuple[str, ...]
) -> dict[str, int]:
    """Return the position of each column that is there; ExposureError where a needed or told one is not."""
    folded = [cell.strip().casefold() for cell in header]
    found: dict[str, int] = {}
    for ours, usual in wanted.items():
        names = (told[ours].strip().casefold(),) if ours in told else usual
        at = next((folded.index(name) for name in names if name in folded), None)
        if at is not None:
            found[ours] = at
        elif ours in told or ours in needed:
            there = ", ".join(cell.strip()[:30] for cell in header[:30]) or "nothing"
            raise ExposureError(f"line 1: no column {' or '.join(names)} for {ours}; there are {there}")
    return found


def records(text: str) -> Records:
    """Yield the line and the cells of each record of a CSV text that is not empty, the header first."""
    first = text[: text.find("\n") + 1] or text
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ExposureError(f"line {line}: not readable as CSV ({error})") from None
        if any(cell.strip() for cell in cells):
            yield line, cells
