"""The phone book as a table: reading it from CSV with a fault for each line, and writing it. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields

NUMBERS = ("office", "mobile", "satellite", "fax")
#: Digits with the marks that people write between them; an extension after `x` or `转`.
_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{2,30}(?:\s*(?:x|ext\.?|转)\s*[0-9]{1,8})?", re.IGNORECASE)
_LONGEST = {"name_zh": 60, "name_en": 60, "post_zh": 80, "post_en": 80}
MOST_LINES = 20_000
LAST_IN_ORDER = 999


@dataclass(frozen=True)
class Entry:
    """One person as the book has them; `scope` is `nation` or a province, the numbers may be empty."""

    scope: str
    name_zh: str
    name_en: str
    post_zh: str
    post_en: str
    region: str
    office: str = ""
    mobile: str = ""
    satellite: str = ""
    fax: str = ""
    call_order: int = LAST_IN_ORDER
    #: Login name of the account behind it; empty: none.
    login: str = ""


COLUMNS = tuple(field.name for field in fields(Entry))
REQUIRED = ("scope", "name_zh", "post_zh")


class TableFault(ValueError):
    """The table cannot be used; `lines` says why, each with the line it is about."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("; ".join(self.lines))


def read_table(text: str, *, provinces: Collection[str], logins: Collection[str]) -> list[Entry]:
    """Entries of a CSV with a header line. Raises TableFault that names every line that cannot be used.

    Columns: scope (`nation` or a province's adcode), name_zh, name_en, post_zh, post_en, region (adcode), office,
    mobile, satellite, fax, call_order (1 is called first), login. Only scope, name_zh and post_zh must be there.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        _check_header(header)
        entries, faults = [], []
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            read = _entry(rows.line_num, header, cells, provinces, logins)
            if isinstance(read, Entry):
                entries.append(read)
            else:
                faults += read
            if len(entries) + len(faults) > MOST_LINES:
                raise TableFault([f"line {rows.line_num}: a phone book has at most {MOST_LINES} lines"])
    except csv.Error as error:
        raise TableFault([f"line {rows.line_num}: {error}"]) from None
    if faults:
        raise TableFault(faults)
    if not entries:
        raise TableFault(["line 1: there is a header and nobody below it"])
    return entries


def write_table(entries: Iterable[Mapping[str, object]]) -> str:
    """The same as CSV with CRLF line ends (RFC 4180); a cell that a spreadsheet would compute is quoted by `'`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([_harmless(entry.get(name)) for name in COLUMNS])
    return out.getvalue()


def number_fault(number: str) -> bool:
    """Whether this cannot be a telephone number."""
    return bool(number) and not _NUMBER.fullmatch(number)


def _check_header(header: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    faults = [f"line 1: there is no column {name}" for name in missing]
    faults += [f"line 1: {name or 'an empty name'} is no column; there are {', '.join(COLUMNS)}" for name in unknown]
    faults += [f"line 1: the column {name} stands twice" for name in sorted(set(header)) if header.count(name) > 1]
    if faults:
        raise TableFault(faults)


def _entry(
    line: int, header: list[str], cells: list[str], provinces: Collection[str], logins: Collection[str]
) -> Entry | list[str]:
    if len(cells) != len(header):
        return [f"line {line}: {len(cells)} cells where the header has {len(header)}"]
    told = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    told = {name: cell.removeprefix("'") if cell[1:2] in "+-=@" else cell for name, cell in told.items()}
    faults = _faults(told, provinces, logins)
    if faults:
        return [f"line {line}: {fault}" for fault in faults]
    scope = told["scope"]
    values: dict[str, str] = {
        **told,
        "name_en": told.get("name_en") or told["name_zh"],
        "post_en": told.get("post_en") or told["post_zh"],
        "region": told.get("region") or scope,
    }
    order = int(values.pop("call_order", "") or LAST_IN_ORDER)
    return Entry(**values, call_order=order)


def _faults(told: Mapping[str, str], provinces: Collection[str], logins: Collection[str]) -> list[str]:
    scope, region, order = told["scope"], told.get("region", ""), told.get("call_order", "")
    faults = []
    if scope != "nation" and scope not in provinces:
        faults.append(f"scope {scope!r} is neither nation nor the adcode of one of the operator's provinces")
    elif region and (region != scope if scope == "nation" else region[:2] != scope[:2] or not _adcode(region)):
        faults.append(f"region {region!r} does not lie in {scope}")
    faults += [f"{name} is missing" for name in ("name_zh", "post_zh") if not told[name]]
    faults += [
        f"{name} has more than {most} characters" for name, most in _LONGEST.items() if len(told.get(name, "")) > most
    ]
    faults += [f"{name} {told[name]!r} is no telephone number" for name in NUMBERS if number_fault(told.get(name, ""))]
    if not any(told.get(name) for name in NUMBERS):
        faults.append(f"there is no number at all; give one of {', '.join(NUMBERS)}")
    if order and not (
        order.isascii() and order.isdecimal() and 1 <= int(order[:4]) <= LAST_IN_ORDER and len(order) < 4
    ):
        faults.append(f"call_order {order!r} is no whole number from 1 to {LAST_IN_ORDER}")
    if told.get("login") and told["login"] not in logins:
        faults.append(f"nobody has the login name {told['login']!r}")
    return faults


def _adcode(text: str) -> bool:
    return len(text) == 6 and text.isascii() and text.isdecimal()


def _harmless(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
