"""Readers of footprint files, one module a format, and the process that runs them apart.

`python -I -m geo.readers FORMAT` reads one file from standard input and answers on standard output; nothing
here is called in the process that serves people. Each reader turns bytes into a `RawFootprint` in pure Python,
with every number checked; only then does `assemble` hand the rings to GEOS, still in the child.
"""

from dataclasses import dataclass, field

Ring = list[list[float]]
#: A shell and its holes.
Rings = list[Ring]

MAX_VERTICES = 200_000
MAX_DEPTH = 4
FORMATS = ("geojson", "shakemap_grid")


@dataclass(frozen=True, slots=True)
class RawBand:
    """The polygons of one band as they stood in the file; `where` names each for an error."""

    value: float
    unit: str
    polygons: list[tuple[str, Rings]]


@dataclass(frozen=True, slots=True)
class RawFootprint:
    """What a reader found, before any geometry library has seen it."""

    kind: str
    title: str | None
    source: str | None
    bands: list[RawBand]
    valid_from: str | None = None
    valid_to: str | None = None
    notes: list[str] = field(default_factory=list)
    #: True where polygons are cells of a grid, which need merging but are never crooked.
    cells: bool = False


def guess_format(head: bytes) -> str:
    """Return the format that the first bytes of a file look like; geojson for anything that opens a brace."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"<"):
        return "shakemap_grid"
    return "geojson"
