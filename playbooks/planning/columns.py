"""A Situation's rows as columns, so that many sums over the same thousands of rows cost little.

Sums of whole numbers: where one might not fit 64 bits there are no columns, and `counting` adds row by row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playbooks.language.situation import SituationRegion
from playbooks.terms.words import SEGMENTS

#: The quantities that every row has, in the order in which they are told.
FIGURES = ("people", "sites", "halls", "key_customers")
_FIGURES_OF = attrgetter(*FIGURES)
#: Beyond it a sum over every county might not fit.
_MOST = 2**48
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Columns:
    """Rows in the order given; counties and provinces are numbers, in the order of their adcodes."""

    counties: tuple[str, ...]
    provinces: tuple[str, ...]
    #: (rows,): number of its county, and of its province.
    county: Whole
    province: Whole
    #: (rows, SEGMENTS), (rows, FIGURES), (rows, of_which)
    segments: Whole
    figures: Whole
    of_which: Whole
    of_which_names: tuple[str, ...]
    #: (rows, of_which): whether the row says anything of it, be it zero.
    of_which_told: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: Sequence[SituationRegion]) -> "Columns | None":
        """Return the columns, None where the numbers are too large for them."""
        names = tuple(dict.fromkeys(name for row in rows for name in row.of_which))
        counties, county = _numbered([row.adcode for row in rows])
        provinces, province = _numbered([row.province for row in rows])
        told = np.array([[name in row.of_which for name in names] for row in rows], dtype=np.bool_)
        try:
            segments = _whole(_looked_up([row.segments for row in rows], SEGMENTS), SEGMENTS)
            figures = _whole([*map(_FIGURES_OF, rows)], FIGURES)
            of_which = _whole(_looked_up([row.of_which for row in rows], names), names)
        except OverflowError:
            return None
        if any(column.size and int(column.max()) > _MOST for column in (segments, figures, of_which)):
            return None
        return cls(
            counties=counties, provinces=provinces, county=county, province=province, segments=segments,
            figures=figures, of_which=of_which, of_which_names=names, of_which_told=told.reshape(len(rows), len(names)),
        )  # fmt: skip

    def take(self, rows: Whole) -> "Columns":
        """Return the columns of some rows alone, by their numbers."""
        return replace(
            self, county=self.county[rows], province=self.province[rows], segments=self.segments[rows],
            figures=self.figures[rows], of_which=self.of_which[rows], of_which_told=self.of_which_told[rows],
        )  # fmt: skip


def sums_by(values: Whole, *, by: Whole) -> tuple[list[int], Whole]:
    """Return the numbers that occur in ``by``, rising, and the sums of the rows (rows, columns) of each."""
    order = np.argsort(by, kind="stable")
    numbers = by[order]
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    return numbers[starts].tolist(), np.add.reduceat(values[order], starts, axis=0)


def _numbered(adcodes: Sequence[str]) -> tuple[tuple[str, ...], Whole]:
    known = tuple(sorted(set(adcodes)))
    place = {adcode: number for number, adcode in enumerate(known)}
    return known, np.array([place[adcode] for adcode in adcodes], dtype=np.int64)


def _looked_up(mappings: Sequence[Mapping[str, int]], names: Sequence[str]) -> list[Any]:
    """Return the values of names in each mapping; what is absent is zero."""
    try:
        return [*map(itemgetter(*names), mappings)] if names else [() for _ in mappings]
    except KeyError:
        return [[mapping.get(name, 0) for name in names] for mapping in mappings]


def _whole(values: Sequence[Any], names: Sequence[str]) -> Whole:
    return np.array(values, dtype=np.int64).reshape(len(values), len(names))
