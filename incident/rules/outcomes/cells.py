"""What stands in a cell of a table of outcomes: a number, a day, a unit; or what is wrong with it. Pure.

A cell is read in one way or refused: nothing is guessed that could be off by a factor or by a month.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from incident.rules.outcomes.faults import Fault, fault
from incident.rules.outcomes.kinds import KINDS, Kind

_PLAIN = re.compile(r"[+-]?\d{1,18}(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3}){1,5}(\.\d+)?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?e[+-]?\d+", re.IGNORECASE)
_SEPARATED = re.compile(r"[+-]?[\d.,' ]+")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"\d{1,2}[-/.月]\d{1,2}[-/.日]\d{2,4}|\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_SERIAL = re.compile(r"[34]\d{4}(\.\d+)?")
#: Spreadsheets reckon in binary: 0.1 + 0.2 has seventeen digits. Nobody states more than eight decimals.
_DECIMALS = Decimal("1e-8")
_ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
#: The largest whole number that the log can hold.
_MOST = 2**53 - 1
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}
_ALSO = {"户": ("客户",), "元": ("人民币元", "rmb", "yuan"), "分钟": ("min", "分"), "秒": ("s", "sec"), "人次": ("次",)}


def plain(text: str) -> str:
    """The text with full-width letters and digits as usual ones, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def number(text: str, *, column: str, percent: bool = False) -> Decimal | Fault:
    """The number in a cell that holds something."""
    told = plain(text)
    if told.upper() in _ERRORS:
        return fault("value_error", column, given=told)
    if told.startswith("="):
        return fault("value_formula", column, given=told[:40])
    if percent:
        told = told.removesuffix("%").strip()
    if _PLAIN.fullmatch(told) or _GROUPED.fullmatch(told):
        found = Decimal(told.replace(",", ""))
        return found if found == found.to_integral_value() else found.quantize(_DECIMALS).normalize()
    if _SCIENTIFIC.fullmatch(told):
        return fault("value_scientific", column, given=told)
    if any(letter.isdigit() for letter in told):
        code = "value_spelling" if _SEPARATED.fullmatch(told) else "value_with_words"
        return fault(code, column, given=told[:40])
    return fault("value_no_number", column, given=told[:40])


def count(text: str, *, column: str, code: str) -> int | Fault:
    """The whole number in a cell that holds something; `code` names the fault of any other."""
    told = plain(text)
    if (_PLAIN.fullmatch(told) or _GROUPED.fullmatch(told)) and not told.startswith("-"):
        found = Decimal(told.replace(",", ""))
        if found == found.to_integral_value() and found <= _MOST:
            return int(found)
    return fault(code, column, given=told[:40])


def day(text: str, *, column: str) -> date | Fault:
    """The day in a cell that holds something."""
    told = plain(text)
    found = _YEAR_FIRST.fullmatch(told) or _TOGETHER.fullmatch(told)
    if found:
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return fault("day_not_there", column, given=told)
    if _SERIAL.fullmatch(told):
        return fault("day_serial", column, given=told)
    return fault("day_ambiguous" if _YEAR_LAST.fullmatch(told) else "day_unreadable", column, given=told[:40])


def factor(text: str, kind: Kind) -> int | Fault:
    """By what a number in this unit is multiplied to be in the kind's own: 万元 is 10,000 元."""
    told = plain(text).casefold().replace(" ", "")
    for prefix, times in _TIMES.items():
        if told.removeprefix(prefix) in _units(kind) and told.startswith(prefix):
            return times
    english: dict[str, object] = {"unit": kind.unit_en}
    others = {told.removeprefix(prefix) for prefix in _TIMES}
    known = any(other in _units(each) for each in KINDS.values() for other in others)
    code = "unit_of_another" if known else "unit_unknown"
    return fault(code, "unit", given=plain(text)[:40], unit=kind.unit_zh, en=english)


def _units(kind: Kind) -> tuple[str, ...]:
    own = (plain(kind.unit_zh).casefold(), kind.unit_en.casefold().replace(" ", ""))
    return (*own, *_ALSO.get(kind.unit_zh, ()))
