"""What a report is, whatever its format: sections of figures, tables, pictures and words, each value with its origin.

Every value says which events it comes from, so that a reader can open the moment at which it became true. Text is in
the report's one language already; numbers are whole, in the unit that stands with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

#: text | count | customers | fen | seconds | minutes | ppm (a share) | moment (ISO 8601)
Unit = Literal["text", "count", "customers", "fen", "seconds", "minutes", "ppm", "moment"]
NUMBERS: frozenset[Unit] = frozenset({"count", "customers", "fen", "seconds", "minutes", "ppm"})


@dataclass(frozen=True)
class Trace:
    """The events of the incident's log behind a value: the first, the last, and how many."""

    first: int
    last: int
    count: int


def joined(traces: Iterable[Trace | None]) -> Trace | None:
    """One trace of many; None where there is none at all."""
    known = [trace for trace in traces if trace is not None]
    if not known:
        return None
    return Trace(
        min(one.first for one in known), max(one.last for one in known), sum(one.count for one in known)
    )  # fmt: skip


@dataclass(frozen=True)
class Value:
    """A value with its unit; None is unknown or not reported, and never zero."""

    raw: int | str | None
    unit: Unit = "text"
    trace: Trace | None = None
    #: The unit's word where it is counted: 厅, vehicles …
    of: str = ""
    #: Places of a counted number that `raw` holds beyond the point: 8725 of two is 87.25.
    decimals: int = 0


@dataclass(frozen=True)
class Figure:
    """One number that the report leads with; `before` is what the last report of its kind said."""

    key: str
    label: str
    value: Value
    note: str = ""
    before: Value | None = None


@dataclass(frozen=True)
class Figures:
    """Figures side by side."""

    key: str
    items: tuple[Figure, ...]


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    unit: Unit = "text"
    #: Share of the width, as of its neighbours.
    width: int = 2


@dataclass(frozen=True)
class Table:
    """Rows of values; the last `totals` of them are sums."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: int = 0
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """A drawing that all formats show; `words` says the same for who cannot see it."""

    key: str
    title: str
    svg: str
    words: str
    trace: Trace | None = None


@dataclass(frozen=True)
class Words:
    """Paragraphs, each with the events that it tells of."""

    key: str
    lines: tuple[Value, ...]


Block = Figures | Table | Picture | Words


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A whole report; `position` is the event of the log up to which it tells, `at` that moment in world time."""

    kind: str
    name: str
    title: str
    language: Literal["zh", "en"]
    incident_id: str
    position: int
    at: str
    world: Literal["live", "exercise"]
    #: Where `link_to` begins; empty: the report carries positions without links.
    base_url: str
    #: Lines below the title: state, level, what it is narrowed to, whose numbers they are.
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    #: One sheet of paper, whatever it takes.
    one_sheet: bool = False
    #: Plain numbers by key for the next report of this kind to be held against.
    numbers: dict[str, int] = field(default_factory=dict)

    def link_to(self, position: int) -> str:
        """The console as it was at this event; empty where there is no address."""
        return f"{self.base_url}/live/{self.incident_id}?at={position}" if self.base_url else ""

    def blocks(self) -> Iterator[tuple[Section, Block]]:
        """All blocks in order, with their sections."""
        for section in self.sections:
            for block in section.blocks:
                yield section, block

    def pictures(self) -> list[Picture]:
        """All pictures in order."""
        return [block for _, block in self.blocks() if isinstance(block, Picture)]
