"""Cells for spreadsheets: numbers stay numbers, and no text from elsewhere is run as a formula (RELIABILITY 29)."""

from __future__ import annotations

from incident.reports.model import NUMBERS, Value

#: What a spreadsheet takes for the beginning of a formula, full width included.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_BLANK = " \u00a0\u3000"


def cell(value: Value) -> int | float | str | None:
    """The value as a cell: money in yuan, shares as fractions, what is not known empty."""
    if value.raw is None:
        return None
    if value.unit not in NUMBERS:
        return safe(str(value.raw))
    raw = int(value.raw)
    if value.unit == "fen":
        return raw / 100
    if value.unit == "ppm":
        return raw / 1_000_000
    return raw / 10**value.decimals if value.decimals else raw


def safe(text: str) -> str:
    """Text that no spreadsheet runs, whatever blanks stand before its first sign; controls are taken out."""
    first = text.lstrip(_BLANK)[:1]
    plain = "".join(one if one.isprintable() or one in "\n\t" else " " for one in text)
    return f"'{plain}" if first in _FORMULA and first else plain


def unit_word(value: Value) -> str:
    """What a number counts, for a column beside it."""
    return {"fen": "CNY", "ppm": "share", "seconds": "s", "minutes": "min"}.get(value.unit, value.of or value.unit)
