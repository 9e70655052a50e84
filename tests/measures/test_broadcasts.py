"""A public broadcast: two approvals of exact bytes, sent once by province, stopped and corrected by one person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from incident import outbox
from incident.clock import SteppedClock
from incident.commands import broadcasts
from incident.commands.gateways import PartResult, note_part_results, parts_of
from incident.db import Database
from incident.draining import Drains, Endpoints, Pace
from incident.errors import Conflict, Forbidden, Invalid
from incident.log import incident_stream
from incident.models import Broadcast, Outbox
from incident.queries.balance import balance
from incident.rules.broadcasts import STATES, PartKey
from notifications.connectors.broadcast_gateway import ExerciseBroadcastGateway
from notifications.registry import build
from notifications.render import EXERCISE_PREFIX
from tests.conftest import QUAKE
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import (
    LI,
    SUN,
    WANG,
    WANG_AGAIN,
    ZHAO,
    approve_broadcast,
    begun,
    broadcasting,
    do,
    drafted_broadcast,
)
from tests.notifications.processes import RunningSimulator, running
from tests.support import assert_chain_holds, assert_fold_equals_rows

PACE = Pace(at_once=8, parallel=2)


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSimulator]:
    with running("broadcast", tmp_path_factory.mktemp("broadcast"), rate_per_s=1_000_000, receipt_ms=0) as gateway:
        yield gateway


@pytest.fixture
def gateway(simulator: RunningSimulator) -> Iterator[ExerciseBroadcastGateway]:
    simulator.set_faults(unknown_ppm=0, loss_kind=0, rate_per_s=1_000_000, fail_ppm=0, receipt_ms=0)
    connector = build("broadcast_gateway", simulator.settings(), world="exercise")
    assert isinstance(connector, ExerciseBroadcastGateway)
    yield connector
    connector.close()


def parts(db: Database, broadcast_id: str) -> dict[str, dict[str, Any]]:
    with db.transaction() as tx:
        return {part["province"]: part for part in parts_of(tx, broadcast_id)}


def now(db: Database, broadcast_id: str) -> dict[str, Any]:
    with db.transaction() as tx:
        return broadcasts.broadcast_row(tx, broadcast_id)


def run(
    db: Database, clock: SteppedClock, gateway: ExerciseBroadcastGateway, until: Callable[[], bool], steps: int = 30
) -> None:
    worker = Drains(db, Endpoints(gateway=gateway), "test", PACE)
    for _ in range(steps):
        for kind in worker.due():
            worker.drain(kind)
        if until():
            return
        clock.step(16)
    pytest.fail("the drains did not come to an end")


def jobs(simulator: RunningSimulator, broadcast_id: str) -> list[dict[str, Any]]:
    return [job for job in simulator.get("books")["jobs"] if job["externalId"].startswith(broadcast_id)]


def test_two_people_who_type_the_number_send_it_and_six_states_add_up(
    db: Database, clock: SteppedClock, gateway: ExerciseBroadcastGateway, simulator: RunningSimulator
) -> None:
    incident = begun(db)
    simulator.set_faults(fail_ppm=10_000)
    row = broadcasting(db, incident)
    run(db, clock, gateway, lambda: now(db, row["id"])["state"] == "completed")

    for part in parts(db, row["id"]).values():
        assert sum(part[name] for name in (*STATES, "stopped")) == part["customers"]
        assert part["delivered"] == part["customers"] - part["failed"] > 0
    sent = jobs(simulator, row["id"])
    assert {job["externalId"] for job in sent} == {f"{row['id']}:{SICHUAN}", f"{row['id']}:{GANSU}"}
    assert sent[0]["request"]["content"] == [{"language": "zh", "text": row["body_zh"]}]
    assert row["body_zh"].startswith(EXERCISE_PREFIX)
    with db.read() as session:
        assert balance(session, incident)["even"]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_wrong_number_one_person_the_author_and_his_second_account_do_not_send(db: Database) -> None:
    incident = begun(db)
    row = drafted_broadcast(db, incident)
    row = do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])
    arguments = {"broadcast_id": row["id"], "digest": row["digest"], "typed_count": row["customers"]}

    for author in (WANG, WANG_AGAIN):
        with pytest.raises(Forbidden, match=r"approval\.author"):
            do(db, incident, broadcasts.approve_broadcast, author, **arguments)
    with pytest.raises(Invalid, match=r"broadcast\.count"):
        do(db, incident, broadcasts.approve_broadcast, LI, **(arguments | {"typed_count": row["customers"] - 1}))
    approve_broadcast(db, row, LI)
    with pytest.raises(Conflict, match=r"approval\.twice"):
        do(db, incident, broadcasts.approve_broadcast, LI, **arguments)

    assert now(db, row["id"])["state"] == "pending_approval"


def test_two_approvals_more_than_an_hour_apart_do_not_count_together(db: Database, clock: SteppedClock) -> None:
    incident = begun(db)
    row = drafted_broadcast(db, incident)
    row = do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])
    approve_broadcast(db, row, LI)
    clock.step(3601)
    assert approve_broadcast(db, row, ZHAO)["state"] == "pending_approval"
    assert approve_broadcast(db, row, LI)["state"] == "broadcasting"
    assert_fold_equals_rows(db)


def test_any_edit_voids_the_first_approval(db: Database) -> None:
    incident = begun(db)
    row = drafted_broadcast(db, incident)
    row = do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])
    approve_broadcast(db, row, LI)
    edited = do(
        db, incident, broadcasts.edit_broadcast, SUN,
        broadcast_id=row["id"], changes={"body_zh": "营业厅照常营业。"},
    )  # fmt: skip
    again = do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])

    assert (edited["state"], edited["revision"]) == ("draft", 2)
    with pytest.raises(Conflict, match="other_bytes"):
        do(
            db, incident, broadcasts.approve_broadcast, ZHAO,
            broadcast_id=row["id"], digest=row["digest"], typed_count=row["customers"],
        )  # fmt: skip
    assert approve_broadcast(db, again, ZHAO)["state"] == "pending_approval"


def test_a_stop_before_anything_left_saves_everybody_at_once(
    db: Database, clock: SteppedClock, gateway: ExerciseBroadcastGateway, simulator: RunningSimulator
) -> None:
    incident = begun(db)
    row = broadcasting(db, incident)

    told = do(db, incident, broadcasts.stop_broadcast, LI, broadcast_id=row["id"], reason="内容有误")

    assert (told["stopped_now"], told["stopping_at"], told["state"]) == (row["customers"], [], "cancelled")
    run(db, clock, gateway, lambda: True)
    assert jobs(simulator, row["id"]) == []
    assert_fold_equals_rows(db)


def test_a_stop_while_it_runs_says_what_was_saved_and_what_had_gone(
    db: Database, clock: SteppedClock, gateway: ExerciseBroadcastGateway, simulator: RunningSimulator
) -> None:
    simulator.set_faults(rate_per_s=300)
    incident = begun(db)
    row = broadcasting(db, incident)
    worker = Drains(db, Endpoints(gateway=gateway), "test", PACE)
    worker.drain("broadcast")

    told = do(db, incident, broadcasts.stop_broadcast, LI, broadcast_id=row["id"])
    assert told["stopping_at"] == [SICHUAN, GANSU]
    assert worker.due() == ["broadcast_stop"]
    worker.drain("broadcast_stop")

    ended = now(db, row["id"])
    assert ended["state"] == "cancelled"
    stopped = sum(part["stopped"] for part in parts(db, row["id"]).values())
    assert 0 < stopped < row["customers"]
    assert sum(job["stopped"] for job in jobs(simulator, row["id"])) == stopped
    run(db, clock, gateway, lambda: all(part["submitted"] == 0 for part in parts(db, row["id"]).values()))
    assert now(db, row["id"])["state"] == "cancelled"
    assert_fold_equals_rows(db)


def test_a_stop_overtakes_a_job_that_a_worker_is_just_about_to_send(
    db: Database, clock: SteppedClock, gateway: ExerciseBroadcastGateway, simulator: RunningSimulator
) -> None:
    incident = begun(db)
    row = broadcasting(db, incident)
    worker = Drains(db, Endpoints(gateway=gateway), "test", PACE)
    with db.transaction() as tx:
        claims = outbox.claim(tx, kind="broadcast", worker="slow", limit=10)

    do(db, incident, broadcasts.stop_broadcast, LI, broadcast_id=row["id"])
    worker.drain("broadcast_stop")
    act, _note = worker._how("broadcast")
    assert act is not None
    late = [act(claim) for claim in claims]

    assert [done.state for done in late if done] == ["cancelled", "cancelled"]
    assert jobs(simulator, row["id"]) == []
    assert now(db, row["id"])["state"] == "cancelled"
    assert_fold_equals_rows(db)


def test_the_prepared_correction_goes_out_by_one_person_and_names_the_original(
    db: Database, clock: SteppedClock, gateway: ExerciseBroadcastGateway, simulator: RunningSimulator
) -> None:
    incident = begun(db)
    row = broadcasting(db, incident)
    run(db, clock, gateway, lambda: now(db, row["id"])["state"] == "completed")

    correction = do(db, incident, broadcasts.correct_broadcast, LI, broadcast_id=row["id"])
    assert correction["state"] == "broadcasting"
    assert correction["body_zh"] == row["correction_zh"]
    with pytest.raises(Conflict, match=r"broadcast\.corrected"):
        do(db, incident, broadcasts.correct_broadcast, ZHAO, broadcast_id=row["id"])
    run(db, clock, gateway, lambda: now(db, correction["id"])["state"] == "completed")

    [first, _second] = jobs(simulator, correction["id"])
    assert first["request"]["references"] == [f"{row['id']}:{first['externalId'].split(':')[1]}"]
    assert_fold_equals_rows(db)


def test_correcting_a_running_broadcast_stops_it_first(db: Database) -> None:
    incident = begun(db)
    row = broadcasting(db, incident)
    correction = do(db, incident, broadcasts.correct_broadcast, LI, broadcast_id=row["id"])
    assert now(db, row["id"])["state"] == "cancelled"
    assert correction["refers_to"] == row["id"]


def test_text_changed_by_hand_in_the_database_is_not_sent(
    db: Database, clock: SteppedClock, gateway: ExerciseBroadcastGateway, simulator: RunningSimulator
) -> None:
    row = broadcasting(db, begun(db))
    with db.transaction() as tx:
        tx.session.execute(update(Broadcast).where(Broadcast.id == row["id"]).values(customers=row["customers"] + 1))
    run(db, clock, gateway, lambda: now(db, row["id"])["state"] == "completed")
    assert jobs(simulator, row["id"]) == []
    assert now(db, row["id"])["technical_failure"]


@pytest.mark.parametrize("loss_kind", [1, 2])
def test_a_lost_answer_is_asked_about_and_nobody_gets_it_twice(
    db: Database, clock: SteppedClock, gateway: ExerciseBroadcastGateway, simulator: RunningSimulator, loss_kind: int
) -> None:
    simulator.set_faults(unknown_ppm=1_000_000, loss_kind=loss_kind)
    incident = begun(db)
    row = broadcasting(db, incident)
    worker = Drains(db, Endpoints(gateway=gateway), "test", PACE)
    worker.drain("broadcast")
    assert {part["state"] for part in parts(db, row["id"]).values()} == {"unknown"}
    simulator.set_faults(unknown_ppm=0)

    run(db, clock, gateway, lambda: now(db, row["id"])["state"] == "completed")
    assert sum(job["audienceCount"] for job in jobs(simulator, row["id"])) == row["customers"]
    assert_fold_equals_rows(db)


def test_what_is_no_longer_valid_is_not_sent(
    db: Database, clock: SteppedClock, gateway: ExerciseBroadcastGateway, simulator: RunningSimulator
) -> None:
    row = broadcasting(db, begun(db))
    clock.step(timedelta(hours=7).total_seconds())
    run(db, clock, gateway, lambda: now(db, row["id"])["state"] == "completed")
    assert jobs(simulator, row["id"]) == []
    assert sum(part["expired"] for part in parts(db, row["id"]).values()) == row["customers"]


def test_more_recipients_than_approved_are_flagged_for_a_person(db: Database) -> None:
    incident = begun(db)
    row = broadcasting(db, incident)
    key = PartKey(row["id"], GANSU)
    with db.transaction([incident_stream(incident)]) as tx:
        note_part_results(tx, [PartResult(key=key, said="sent", reference="BJ-1")])
        many = dict.fromkeys(STATES, 0) | {"delivered": 701}
        note_part_results(tx, [PartResult(key=key, said="completed", counts=many, audience=701)])
    assert parts(db, row["id"])[GANSU]["parked"]
    assert now(db, row["id"])["technical_failure"]
    assert_fold_equals_rows(db)


def test_a_parked_province_is_asked_about_once_more_and_nothing_is_sent_again(
    db: Database, clock: SteppedClock, gateway: ExerciseBroadcastGateway, simulator: RunningSimulator
) -> None:
    incident = begun(db)
    row = broadcasting(db, incident)
    with pytest.raises(Conflict, match=r"broadcast\.nothing_parked"):
        do(db, incident, broadcasts.ask_again, broadcast_id=row["id"])
    worker = Drains(db, Endpoints(gateway=gateway), "test", PACE)
    worker.drain("broadcast")
    nowhere = build("broadcast_gateway", {**simulator.settings(), "base_url": "http://127.0.0.1:9"}, world="exercise")
    assert isinstance(nowhere, ExerciseBroadcastGateway)
    clock.step(16)
    Drains(db, Endpoints(gateway=nowhere), "test", replace(PACE, park_after=1)).drain("broadcast_query")
    nowhere.close()
    assert all(part["parked"] for part in parts(db, row["id"]).values())
    clock.step(600)
    assert "broadcast_query" not in worker.due()

    told = do(db, incident, broadcasts.ask_again, broadcast_id=row["id"])
    assert told["asked"] == [SICHUAN, GANSU]
    assert not any(part["parked"] for part in parts(db, row["id"]).values())
    run(db, clock, gateway, lambda: now(db, row["id"])["state"] == "completed")

    assert sum(job["audienceCount"] for job in jobs(simulator, row["id"])) == row["customers"]
    assert_fold_equals_rows(db)


def test_a_broadcast_needs_its_correction_before_anybody_may_approve(db: Database) -> None:
    incident = begun(db)
    row = drafted_broadcast(db, incident, correction_en="")
    with pytest.raises(Invalid) as refused:
        do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])
    assert refused.value.field == "correction_en"


def test_nothing_waits_in_the_outbox_before_the_second_approval(db: Database) -> None:
    incident = begun(db)
    row = drafted_broadcast(db, incident, valid_until=QUAKE + timedelta(hours=2))
    row = do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])
    approve_broadcast(db, row, LI)
    with db.read() as session:
        assert list(session.scalars(select(Outbox.key).where(Outbox.kind == "broadcast"))) == []
