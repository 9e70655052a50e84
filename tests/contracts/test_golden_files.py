"""The golden files are what their schemas say, and an event recorded by an earlier version still proves itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from incident import fold
from incident.db import Base
from incident.log import chain_hash
from tests.contracts.conftest import FOLDER, Conforms, read

EXAMPLES = sorted(
    path.name.removesuffix(".schema.json")
    for path in FOLDER.glob("*.schema.json")
    if (FOLDER / path.name.replace(".schema", "")).exists()
)


@pytest.mark.parametrize("contract", EXAMPLES)
def test_each_golden_file_keeps_its_contract(contract: str, conforms: Conforms) -> None:
    conforms(contract, read(f"{contract}.json"))


def test_the_contracts_of_the_plan_all_have_a_golden_file() -> None:
    assert {"event", "events", "frame", "head", "state", "impact", "problem"} <= set(EXAMPLES)


@pytest.mark.parametrize("contract", EXAMPLES)
def test_a_golden_file_without_one_of_its_names_breaks_the_contract(contract: str, conforms: Conforms) -> None:
    document = read(f"{contract}.json")
    required = _schema(contract)["required"]

    with pytest.raises(AssertionError, match=required[0]):
        conforms(contract, {name: value for name, value in document.items() if name != required[0]})


def test_an_event_recorded_earlier_still_has_its_hash() -> None:
    event = read("event.json")

    assert chain_hash(event) == event["hash"]
    assert chain_hash(event | {"audience": "620000"}) != event["hash"]


def test_a_frame_says_before_and_after_by_what_the_room_saw() -> None:
    frame = read("frame.json")

    positions = [event["position"] for event in frame["events"]]
    assert positions == sorted(positions)
    assert frame["before"] < positions[0]
    assert frame["after"] == positions[-1]


@pytest.mark.parametrize("case", read("fold.json")["cases"], ids=lambda case: case["name"])
def test_the_server_folds_as_the_golden_file_says_and_the_browser_too(case: dict[str, Any], tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)

    with Session(engine) as session:
        for event in case["events"]:
            fold.apply(session, event["stream"], event["audience"], event["changes"])
        for table, rows in case["after"].items():
            found = session.execute(select(fold.TABLES[table])).mappings()
            folded = {row["id"]: fold.log_spelling(fold.TABLES[table], dict(row)) for row in found}
            assert folded == rows
    engine.dispose()


def _schema(contract: str) -> dict[str, Any]:
    schema: dict[str, Any] = read(f"{contract}.schema.json")
    return schema
