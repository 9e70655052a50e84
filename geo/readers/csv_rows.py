"""Rows of a small CSV table with a header, by the names that its columns may have; what readers of tables share."""

import csv
from collections.abc import Mapping, Sequence

from geo.errors import FootprintError
from geo.readers.opened import TextDocument

Row = dict[str, str]


def columns_of(text: TextDocument, names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return where each column stands that the first line names, by our name; `names` says how it may be called."""
    cells = [cell.strip().strip('"').casefold() for cell in text.first.split(",")]
    found = {}
    for name, known in names.items():
        at = next((i for i, cell in enumerate(cells) if cell in known), None)
        if at is not None:
            found[name] = at
    return found


def rows_of(text: TextDocument, columns: Mapping[str, int], *, most: int, too_many: str) -> list[tuple[int, Row]]:
    """Return line numbers and cells below the header; FootprintError for no rows, or more than `most`."""
    reader = csv.reader(text.lines)
    rows = []
    try:
        next(reader)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, {n: cells[at].strip() for n, at in columns.items() if at < len(cells)}))
            if len(rows) > most:
                raise FootprintError(too_many)
    except csv.Error as error:
        raise FootprintError(f"line {reader.line_num}: no table ({error})") from None
    if not rows:
        raise FootprintError("the table has a header and no rows")
    return rows
