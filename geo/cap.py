"""What a CAP message or feed says (OASIS CAP 1.0, 1.1, 1.2), as plain values that cross out of the sandbox.

A message is data here: whether an Update replaces something or a Cancel ends it is for the caller, who finds the
lineage in `references`. Severity is kept as CAP has it and, for bands, as a level by one table: Extreme 4, Severe
3, Moderate 2, Minor 1, which are the ranks of the Chinese warning colours red, orange, yellow, blue; Unknown is
level 0, *not assessed*, below every threshold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from geo.errors import FootprintError
from geo.footprint import Footprint
from geo.plain import from_plain
from geo.readers.formats import FORMATS

if TYPE_CHECKING:
    from geo.regions import Regions

SEVERITY_LEVELS = {"Extreme": 4.0, "Severe": 3.0, "Moderate": 2.0, "Minor": 1.0, "Unknown": 0.0}


@dataclass(frozen=True, slots=True)
class CapReference:
    """An earlier message that this one updates, cancels or answers."""

    sender: str
    identifier: str
    sent: str


@dataclass(frozen=True, slots=True)
class CapCode:
    """A geocode or event code: the name of the code list, and the value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CapArea:
    """One area: how many polygons and circles it draws, and its codes."""

    description: str
    polygons: int
    circles: int
    geocodes: tuple[CapCode, ...]


@dataclass(frozen=True, slots=True)
class CapInfo:
    """One info block; times as they stand in the message."""

    language: str
    categories: tuple[str, ...]
    event: str
    response_types: tuple[str, ...]
    urgency: str
    severity: str
    certainty: str
    effective: str
    onset: str
    expires: str
    sender_name: str
    headline: str
    #: The text itself and what to do, up to 4,000 characters each.
    description: str
    instruction: str
    event_codes: tuple[CapCode, ...]
    areas: tuple[CapArea, ...]


@dataclass(frozen=True, slots=True)
class CapSignature:
    """What holds of a message's XML signature; only *verified* means anything, and *broken* must not be used."""

    state: Literal["none", "unverified", "verified", "broken"]
    #: Whose certificate verified it.
    by: str
    #: Why it is unverified or broken.
    why: str

    @property
    def words(self) -> str:
        """It in words, for a person."""
        told = {
            "none": "none",
            "unverified": f"present, not verified: {self.why}",
            "verified": f"verified, by {self.by}",
            "broken": f"broken: {self.why}",
        }
        return told[self.state]


NOT_SIGNED = CapSignature(state="none", by="", why="")


@dataclass(frozen=True, slots=True)
class CapAlert:
    """One message. `problems` break the standard; `warnings` are slips that harm nothing."""

    version: str
    identifier: str
    sender: str
    sent: str
    status: str
    msg_type: str
    scope: str
    references: tuple[CapReference, ...]
    incidents: tuple[str, ...]
    signature: CapSignature
    infos: tuple[CapInfo, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CapEntry:
    """One entry of a feed; `link` is where it points, `alert` the message it holds itself."""

    title: str
    identifier: str
    updated: str
    link: str
    alert: CapAlert | None


@dataclass(frozen=True, slots=True)
class CapFeed:
    """An Atom or RSS index of messages."""

    kind: str
    title: str
    identifier: str
    updated: str
    entries: tuple[CapEntry, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CapRead:
    """What a CAP file holds: a message or a feed, and the area of the message or why it has none."""

    document: CapAlert | CapFeed
    footprint: Footprint | None
    refusal: str | None


def read_cap(
    path: Path, *, regions: "Regions | Callable[[], Regions] | None" = None, certificates: Sequence[str] = ()
) -> CapRead:
    """Read a CAP file in the sandbox; FootprintError when it is none, by name and line.

    `certificates` (base64 of DER, see `geo.certificates`) are those whose signatures are trusted.
    """
    from geo.sandbox import HowToRead, describe_apart

    how = HowToRead(regions=regions, certificates=tuple(certificates))
    return _read(describe_apart(path, how=how), name=path.name)


def read_cap_bytes(
    data: bytes,
    *,
    name: str,
    part: str | None = None,
    regions: "Regions | Callable[[], Regions] | None" = None,
    certificates: Sequence[str] = (),
) -> CapRead:
    """As `read_cap`, from bytes; `part` is the identifier of the entry whose message in a feed is to be drawn."""
    from geo.sandbox import HowToRead, describe_bytes_apart

    how = HowToRead(part=part, regions=regions, certificates=tuple(certificates))
    return _read(describe_bytes_apart(data, name=name, how=how), name=name)


def _read(described: Any, *, name: str) -> CapRead:
    if described.fmt != "cap" or described.summary is None:
        raise FootprintError(
            f"{name}: {described.refusal or f'this is {FORMATS[described.fmt].title}, no CAP message'}"
        )
    try:
        summary = dict(described.summary)
        kinds: dict[str, type[CapAlert] | type[CapFeed]] = {"alert": CapAlert, "feed": CapFeed}
        document = from_plain(kinds[str(summary.pop("kind_of_document"))], summary)
    except (KeyError, TypeError) as error:
        raise FootprintError(f"{name}: the message came back out of order ({error})") from None
    return CapRead(document=document, footprint=described.footprint, refusal=described.refusal)
