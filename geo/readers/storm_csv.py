"""Best tracks as tables: JTWC's (CY, Year … VMax, SN), IBTrACS' (SID, ISO_TIME …), ATCF b-decks; UTC, knots.

JTWC's table has winds and no radii, so its swaths are estimated and say so; IBTrACS and b-decks give radii of 34, 50
and 64 knots by quadrant in nautical miles. A file holds many storms: `part` names one, by number (2014-09), by SID
or by name.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint, Summary
from geo.readers.opened import TextDocument
from geo.readers.storms import MAX_FIXES, chosen, footprint_of, needed, number, summary_of
from geo.tracks import KNOT_MS, NAUTICAL_MILE_KM, Fix, Radii, Track, make_track

_MAX_ROWS = 300_000
_KNOTS = (34, 50, 64)
_JTWC = ("sn", "year", "month", "day", "hour", "lat", "lon", "vmax")
_IBTRACS = ("sid", "iso_time", "lat", "lon")
_ATCF_BASINS = ("WP", "IO", "SH", "CP", "EP", "AL", "SL")
Row = Mapping[str, str]


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the swaths of one storm; FootprintError names the line."""
    return read(TextDocument(data), options)


def recognises(text: TextDocument) -> bool:
    """Say whether the first line is one of the three tables."""
    return _kind(text) is not None


def describe(text: TextDocument, options: Options = PLAIN) -> Summary:
    """Return the track as plain values (`geo.tracks.from_plain`)."""
    return summary_of(_track(text, options))


def read(text: TextDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the swaths of one storm by 34, 50 and 64 knots; FootprintError names the line or the storms."""
    return footprint_of(_track(text, options), options)


def _kind(text: TextDocument) -> str | None:
    names = [cell.strip().strip('"').casefold() for cell in text.first.split(",")]
    if all(name in names for name in _JTWC):
        return "jtwc"
    if all(name in names for name in _IBTRACS):
        return "ibtracs"
    if len(names) > 10 and names[0].upper() in _ATCF_BASINS and len(names[2]) == 10 and names[2].isdigit():
        return "atcf"
    return None


def _track(text: TextDocument, options: Options) -> Track:
    kind = _kind(text)
    if kind is None:
        raise FootprintError(f"line 1: no best track of JTWC or IBTrACS; the columns are {text.first[:80]!r}")
    readers: dict[str, Callable[[TextDocument, Options], Track]] = {
        "jtwc": _jtwc, "ibtracs": _ibtracs, "atcf": _atcf,
    }  # fmt: skip
    return readers[kind](text, options)


def _rows(text: TextDocument, names: Sequence[str] | None = None) -> list[tuple[int, Row]]:
    """Return the rows by column name in small letters, with their lines."""
    reader = csv.reader(text.lines)
    try:
        header = [name.strip().casefold() for name in (next(reader) if names is None else names)]
        rows: list[tuple[int, Row]] = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=False))))
            if len(rows) > _MAX_ROWS:
                raise FootprintError(f"more than {_MAX_ROWS:,} rows; cut out the storm")
    except csv.Error as error:
        raise FootprintError(f"line {reader.line_num}: no table ({error})") from None
    return rows


def _grouped(rows: Sequence[tuple[int, Row]], column: str) -> dict[str, list[tuple[int, Row]]]:
    groups: dict[str, list[tuple[int, Row]]] = {}
    for line, row in rows:
        if storm := row.get(column, "")[:40]:
            groups.setdefault(storm, []).append((line, row))
    if not groups:
        raise FootprintError(f"no row has a {column.upper()}")
    return groups


def _checked(rows: Sequence[tuple[int, Row]], storm: str) -> Sequence[tuple[int, Row]]:
    if len(rows) > MAX_FIXES:
        raise FootprintError(f"{storm}: {len(rows):,} fixes; at most {MAX_FIXES:,}")
    return rows


def _jtwc(text: TextDocument, options: Options) -> Track:
    storms = _grouped(_rows(text), "sn")
    storm = chosen(storms, options, known_as={}, example=f"{next(iter(storms))[:4]}-{next(iter(storms))[4:]}")
    fixes = [_jtwc_fix(row, where=f"line {line}") for line, row in _checked(storms[storm], storm)]
    return make_track(fixes, storm=storm, agency="JTWC", unit="kn")


def _jtwc_fix(row: Row, *, where: str) -> Fix:
    numbers = [
        int(needed(row.get(name), where=f"{where}, {name}", lowest=low, highest=high))
        for name, low, high in (("year", 1800, 2200), ("month", 1, 12), ("day", 1, 31), ("hour", 0, 23))
    ]
    return _fix(row, at=_moment(numbers, where=where), wind=row.get("vmax"), radii=(), where=where)


def _moment(numbers: Sequence[int], *, where: str) -> datetime:
    year, month, day, hour = numbers
    try:
        return datetime(year, month, day, hour, tzinfo=UTC)
    except ValueError:
        raise FootprintError(f"{where}: {year}-{month}-{day} is no day") from None


def _fix(row: Row, *, at: datetime, wind: str | None, radii: tuple[Radii, ...], where: str) -> Fix:
    knots = number(wind, where=f"{where}, wind", lowest=0, highest=300)
    pressure = row.get("mslp") or row.get("usa_pres") or row.get("wmo_pres")
    lon = needed(row.get("lon"), where=f"{where}, lon", lowest=-360, highest=360)
    return Fix(
        at=at,
        lon=(lon + 180.0) % 360.0 - 180.0,
        lat=needed(row.get("lat"), where=f"{where}, lat", lowest=-90, highest=90),
        max_wind_ms=None if knots is None else knots * KNOT_MS,
        pressure_hpa=number(pressure or None, where=f"{where}, pressure", lowest=0, highest=1100),
        radii=radii,
    )


def _ibtracs(text: TextDocument, options: Options) -> Track:
    rows = [(line, row) for line, row in _rows(text) if row.get("iso_time", "")[:1].isdigit()]  # a row of units
    storms = _grouped(rows, "sid")
    names = {storm: found[0][1].get("name", "") for storm, found in storms.items()}
    seasons = {storm: found[0][1].get("season", "") for storm, found in storms.items()}
    known_as = {storm: (names[storm], f"{names[storm]} {seasons[storm]}") for storm in storms}
    storm = chosen(storms, options, known_as=known_as, example=next(iter(storms)))
    fixes = [_ibtracs_fix(row, where=f"line {line}") for line, row in _checked(storms[storm], storm)]
    return make_track(fixes, storm=storm, agency="IBTrACS", unit="kn", name=names[storm] or None)


def _ibtracs_fix(row: Row, *, where: str) -> Fix:
    try:
        at = datetime.fromisoformat(row["iso_time"]).replace(tzinfo=UTC)
    except ValueError:
        raise FootprintError(f"{where}: ISO_TIME {row['iso_time'][:30]!r} is no time") from None
    radii = []
    for knots in _KNOTS:
        miles = [row.get(f"usa_r{knots}_{quadrant}") for quadrant in ("ne", "se", "sw", "nw")]
        radii.append(_radii(knots, miles, where=f"{where}, USA_R{knots}"))
    wind = row.get("usa_wind") or row.get("wmo_wind") or row.get("cma_wind")
    return _fix(row, at=at, wind=wind, radii=tuple(r for r in radii if r is not None), where=where)


def _radii(knots: int, miles: Sequence[str | None], *, where: str) -> Radii | None:
    km = [(number(m, where=where, lowest=0, highest=1200) or 0.0) * NAUTICAL_MILE_KM for m in miles]
    return Radii(float(knots), *km) if any(km) else None


#: Columns of an ATCF deck that are read (science.nrlmry.navy.mil/atcf/docs/database/new/abrdeck.html).
_ATCF = (
    "basin", "cy", "at", "technum", "tech", "tau", "lat", "lon", "vmax", "mslp", "ty", "rad", "windcode",
    "rad1", "rad2", "rad3", "rad4",
)  # fmt: skip


def _atcf(text: TextDocument, options: Options) -> Track:
    rows = [
        (line, {**row, "storm": f"{row['basin']}{row.get('cy', ''):0>2}{row.get('at', '')[:4]}"})
        for line, row in _rows(text, _ATCF)
        if row.get("tech") == "BEST"
    ]
    storms = _grouped(rows, "storm")
    storm = chosen(storms, options, known_as={}, example=next(iter(storms)))
    merged: dict[datetime, Fix] = {}
    for line, row in storms[storm]:
        fix = _atcf_fix(row, where=f"line {line}")
        earlier = merged.get(fix.at)
        # a fix has one row for each of 34, 50 and 64 knots
        merged[fix.at] = fix if earlier is None else replace(earlier, radii=earlier.radii + fix.radii)
        if len(merged) > MAX_FIXES:
            raise FootprintError(f"{storm}: more than {MAX_FIXES:,} fixes")
    return make_track(merged.values(), storm=storm, agency="JTWC (ATCF)", unit="kn")


def _atcf_fix(row: Row, *, where: str) -> Fix:
    at = row.get("at", "")
    if not (len(at) == 10 and at.isdigit()):
        raise FootprintError(f"{where}: {at[:20]!r} is no time such as 2014071806")
    degrees = {name: _atcf_degrees(row.get(name, ""), where=f"{where}, {name}") for name in ("lat", "lon")}
    knots = number(row.get("rad"), where=f"{where}, rad", lowest=0, highest=200)
    miles = [row.get(name) for name in ("rad1", "rad2", "rad3", "rad4")]
    if row.get("windcode") == "AAA":
        miles = [miles[0]] * 4
    radii = _radii(int(knots), miles, where=where) if knots in _KNOTS else None
    moment = _moment([int(at[:4]), int(at[4:6]), int(at[6:8]), int(at[8:])], where=where)
    return _fix({**row, **degrees}, at=moment, wind=row.get("vmax"), radii=(radii,) if radii else (), where=where)


def _atcf_degrees(text: str, *, where: str) -> str:
    if not text[:-1].isdigit() or text[-1:] not in ("N", "S", "E", "W"):
        raise FootprintError(f"{where}: {text[:10]!r} is no tenths of degrees such as 199N")
    return f"{'-' if text[-1] in 'SW' else ''}{int(text[:-1]) / 10}"
