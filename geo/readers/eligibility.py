"""Reads a table of customers by the counties of each rule (CSV or XLSX) in the child; every bad cell named by its line.

One row is a group: the county under each rule that the operator can say, the segment, the number of customers.
A column that is not there is a rule that is not known; a blank cell is nowhere.
"""

import re
from collections.abc import Mapping
from typing import Any

from geo.errors import ExposureError
from geo.readers.tables import find_columns, open_table, refuse

#: Usual names of the columns, in lower case.
USUAL: Mapping[str, tuple[str, ...]] = {
    "registered_address": ("registered_address", "registered", "登记地址", "入网地"),
    "billing_address": ("billing_address", "billing", "账单地址"),
    "service_address": ("service_address", "service", "装机地址"),
    "home_cell": ("home_cell", "home", "常驻小区", "常驻地"),
    "roaming_in": ("roaming_in", "roaming", "漫入地", "漫游地"),
    "number_segment": ("number_segment", "number_range", "号段归属"),
    "segment": ("segment", "brand", "品牌", "客户品牌"),
    "customers": ("customers", "count", "客户数", "用户数"),
}
RULES = tuple(USUAL)[:6]
SEGMENTS: Mapping[str, str] = {
    **{name: name for name in ("gotone", "easyown", "mzone", "other")},
    "全球通": "gotone",
    "神州行": "easyown",
    "动感地带": "mzone",
    "其他": "other",
    "m-zone": "mzone",
}
_MAX_ROWS = 1_000_000
_CODE = re.compile(r"[1-9]\d{5}")
_COUNT = re.compile(r"\d{1,12}")


def read(data: bytes, *, columns: Mapping[str, str]) -> dict[str, Any]:
    """Return `{"rules", "codes", "rows": [[code index or -1 for each rule…, segment, customers]], "notes"}`.

    `columns` names the file's own columns by ours. ExposureError lists the lines in error.
    """
    lines, notes = open_table(data)
    header = next(lines, (0, []))[1]
    at = find_columns(header, wanted=USUAL, told=columns, needed=("segment", "customers"))
    rules = [rule for rule in RULES if rule in at]
    if not rules:
        raise ExposureError(f"line 1: no column of any rule; there can be {', '.join(RULES)}")
    codes: dict[str, int] = {}
    rows: list[list[Any]] = []
    errors: list[str] = []
    for line, cells in lines:
        if len(rows) == _MAX_ROWS:
            raise ExposureError(f"line {line}: more than {_MAX_ROWS:,} groups; group by county, not by customer")
        try:
            rows.append(_row(line, cells, at, rules, codes, width=len(header)))
        except ExposureError as error:
            errors.append(str(error))
    refuse(errors)
    if not rows:
        raise ExposureError("line 2: there is no row below the header")
    return {"rules": rules, "codes": list(codes), "rows": rows, "notes": notes}


def _row(
    line: int, cells: list[str], at: Mapping[str, int], rules: list[str], codes: dict[str, int], *, width: int
) -> list[Any]:
    if len(cells) != width:
        raise ExposureError(f"line {line}: {len(cells)} cells, the header has {width}")
    places = [_place(line, rule, cells[at[rule]].strip(), codes) for rule in rules]
    segment = SEGMENTS.get(cells[at["segment"]].strip().casefold())
    if segment is None:
        raise ExposureError(
            f"line {line}: the segment {cells[at['segment']].strip()[:20]!r} is none of gotone, easyown, mzone, other"
        )
    count = cells[at["customers"]].strip()
    if not _COUNT.fullmatch(count):
        raise ExposureError(f"line {line}: customers {count[:20]!r} is no whole number")
    return [*places, segment, int(count)]


def _place(line: int, rule: str, code: str, codes: dict[str, int]) -> int:
    if not code:
        return -1
    if not _CODE.fullmatch(code):
        raise ExposureError(f"line {line}: {rule} {code[:20]!r} is no code of six digits")
    return codes.setdefault(code, len(codes))
