"""Reads a table, CSV or XLSX, in the child, as the texts of its cells; what they must hold is for whoever asked."""

from collections.abc import Mapping
from typing import Any

from geo.errors import ExposureError
from geo.readers.tables import open_table

MOST_ROWS = 5_000
#: Cells of a row, and characters of a cell, that are given on; a longer cell is cut, and is a fault by its length.
_MOST_CELLS = 60
_MOST_CHARACTERS = 2_000


def read(data: bytes, *, columns: Mapping[str, str]) -> dict[str, Any]:
    """Return `{"rows": [[line, [cell, …]]], "notes"}`, the header first; ExposureError for no table or too long a one.

    `columns` is not used: the cells are given as they stand.
    """
    lines, notes = open_table(data)
    rows: list[list[Any]] = []
    for line, cells in lines:
        if len(rows) > MOST_ROWS:
            raise ExposureError(f"line {line}: more than {MOST_ROWS:,} rows; give the table in parts")
        rows.append([line, [cell[:_MOST_CHARACTERS] for cell in cells[:_MOST_CELLS]]])
    if not rows:
        raise ExposureError("line 1: the file holds nothing")
    return {"rows": rows, "notes": notes}
