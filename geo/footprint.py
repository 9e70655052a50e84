"""A footprint: the area a hazard covers, in bands of one unit (intensity, level), valid for a time.

Bands are kept as they came: they may overlap, as when each holds the area of *at least* its value. Which band
counts for a place is decided by `geo.impact`: the highest one covering it. Geometry is checked WKB.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import FootprintError

if TYPE_CHECKING:
    from geo.regions import Regions

MAX_RING_POINTS = 2_000
#: What a footprint is made of, and what must be said of it wherever it is shown; nothing of an area as it was drawn.
BASES = {
    "area": "",
    "regions": "Coarse: whole regions as somebody named them, not the area that the hazard covers.",
    "venues": "Circles around venues of a planned event: not the area of a hazard.",
}


@dataclass(frozen=True, slots=True)
class Band:
    """One band: `wkb` is a valid Polygon or MultiPolygon in longitude and latitude (WGS-84)."""

    #: Label made of unit and value, such as CSI-11, MMI-7, LEVEL-2; unique in a footprint.
    band: str
    value: float
    #: CSI (Chinese seismic intensity, GB/T 17742), MMI (modified Mercalli), level (1-4 as blue to red, 0 not
    #: assessed), kn (wind of at least so many knots) or force (wind of at least that force, Beaufort); higher is worse.
    unit: str
    wkb: bytes
    #: Area of this polygon on the ellipsoid.
    area_km2: float


@dataclass(frozen=True, slots=True)
class Footprint:
    """Bands with the highest value first; times are ISO 8601 with an offset, or none when not stated.

    A title in two languages is written `中文 / English`; pages and sentences show the reader's half.
    """

    kind: str
    title: str
    source: str
    bands: tuple[Band, ...]
    valid_from: str | None
    valid_to: str | None
    #: What was mended or left out while reading, for people.
    notes: tuple[str, ...]
    digest: str
    #: In which coordinates the file was and how that is known: declared, prescribed by the format, or missing.
    crs: str = ""
    #: What it is made of, a key of BASES: `regions` is coarse and says so.
    basis: str = "area"

    @property
    def remarks(self) -> tuple[str, ...]:
        """Everything that must be said of it: what it is made of, its coordinates, then the notes."""
        said = (BASES[self.basis], f"Coordinates: {self.crs}." if self.crs else "", *self.notes)
        return tuple(words for words in said if words)


def band_label(unit: str, value: float) -> str:
    """Return the label of a band: unit in capitals, value without needless decimals."""
    return f"{unit.upper()}-{value:g}"


def make_footprint(
    *,
    kind: str,
    title: str,
    source: str,
    bands: Iterable[Band],
    valid_from: str | None = None,
    valid_to: str | None = None,
    notes: Sequence[str] = (),
    crs: str = "",
    basis: str = "area",
) -> Footprint:
    """Return a footprint with its bands in order and its digest, or refuse what no footprint can be."""
    if basis not in BASES:
        raise FootprintError(f"{title}: nothing is known of a footprint made of {basis!r}")
    ordered = tuple(sorted(bands, key=lambda band: -band.value))
    if not ordered:
        raise FootprintError(f"{title}: no band has any area")
    if len({band.unit for band in ordered}) > 1:
        units = ", ".join(sorted({band.unit for band in ordered}))
        raise FootprintError(f"{title}: bands of different units ({units}); give one unit a footprint")
    if len({band.value for band in ordered}) < len(ordered):
        raise FootprintError(f"{title}: two bands have the same value")
    begin, end = _checked_time("valid_from", valid_from), _checked_time("valid_to", valid_to)
    if begin and end and end <= begin:
        raise FootprintError(f"{title}: valid_to {valid_to} is not after valid_from {valid_from}")
    head = json.dumps([kind, source, valid_from, valid_to, [[b.band, b.unit] for b in ordered]], ensure_ascii=False)
    digest = hashlib.sha256(head.encode() + b"".join(band.wkb for band in ordered)).hexdigest()
    return Footprint(
        kind=kind, title=title, source=source, bands=ordered, valid_from=valid_from, valid_to=valid_to,
        notes=tuple(notes), digest=digest, crs=crs, basis=basis,
    )  # fmt: skip


def _checked_time(field: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise FootprintError(f"{field}: {text!r} is no ISO 8601 time such as 2008-05-12T14:28:04+08:00") from None
    if moment.tzinfo is None:
        raise FootprintError(f"{field}: {text!r} has no offset; write it as {text}+08:00")
    return moment


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
    from geo.sandbox import HowToRead, read_apart

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
    from geo.sandbox import HowToRead, read_bytes_apart

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
    from geo.sandbox import HowToRead, read_bytes_apart

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
    from geo.readers.geometry import checked_position

    if len(coords) > MAX_RING_POINTS:
        raise FootprintError(f"the drawn ring has {len(coords)} points; at most {MAX_RING_POINTS} are allowed")
    ring = [checked_position(position, where=f"point {i}") for i, position in enumerate(coords, start=1)]
    if ring and ring[0] != ring[-1]:
        ring.append(list(ring[0]))
    if len({tuple(position) for position in ring}) < 3:
        raise FootprintError("the drawn ring needs at least three different points")
    return ring


def to_geojson(footprint: Footprint) -> dict[str, Any]:
    """Return a FeatureCollection with one feature a band, highest first: what `tongxin geo read` prints."""
    from geo.wkb import polygon_geojson

    features = [
        {
            "type": "Feature",
            "properties": {
                "band": band.band,
                "value": band.value,
                "unit": band.unit,
                "source": footprint.source,
                "valid_from": footprint.valid_from,
                "valid_to": footprint.valid_to,
                **({"basis": footprint.basis} if footprint.basis != "area" else {}),
            },
            "geometry": polygon_geojson(band.wkb),
        }
        for band in footprint.bands
    ]
    return {"type": "FeatureCollection", "features": features}
