"""Hotlines and halls are told by their own systems too: of a beginning and of an end, once each whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from incident.clock import SteppedClock
from incident.commands import drafting, exceptions, measures
from incident.db import Database
from incident.draining import Drains, Endpoints, Pace
from incident.errors import Conflict, NotFound
from incident.log import incident_stream
from incident.models import Outbox
from incident.queries.exceptions import queue
from incident.rules.services import ServiceKey
from notifications.endpoint import Endpoint
from notifications.registry import build
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import SUN, WANG, begun, do
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


def drain(db: Database, services: dict[str, Endpoint], **pace: int) -> None:
    Drains(db, Endpoints(services=services), "test", Pace(**pace)).drain("service")


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
        f"hall_webhook:{SICHUAN}:1": ("sent", ""),
        f"hall_webhook:{GANSU}:1": ("cancelled", f"{GANSU} has no hall_webhook"),
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


def test_what_a_held_measure_grew_by_is_told_when_it_is_resumed_and_once(
    db: Database, clock: SteppedClock, hotline: RunningSimulator, services: dict[str, Endpoint]
) -> None:
    hotline.set_faults(unknown_ppm=500_000)
    incident = begun(db)
    row = by_hand(db, incident, "care_hotline")
    do(db, incident, measures.start_measure, measure_id=row["id"])
    held = do(db, incident, measures.hold_measure, measure_id=row["id"], reason="等扩容")
    with db.transaction([incident_stream(incident)]) as tx:
        area = {**held["area"], "610000": {"610726": {"easyown": 40}}}
        drafting.grow(tx, WANG, held, {"area": area, "customers": held["customers"] + 40})
    drain(db, services)
    before = heard(hotline, row["id"])

    do(db, incident, measures.resume_measure, measure_id=row["id"])
    for _ in range(8):
        drain(db, services)
        clock.step(31)

    told = [one["subject"] for one in hotline.get("books")["messages"] if one["subject"].startswith(row["id"])]
    assert before == []
    assert sorted(told) == [f"{row['id']}:{province}" for province in (SICHUAN, "610000", GANSU)]
    assert left(db, row["id"]) == {
        f"hotline:{SICHUAN}:1": ("cancelled", "cancelled before it was sent"),
        f"hotline:{GANSU}:1": ("cancelled", "cancelled before it was sent"),
        f"hotline:{SICHUAN}:2": ("sent", left(db, row["id"])[f"hotline:{SICHUAN}:2"][1]),
        f"hotline:{GANSU}:2": ("sent", left(db, row["id"])[f"hotline:{GANSU}:2"][1]),
        "hotline:610000:1": ("sent", left(db, row["id"])["hotline:610000:1"][1]),
    }
    assert_fold_equals_rows(db)


def refused(db: Database, hotline: RunningSimulator, services: dict[str, Endpoint]) -> dict[str, Any]:
    """A line of which the hotlines' systems would not hear."""
    hotline.set_faults(shedding=1)
    incident = begun(db)
    row = by_hand(db, incident, "care_hotline")
    do(db, incident, measures.start_measure, measure_id=row["id"])
    drain(db, services, notice_tries=1)
    hotline.set_faults(shedding=0)
    return row


def cases(db: Database, row: dict[str, Any], **only: Any) -> list[dict[str, Any]]:
    with db.read() as session:
        found: list[dict[str, Any]] = queue(session, row["incident_id"], **only)["items"]
    return found


def test_a_notice_that_is_refused_for_good_waits_in_the_queue_with_the_words_and_goes_out_again(
    db: Database, hotline: RunningSimulator, services: dict[str, Endpoint]
) -> None:
    row = refused(db, hotline, services)
    incident = row["incident_id"]
    here, there = sorted(cases(db, row), key=lambda case: case["province"], reverse=True)

    assert (here["reason"], here["state"], here["may_retry"]) == ("notice_refused", "open", True)
    assert here["said"].startswith("busy: ")
    assert [case["customers"] for case in (here, there)] == [700, 4500]
    assert {state for state, _words in left(db, row["id"]).values()} == {"failed"}
    told = exceptions.retry_exceptions
    do(db, incident, told, incident_id=incident, batches=[here["batch"]])
    with pytest.raises(Conflict, match=r"exception\.not_told"):
        do(db, incident, told, incident_id=incident, batches=[here["batch"]])
    drain(db, services)

    assert [case["batch"] for case in cases(db, row)] == [there["batch"]]
    assert [one["subject"] for one in hotline.get("books")["messages"] if row["id"] in one["subject"]] == [
        f"{row['id']}:{GANSU}"
    ]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_refused_notice_is_handed_over_and_closed_as_any_exception_and_opens_anew(
    db: Database, hotline: RunningSimulator, services: dict[str, Endpoint]
) -> None:
    row = refused(db, hotline, services)
    incident, one = row["incident_id"], cases(db, row)[0]
    chosen = {one["batch"]: [one["reason"]]}
    do(
        db, incident, exceptions.hand_over_exceptions,
        incident_id=incident, chosen=chosen, owner_id=SUN.person, note="请省热线改口径",
    )  # fmt: skip
    assert [case["owner"] for case in cases(db, row, state="handed_over")] == [SUN.person]
    do(db, incident, exceptions.close_exceptions, incident_id=incident, chosen=chosen, reason="改由人工播报")
    assert [case["note"] for case in cases(db, row, state="closed")] == ["改由人工播报"]

    hotline.set_faults(shedding=1)
    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")
    drain(db, services, notice_tries=1)

    assert [case["state"] for case in cases(db, row)] == ["open", "open"]
    do(db, incident, measures.hold_measure, measure_id=by_other(db, incident, hotline, services), reason="等一等")
    for wrong in ("service:nobody:510000", f"service:{row['id']}:610000", "service:x", f"another:{row['id']}:510000"):
        with pytest.raises(NotFound):
            do(db, incident, exceptions.retry_exceptions, incident_id=incident, batches=[wrong])
    assert [case["may_retry"] for case in cases(db, row) if case["state"] == "open"].count(False) == 2


def by_other(db: Database, incident: str, hotline: RunningSimulator, services: dict[str, Endpoint]) -> str:
    """A second line, refused too."""
    row = by_hand(db, incident, "counselling_line")
    do(db, incident, measures.start_measure, measure_id=row["id"])
    drain(db, services, notice_tries=1)
    return str(row["id"])
