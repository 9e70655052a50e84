"""Targets judged from made-up deeds: what is in time, late, open, void; shares; what the drill did itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from incident.rules.drill_score import Course, Deed, Release, Score, score
from incident.scenarios import Target

BEGAN = datetime(2008, 5, 12, 6, 28, tzinfo=UTC)


def deed(position: int, kind: str, minute: float, via: str = "web", **data: Any) -> Deed:
    return Deed(position, kind, BEGAN + timedelta(minutes=minute), via, data)


def judged(target: dict[str, Any], *deeds: Deed, until: float = 60, ended: bool = False, **told: Any) -> Score:
    course = Course(
        BEGAN,
        BEGAN + timedelta(minutes=until),
        ended,
        told.get("releases", {}),
        told.get("to_come", frozenset()),
        deeds,
    )
    [one] = score([Target(id="one", **target)], course)
    return one


LEVEL = {"what": "level-set", "within_minutes": 10}
RUMOUR: dict[str, Any] = {"releases": {"rumour": Release(BEGAN + timedelta(minutes=5), 3)}}
CORRECTED = {"what": "corrected", "after": "rumour", "within_minutes": 20}


@pytest.mark.parametrize(
    ("minute", "until", "ended", "verdict"),
    [
        (9, 60, False, "met"), (10, 60, True, "met"), (10.1, 60, False, "missed"),
        (None, 9, False, "open"), (None, 10, False, "missed"), (None, 9, True, "void"),
    ],
)  # fmt: skip
def test_a_deed_is_in_time_late_or_can_still_come(
    minute: float | None, until: float, ended: bool, verdict: str
) -> None:
    deeds = [deed(4, "ResponseLevelSet", minute)] if minute is not None else []

    one = judged(LEVEL, *deeds, until=until, ended=ended)

    assert one.verdict == verdict
    assert one.events == ((4,) if deeds else ())


def test_what_the_drill_did_itself_fulfils_nothing() -> None:
    assert judged(LEVEL, deed(4, "ResponseLevelSet", 2, via="drill")).verdict == "missed"


def test_a_rumour_is_answered_by_a_message_that_was_written_after_it_and_sent() -> None:
    earlier = [deed(2, "BroadcastDrafted", 2, broadcast_id="a"), deed(6, "BroadcastStarted", 8, broadcast_id="a")]
    later = [deed(7, "BroadcastDrafted", 9, broadcast_id="b"), deed(9, "BroadcastStarted", 24, broadcast_id="b")]

    assert judged(CORRECTED, *earlier, **RUMOUR).verdict == "missed"
    one = judged(CORRECTED, *earlier, *later, **RUMOUR)
    assert (one.verdict, one.took_s, one.events) == ("met", 19 * 60, (7, 9))


def test_a_target_of_an_inject_that_never_came_is_void_once_it_cannot_come_any_more() -> None:
    assert judged(CORRECTED, to_come=frozenset({"rumour"})).verdict == "open"
    assert judged(CORRECTED).verdict == "void"
    assert judged(CORRECTED, to_come=frozenset({"rumour"}), ended=True).verdict == "void"


def test_a_silent_province_is_called_by_a_call_about_it_or_a_task_taken_on_by_proxy() -> None:
    target = {"what": "called", "after": "silence", "within_minutes": 30}
    told: dict[str, Any] = {"releases": {"silence": Release(BEGAN, 1, "620000")}}
    elsewhere = deed(2, "NoteLogged", 5, note_kind="call", seen_by="510000")
    proxy = deed(3, "TaskAcknowledged", 9, province="620000", proxy_for="值班室", task_id="t")

    assert judged(target, elsewhere, **told).verdict == "missed"
    assert judged(target, elsewhere, proxy, **told).events == (3,)


def test_of_tasks_those_count_whose_time_is_out_or_that_were_taken_on() -> None:
    target = {"what": "acknowledged", "within_minutes": 10, "percent": 60}
    deeds = [
        deed(1, "TasksDispatched", 0, tasks=["a", "b", "c", "d"]),
        deed(2, "TaskAcknowledged", 4, task_id="a"),
        deed(3, "TaskAcknowledged", 15, task_id="b"),
        deed(4, "TaskRecalled", 16, task_id="d"),
        deed(5, "TasksDispatched", 55, tasks=["late"]),
    ]

    one = judged(target, *deeds)

    assert (one.verdict, one.part, one.whole, one.events) == ("missed", 1, 3, (1, 3))
    assert judged(target | {"percent": 30}, *deeds).verdict == "met"
    assert judged(target, until=5).verdict == "open"


def test_covered_are_the_customers_of_the_largest_measure_of_those_within_the_newest_footprint() -> None:
    target = {"what": "covered", "within_minutes": 30, "percent": 80}
    hit = deed(1, "FootprintSupplied", 1, via="drill", subscribers=1000)
    some, most = deed(2, "MeasureStarted", 9, customers=500), deed(3, "MeasureStarted", 20, customers=900)

    assert (judged(target, hit, some).verdict, judged(target, hit, some, until=10).verdict) == ("missed", "open")
    one = judged(target, hit, some, most)
    assert (one.verdict, one.part, one.whole, one.events) == ("met", 900, 1000, (1, 3))
    grown = deed(4, "FootprintSupplied", 25, subscribers=2000)
    assert judged(target, hit, some, most, grown).verdict == "missed"
