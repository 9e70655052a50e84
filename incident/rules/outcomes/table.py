"""A table of outcomes, row by row: what lands, what is known already, and each bad row with all that is wrong. Pure.

Whoever calls says how places are found; nothing here knows boundaries or a database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from incident.rules.outcomes import cells as reading
from incident.rules.outcomes.faults import Fault, fault
from incident.rules.outcomes.figures import (
    Candidate,
    Counting,
    Ground,
    beside,
    faults_of,
    overlap_counts_twice,
    says_the_same,
)
from incident.rules.outcomes.rows import ADDED, COLUMNS, MOST_CELL, NEEDED, Finder, candidate

#: Rows that were taken, by what they speak of.
Taken = dict[tuple[str, str | None, str | None, str | None, str | None], list[tuple[int, Candidate]]]


class TableRefused(ValueError):
    """The table as a whole cannot be used; nothing of it landed."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True)
class Good:
    """A row that lands; `replaces` is the figure that it corrects."""

    row: int
    candidate: Candidate
    replaces: str | None


@dataclass(frozen=True)
class Bad:
    """A row that does not, as it stood, and why."""

    row: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass
class Reading:
    """What a table says; `known` are rows that are there already, value for value."""

    header: tuple[str, ...]
    good: list[Good] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


def read_table(
    rows: Sequence[tuple[int, Sequence[str]]],
    *,
    ground: Ground,
    finder: Finder,
    counting: Mapping[tuple[str, str | None], Sequence[Counting]],
) -> Reading:
    """Read the rows, the header first; TableRefused when the header cannot be understood or nothing stands below."""
    header = tuple(reading.plain(cell) for cell in rows[0][1])
    at = _columns(header)
    if len(rows) == 1:
        raise TableRefused("表里只有表头，没有数据。", "The table has a head and nothing below it.")
    told = Reading(header)
    taken: Taken = defaultdict(list)
    for number, cells in rows[1:]:
        given = {name: reading.plain(cells[i]) if i < len(cells) else "" for name, i in at.items()}
        found = _row_faults(cells, at, len(header)) or candidate(given, finder)
        if isinstance(found, Candidate):
            _place(told, taken, number, cells, found, ground, counting)
        else:
            told.bad.append(Bad(number, tuple(cells), tuple(found)))
    return told


def _place(
    told: Reading,
    taken: Taken,
    number: int,
    cells: Sequence[str],
    one: Candidate,
    ground: Ground,
    counting: Mapping[tuple[str, str | None], Sequence[Counting]],
) -> None:
    """Put a row that could be read where it belongs, beside the rows above it and the figures that count."""
    faults = faults_of(one, ground) or _against(taken[one.cell], one)
    if faults:
        told.bad.append(Bad(number, tuple(cells), tuple(faults)))
        return
    same, wrong = beside(one, counting.get((one.kind.name, one.province), ()))
    if wrong is not None:
        told.bad.append(Bad(number, tuple(cells), (wrong,)))
        return
    taken[one.cell].append((number, one))
    if same is not None and says_the_same(one, same):
        told.known.append(number)
    else:
        told.good.append(Good(number, one, same.id if same else None))


def _columns(header: Sequence[str]) -> dict[str, int]:
    folded = [name.casefold() for name in header]
    usual = {name: ours for ours, names in COLUMNS.items() for name in names}
    at: dict[str, int] = {}
    for place, name in enumerate(folded):
        if name in ADDED or not name:
            continue
        ours = usual.get(name)
        if ours is None:
            near = get_close_matches(name, usual, n=1, cutoff=0.5)
            hint_zh, hint_en = (f"；相近的是「{near[0]}」", f"; near it is “{near[0]}”") if near else ("", "")
            raise TableRefused(
                f"第 1 行：没有「{header[place][:40]}」这一列{hint_zh}。请用模板的表头。",
                f"line 1: there is no column “{header[place][:40]}”{hint_en}. Use the head of the template.",
            )
        if ours in at:
            raise TableRefused(
                f"第 1 行：「{COLUMNS[ours][0]}」列出现了两次，请删去一列。",
                f"line 1: the column “{COLUMNS[ours][1]}” stands twice; leave one out.",
            )
        at[ours] = place
    missing = [name for name in NEEDED if name not in at]
    if missing:
        zh, en = "、".join(COLUMNS[name][0] for name in missing), ", ".join(COLUMNS[name][1] for name in missing)
        raise TableRefused(
            f"第 1 行：缺少{zh}列。请下载模板，按模板的表头填写。",
            f"line 1: the columns {en} are missing. Download the template and keep its head.",
        )
    return at


def _row_faults(cells: Sequence[str], at: Mapping[str, int], width: int) -> list[Fault]:
    if any(cell.strip() for cell in cells[width:]):
        return [fault("row_wide", "kind", given=len(cells), most=width)]
    names = {place: ours for ours, place in at.items()}
    return [
        fault("text_long", names.get(place, "note"), given=len(cell), most=MOST_CELL)
        for place, cell in enumerate(cells)
        if len(cell) > MOST_CELL
    ]


def _against(taken: Sequence[tuple[int, Candidate]], one: Candidate) -> list[Fault]:
    """What is wrong with a row beside those above it that speak of the same and were taken."""
    for number, other in taken:
        if (other.from_day, other.to_day) == (one.from_day, one.to_day):
            alike = (other.value, other.base, other.sent) == (one.value, one.base, one.sent)
            return [fault("twice" if alike else "contradicts", "value", row=number)]
        if overlap_counts_twice(one, other):
            return [fault("overlaps_row", "from", row=number)]
    return []
