"""Reads a table of people by county (CSV) in the child: codes, names, counts; every bad cell named by its line.

Columns are found by their usual names or as told. A blank count is not known, which is no error; a count that is
negative or no whole number, a code that is none or stands twice, is one, and the file is refused with all of them.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from geo.errors import ExposureError

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
codecs.lookup("gb18030")  # a file of Python, which cannot be opened once the filter is up
_MAX_ROWS = 100_000
_MAX_ERRORS = 20
_MAX_NAME = 60
_MOST_PEOPLE = 2_000_000_000
_CODE = re.compile(r"[1-9]\d{5}")
_COUNT = re.compile(r"(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.0{1,3})?")


def read(data: bytes, *, columns: Mapping[str, str]) -> dict[str, Any]:
    """Return `{"measures", "rows": [[line, adcode, name, count or none for each measure]], "notes"}`.

    `columns` names the file's own columns by ours. ExposureError lists the lines in error.
    """
    text, notes = decode(data)
    lines = records(text)
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


def records(text: str) -> Iterator[tuple[int, list[str]]]:
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
