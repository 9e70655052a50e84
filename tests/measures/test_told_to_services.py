"""Hotlines and halls are told by their own systems too: of a beginning and of an end, once each whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from incident.clock import SteppedClock
from incident.commands import measures
from incident.db import Database
from incident.draining import Drains, Endpoints, Pace
from incident.models import Outbox
from incident.rules.services import ServiceKey
from notifications.endpoint import Endpoint
from notifications.registry import build
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import begun, do
from tests.measures.test_measures_by_tasks import by_hand
from tests.notifications.processes import RunningSimulator, running
from tests.support import assert_chain_holds, assert_fold_equals_rows

AT = "2008-05-15T12:00:00+08:00"


@pytest.fixture
def hotline(tmp_path: Path) -> Iterator[RunningSimulator]:
    with running("hotline", tmp_path / "hotline") as simulator:
        yield simulator


@pytest.fixture
def halls(tmp_path: Path) -> Iterator[RunningSimulator]:
    with running("halls", tmp_path / "halls") as simulator:
        yield simulator


@pytest.fixture
def services(hotline: RunningSimulator, halls: RunningSimulator) -> Iterator[dict[str, Endpoint]]:
    """The hotline of all provinces; halls of Sichuan only."""
    made = {
        "hotline": build("hotline", hotline.settings(), world="exercise"),
        f"hall_webhook@{SICHUAN}": build("hall_webhook", halls.settings(), world="exercise"),
    }
    yield made
    for one in made.values():
        one.close()


def drain(db: Database, services: dict[str, Endpoint]) -> None:
    Drains(db, Endpoints(services=services), "test", Pace()).drain("service")


def left(db: Database, measure_id: str) -> dict[str, tuple[str, str]]:
    """State and reason of what left about a measure, by connector, province and number."""
    with db.read() as session:
        rows = session.scalars(select(Outbox).where(Outbox.kind == "service", Outbox.key.contains(measure_id)))
        keys = {ServiceKey.read(row.key): (row.state, row.reason or "") for row in rows}
    return {f"{key.connector}:{key.province}:{key.number}": told for key, told in keys.items()}


def heard(hotline: RunningSimulator, measure_id: str, county: str = "513221") -> list[Any]:
    found = hotline.get(f"callers/{county}", at=AT)["heard"]
    return [one for one in found if one["subject"].startswith(measure_id)]


def test_callers_from_the_area_hear_of_a_line_until_it_is_over(
    db: Database, hotline: RunningSimulator, services: dict[str, Endpoint]
) -> None:
    incident = begun(db)
    row = by_hand(db, incident, "care_hotline")
    do(db, incident, measures.start_measure, measure_id=row["id"])

    drain(db, services)
    [there] = heard(hotline, row["id"])
    elsewhere = heard(hotline, row["id"], "440103")
    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")
    drain(db, services)

    assert row["title_zh"] in there["speech"][0]["text"]
    assert "演练" in there["speech"][0]["text"]
    assert elsewhere == []
    assert heard(hotline, row["id"]) == []
    assert {state for state, _reason in left(db, row["id"]).values()} == {"sent"}
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_halls_of_a_province_with_a_system_show_it_and_elsewhere_the_tasks_alone_tell(
    db: Database, halls: RunningSimulator, services: dict[str, Endpoint]
) -> None:
    incident = begun(db)
    row = by_hand(db, incident, "loan_phones")
    do(db, incident, measures.start_measure, measure_id=row["id"])

    drain(db, services)

    shown = [one for one in halls.get("screens/513221")["shown"] if one["subject"] == f"{row['id']}:{SICHUAN}"]
    assert [one["title"]["zh"].endswith(row["title_zh"]) for one in shown] == [True]
    assert left(db, row["id"]) == {
        f"hall_webhook:{SICHUAN}:{2 * row['revision']}": ("sent", ""),
        f"hall_webhook:{GANSU}:{2 * row['revision']}": ("cancelled", f"{GANSU} has no hall_webhook"),
    }


def test_lost_answers_and_dead_senders_double_nothing_and_an_end_is_never_overtaken(
    db: Database, clock: SteppedClock, hotline: RunningSimulator, services: dict[str, Endpoint]
) -> None:
    hotline.set_faults(unknown_ppm=500_000)
    incident = begun(db)
    row = by_hand(db, incident, "counselling_line")
    do(db, incident, measures.start_measure, measure_id=row["id"])
    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")

    for _ in range(12):
        drain(db, services)
        clock.step(31)
    with db.transaction() as tx:  # somebody's lease came back to life after it had been sent
        again = update(Outbox).where(Outbox.kind == "service", Outbox.key.contains(row["id"]))
        tx.session.execute(again.values(state="pending", not_before=tx.real_now))
    hotline.set_faults(unknown_ppm=0)
    drain(db, services)

    taken = [one["key"] for one in hotline.get("books")["messages"] if one["subject"].startswith(row["id"])]
    assert len(taken) == len(set(taken))
    assert heard(hotline, row["id"]) == []
    assert {state for state, _reason in left(db, row["id"]).values()} <= {"sent", "cancelled"}
