"""CMA's best track text (CHyyyyBST.txt): a line 66666 a storm, then its fixes; UTC, tenths of degrees, m/s.

The format is that of tcdata.typhoon.org.cn: after the time the grade, latitude, longitude, pressure and the highest
two-minute wind. There are no radii, so the swaths by force 7, 10 and 12 are estimated and say so.
"""

import re
from datetime import UTC, datetime

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint, Summary
from geo.readers.opened import TextDocument
from geo.readers.storms import MAX_FIXES, chosen, footprint_of, needed, number, summary_of
from geo.tracks import Fix, Track, make_track

_HEADER = re.compile(r"66666\s+(\d{4})\s+(\d+)\s+(\d{4})\s+(\d{4})\s+(\d)\s+(\d+)\s+(\S.*?)(?:\s+(\d{8}))?\s*")
_TIME = re.compile(r"\d{10}")
_MAX_STORMS = 10_000


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the swaths of one storm; FootprintError names the line."""
    return read(TextDocument(data), options)


def recognises(text: TextDocument) -> bool:
    """Say whether the first line is a header of this format."""
    return text.first.startswith("66666")


def describe(text: TextDocument, options: Options = PLAIN) -> Summary:
    """Return the track as plain values (`geo.tracks.from_plain`)."""
    return summary_of(_track(text, options))


def read(text: TextDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the swaths of one storm by force; FootprintError names the line or the storms."""
    return footprint_of(_track(text, options), options)


def _track(text: TextDocument, options: Options) -> Track:
    storms: dict[str, list[tuple[int, list[str]]]] = {}
    names: dict[str, tuple[str, ...]] = {}
    current: list[tuple[int, list[str]]] | None = None
    for line, words in ((i, said) for i, said in enumerate(text.lines, start=1) if said.strip()):
        if words.startswith("66666"):
            storm, known_as = _header(words, where=f"line {line}")
            current = storms.setdefault(storm, [])
            names[storm] = known_as
            if len(storms) > _MAX_STORMS:
                raise FootprintError(f"more than {_MAX_STORMS:,} storms")
        elif current is not None:
            current.append((line, words.split()))
    if not storms:
        raise FootprintError("line 1: no header 66666; this is no best track of CMA")
    storm = chosen(storms, options, known_as=names, example=next(iter(storms)))
    if len(storms[storm]) > MAX_FIXES:
        raise FootprintError(f"{storm}: {len(storms[storm]):,} fixes; at most {MAX_FIXES:,}")
    fixes = [_fix(words, where=f"line {line}") for line, words in storms[storm]]
    return make_track(fixes, storm=storm, agency="CMA", unit="force", name=names[storm][-1])


def _header(line: str, *, where: str) -> tuple[str, tuple[str, ...]]:
    """Return the storm's own id (its serial number and name) and the other names it goes by."""
    match = _HEADER.fullmatch(line)
    if match is None:
        raise FootprintError(f"{where}: {line[:60]!r} is no header of a storm of CMA's best track")
    international, _, serial, chinese, _, _, name, _ = match.groups()
    known_as = tuple(number for number in (international, chinese) if number != "0000")
    return f"{serial}-{name}", (*known_as, serial, name)


def _fix(words: list[str], *, where: str) -> Fix:
    if len(words) < 6 or not _TIME.fullmatch(words[0]):
        hint = "; this is RSMC Tokyo's format, give IBTrACS instead" if words[1:2] == ["002"] else ""
        raise FootprintError(f"{where}: not time, grade, latitude, longitude, pressure and wind{hint}")
    year, month, day, hour = (int(words[0][i:j]) for i, j in ((0, 4), (4, 6), (6, 8), (8, 10)))
    try:
        at = datetime(year, month, day, hour, tzinfo=UTC)
    except ValueError:
        raise FootprintError(f"{where}: {words[0]} is no time") from None
    lat = needed(words[2], where=f"{where}, latitude", lowest=-900, highest=900) / 10.0
    lon = needed(words[3], where=f"{where}, longitude", lowest=-1800, highest=3600) / 10.0
    return Fix(
        at=at,
        lon=(lon + 180.0) % 360.0 - 180.0,
        lat=lat,
        max_wind_ms=number(words[5], where=f"{where}, wind", lowest=0, highest=150),
        pressure_hpa=number(words[4], where=f"{where}, pressure", lowest=800, highest=1100),
        radii=(),
    )
