"""The same measure through HTTP and through a folder: the same outcomes, figures and books, to the fen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from incident import outbox
from incident.clock import SteppedClock
from incident.commands import measures
from incident.db import Database
from incident.draining import Drains, Endpoints, Pace
from incident.models import BatchException, Outbox
from incident.queries.balance import balance
from notifications.billing_connector import BillingConnector
from notifications.registry import build
from tests.measures.stories import batches, begun, do, measure, started
from tests.notifications.processes import RunningSimulator, running
from tests.support import assert_chain_holds, assert_fold_equals_rows

PACE = Pace(at_once=8, parallel=4)
WIRES = ("billing_tmf", "billing_file")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSimulator]:
    with running("billing", tmp_path_factory.mktemp("province"), settle_ms=0) as simulator:
        yield simulator


@pytest.fixture
def billing(province: RunningSimulator, wire: str) -> Iterator[BillingConnector]:
    province.set_faults(fail_ppm=20_000, unknown_ppm=0, shedding=0)
    built = build(wire, province.settings(wire), world="exercise")
    assert isinstance(built, BillingConnector)
    yield built
    built.close()


def run(db: Database, clock: SteppedClock, billing: BillingConnector, until: Callable[[], bool]) -> None:
    """Drain, stepping the clock over back-offs and giving a province that reads files its moment."""
    worker = Drains(db, Endpoints(billing=billing), "test", PACE)
    for _ in range(60):
        for kind in worker.due():
            worker.drain(kind)
        if until():
            return
        time.sleep(0.1 if billing.patience > 1 else 0)
        clock.step(31)
    pytest.fail("the drains did not come to an end")


def figures(db: Database, measure_id: str) -> dict[str, Any]:
    """What a measure came to, by county, segment and revision, and who failed."""
    names = [
        f"{name}_{unit}" for name in ("submitted", "applied", "failed", "reversed") for unit in ("customers", "fen")
    ]
    with db.read() as session:
        failed = session.scalars(select(BatchException.account_ref).where(BatchException.resolved.is_(False)))
        refs = sorted(failed)
    told = {
        place: [row[name] for name in (*names, "state", "failures")] for place, row in batches(db, measure_id).items()
    }
    return {"batches": told, "failed": refs}


def even(db: Database, incident: str, simulator: RunningSimulator, measure_id: str) -> bool:
    books = simulator.get("books")
    ours = [batch for batch in books["batches"] if batch["batch"].startswith(measure_id)]
    with db.read() as session:
        return not balance(session, incident, books={"batches": ours})["differences"]


#: What the first wire came to, for the other to be held against.
SEEN: dict[str, Any] = {}


@pytest.mark.parametrize("wire", WIRES)
def test_failures_a_retry_and_a_revocation_come_to_the_same_by_either_wire(
    db: Database, clock: SteppedClock, billing: BillingConnector, province: RunningSimulator, wire: str
) -> None:
    incident = begun(db)
    row = started(db, incident)
    found = []
    run(db, clock, billing, lambda: measure(db, row["id"])["state"] == "partially_applied")
    found.append(figures(db, row["id"]))
    evens = [even(db, incident, province, row["id"])]

    do(db, incident, measures.retry_measure, measure_id=row["id"])
    run(db, clock, billing, lambda: measure(db, row["id"])["state"] in ("partially_applied", "in_effect"))
    found.append(figures(db, row["id"]))
    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")
    run(db, clock, billing, lambda: measure(db, row["id"])["state"] == "reversed")
    found.append(figures(db, row["id"]))
    evens.append(even(db, incident, province, row["id"]))

    assert evens == [True, True]
    assert sum(batch[4] for batch in found[0]["batches"].values()) > 0
    assert len(found[0]["failed"]) > len(found[1]["failed"]) > 0
    assert found == SEEN.setdefault("life", found)
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


@pytest.mark.parametrize("wire", WIRES)
def test_an_instruction_whose_sender_died_is_asked_about_and_carried_out_once(
    db: Database, clock: SteppedClock, billing: BillingConnector, province: RunningSimulator, wire: str
) -> None:
    row = started(db, begun(db))
    dead = Drains(db, Endpoints(billing=billing), "dead", PACE)
    act, _note = dead._how("billing")
    assert act is not None
    with db.transaction() as tx:
        claims = outbox.claim(tx, kind="billing", worker="dead", limit=2)
    act(claims[0])  # sent, and nobody noted it; the other was never sent
    clock.step(31)

    run(db, clock, billing, lambda: measure(db, row["id"])["state"] == "partially_applied")

    there = [batch for batch in province.get("books")["batches"] if batch["batch"].startswith(row["id"])]
    assert {batch["attempts"] for batch in there} == {1}
    assert len(there) == len(batches(db, row["id"]))
    with db.read() as session:
        unknown = session.scalars(select(Outbox.key).where(Outbox.kind == "billing", Outbox.state == "unknown")).all()
    assert len(unknown) <= 2  # each was settled by asking
