"""Incidents are held against their likes, never against others; what nobody knows is in no median."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from incident.clock import SteppedClock
from incident.db import Database
from incident.rules.analysis import METRICS, compared, medians
from tests.incident.stories import act, declared, dispatched
from tests.web.browser import Browser

Person = Callable[..., Browser]


def line(day: int, hazard: str = "earthquake", level: str | None = "I", **values: int | None) -> dict[str, Any]:
    known = dict.fromkeys((metric.name for metric in METRICS), None) | values
    return {
        "id": str(day),
        "hazard": hazard,
        "response_level": level,
        "occurred_at": f"2008-05-{day:02}",
        "values": known,
    }


def test_like_is_held_against_like_and_the_unknown_against_nothing() -> None:
    lines = [
        line(1, ack_median_s=100), line(2, ack_median_s=300), line(3), line(4, ack_median_s=200),
        line(5, "ice", ack_median_s=9_000), line(6, level="III", ack_median_s=7_000),
    ]  # fmt: skip

    told = {one["id"]: one for one in compared(lines)}

    assert [one["id"] for one in compared(lines)] == ["6", "5", "4", "3", "2", "1"]
    assert (told["4"]["alike"], told["4"]["against"]["ack_median_s"], told["4"]["before"]["ack_median_s"]) == (
        3,
        200,
        300,
    )
    assert (told["1"]["against"]["ack_median_s"], told["1"]["before"]["ack_median_s"]) == (250, None)
    assert (told["5"]["alike"], told["5"]["against"]["ack_median_s"]) == (0, None)
    assert told["4"]["against"]["complaints"] is None
    assert [(one["hazard"], one["incidents"], one["medians"]["ack_median_s"]) for one in medians(lines)] == [
        ("earthquake", 4, 200), ("earthquake", 1, 7_000), ("ice", 1, 9_000),
    ]  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_incidents_stand_beside_one_another(person: Person, db: Database, clock: SteppedClock) -> None:
    for seconds in (60, 240):
        incident = declared(db)
        [task] = dispatched(db, incident)
        clock.step(seconds)
        act(db, incident, "acknowledge", task_id=task)
        clock.step(60)
    reviewer = person(("reviewer", "nation"))

    told = reviewer.get("/api/v1/analysis").json

    assert sorted(one["values"]["ack_median_s"] for one in told["items"]) == [60, 240]
    assert {one["against"]["ack_median_s"] for one in told["items"]} == {60, 240}
    assert told["groups"][0]["medians"]["ack_median_s"] == 150
    assert reviewer.get("/api/v1/analysis?hazard=ice").json["items"] == []
