"""Instructions leave for a real billing simulator over HTTP, and its own books say the same as ours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from incident import outbox
from incident.clock import SteppedClock
from incident.commands import measures
from incident.db import Database, World, open_engine
from incident.draining import Drains, Endpoints, InProcessDrainer, Pace
from incident.draining.cycle import Done
from incident.models import Measure, Outbox
from incident.queries.balance import balance
from notifications.connectors.billing_tmf import ExerciseBillingTmf
from notifications.registry import build
from tests.conftest import QUAKE
from tests.measures.stories import batches, begun, do, measure, started
from tests.notifications.processes import RunningSimulator, running
from tests.support import assert_chain_holds, assert_fold_equals_rows

PACE = Pace(at_once=8, parallel=4)


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSimulator]:
    with running("billing", tmp_path_factory.mktemp("billing"), settle_ms=0) as billing:
        yield billing


@pytest.fixture
def billing(simulator: RunningSimulator) -> Iterator[ExerciseBillingTmf]:
    simulator.set_faults(fail_ppm=0, unknown_ppm=0, loss_kind=0, shedding=0, settle_ms=0, latency_max_ms=0)
    connector = build("billing_tmf", simulator.settings(), world="exercise")
    assert isinstance(connector, ExerciseBillingTmf)
    yield connector
    connector.close()


def drains(db: Database, billing: ExerciseBillingTmf, worker: str = "test") -> Drains:
    return Drains(db, Endpoints(billing=billing), worker, PACE)


def run(
    db: Database, clock: SteppedClock, billing: ExerciseBillingTmf, until: Callable[[], bool], *, steps: int = 40
) -> None:
    """Drain, stepping the clock over back-offs, until the question is answered with yes."""
    worker = drains(db, billing)
    for _ in range(steps):
        for kind in worker.due():
            worker.drain(kind)
        if until():
            return
        clock.step(31)
    pytest.fail("the drains did not come to an end")


def even(db: Database, incident: str, simulator: RunningSimulator) -> None:
    with db.read() as session:
        told = balance(session, incident, books=ours(simulator.get("books"), set(known(db))))
    assert told["differences"] == []
    assert told["even"]


def known(db: Database) -> list[str]:
    with db.read() as session:
        return list(session.scalars(select(Outbox.key).where(Outbox.kind == "billing")))


def ours(books: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    """The simulator serves the whole module: only batches of this test's measures."""
    measures_here = {key.split(":")[0] for key in keys}
    return {"batches": [b for b in books["batches"] if b["batch"].split(":")[0] in measures_here]}


def test_a_measure_is_carried_out_and_the_books_agree_to_the_fen(
    db: Database, clock: SteppedClock, billing: ExerciseBillingTmf, simulator: RunningSimulator
) -> None:
    incident = begun(db)
    row = started(db, incident)

    run(db, clock, billing, lambda: measure(db, row["id"])["state"] == "in_effect")

    assert sum(b["applied_customers"] for b in batches(db, row["id"]).values()) == row["customers"]
    even(db, incident, simulator)
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_failed_accounts_are_listed_retried_and_in_the_end_reversed(
    db: Database, clock: SteppedClock, billing: ExerciseBillingTmf, simulator: RunningSimulator
) -> None:
    simulator.set_faults(fail_ppm=20_000)
    incident = begun(db)
    row = started(db, incident)
    run(db, clock, billing, lambda: measure(db, row["id"])["state"] == "partially_applied")
    failed = sum(b["failed_customers"] for b in batches(db, row["id"]).values())
    assert failed > 0
    even(db, incident, simulator)

    do(db, incident, measures.retry_measure, measure_id=row["id"])
    run(db, clock, billing, lambda: measure(db, row["id"])["state"] in ("partially_applied", "in_effect"))
    after = sum(b["failed_customers"] for b in batches(db, row["id"]).values())
    assert 0 < after < failed
    even(db, incident, simulator)

    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")
    run(db, clock, billing, lambda: measure(db, row["id"])["state"] == "reversed")
    even(db, incident, simulator)
    assert_fold_equals_rows(db)


@pytest.mark.parametrize("loss_kind", [1, 2, 3, 4])
def test_lost_answers_of_every_kind_are_settled_by_asking_and_nothing_is_doubled(
    db: Database, clock: SteppedClock, billing: ExerciseBillingTmf, simulator: RunningSimulator, loss_kind: int
) -> None:
    simulator.set_faults(unknown_ppm=600_000, loss_kind=loss_kind)
    incident = begun(db)
    row = started(db, incident)

    run(db, clock, billing, lambda: measure(db, row["id"])["state"] == "in_effect")

    there = {b["batch"]: b for b in ours(simulator.get("books"), set(known(db)))["batches"]}
    assert set(there) == {b["id"] for b in batches(db, row["id"]).values()}
    assert all(b["attempts"] == 1 for b in there.values())
    even(db, incident, simulator)
    assert_fold_equals_rows(db)


def test_a_system_that_sheds_load_is_tried_later_and_nothing_is_lost(
    db: Database, clock: SteppedClock, billing: ExerciseBillingTmf, simulator: RunningSimulator
) -> None:
    simulator.set_faults(shedding=1)
    incident = begun(db)
    row = started(db, incident)
    drains(db, billing).drain("billing")
    assert all(b["state"] == "planned" for b in batches(db, row["id"]).values())

    simulator.set_faults(shedding=0)
    run(db, clock, billing, lambda: measure(db, row["id"])["state"] == "in_effect")
    even(db, incident, simulator)


def test_two_drainers_at_once_send_each_batch_once(
    db: Database, clock: SteppedClock, billing: ExerciseBillingTmf, simulator: RunningSimulator
) -> None:
    incident = begun(db)
    row = started(db, incident)
    workers = [threading.Thread(target=drains(db, billing, f"w{n}").drain, args=("billing",)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    run(db, clock, billing, lambda: measure(db, row["id"])["state"] == "in_effect")
    with db.read() as session:
        assert set(session.scalars(select(Outbox.attempts).where(Outbox.kind == "billing"))) == {1}
    even(db, incident, simulator)


def test_a_worker_that_died_after_sending_is_followed_by_a_question_not_a_second_sending(
    db: Database, clock: SteppedClock, billing: ExerciseBillingTmf, simulator: RunningSimulator
) -> None:
    incident = begun(db)
    row = started(db, incident)
    worker = drains(db, billing)
    with db.transaction() as tx:
        claims = outbox.claim(tx, kind="billing", worker="dies", limit=10)
    act, _note = worker._how("billing")
    assert act is not None
    for claim in claims[:2]:
        assert act(claim) is not None

    assert worker.drain("billing") == 0
    clock.step(31)
    run(db, clock, billing, lambda: measure(db, row["id"])["state"] == "in_effect")

    there = ours(simulator.get("books"), set(known(db)))["batches"]
    assert [b["attempts"] for b in there] == [1, 1, 1, 1]
    even(db, incident, simulator)


def test_a_late_worker_whose_lease_has_passed_on_completes_nothing(
    db: Database, clock: SteppedClock, billing: ExerciseBillingTmf
) -> None:
    begun_row = started(db, begun(db))
    with db.transaction() as tx:
        [late, *_others] = outbox.claim(tx, kind="billing", worker="late", limit=10)
    clock.step(31)
    with db.transaction() as tx:
        outbox.claim(tx, kind="billing", worker="second", limit=10)

    act, _note = drains(db, billing)._how("billing")
    assert act is not None
    assert act(late) is None
    with db.transaction() as tx:
        assert not Done(claim=late, state="sent").complete(tx)
    assert all(b["state"] == "planned" for b in batches(db, begun_row["id"]).values())


def test_bytes_changed_after_approval_by_hand_in_the_database_are_not_sent(
    db: Database, clock: SteppedClock, billing: ExerciseBillingTmf, simulator: RunningSimulator
) -> None:
    incident = begun(db)
    row = started(db, incident)
    with db.transaction() as tx:
        tx.session.execute(
            update(Measure)
            .where(Measure.id == row["id"])
            .values(fields={**row["fields"], "cap_per_customer_fen": 9999})
        )

    run(db, clock, billing, lambda: measure(db, row["id"])["state"] == "partially_applied")

    assert ours(simulator.get("books"), set(known(db)))["batches"] == []
    assert all(b["failures"] == {"not_approved": b["intended_customers"]} for b in batches(db, row["id"]).values())


def test_questions_and_instructions_take_turns_however_many_of_either_wait(
    db: Database, clock: SteppedClock, billing: ExerciseBillingTmf, simulator: RunningSimulator
) -> None:
    simulator.set_faults(settle_ms=3_600_000)
    row = started(db, begun(db))
    worker = Drains(db, Endpoints(billing=billing), "test", Pace(at_once=1, most_at_once=1, parallel=1))

    def take(turns: int) -> tuple[int, int]:
        left = count(turns, -1)
        worker.work_off(("billing_query", "billing"), give_up=lambda: next(left) == 0)
        with db.read() as session:
            asked = select(func.count()).where(Outbox.kind == "billing_query", Outbox.attempts > 0)
            sent = select(func.count()).where(Outbox.kind == "billing", Outbox.state == "sent")
            return session.scalar(sent) or 0, session.scalar(asked) or 0

    assert len(batches(db, row["id"])) >= 4
    assert take(2) == (2, 0)
    clock.step(2)
    assert take(2) == (3, 1)


def test_the_in_process_drainer_works_by_itself_and_stops(
    database_url: str, billing: ExerciseBillingTmf, simulator: RunningSimulator
) -> None:
    engine = open_engine(database_url)
    with Session(engine) as session:
        session.add(World(id=1, kind="exercise", name="t", anchor_real=datetime.now(UTC), anchor_world=QUAKE, rate=60))
        session.commit()
    live = Database(engine)
    drainer = InProcessDrainer(Drains(live, Endpoints(billing=billing), "thread", PACE), sweep_s=0.2)
    drainer.start()
    incident = begun(live)
    row = started(live, incident)
    deadline = time.monotonic() + 30
    while measure(live, row["id"])["state"] != "in_effect" and time.monotonic() < deadline:
        time.sleep(0.1)
    drainer.stop()

    assert measure(live, row["id"])["state"] == "in_effect"
    even(live, incident, simulator)
    assert live.bells == []
    engine.dispose()
