"""Takes in an operator's or a census office's table of people by county.

The file is read in the sandbox. Its rows are placed on the boundaries in use, and what became of each is in the
report of the result; the rows are kept, so that they can be placed anew on other boundaries.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from geo.census_check import CENSUS_DAY, looks_like_census_2020
from geo.errors import ExposureError, GeoError
from geo.people import MEASURES, People, PopulationRow
from geo.people_store import keep_people, load_people
from geo.regions import Regions
from geo.table_apart import read_table_apart, table_bytes

_MOST_MIB = 16
_CENSUS_LABEL = ("2020 census by county", "2020年人口普查分县数据")
_CENSUS_OWNER = "国家统计局 / National Bureau of Statistics of China"


def import_population(
    file: Path,
    regions: Regions,
    *,
    data_dir: Path,
    columns: Mapping[str, str] | None = None,
    as_of: str | None = None,
    owner: str | None = None,
    label: str | None = None,
    now: datetime | None = None,
) -> People:
    """Return the people in a CSV or XLSX file, kept under `data_dir` and in use from now on.

    `columns` names the file's columns by ours (adcode, name, people, people_day, people_night, households).
    `as_of` is the ISO date the figures speak of; figures that agree with the published totals of the 2020 census
    say it by themselves. ExposureError names the file, and the lines that are in error.
    """
    try:
        data = table_bytes(file, most_mib=_MOST_MIB)
        said = read_table_apart("population", data, columns=columns or {})
        measures = [measure for measure in MEASURES if measure in said["measures"]]
        rows = [_row(values, measures) for values in said["rows"]]
        census = looks_like_census_2020(rows, regions)
        head = {
            "label": label or (_CENSUS_LABEL[0] if census else file.name),
            "label_zh": label or (_CENSUS_LABEL[1] if census else file.name),
            "owner": owner or (_CENSUS_OWNER if census else "not stated"),
            "as_of": _day(as_of, census=census),
            "imported_at": (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds"),
            "source_file": file.name,
            "source_digest": hashlib.sha256(data).hexdigest(),
        }
    except (KeyError, TypeError, ValueError) as error:
        reason = str(error) if isinstance(error, GeoError) else "the reader's answer is not in order"
        raise ExposureError(f"{file.name}: {reason}") from None
    notes = [str(note) for note in said["notes"]]
    if census:
        notes.append("Recognised as the census of 2020 by its provinces.")
    return load_people(keep_people(data_dir, head, rows, measures, notes=notes), regions)


def _row(values: Any, measures: list[str]) -> PopulationRow:
    line, code, name, *counts = values
    checked: dict[str, int | None] = {}
    for measure, count in zip(measures, counts, strict=True):
        if count is not None and (type(count) is not int or count < 0):
            raise TypeError(measure)
        checked[measure] = count
    return PopulationRow(line=int(line), adcode=str(code)[:6], name=str(name)[:60], counts=checked)


def _day(as_of: str | None, *, census: bool) -> str:
    if as_of is None:
        if census:
            return CENSUS_DAY
        raise ExposureError("the file does not say of which day it speaks; give --as-of, such as --as-of 2020-11-01")
    try:
        return date.fromisoformat(as_of).isoformat()
    except ValueError:
        raise ExposureError(f"--as-of: {as_of!r} is no ISO date such as 2020-11-01") from None
