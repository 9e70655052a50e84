"""Open data is what its dictionary says, agrees with the ledger, and names nobody."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from incident.db import Database
from incident.house import House
from incident.queries.open_data import TABLES
from incident.reports.making import Wanted, make_file
from incident.reports.parquet import schema_of
from tests.measures.stories import batches, begun, settle, started
from tests.web.browser import Browser

Person = Callable[..., Browser]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_table_has_the_columns_of_the_dictionary_and_the_ledger_adds_up(
    house: House, db: Database, person: Person, tmp_path: Path
) -> None:
    incident = begun(db)
    for batch in batches(db, started(db, incident)["id"]).values():
        settle(db, incident, batch, failed=1)
    path = tmp_path / "open.zip"

    made = make_file(house, Wanted(incident_id=incident, kind="open_data", form="parquet", language="en"), path)

    with zipfile.ZipFile(path) as file:
        told = json.loads(file.read("dictionary.json"))
        read = {table.name: pq.read_table(io.BytesIO(file.read(f"{table.name}.parquet"))) for table in TABLES}
    for table, about in zip(TABLES, told["tables"], strict=True):
        assert [field.name for field in read[table.name].schema] == [one["name"] for one in about["columns"]]
        assert read[table.name].schema.equals(schema_of(table))
        assert read[table.name].num_rows == told["rows"][table.name]
    total = person(("reviewer", "nation")).get(f"/api/v1/incidents/{incident}/ledger").json["total"]
    ledger = read["batch"].to_pydict()
    for name in ("intended_customers", "applied_customers", "failed_customers", "applied_fen"):
        assert sum(ledger[name]) == total[name]
    assert (told["position"], made.size) == (made.position, path.stat().st_size)


def test_no_column_could_name_anybody_or_hold_what_somebody_wrote() -> None:
    names = {column.name for table in TABLES for column in table.columns}

    assert [
        name for name in names if "person" in name or "name" in name or "text" in name or name.endswith("_by_id")
    ] == []
    assert (
        names & {"acknowledged_by", "author_id", "reference", "body_zh", "title_zh", "failures", "account_ref"} == set()
    )
    assert all(column.zh and column.en for table in TABLES for column in table.columns)
