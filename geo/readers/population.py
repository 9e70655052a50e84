"""Reads a table of people by county (CSV or XLSX) in the child: codes, names, counts; every bad cell named by its line.

Columns are found by their usual names or as told. A blank count is not known, which is no error; a count that is
negative or no whole number, a code that is none or stands twice, is one, and the file is refused with all of them.
"""

import re
from collections.abc import Mapping
from typing import Any

from geo.errors import ExposureError
from geo.readers.tables import find_columns, open_table, refuse

#: Usual names of the columns, in lower case.
USUAL: Mapping[str, tuple[str, ...]] = {
    "adcode": ("code", "adcode", "区划代码", "行政区划代码", "代码"),
    "name": ("name", "名称", "地区", "county", "region"),
    "people": ("people", "popu", "population", "常住人口", "人口", "pop"),
    "people_day": ("people_day", "day", "日间人口", "白天人口"),
    "people_night": ("people_night", "night", "夜间人口"),
    "households": ("households", "家庭户", "户数", "家庭户数"),
}
NEEDED = ("adcode", "people")
MEASURES = ("people", "people_day", "people_night", "households")
_MAX_ROWS = 100_000
_MAX_NAME = 60
_MOST_PEOPLE = 2_000_000_000
_CODE = re.compile(r"[1-9]\d{5}")
_COUNT = re.compile(r"(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.0{1,3})?")


def read(data: bytes, *, columns: Mapping[str, str]) -> dict[str, Any]:
    """Return `{"measures", "rows": [[line, adcode, name, count or none for each measure]], "notes"}`.

    `columns` names the file's own columns by ours. ExposureError lists the lines in error.
    """
    lines, notes = open_table(data)
    header = next(lines, (0, []))[1]
    at = find_columns(header, wanted=USUAL, told=columns, needed=NEEDED)
    measures = [measure for measure in MEASURES if measure in at]
    rows: list[list[Any]] = []
    errors: list[str] = []
    seen: dict[str, int] = {}
    for line, cells in lines:
        if len(rows) == _MAX_ROWS:
            raise ExposureError(f"line {line}: more than {_MAX_ROWS:,} rows")
        try:
            row = _row(line, cells, at, measures, width=len(header))
            if row[1] in seen:
                raise ExposureError(f"line {line}: the code {row[1]} stands in line {seen[row[1]]} already")
            seen[row[1]] = line
            rows.append(row)
        except ExposureError as error:
            errors.append(str(error))
    refuse(errors)
    if not rows:
        raise ExposureError("line 2: there is no row below the header")
    return {"measures": measures, "rows": rows, "notes": notes}


def _row(line: int, cells: list[str], at: Mapping[str, int], measures: list[str], *, width: int) -> list[Any]:
    if len(cells) != width:
        raise ExposureError(f"line {line}: {len(cells)} cells, the header has {width}")
    code = cells[at["adcode"]].strip()
    if re.fullmatch(r"\d{6}0{3}(0{3})?", code):
        code = code[:6]
    if not _CODE.fullmatch(code):
        raise ExposureError(f"line {line}: the code {code[:20]!r} is not six digits")
    name = cells[at["name"]].strip() if "name" in at else ""
    if len(name) > _MAX_NAME:
        raise ExposureError(f"line {line}: the name is longer than {_MAX_NAME} characters")
    return [line, code, name, *(_count(cells[at[measure]], line=line, what=measure) for measure in measures)]


def _count(cell: str, *, line: int, what: str) -> int | None:
    text = cell.strip()
    if not text:
        return None
    whole = _COUNT.fullmatch(text)
    if whole is None:
        kind = "is negative" if re.fullmatch(r"-\s*[\d.,]+", text) else "is no whole number"
        raise ExposureError(f"line {line}: {what} {text[:20]!r} {kind}")
    count = int(whole[1].replace(",", ""))
    if count > _MOST_PEOPLE:
        raise ExposureError(f"line {line}: {what} {text[:20]!r} is more than a country has")
    return count
