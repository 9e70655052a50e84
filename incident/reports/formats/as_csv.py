"""A report's numbers as one clean table: a value a line, with its unit and the events it comes from.

UTF-8 with BOM, CRLF, RFC 4180; the same columns in either language and for every kind.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from incident.reports.formats.cells import cell, safe, unit_word
from incident.reports.model import NUMBERS, Figures, Report, Table, Value

COLUMNS = ("section", "block", "row", "name", "value", "unit", "first_event", "last_event", "events", "link")


def write_csv(report: Report) -> bytes:
    """Every number of the report; an unknown one has an empty value."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_lines(report))
    return "\ufeff".encode() + out.getvalue().encode()


def _lines(report: Report) -> Iterator[list[object]]:
    for section, block in report.blocks():
        if isinstance(block, Figures):
            for one in block.items:
                yield _line(report, section.key, block.key, "", one.key, one.value)
        elif isinstance(block, Table):
            for row in block.rows:
                name = safe(str(row[0].raw or ""))
                for column, value in zip(block.columns, row, strict=True):
                    if value.unit in NUMBERS and column.key != "position":
                        yield _line(report, section.key, block.key, name, column.key, value)


def _line(report: Report, section: str, block: str, row: str, name: str, value: Value) -> list[object]:
    trace = value.trace
    place = ["", "", "", ""] if trace is None else [trace.first, trace.last, trace.count, report.link_to(trace.last)]
    number = cell(value)
    return [section, block, row, name, "" if number is None else number, safe(unit_word(value)), *place]
