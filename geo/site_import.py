"""Takes in an operator's cell sites: reads, converts, places by county, sorts and takes into use, and says how.

No row is dropped in silence. A row in error refuses the file; a site in no county of the operator is left out, and
the report says how many there are, how many subscribers they carry, and which rows come first. The old sites stay in
use until the new ones are there whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo import gcj02
from geo.county_finder import NOWHERE, leaf_of_points
from geo.errors import ExposureError
from geo.exposure import COLUMNS, SEGMENTS
from geo.index.build import build_index
from geo.index.site_index import SiteIndex
from geo.index.store import SiteData, publish
from geo.regions import Regions
from geo.site_stream import SiteBatch, TableEnd, TableHead, read_sites_apart

CRS = ("wgs84", "gcj02", "bd09")
_NAMED = 20
#: Stage, how much of it is done, how much there is (none when nobody knows).
Progress = Callable[[str, int, int | None], None]


@dataclass
class LeftOut:
    """Sites that are not counted: how many, their subscribers, the first rows."""

    sites: int = 0
    subscribers: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, rows: NDArray[np.int64], subscribers: NDArray[np.int64]) -> None:
        self.sites += len(rows)
        self.subscribers += int(subscribers.sum())
        self.rows += rows[: max(0, _NAMED - len(self.rows))].tolist()

    def __str__(self) -> str:
        more = ", …" if self.sites > len(self.rows) else ""
        return f"{self.sites:,} sites ({self.subscribers:,} subscribers): rows {', '.join(map(str, self.rows))}{more}"


@dataclass
class SiteReport:
    """What became of every row."""

    rows: int = 0
    sites: int = 0
    subscribers: int = 0
    by_code: int = 0
    by_position: int = 0
    outside_counties: LeftOut = field(default_factory=LeftOut)
    outside_operator: LeftOut = field(default_factory=LeftOut)
    unknown_codes: LeftOut = field(default_factory=LeftOut)
    notes: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return the report in sentences."""
        said = [
            f"{self.rows:,} rows; {self.sites:,} sites with {self.subscribers:,} subscribers are counted",
            f"county by code for {self.by_code:,}, by position for {self.by_position:,}",
        ]
        for left, words in (
            (self.outside_counties, "outside all counties, not counted"),
            (self.outside_operator, "outside the operator's provinces, not counted"),
            (self.unknown_codes, "with a code that no county has, placed by position"),
        ):
            if left.sites:
                said.append(f"{words}: {left}")
        return said + self.notes


def import_sites(
    file: Path,
    regions: Regions,
    *,
    data_dir: Path,
    owner: str,
    as_of: str,
    label: str,
    crs: str | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Progress = lambda stage, done, whole: None,
) -> tuple[SiteIndex, SiteReport]:
    """Return the sites of a file as they are now in use, below `data_dir`, and the report.

    `crs` is one of CRS; left out, degrees are taken for WGS-84, which the report says. `as_of` is an ISO date.
    ExposureError names the file and the rows; then nothing has changed.
    """
    data = _data(regions, owner=owner, as_of=as_of, label=label, crs=crs)
    report, parts = SiteReport(notes=[_crs_note(crs)]), _Parts()
    placing = _Placing(regions, crs or CRS[0], report)
    whole: int | None = None
    for frame in read_sites_apart(file, columns=columns):
        if isinstance(frame, TableHead):
            whole = frame.whole or None
            report.notes += frame.notes
            if frame.missing:
                report.notes.append(f"no column {', '.join(frame.missing)}: counted as 0")
        elif isinstance(frame, TableEnd):
            report.notes += [f"column {n}: {c:,} blank cells counted as 0" for n, c in frame.blanks.items()]
        else:
            parts.add(frame, placing.rows_of(frame))
            progress("reading and placing", frame.done, whole)
    if not parts.sites:
        raise ExposureError(f"{file.name}: no site lies in a county; {' '.join(report.lines())}")
    progress("sorting", 0, parts.sites)
    index = parts.index(counties=len(data.adcodes))
    progress("writing", 0, index.nbytes)
    stored = publish(index, data_dir, data)
    progress("writing", index.nbytes, index.nbytes)
    report.sites, report.subscribers = len(stored), int(stored.by_county[:, 1 : 1 + len(SEGMENTS)].sum())
    return stored, report


def _data(regions: Regions, *, owner: str, as_of: str, label: str, crs: str | None) -> SiteData:
    if crs is not None and crs not in CRS:
        raise ExposureError(f"the coordinates {crs!r} are not known; give one of {', '.join(CRS)}")
    try:
        date.fromisoformat(as_of)
    except ValueError:
        raise ExposureError(f"as of {as_of!r}: give the day the sites speak of, such as 2026-11-01") from None
    if not owner.strip() or not label.strip():
        raise ExposureError("say who answers for the sites and what they are called")
    chinese, _, english = label.partition(" / ")
    return SiteData(
        owner=owner.strip(), as_of=as_of, label_zh=chinese.strip(), label_en=(english or chinese).strip(),
        synthetic=False, regions_version=regions.version, adcodes=tuple(leaf.adcode for leaf in regions.leaves()),
    )  # fmt: skip


def _crs_note(crs: str | None) -> str:
    if crs is None:
        return "positions taken for WGS-84; declare gcj02 or bd09 if they come from a Chinese map service"
    if crs == "wgs84":
        return "positions are WGS-84 as declared"
    return f"positions were {crs.upper()} as declared and converted to WGS-84"


class _Placing:
    """Gives each row its county: by code where it has a known one, else by position."""

    def __init__(self, regions: Regions, crs: str, report: SiteReport) -> None:
        self._shapes, self._crs, self._report = regions.shapes, crs, report
        leaves = {leaf.adcode: row for row, leaf in enumerate(regions.leaves())}
        self._row_of_leaf = np.array([leaves.get(code, NOWHERE) for code in regions.leaf_adcodes], dtype=np.int64)
        self._row_of_code = np.full(1_000_000, NOWHERE, dtype=np.int64)
        self._row_of_code[[int(code) for code in leaves]] = list(leaves.values())

    def rows_of(self, batch: SiteBatch) -> "_Placed":
        lon, lat = batch.lon, batch.lat
        if self._crs == "gcj02":
            lon, lat = gcj02.to_wgs84(lon, lat)
        elif self._crs == "bd09":
            lon, lat = gcj02.bd09_to_wgs84(lon, lat)
        number = batch.first + np.arange(len(lon))
        subscribers = batch.counts[:, : len(SEGMENTS)].sum(axis=1, dtype=np.int64)
        county = self._row_of_code[np.clip(batch.adcode, 0, 999_999)]
        search = np.flatnonzero(county == NOWHERE)
        coded = search[batch.adcode[search] != 0]
        leaf = leaf_of_points(self._shapes, lon[search], lat[search])
        county[search] = np.where(leaf == NOWHERE, NOWHERE, self._row_of_leaf[leaf])
        report, nowhere, outside = self._report, search[leaf == NOWHERE], search[leaf != NOWHERE]
        outside = outside[county[outside] == NOWHERE]
        report.rows += len(lon)
        report.by_code += len(lon) - len(search)
        report.by_position += int((county[search] != NOWHERE).sum())
        report.unknown_codes.add(number[coded], subscribers[coded])
        report.outside_counties.add(number[nowhere], subscribers[nowhere])
        report.outside_operator.add(number[outside], subscribers[outside])
        return _Placed(lon, lat, county)


@dataclass(frozen=True, slots=True)
class _Placed:
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    county: NDArray[np.int64]


class _Parts:
    """Keeps what is counted of every batch in as few bytes as it needs, until all have come."""

    def __init__(self) -> None:
        self.sites = 0
        self._kept: dict[str, list[NDArray[Any]]] = {
            name: [] for name in ("lon", "lat", "county", "counts", "names", "lengths")
        }

    def add(self, batch: SiteBatch, placed: _Placed) -> None:
        keep = placed.county != NOWHERE
        counts = batch.counts[keep]
        narrow = np.uint16 if counts.max(initial=0) < 1 << 16 else np.uint32
        self.sites += len(counts)
        found = {"lon": placed.lon[keep], "lat": placed.lat[keep], "county": placed.county[keep].astype(np.uint16),
                 "counts": counts.astype(narrow)}  # fmt: skip
        if batch.names is not None:
            data, begins = batch.names
            lengths = np.diff(begins)
            found["names"], found["lengths"] = data[np.repeat(keep, lengths)], lengths[keep]
        for name, array in found.items():
            self._kept[name].append(array)

    def index(self, *, counties: int) -> SiteIndex:
        whole = {name: np.concatenate(parts) for name, parts in self._kept.items() if parts}
        self._kept.clear()
        ids = None
        if "names" in whole:
            ids = (whole["names"], np.concatenate([[0], np.cumsum(whole["lengths"])]))
        return build_index(
            whole["lon"], whole["lat"], whole["county"], whole["counts"], columns=COLUMNS, counties=counties, ids=ids
        )
