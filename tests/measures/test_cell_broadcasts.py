"""Cell broadcasts by CAP from approval to the masts: the centre gets the approved texts, stops and corrections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from geo.regions import Regions
from incident.clock import SteppedClock
from incident.commands import broadcasts
from incident.commands.gateways import parts_of
from incident.db import Database
from incident.draining import Drains, Endpoints, Pace
from incident.draining.cells import CellBroadcasts
from incident.rules.cap_messages import Sender
from notifications.connectors.cell_broadcast import ExerciseCellBroadcastCentre
from notifications.registry import build
from tests.cap.test_writing import heard
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import LI, begun, broadcasting, do
from tests.notifications.processes import RunningSimulator, running
from tests.support import assert_fold_equals_rows

SENDER = Sender(id="10086@operator.example", name="中国移动", world="exercise")


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSimulator]:
    with running("cell_broadcast", tmp_path_factory.mktemp("cells"), rate_per_s=1_000_000) as centre:
        yield centre


@pytest.fixture
def worker(db: Database, simulator: RunningSimulator, regions: Regions) -> Iterator[Drains]:
    simulator.set_faults(rate_per_s=1_000_000, unknown_ppm=0, loss_kind=0)
    centre = build("cell_broadcast", simulator.settings(), world="exercise")
    assert isinstance(centre, ExerciseCellBroadcastCentre)
    yield Drains(db, Endpoints(cells=CellBroadcasts(centre, SENDER, lambda: regions)), "test", Pace(parallel=1))
    centre.close()


def drained(worker: Drains, clock: SteppedClock, steps: int = 3) -> None:
    for _ in range(steps):
        worker.work_off()
        clock.step(16)


def taken(simulator: RunningSimulator, row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What the centre holds of a broadcast, by province."""
    jobs = [job for job in simulator.get("books")["jobs"] if job["externalId"].startswith(row["id"])]
    return {job["externalId"].split(":")[1]: job for job in jobs}


def parts(db: Database, row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    with db.transaction() as tx:
        return {part["province"]: part for part in parts_of(tx, row["id"])}


def test_each_province_gets_its_own_message_with_the_approved_texts_and_nobody_counts_as_delivered(
    db: Database, clock: SteppedClock, worker: Drains, simulator: RunningSimulator
) -> None:
    row = broadcasting(db, begun(db), channel="cell_broadcast", languages=("zh", "en"))
    drained(worker, clock)

    held = taken(simulator, row)
    assert set(held) == {SICHUAN, GANSU}
    for province, job in held.items():
        said = heard(job["request"]["xml"].encode())
        assert (said["status"], said["msg_type"], said["problems"]) == ("Exercise", "Alert", ())
        assert [info[11] for info in said["infos"]] == [row["body_zh"], row["body_en"]]
        assert job["request"]["counties"] == sorted(row["audience"][province])
    for part in parts(db, row).values():
        assert (part["state"], part["submitted"], part["delivered"]) == ("sending", part["customers"], 0)
    assert_fold_equals_rows(db)


def test_a_stop_ends_it_at_the_centre_by_a_cancel_and_a_correction_refers_to_what_was_sent(
    db: Database, clock: SteppedClock, worker: Drains, simulator: RunningSimulator
) -> None:
    simulator.set_faults(rate_per_s=10)
    incident = begun(db)
    row = broadcasting(db, incident, channel="cell_broadcast")
    drained(worker, clock, steps=1)

    correction = do(db, incident, broadcasts.correct_broadcast, LI, broadcast_id=row["id"])
    drained(worker, clock)

    assert {job["state"] for job in taken(simulator, row).values()} == {"cancelled"}
    assert {part["state"] for part in parts(db, row).values()} == {"stopped"}
    assert sum(part["stopped"] for part in parts(db, row).values()) > 0
    first, second = (taken(simulator, one)[GANSU]["request"] for one in (row, correction))
    assert (second["message_type"], second["references"]) == ("Update", [first["identifier"]])
    assert second["identifier"] != first["identifier"]
    assert_fold_equals_rows(db)


def test_an_answer_that_got_lost_is_asked_about_and_the_message_is_at_the_centre_once(
    db: Database, clock: SteppedClock, worker: Drains, simulator: RunningSimulator
) -> None:
    simulator.set_faults(unknown_ppm=1_000_000, loss_kind=2)
    row = broadcasting(db, begun(db), channel="cell_broadcast")
    drained(worker, clock, steps=1)
    assert {part["state"] for part in parts(db, row).values()} == {"unknown"}
    simulator.set_faults(unknown_ppm=0, loss_kind=0)
    drained(worker, clock)

    assert {part["state"] for part in parts(db, row).values()} == {"sending"}
    assert len(taken(simulator, row)) == 2


def test_where_only_a_centre_is_set_a_text_message_waits(
    db: Database, clock: SteppedClock, worker: Drains, simulator: RunningSimulator
) -> None:
    row = broadcasting(db, begun(db))
    drained(worker, clock)

    assert taken(simulator, row) == {}
    assert {part["state"] for part in parts(db, row).values()} == {"waiting"}
