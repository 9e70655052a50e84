"""Turns a batch of a table of cell sites into numbers, and names every cell that is none; runs in the child.

A position that is missing, no number or outside the world, a count that is negative or no whole number, and more tier
members or vulnerable than subscribers are errors. A blank count is 0, and it is said how many there were.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.errors import ExposureError

#: As in `geo.exposure`, which a child need not load.
SEGMENTS = ("gotone", "easyown", "mzone", "other")
TIERS = ("a_plus", "a", "b", "c")
COLUMNS = (*SEGMENTS, *TIERS, "vulnerable")
#: Usual names of the columns, in lower case.
USUAL: Mapping[str, tuple[str, ...]] = {
    "lon": ("lon", "lng", "long", "longitude", "x", "经度"),
    "lat": ("lat", "latitude", "y", "纬度"),
    "id": ("id", "site_id", "site", "cell_id", "站号", "基站编号", "站址编码"),
    "adcode": ("adcode", "code", "county", "区划代码", "行政区划代码"),
    "gotone": ("gotone", "全球通"),
    "easyown": ("easyown", "神州行"),
    "mzone": ("mzone", "m_zone", "动感地带"),
    "other": ("other", "其他"),
    "a_plus": ("a_plus", "a+"),
    "a": ("a",),
    "b": ("b",),
    "c": ("c",),
    "vulnerable": ("vulnerable",),
}
MOST_NAMED = 20
_MOST_COUNT = (1 << 32) - 1
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_MAX_ID_BYTES = 256

Floats = NDArray[np.float64]


@dataclass
class Problems:
    """The first errors in words, how many there were, and blank counts by column."""

    named: list[str] = field(default_factory=list)
    count: int = 0
    blanks: dict[str, int] = field(default_factory=dict)

    def add(self, bad: NDArray[np.bool_], first_row: int, words: str, shown: Any = None) -> None:
        """Note the rows where `bad` is true; `shown` has the cells, of which the text goes into the words."""
        rows = np.flatnonzero(bad)
        self.count += len(rows)
        for i in rows[: max(0, MOST_NAMED - len(self.named))].tolist():
            cell = "" if shown is None else f" {str(shown[i])[:40]!r}"
            self.named.append(f"row {first_row + i}: {words.format(cell=cell)}")


@dataclass(frozen=True, slots=True)
class SiteRows:
    """Checked rows: degrees (n), counts (n, 9), code (n, 0 for none), names as text or none."""

    lon: Floats
    lat: Floats
    counts: NDArray[np.uint32]
    adcode: NDArray[np.int32]
    names: Any


def check_rows(batch: pa.RecordBatch, at: Mapping[str, int], *, first_row: int, problems: Problems) -> SiteRows | None:
    """Return the rows of a batch, none when any of them is in error; `at` is where each of our columns stands."""
    before = problems.count
    lon = _numbers(batch.column(at["lon"]), "lon", first_row, problems)
    lat = _numbers(batch.column(at["lat"]), "lat", first_row, problems)
    outside = (np.abs(lon) > 180) | (np.abs(lat) > 90)
    hint = "; are lon and lat swapped?" if ((np.abs(lon) <= 90) & (np.abs(lat) > 90)).any() else ""
    problems.add(outside, first_row, f"the position is outside the world in degrees{hint}")
    counts = np.zeros((len(batch), len(COLUMNS)), dtype=np.uint32)
    for k, name in enumerate(COLUMNS):
        if name in at:
            counts[:, k] = _counts(batch.column(at[name]), name, first_row, problems)
    total = counts[:, : len(SEGMENTS)].sum(axis=1, dtype=np.int64)
    tiers = counts[:, len(SEGMENTS) : -1].sum(axis=1, dtype=np.int64)
    problems.add(tiers > total, first_row, "more tier members than subscribers")
    problems.add(counts[:, -1] > total, first_row, "more vulnerable customers than subscribers")
    adcode = _codes(batch.column(at["adcode"]), first_row, problems) if "adcode" in at else _none(len(batch))
    names = _names(batch.column(at["id"]), first_row, problems) if "id" in at else None
    if problems.count > before:
        return None
    return SiteRows(lon=lon, lat=lat, counts=counts, adcode=adcode, names=names)


def _none(count: int) -> NDArray[np.int32]:
    return np.zeros(count, dtype=np.int32)


def _numbers(column: pa.Array, name: str, first_row: int, problems: Problems, *, blank: float | None = None) -> Floats:
    """Return float64 (n); where a cell is no finite number it is noted, and 0 stands for it."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        text = pc.utf8_trim_whitespace(column)
        empty = pc.fill_null(pc.equal(pc.binary_length(text), 0), fill_value=True)
        fits = pc.fill_null(pc.match_substring_regex(text, _NUMBER), fill_value=False)
        bad = ~(_bools(fits) | _bools(empty))
        problems.add(bad, first_row, f"{name}{{cell}} is no number", column)
        text = pc.if_else(fits, text, pa.scalar(None, text.type))
        values = pc.cast(text, pa.float64())
    else:
        try:
            values, bad = pc.cast(column, pa.float64(), safe=False), np.zeros(len(column), dtype=bool)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            raise ExposureError(f"the column {name} holds {column.type}, not numbers") from None
        empty = pc.is_null(column)
    missing = _bools(empty)
    if blank is None:
        problems.add(missing, first_row, f"{name} is missing")
    elif missing.any():
        problems.blanks[name] = problems.blanks.get(name, 0) + int(missing.sum())
    found = np.array(pc.fill_null(values, fill_value=0.0).to_numpy(zero_copy_only=False), dtype=np.float64)
    odd = ~np.isfinite(found)
    problems.add(odd, first_row, f"{name}{{cell}} is not finite", column)
    found[odd | bad] = 0.0
    return found


def _counts(column: pa.Array, name: str, first_row: int, problems: Problems) -> NDArray[np.uint32]:
    values = _numbers(column, name, first_row, problems, blank=0.0)
    wrong = (values < 0) | (values > _MOST_COUNT) | (values != np.floor(values))
    problems.add(wrong, first_row, f"{name}{{cell}} is no whole number from 0 to {_MOST_COUNT:,}", column)
    values[wrong] = 0.0
    return values.astype(np.uint32)


def _codes(column: pa.Array, first_row: int, problems: Problems) -> NDArray[np.int32]:
    values = _numbers(column, "adcode", first_row, Problems() if len(column) == 0 else problems, blank=0.0)
    problems.blanks.pop("adcode", None)
    wrong = (values != 0) & ((values < 100_000) | (values > 999_999) | (values != np.floor(values)))
    problems.add(wrong, first_row, "adcode{cell} is not six digits", column)
    values[wrong] = 0.0
    return values.astype(np.int32)


def _names(column: pa.Array, first_row: int, problems: Problems) -> pa.Array:
    names = pc.fill_null(pc.cast(column, pa.string()), fill_value="")
    long = pc.greater(pc.binary_length(names), _MAX_ID_BYTES)
    problems.add(_bools(long), first_row, f"id is longer than {_MAX_ID_BYTES} bytes")
    return names


def _bools(array: Any) -> NDArray[np.bool_]:
    return np.asarray(array.to_numpy(zero_copy_only=False), dtype=bool)
