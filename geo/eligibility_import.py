"""Takes in an operator's table of customers by the counties of each eligibility rule.

The file is read in the sandbox. Codes that have changed are placed under those that took their place; codes that
no county has are said, with how many customers stand under them, and count nowhere.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.eligibility import NOWHERE, Eligibility
from geo.eligibility_store import keep_eligibility
from geo.errors import ExposureError, GeoError
from geo.exposure import SEGMENTS
from geo.old_codes import old_region
from geo.regions import Regions
from geo.table_apart import read_table_apart, table_bytes

_MOST_MIB = 40
_SAID = 10


def import_eligibility(
    file: Path,
    regions: Regions,
    *,
    data_dir: Path,
    as_of: str,
    owner: str = "not stated",
    label: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Eligibility:
    """Return the table in a CSV or XLSX file, kept under `data_dir` and in use from the next start on.

    `columns` names the file's columns by ours (the rules, segment, customers); `as_of` is an ISO date.
    ExposureError names the file, and the lines that are in error.
    """
    try:
        data = table_bytes(file, most_mib=_MOST_MIB)
        said = read_table_apart("eligibility", data, columns=columns or {})
        table = _table(said, regions)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        reason = str(error) if isinstance(error, GeoError) else "the reader's answer is not in order"
        raise ExposureError(f"{file.name}: {reason}") from None
    eligibility = Eligibility(
        label=label or file.name, label_zh=label or file.name, synthetic=False, owner=owner, as_of=_day(as_of),
        regions_version=regions.version, **table,
    )  # fmt: skip
    keep_eligibility(data_dir, eligibility)
    return eligibility


def _table(said: Mapping[str, Any], regions: Regions) -> dict[str, Any]:
    leaves = {adcode: row for row, adcode in enumerate(regions.leaf_adcodes) if regions.get(adcode).operator}
    adcodes = tuple(leaves)
    row_of = {adcode: row for row, adcode in enumerate(adcodes)}
    placed = [_leaf(str(code), row_of) for code in said["codes"]]
    rows = said["rows"]
    rules = [str(rule) for rule in said["rules"]]
    customers = np.array([_whole(row[-1]) for row in rows], dtype=np.int64)
    lookup = np.array([*placed, NOWHERE], dtype=np.int32)  # index -1, a blank cell, finds the last place
    county = {rule: lookup[[int(row[at]) for row in rows]] for at, rule in enumerate(rules)}
    return {
        "adcodes": adcodes,
        "county": county,
        "segment": np.array([SEGMENTS.index(row[-2]) for row in rows], dtype=np.int8),
        "customers": customers,
        "notes": (*map(str, said["notes"]), *_unplaced(said, rules, placed, customers)),
    }


def _leaf(code: str, row_of: Mapping[str, int]) -> int:
    if code in row_of:
        return row_of[code]
    old = old_region(code)
    return row_of.get(old.now[0], NOWHERE) if old is not None and len(old.now) == 1 else NOWHERE


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("customers")
    return value


def _unplaced(
    said: Mapping[str, Any], rules: Sequence[str], placed: Sequence[int], customers: NDArray[np.int64]
) -> list[str]:
    notes = []
    for at, rule in enumerate(rules):
        lost: Counter[str] = Counter()
        for row, count in zip(said["rows"], customers, strict=True):
            if row[at] >= 0 and placed[row[at]] == NOWHERE:
                lost[said["codes"][row[at]]] += int(count)
        if lost:
            named = ", ".join(f"{code} ({count:,})" for code, count in lost.most_common(_SAID))
            more = f" and {len(lost) - _SAID} more" if len(lost) > _SAID else ""
            notes.append(
                f"{rule}: {sum(lost.values()):,} customers stand under codes that no county has: {named}{more}"
            )
    return notes


def _day(as_of: str) -> str:
    try:
        return date.fromisoformat(as_of).isoformat()
    except ValueError:
        raise ExposureError(f"--as-of: {as_of!r} is no ISO date such as 2026-11-01") from None
