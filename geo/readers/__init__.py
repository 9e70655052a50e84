"""Readers of footprint files, one module a format, and the process that runs them apart.

`python -I -m geo.readers` reads one file from standard input and answers on standard output; nothing here is
called in the process that serves people. Each reader turns what its family has opened (a JSON document, an XML
tree, an archive, a text) into a `RawFootprint` in pure Python, with every number checked; only then does
`assemble` hand the rings to GEOS, still in the child. The table of formats is `geo.readers.formats`.
"""

from dataclasses import dataclass, field
from typing import Any

Ring = list[list[float]]
#: A shell and its holes.
Rings = list[Ring]

MAX_VERTICES = 200_000
MAX_DEPTH = 4
#: Longest text that is taken over as a title, a source or a name.
MAX_TEXT = 500


@dataclass(frozen=True, slots=True)
class RawBand:
    """The polygons of one band as they stood in the file; `where` names each for an error.

    `places` are regions that the file only names: GB/T 2260 codes, or `name:` and the name of a region, or
    `chosen:` and what a person called it, which must then mean one region. The child has no regions; `geo.places`
    turns them into ground.
    """

    value: float
    unit: str
    polygons: list[tuple[str, Rings]]
    places: list[str] = field(default_factory=list)


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
    #: In which coordinates the rings are (`geo.readers.crs`), and how that is known, in words.
    crs: str = "WGS-84"
    crs_note: str = "WGS-84, as the format prescribes"
    #: A key of `geo.footprint.BASES`, where the reader knows it.
    basis: str = "area"


@dataclass(frozen=True, slots=True)
class Options:
    """What a person said beside the file."""

    #: Which storm, where a file holds many.
    part: str | None = None
    #: Coordinates as declared by the person: WGS-84, GCJ-02 or BD-09.
    crs: str | None = None
    #: Certificates whose signatures are trusted, base64 of DER.
    certificates: tuple[str, ...] = ()


PLAIN = Options()
#: What a reader of an announcement (CAP, a track) tells beside its area.
Summary = dict[str, Any]
