"""What readers of typhoon tracks share: numbers as they stand in files, the choice of a storm, bands from a track."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from geo.errors import FootprintError
from geo.readers import Options, RawBand, RawFootprint, Summary, crs
from geo.tracks import Track, gaps, swath, to_plain, with_estimated_radii
from geo.wind_radii import SOURCE

MAX_FIXES = 2_000
_NOTHING = frozenset({"", "null", "none", "nan", "-", "--", "-999", "-9999", "-1"})


def number(text: Any, *, where: str, lowest: float, highest: float) -> float | None:
    """Return a number written as number or text, none for the many ways to write nothing; refuse the rest."""
    if text is None or str(text).strip().casefold() in _NOTHING:
        return None
    try:
        value = float(text)
    except (TypeError, ValueError):
        value = float("nan")
    if isinstance(text, bool) or not isfinite(value) or not lowest <= value <= highest:
        raise FootprintError(f"{where}: {str(text)[:20]!r} is no number from {lowest:g} to {highest:g}")
    return value


def needed(text: Any, *, where: str, lowest: float, highest: float) -> float:
    """Return a number that must be there."""
    value = number(text, where=where, lowest=lowest, highest=highest)
    if value is None:
        raise FootprintError(f"{where} is missing")
    return value


def chosen(storms: Mapping[str, Any], options: Options, *, known_as: Mapping[str, Sequence[str]], example: str) -> str:
    """Return the storm that `part` names by its id or another name, or the only one; refuse with the choice."""
    if options.part is None:
        if len(storms) == 1:
            return next(iter(storms))
        ids = list(storms)
        raise FootprintError(
            f"holds {len(ids)} storms ({ids[0]} to {ids[-1]}); name one as the part, for example --part {example}"
        )
    wanted = _folded(options.part)
    found = [storm for storm in storms if wanted in {_folded(name) for name in (storm, *known_as.get(storm, ()))}]
    if len(found) == 1:
        return found[0]
    if found:
        raise FootprintError(
            f"{options.part[:40]!r} names {len(found)} storms: {', '.join(found[:8])}; give one of these"
        )
    near = sorted(storms, key=lambda storm: (-_alike(_folded(storm), wanted), storm))[:3]
    raise FootprintError(f"no storm is called {options.part[:40]!r}; near it are {', '.join(near)}")


def _folded(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _alike(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def summary_of(track: Track) -> Summary:
    """Return the plain values of a track, with `kind_of_document`."""
    return {"kind_of_document": "track", **to_plain(with_estimated_radii(track))}


def footprint_of(track: Track, options: Options, *, notes: Sequence[str] = ()) -> RawFootprint:
    """Return the swaths of a track as bands; FootprintError when no wind of any band is known."""
    name, crs_note = crs.settle(options, declared=None, otherwise="WGS-84, as tracks are given")
    whole = with_estimated_radii(track)
    bands = [
        RawBand(
            value=value,
            unit=track.unit,
            polygons=[(f"leg {i}", [ring]) for i, ring in enumerate(swath(whole, value), start=1)],
        )
        for value in whole.values()
    ]
    if not bands:
        raise FootprintError(_why_none(track))
    told = list(notes)
    if whole.estimated:
        told.append(
            f"The track gives no wind radii; those of {whole.estimated} fixes are estimated from the highest wind "
            f"({SOURCE}) and may be half or twice as large."
        )
    told += [
        f"No area between {a.isoformat()} and {b.isoformat()}: more than a day without a fix." for a, b in gaps(whole)
    ]
    return RawFootprint(
        kind="typhoon",
        title=_title(track),
        source=f"track of {track.agency}, {len(track.fixes)} fixes",
        valid_from=track.begins.isoformat(),
        valid_to=track.ends.isoformat() if track.ends > track.begins else None,
        bands=bands,
        notes=told,
        crs=name,
        crs_note=crs_note,
    )


def _title(track: Track) -> str | None:
    """The storm's own name, else its number in both languages."""
    if track.name:
        return f"{track.name} {track.storm}".strip()
    return f"台风 {track.storm} / Typhoon {track.storm}" if track.storm else None


def _why_none(track: Track) -> str:
    winds = [fix.max_wind_ms for fix in track.fixes if fix.max_wind_ms is not None]
    if not winds:
        return "the track has neither wind radii nor winds; nothing can be drawn around it"
    lowest = "34 kn" if track.unit == "kn" else "force 7"
    return f"no wind of {lowest} or more: the highest of {len(track.fixes)} fixes is {max(winds):.0f} m/s"
