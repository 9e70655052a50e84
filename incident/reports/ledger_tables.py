"""The ledger as a file: one batch a line, money in fen, codes beside names, the same columns in either language.

CSV is made as it is read and never held as a whole; a workbook is, so it takes fewer lines.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

#: A workbook is built in memory; longer ledgers go as CSV.
MOST_IN_WORKBOOK = 20_000
_UNITS = ("customers", "fen")
_FIGURES = ("intended", "submitted", "applied", "failed", "reversed")
COLUMNS = (
    "batch", "measure", "measure_title", "province", "province_name", "county", "county_name", "segment", "revision",
    "extends", "landing_stage", "state", "attempt", "parked",
    *(f"{name}_{unit}" for unit in _UNITS for name in _FIGURES),
    *(f"open_{unit}" for unit in _UNITS), "billing_reference", "failures",
)  # fmt: skip
#: adcode → its name in the reader's language
Name = Callable[[str], str]
#: What a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LINES_AT_ONCE = 500


def cells(batch: Mapping[str, Any], *, name: Name, language: str) -> list[Any]:
    """One batch as the cells of a line; `open` is what is neither applied nor failed."""
    counts = [batch[f"{figure}_{unit}"] for unit in _UNITS for figure in _FIGURES]
    left = [batch[f"intended_{unit}"] - batch[f"applied_{unit}"] - batch[f"failed_{unit}"] for unit in _UNITS]
    title = batch["title_zh"] if language == "zh" else batch["title_en"]
    failures = "; ".join(f"{_plain(reason)}: {count}" for reason, count in sorted(batch["failures"].items()))
    return [
        batch["id"],
        batch["measure_id"],
        _plain(title),
        batch["province"],
        name(batch["province"]),
        batch["county"],
        name(batch["county"]),
        batch["segment"],
        batch["revision"],
        "yes" if batch["extends"] and batch["stage"] is None else "no",
        "" if batch["stage"] is None else batch["stage"],
        batch["state"],
        batch["attempt"],
        "yes" if batch["parked"] else "no",
        *counts,
        *left,
        _plain(batch["reference"] or ""),
        failures,
    ]


def csv_lines(batches: Iterable[Mapping[str, Any]], *, name: Name, language: str) -> Iterator[bytes]:
    """The CSV (UTF-8 with BOM, CRLF, RFC 4180), some hundred lines at a time."""
    yield "\ufeff".encode() + _csv([list(COLUMNS)])
    waiting: list[list[Any]] = []
    for batch in batches:
        waiting.append(cells(batch, name=name, language=language))
        if len(waiting) == _LINES_AT_ONCE:
            yield _csv(waiting)
            waiting = []
    if waiting:
        yield _csv(waiting)


def workbook(batches: Iterable[Mapping[str, Any]], *, name: Name, language: str) -> bytes:
    """The same as a workbook (XLSX) with its head frozen and numbers as numbers."""
    from openpyxl import Workbook  # here: few processes ever write a workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("ledger")
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS))
    for batch in batches:
        sheet.append(cells(batch, name=name, language=language))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(lines: list[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


def _plain(text: str) -> str:
    """Text from elsewhere, so that no spreadsheet runs it."""
    return f"'{text}" if text.startswith(_FORMULA) else text
