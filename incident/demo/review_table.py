"""The spreadsheet of figures that headquarters brings the morning after: a row a province and kind, drawn by the seed.

As such tables are, it has rows that cannot land; the house names each of them.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator

from openpyxl import Workbook

from incident.demo import chance
from incident.demo.cast import PROVINCES
from incident.demo.story import incident_id
from incident.demo.view import View
from incident.reports.outcome_tables import head
from incident.rules.outcomes.kinds import KINDS, SOURCE_WORDS
from incident.rules.outcomes.rows import COLUMNS
from incident.rules.outcomes.words import number_text
from incident.scenarios.afterwards import Bounds, Column, Table

LANGUAGE = "zh"


def workbook(step: Table, *, run: uuid.UUID, seed: int, view: View) -> bytes:
    """The file as it lies on somebody's desk."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "成效"
    sheet.append(head(LANGUAGE))
    for row in table_rows(step, seed=seed, hit=customers_hit(view, run)):
        sheet.append([row.get(name, "") for name in COLUMNS])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def customers_hit(view: View, run: uuid.UUID) -> dict[str, int]:
    """Customers inside the footprint that counts, by province; provinces that it does not touch are left out."""
    found: dict[str, int] = {}
    for row in view.rows("impact_region"):
        told = view.row("province_incident", f"{incident_id(run)}:{row['region']}")
        if row["level"] == "province" and told is not None and told["footprint_id"] == row["footprint_id"]:
            found[row["region"]] = found.get(row["region"], 0) + row["total"]
    return {province: customers for province, customers in found.items() if customers}


def table_rows(step: Table, *, seed: int, hit: dict[str, int]) -> Iterator[dict[str, str]]:
    """Rows by the columns' names: those that land, then the slips."""
    day = step.day.isoformat()
    for column in step.columns:
        for province in PROVINCES if column.where == "all" else sorted(hit):
            if province not in column.without:
                yield _row(step, column, province, seed, hit) | {"from": day, "to": day}
    for kind, province, value in step.slips:
        yield {"kind": kind, "province": province, "value": value, "from": day, "to": day}


def _row(step: Table, column: Column, province: str, seed: int, hit: dict[str, int]) -> dict[str, str]:
    kind = KINDS[column.kind]

    def drawn(bounds: Bounds, what: str) -> int:
        return chance.whole(seed, step.id, column.kind, province, what, least=bounds.least, most=bounds.most)

    row = {
        "kind": kind.zh,
        "province": PROVINCES[province][1],
        "value": number_text(kind, drawn(column.provinces.get(province, column.value), "value")),
        "unit": kind.unit_zh,
        "source": SOURCE_WORDS[column.source][0],
    }
    if column.base is None:
        return row
    base = hit[province] if column.base == "customers_hit" else drawn(column.base, "base")
    return row | {"base": str(base)}
