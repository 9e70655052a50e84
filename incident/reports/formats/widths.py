"""How wide a table's columns are: numbers never break, words share what is left."""

from __future__ import annotations

from incident.reports.model import NUMBERS, Table
from incident.reports.pictures.canvas import width_of
from incident.reports.wording import Language, shown

#: Room beside the longest number, and what a word column gets for each step of its wish, in widths of a character.
_ROOM, _STEP = 2.0, 3.0


def shares(table: Table, language: Language) -> list[float]:
    """The columns' shares of the width, in no unit but their own."""
    found = []
    for place, column in enumerate(table.columns):
        told = [shown(row[place], language) for row in table.rows]
        longest = max((width_of(one, 1) for one in told), default=0.0)
        if column.unit in NUMBERS or column.unit == "moment":
            found.append(max(longest, _of_head(column.label)) + _ROOM)
        else:
            wanted = max(longest, _of_head(column.label)) + _ROOM
            found.append(min(wanted, max(column.width * 3.0, column.width * _STEP)))
    return found


def _of_head(label: str) -> float:
    """A head may break between its words."""
    return max(width_of(word, 1) for word in (label.split() or [""]))
