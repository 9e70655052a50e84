"""Footprints from what people bring: a file, a ring drawn on the map, regions that are named; all in the sandbox."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import FootprintError
from geo.footprint import Footprint
from geo.readers.geometry import checked_position
from geo.sandbox import HowToRead, read_apart, read_bytes_apart

if TYPE_CHECKING:
    from geo.regions import Regions

MAX_RING_POINTS = 2_000


def read_footprint(
    path: Path,
    *,
    fmt: str | None = None,
    part: str | None = None,
    crs: str | None = None,
    regions: "Regions | Callable[[], Regions] | None" = None,
    certificates: Sequence[str] = (),
) -> Footprint:
    """Read a footprint file in the sandbox; the format is found from the content if not given.

    `fmt` is a name of `geo.readers.formats.FORMATS`; `part` names the storm in a file that holds many; `crs`
    declares WGS-84, GCJ-02 or BD-09; `regions` (or what opens them) places areas that are only named by code;
    `certificates` (`geo.certificates`) verify signed CAP messages.
    Raises FootprintError naming the file and the line or field.
    """
    how = HowToRead(fmt=fmt, part=part, crs=crs, regions=regions, certificates=tuple(certificates))
    return read_apart(path, how=how)


def drawn_ring(
    coords: Sequence[Sequence[float]],
    *,
    title: str = "Drawn area",
    source: str = "drawn by hand",
    value: float = 1.0,
    unit: str = "level",
    valid_from: str | None = None,
) -> Footprint:
    """Return a one-band footprint of a polygon drawn on the map: ≤ 2,000 finite (lon, lat) pairs.

    The ring is checked in Python; it is made valid, where it crosses itself, in the sandbox.
    """
    ring = checked_ring(coords)
    document = {
        "type": "Feature",
        "properties": {"value": value, "unit": unit, "source": source, "valid_from": valid_from},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return read_bytes_apart(json.dumps(document).encode(), name=title, how=HowToRead(fmt="geojson"))


def chosen_regions(
    chosen: Sequence[tuple[str, float]],
    *,
    regions: "Regions",
    title: str,
    source: str,
    unit: str = "level",
    kind: str = "area",
    valid_from: str | None = None,
) -> Footprint:
    """Return the footprint of whole regions, each (name or code, value): coarse, and saying so.

    A name must mean one region (`geo.region_choice`); FootprintError names the candidates where it does not.
    """
    document = {
        "type": "Regions",
        "title": title,
        "source": source,
        "kind": kind,
        "unit": unit,
        "valid_from": valid_from,
        "regions": [{"region": region, "value": value} for region, value in chosen],
    }
    how = HowToRead(fmt="regions", regions=regions)
    return read_bytes_apart(json.dumps(document, ensure_ascii=False).encode(), name=title, how=how)


def checked_ring(coords: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the ring closed, or refuse it: too short, too long, not finite, out of the world."""
    if len(coords) > MAX_RING_POINTS:
        raise FootprintError(f"the drawn ring has {len(coords)} points; at most {MAX_RING_POINTS} are allowed")
    ring = [checked_position(position, where=f"point {i}") for i, position in enumerate(coords, start=1)]
    if ring and ring[0] != ring[-1]:
        ring.append(list(ring[0]))
    if len({tuple(position) for position in ring}) < 3:
        raise FootprintError("the drawn ring needs at least three different points")
    return ring
