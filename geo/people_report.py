"""What became of every row of a population file: the report that stays with the data set.

Nothing is dropped in silence. A row is placed under its own code, under the code that took its place, divided
among several, or not placed, with the reason; a boundary has people, or it says why not; a province is held
against the total that was published for it.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

#: Why a row has no place.
SPECIAL_AREA = "a special area (development zone or the like) without a boundary of its own"
DIVIDED_UNKNOWN = "divided since; what lives in each part was not published"
NO_REGION = "no region has this code"
TOTAL_ROW = "the total of a province or city, not counted again"
#: Why a boundary has no people.
OUTSIDE = "outside the operator"
NO_ROW = "no row"
BLANK = "its row is blank"
_FIRST = 5


@dataclass(frozen=True, slots=True)
class RowNote:
    """A row about which something must be said; `now` are the codes it went to, none when it was not placed."""

    line: int
    adcode: str
    name: str
    people: int | None
    now: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class BoundaryNote:
    """A boundary without a row of its own; `placed` when a changed or divided code gave it people."""

    adcode: str
    name: str
    placed: bool
    why: str


@dataclass(frozen=True, slots=True)
class ProvinceCheck:
    """A province as counted in the file against its published total."""

    adcode: str
    name: str
    counted: int
    published: int

    @property
    def difference(self) -> int:
        """Counted minus published."""
        return self.counted - self.published


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """Every row is in exactly one of placed directly (a number), `changed`, `divided`, `not_placed`."""

    rows: int
    rows_direct: int
    people_in_file: int
    people_placed: int
    changed: tuple[RowNote, ...]
    divided: tuple[RowNote, ...]
    not_placed: tuple[RowNote, ...]
    blank: tuple[RowNote, ...]
    #: Placed by code, but the boundary has another name.
    other_name: tuple[RowNote, ...]
    #: Rows whose code no boundary has, placed elsewhere or not.
    rows_without_boundary: tuple[RowNote, ...]
    boundaries_without_row: tuple[BoundaryNote, ...]
    #: The operator's boundaries whose people are not known, and why.
    leaves_without_people: tuple[BoundaryNote, ...]
    #: Source of the published totals, empty when there are none for that day.
    published: str
    provinces: tuple[ProvinceCheck, ...]
    notes: tuple[str, ...]

    @property
    def codes_not_placed(self) -> tuple[str, ...]:
        """Codes of the rows whose people are nowhere."""
        return tuple(row.adcode for row in self.not_placed if row.why != TOTAL_ROW)

    @property
    def people_not_placed(self) -> int:
        """People of the rows that have no place."""
        return sum(row.people or 0 for row in self.not_placed if row.why != TOTAL_ROW)

    @property
    def wrong_provinces(self) -> tuple[ProvinceCheck, ...]:
        """Provinces that do not agree with what was published."""
        return tuple(check for check in self.provinces if check.difference)

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        provinces = [{**asdict(check), "difference": check.difference} for check in self.provinces]
        return {**asdict(self), "provinces": provinces, "people_not_placed": self.people_not_placed}

    def lines(self) -> Iterator[str]:
        """Yield the report as plain lines, each list cut to its first few."""
        yield f"{self.rows:,} rows, {self.people_in_file:,} people; {self.people_placed:,} of them placed"
        yield from self._list("rows without a boundary of their code", self.rows_without_boundary)
        yield from self._list("placed under the code that took its place", self.changed)
        yield from self._list("divided among new regions by published figures", self.divided)
        lost = f"not placed, {self.people_not_placed:,} people"
        yield from self._list(lost, [row for row in self.not_placed if row.why != TOTAL_ROW])
        yield from self._list("totals, not counted again", [row for row in self.not_placed if row.why == TOTAL_ROW])
        yield from self._list("blank", self.blank)
        yield from self._list("another name than the boundary's", self.other_name)
        yield from self._boundaries()
        yield from self._provinces()
        yield from self.notes

    def _list(self, title: str, rows: "tuple[RowNote, ...] | list[RowNote]") -> Iterator[str]:
        if not rows:
            return
        shown = "; ".join(_row(row) for row in rows[:_FIRST])
        more = f"; and {len(rows) - _FIRST:,} more" if len(rows) > _FIRST else ""
        yield f"{len(rows):,} rows: {title}: {shown}{more}"

    def _boundaries(self) -> Iterator[str]:
        without = self.boundaries_without_row
        if without:
            outside, placed = sum(b.why == OUTSIDE for b in without), sum(b.placed for b in without)
            yield (
                f"{len(without):,} boundaries without a row of their code: {outside} outside the operator, {placed} "
                f"got their people from changed codes, {len(without) - outside - placed} have none"
            )
        for boundary in self.leaves_without_people[:_FIRST]:
            yield f"  people: none: {boundary.adcode} {boundary.name} ({boundary.why})"
        if len(self.leaves_without_people) > _FIRST:
            yield f"  and {len(self.leaves_without_people) - _FIRST:,} more without people"

    def _provinces(self) -> Iterator[str]:
        if not self.provinces:
            yield "no published totals are known for that day; provinces were not compared"
            return
        agree = len(self.provinces) - len(self.wrong_provinces)
        yield f"{agree} of {len(self.provinces)} provinces equal the published total ({self.published})"
        for check in self.wrong_provinces:
            way = "too high" if check.difference > 0 else "too low"
            yield (
                f"  {check.adcode} {check.name}: {check.counted:,} counted, {check.published:,} published, "
                f"{abs(check.difference):,} {way}"
            )


def _row(row: RowNote) -> str:
    people = "blank" if row.people is None else f"{row.people:,}"
    now = f" → {' + '.join(row.now)}" if row.now and row.now != (row.adcode,) else ""
    return f"line {row.line} {row.adcode} {row.name} ({people}){now}"
