"""A footprint: the area a hazard covers, in bands of one unit (intensity, level), valid for a time.

Bands are kept as they came: they may overlap, as when each holds the area of *at least* its value. Which band
counts for a place is decided by `geo.impact`: the highest one covering it. Geometry is checked WKB.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from geo.errors import FootprintError

if TYPE_CHECKING:
    pass

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
