"""Places the rows of a population file on the leaves of some boundaries, and says what became of each.

A row goes to the leaf of its code. A code that the boundaries do not have is looked up among the old codes,
forwards (安县 → 安州区) and backwards (data newer than the map). Divided regions are shared out by published
figures, whole by largest remainder; where none were published the row is not placed. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.apportion import largest_remainder
from geo.census_check import CENSUS_DAY, PUBLISHED, is_total, province_checks
from geo.exposure import PEOPLE_UNKNOWN
from geo.names import same_name
from geo.old_codes import CARVED_OUT, DIVISIONS, Division, old_region, predecessors
from geo.people import PopulationRow
from geo.people_report import (
    BLANK,
    DIVIDED_UNKNOWN,
    NO_REGION,
    NO_ROW,
    OUTSIDE,
    SPECIAL_AREA,
    TOTAL_ROW,
    BoundaryNote,
    PeopleReport,
    RowNote,
)
from geo.regions import Regions

CHANGED = "the code or name has changed"
OTHER_NAME = "the boundary has another name"
#: What stands for the whole of a city without counties.
_NAMELESS = frozenset({"", "市辖区"})


@dataclass
class _Sums:
    """What has been placed so far: counts by measure and leaf; none once a part of a leaf is blank."""

    measures: Sequence[str]
    of_leaf: dict[str, dict[str, int | None]] = field(default_factory=dict)

    def add(self, adcode: str, counts: Mapping[str, int | None]) -> None:
        leaf = self.of_leaf.setdefault(adcode, dict.fromkeys(self.measures, 0))
        for measure in self.measures:
            before, more = leaf[measure], counts.get(measure)
            leaf[measure] = None if before is None or more is None else before + more


@dataclass
class _Notes:
    direct: int = 0
    changed: list[RowNote] = field(default_factory=list)
    divided: list[RowNote] = field(default_factory=list)
    not_placed: list[RowNote] = field(default_factory=list)
    blank: list[RowNote] = field(default_factory=list)
    other_name: list[RowNote] = field(default_factory=list)


def place_people(
    rows: Sequence[PopulationRow], regions: Regions, *, measures: Sequence[str], as_of: str, notes: Iterable[str] = ()
) -> tuple[tuple[str, ...], dict[str, NDArray[np.int64]], PeopleReport]:
    """Return the operator's leaf codes, int64 (n,) by measure in their order (-1 unknown), and the report."""
    leaves = set(regions.leaf_adcodes)
    sums, said = _Sums(measures), _Notes()
    for row in _divide(rows, leaves, sums, said):
        _place(row, regions, leaves, sums, said)
    adcodes = tuple(leaf.adcode for leaf in regions.leaves())
    counts = {
        measure: np.array([_known(sums.of_leaf.get(a, {}).get(measure)) for a in adcodes], dtype=np.int64)
        for measure in measures
    }
    provinces = province_checks(rows, regions) if as_of == CENSUS_DAY else ()
    people = counts["people"]
    has_row = {row.adcode for row in rows}
    outcomes = (*said.changed, *said.divided, *said.not_placed)
    report = PeopleReport(
        rows=len(rows),
        rows_direct=said.direct,
        people_in_file=sum(row.counts["people"] or 0 for row in rows if not is_total(row, regions, leaves)),
        people_placed=int(people[people != PEOPLE_UNKNOWN].sum()),
        changed=tuple(said.changed),
        divided=tuple(said.divided),
        not_placed=tuple(said.not_placed),
        blank=tuple(said.blank),
        other_name=tuple(said.other_name),
        rows_without_boundary=tuple(
            sorted((n for n in outcomes if n.adcode not in leaves and n.why != TOTAL_ROW), key=lambda n: n.line)
        ),
        boundaries_without_row=tuple(
            _boundary(code, regions, sums) for code in regions.leaf_adcodes if code not in has_row
        ),
        leaves_without_people=tuple(
            _boundary(code, regions, sums)
            for code, count in zip(adcodes, people, strict=True)
            if count == PEOPLE_UNKNOWN
        ),
        published=PUBLISHED if provinces else "",
        provinces=provinces,
        notes=tuple(notes),
    )
    return adcodes, counts, report


def _known(count: int | None) -> int:
    return PEOPLE_UNKNOWN if count is None else count


def _note(row: PopulationRow, now: Iterable[str], why: str) -> RowNote:
    return RowNote(
        line=row.line, adcode=row.adcode, name=row.name, people=row.counts["people"], now=tuple(now), why=why
    )


def _divide(rows: Sequence[PopulationRow], leaves: set[str], sums: _Sums, said: _Notes) -> tuple[PopulationRow, ...]:
    """Share out the divisions that this file counts undivided; return the rows that remain to be placed."""
    by_code = {row.adcode: row for row in rows}
    taken: set[str] = set()
    for division in DIVISIONS:
        if not _is_undivided(division, by_code, leaves):
            continue
        sources = [by_code[code] for code in division.sources]
        for measure in sums.measures:
            given = [row.counts.get(measure) for row in sources]
            known = [count for count in given if count is not None]
            parts: list[int | None] = [None] * len(division.weights)
            if len(known) == len(given):
                parts = list(largest_remainder(sum(known), list(division.weights.values())))
            for code, part in zip(division.weights, parts, strict=True):
                sums.of_leaf.setdefault(code, dict.fromkeys(sums.measures, 0))[measure] = part
        said.divided += [_note(row, division.weights, division.source) for row in sources]
        taken.update(division.sources)
    return tuple(row for row in rows if row.adcode not in taken)


def _is_undivided(division: Division, by_code: Mapping[str, PopulationRow], leaves: set[str]) -> bool:
    """Say whether the map has the new regions, and the file the old ones and not all of the new ones."""
    has_all_old = all(code in by_code for code in division.sources)
    has_gone = any(code not in leaves for code in division.sources)
    lacks_new = any(code not in by_code for code in division.weights)
    return leaves.issuperset(division.weights) and has_all_old and (has_gone or lacks_new)


def _place(row: PopulationRow, regions: Regions, leaves: set[str], sums: _Sums, said: _Notes) -> None:
    if is_total(row, regions, leaves):
        said.not_placed.append(_note(row, (), TOTAL_ROW))
        return
    now, why = _target(row, regions, leaves)
    if now is None:
        said.not_placed.append(_note(row, (), why))
        return
    sums.add(now, row.counts)
    if row.counts["people"] is None:
        said.blank.append(_note(row, (now,), BLANK))
    if why == CHANGED:
        said.changed.append(_note(row, (now,), why))
        return
    said.direct += 1
    if not _says(row.name, now, regions):
        said.other_name.append(_note(row, (now,), f"{OTHER_NAME}: {regions.get(now).name}"))


def _target(row: PopulationRow, regions: Regions, leaves: set[str]) -> tuple[str | None, str]:
    """Return the leaf of a row (why is empty under its own code), or none and why not."""
    here = row.adcode in leaves
    old = old_region(row.adcode, row.name)
    if here and (_says(row.name, row.adcode, regions) or old is None or old.name != row.name):
        return row.adcode, ""
    successors = old.now if old is not None else (row.adcode,)
    if len(successors) == 1:
        found = _standing(successors[0], row.adcode, leaves)
        if found is not None:
            return found, CHANGED
    if here:
        return row.adcode, ""
    if len(successors) > 1:
        return None, DIVIDED_UNKNOWN
    return None, SPECIAL_AREA if row.adcode[4] == "7" else NO_REGION


def _says(name: str, adcode: str, regions: Regions) -> bool:
    """Say whether a row's name is that of the region, or says nothing."""
    return name in _NAMELESS or same_name(name, regions.get(adcode).name)


def _standing(successor: str, own: str, leaves: set[str]) -> str | None:
    """Return the leaf that stands for a successor: itself, or the one predecessor that an older map still has."""
    if successor in leaves:
        return successor
    kept = [code for code in predecessors(successor) if code in leaves and code != own]
    return kept[0] if len(kept) == 1 else None


def _boundary(adcode: str, regions: Regions, sums: _Sums) -> BoundaryNote:
    region = regions.get(adcode)
    if not region.operator:
        return BoundaryNote(adcode=adcode, name=region.name, placed=False, why=OUTSIDE)
    if adcode not in sums.of_leaf:
        return BoundaryNote(adcode=adcode, name=region.name, placed=False, why=_why_empty(adcode, regions))
    placed = sums.of_leaf[adcode]["people"] is not None
    return BoundaryNote(adcode=adcode, name=region.name, placed=placed, why=CHANGED if placed else BLANK)


def _why_empty(adcode: str, regions: Regions) -> str:
    made_from = [code for code in CARVED_OUT.get(adcode, ()) if code in regions]
    if not made_from:
        return NO_ROW
    names = ", ".join(f"{code} {regions.get(code).name}" for code in made_from)
    return f"made since out of {names}, whose rows still count its people"
