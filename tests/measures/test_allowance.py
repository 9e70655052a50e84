"""Each province's billing is spoken to by its own connector, in its own times and at its own rate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.config import Settings
from incident.db import Database
from incident.draining import Drains, Endpoints, Pace, build_endpoints
from incident.models import Outbox
from notifications.billing_connector import BillingConnector
from notifications.registry import SettingsError, build
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import batches, begun, started
from tests.notifications.processes import RunningSimulator, running


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSimulator]:
    with running("billing", tmp_path_factory.mktemp("billing"), settle_ms=0) as billing:
        yield billing


def connector(simulator: RunningSimulator, **changes: Any) -> BillingConnector:
    built = build("billing_tmf", {**simulator.settings(), **changes}, world="exercise")
    assert isinstance(built, BillingConnector)
    return built


def waiting(db: Database) -> dict[str, tuple[str, int, str | None]]:
    """State, attempts and reason of each instruction by its county and segment."""
    with db.read() as session:
        rows = session.scalars(select(Outbox).where(Outbox.kind == "billing"))
        return {":".join(row.key.split(":")[2:4]): (row.state, row.attempts, row.reason) for row in rows}


def drain(db: Database, endpoints: Endpoints) -> None:
    Drains(db, endpoints, "test", Pace(at_once=8, parallel=2)).drain("billing")
    endpoints.close()


def test_in_a_closed_time_nothing_leaves_and_nothing_counts_as_tried(
    db: Database, clock: SteppedClock, simulator: RunningSimulator
) -> None:
    row = started(db, begun(db))  # at 16:00 in China
    shut = [{"from": "15:00", "until": "16:30", "why": "billing run"}]

    drain(db, Endpoints(billing=connector(simulator, closed=shut)))
    before = waiting(db)
    clock.step(31 * 60)
    drain(db, Endpoints(billing=connector(simulator, closed=shut)))

    assert {(state, attempts) for state, attempts, _why in before.values()} == {("pending", 0)}
    assert {why for _state, _attempts, why in before.values()} == {"closed until 11-22 16:30: billing run"}
    assert {batch["state"] for batch in batches(db, row["id"]).values()} <= {"submitted", "settled"}


def test_no_minute_sees_more_instructions_than_the_province_takes(
    db: Database, clock: SteppedClock, simulator: RunningSimulator
) -> None:
    started(db, begun(db))
    sent = []

    for _ in range(6):
        drain(db, Endpoints(billings={SICHUAN: connector(simulator, per_minute=1)}))
        sent.append(sum(state == "confirmed" for state, _attempts, _why in waiting(db).values()))
        clock.step(61)

    by_minute = [after - before for before, after in zip([0, *sent], sent, strict=False)]
    assert by_minute[0] == 1
    assert max(by_minute) == 1
    assert sent[-1] == 3  # all three of Sichuan; Gansu has no system, and waits
    assert waiting(db)["621202:easyown"] == ("pending", 0, f"no billing system for {GANSU}")


def test_a_province_with_a_system_of_its_own_is_sent_nothing_elsewhere(
    db: Database, clock: SteppedClock, simulator: RunningSimulator, tmp_path: Path
) -> None:
    row = started(db, begun(db))
    with running("billing", tmp_path, settle_ms=0) as of_gansu:
        drain(db, Endpoints(billing=connector(simulator), billings={GANSU: connector(of_gansu)}))
        there = [batch["batch"] for batch in of_gansu.get("books")["batches"]]

    assert there == [f"{row['id']}:1:621202:easyown"]


def offered(text: str) -> Settings:
    return Settings(endpoints=text, secret_key="k" * 32)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{"billing_tmf@51": {"base_url": "http://127.0.0.1:1"}}', "'billing_tmf@51' must be one of"),
        ('{"mail@510000": {}}', "'mail@510000' must be one of"),
        ('{"billing_tmf@510000": {"base_url": "ftp://x"}}', "settings of 'billing_tmf@510000' (exercise): base_url"),
        ('{"billing_tmf@510000": {"base_url": "http://127.0.0.1:1", "per_minute": 0.5}}', "per_minute"),
    ],
)
def test_settings_of_a_province_that_cannot_serve_stop_the_start_by_name(text: str, named: str) -> None:
    with pytest.raises(SettingsError) as error:
        build_endpoints(offered(text), world="exercise")

    assert named in str(error.value)


def test_each_province_may_have_its_own_and_one_serves_the_others() -> None:
    text = (
        '{"billing_tmf": {"base_url": "http://127.0.0.1:1"}, "billing_tmf@510000": {"base_url": "http://127.0.0.1:2"}}'
    )

    endpoints = build_endpoints(offered(text), world="exercise")

    found = [endpoints.billing_of(place) for place in (SICHUAN, GANSU)]
    endpoints.close()
    assert [str(one.settings.model_dump()["base_url"]) for one in found if one] == [
        "http://127.0.0.1:2",
        "http://127.0.0.1:1",
    ]
