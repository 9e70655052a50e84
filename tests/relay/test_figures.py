"""From a person's approval to the phones and back into headquarters' figures, and a person's stop on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from incident.clock import SteppedClock
from incident.commands import broadcasts
from incident.config import Settings
from incident.db import Database
from incident.draining import Drains, Pace, build_endpoints
from incident.models import Broadcast, BroadcastPart
from tests.measures.stories import LI, begun, broadcasting, do
from tests.notifications.processes import eventually
from tests.relay.houses import COUNTIES, SEGMENTS, House, RelayInside, housed
from tests.relay.submissions import database

SICHUAN = "510000"
PEOPLE = 200
FIGURES = ("queued", "submitted", "delivered", "failed", "expired", "unknown", "stopped")


class Headquarters:
    """A database, its clock, and the drains that speak to the relay."""

    def __init__(self, folder: Path, house: House[RelayInside]) -> None:
        self.db: Database
        self.clock: SteppedClock
        self.db, self.clock = database(folder)
        told = {f"broadcast_gateway@{SICHUAN}": {"base_url": f"http://127.0.0.1:{house.relay.port}"}}
        self.endpoints = build_endpoints(Settings(endpoints=json.dumps(told)), world="exercise")
        self.drains = Drains(self.db, self.endpoints, "figures", Pace(parallel=1))
        self.incident = begun(self.db)

    def broadcast(self) -> dict[str, Any]:
        """An approved message to everybody of the number file."""
        each = {segment: PEOPLE // len(COUNTIES) // len(SEGMENTS) + 3 for segment in SEGMENTS}
        with self.db.read() as session:
            until = self.db.world_now(session) + timedelta(hours=20)
        area = {SICHUAN: {county: dict(each) for county in COUNTIES}}
        return broadcasting(
            self.db, self.incident, audience=area, valid_until=until, rules_counted=("home_cell", "roaming_in")
        )

    def figures(self) -> dict[str, int]:
        """What headquarters' rows say after asking once more."""
        self.clock.step(16)
        for kind in self.drains.due():
            self.drains.drain(kind)
        with self.db.read() as session:
            row = session.execute(select(*(func.sum(getattr(BroadcastPart, name)) for name in FIGURES))).one()
        return {name: int(many or 0) for name, many in zip(FIGURES, row, strict=True)}


@contextmanager
def headquarters(folder: Path, **options: Any) -> Iterator[Headquarters]:
    (folder / "house").mkdir()
    with housed(folder / "house", numbers=PEOPLE, **options) as house:
        made = Headquarters(folder, house)
        yield made
        made.endpoints.close()
        made.db.engine.dispose()


def test_submitted_is_not_delivered_all_the_way_to_headquarters_figures(tmp_path: Path) -> None:
    with headquarters(tmp_path, faults={"receipt_ms": 4000, "fail_ppm": 100_000}) as hq:
        row = hq.broadcast()
        rest = row["customers"] - PEOPLE

        assert eventually(lambda: hq.figures()["submitted"] == PEOPLE, within_s=3.5)
        early = hq.figures()
        assert (early["delivered"], early["queued"], early["unknown"]) == (0, 0, rest), "more were approved than found"

        assert eventually(lambda: hq.figures()["submitted"] == 0, within_s=15)
        late = hq.figures()
        with hq.db.read() as session:
            assert session.scalars(select(BroadcastPart.rules_not_known)).all() == [["roaming_in"]]

    assert 0 < late["failed"] < PEOPLE
    assert late["delivered"] + late["failed"] == PEOPLE
    assert sum(late.values()) == row["customers"]


def test_one_person_stops_a_message_and_the_figures_say_how_many_that_saved(tmp_path: Path) -> None:
    with headquarters(tmp_path, faults={"receipt_ms": 50}, per_second=20) as hq:
        row = hq.broadcast()
        assert eventually(lambda: hq.figures()["delivered"] > 0, within_s=10)
        do(hq.db, hq.incident, broadcasts.stop_broadcast, LI, broadcast_id=row["id"])
        assert eventually(lambda: hq.figures()["submitted"] == 0 and hq.figures()["stopped"] > 0, within_s=10)
        figures = hq.figures()
        with hq.db.read() as session:
            state = session.scalars(select(Broadcast.state)).one()

    assert figures["stopped"] > PEOPLE // 2
    assert figures["queued"] == 0
    assert figures["delivered"] + figures["stopped"] == PEOPLE
    assert state == "cancelled"
