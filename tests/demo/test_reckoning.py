"""What the gateway's books say is held against ours, job by job; anything doubled, lost or miscounted is named."""

from __future__ import annotations

from typing import Any

from incident.demo.balance import compare_gateway, compare_texts
from incident.rules.balance import SIX

PART = "b:510000"


def ours(**counts: int) -> dict[str, dict[str, Any]]:
    six = dict.fromkeys(SIX, 0) | counts
    return {PART: six | {"stopped": 0, "customers": sum(six.values()), "state": "completed"}}


def theirs(*keys: str, state: str = "completed", **counts: int) -> dict[str, Any]:
    return {"jobs": [{"externalId": key, "state": state, "counts": dict.fromkeys(SIX, 0) | counts} for key in keys]}


def test_equal_books_differ_in_nothing() -> None:
    assert compare_gateway(ours(delivered=90, failed=10), theirs(PART, delivered=90, failed=10)) == []


def test_a_broadcast_that_went_out_twice_is_found() -> None:
    (said,) = compare_gateway(ours(delivered=9), theirs(PART, f"{PART}:2", delivered=9))
    assert "2 jobs" in said


def test_a_broadcast_that_never_arrived_but_counts_as_sent_is_found() -> None:
    (said,) = compare_gateway(ours(delivered=9), theirs())
    assert "unknown to the gateway" in said
    assert compare_gateway(ours(queued=9), theirs()) == []


def test_a_broadcast_that_we_know_nothing_of_is_found() -> None:
    (said,) = compare_gateway({}, theirs(PART, delivered=9))
    assert "not in ours" in said


def test_other_counts_are_found_unless_something_still_moves() -> None:
    differing = compare_gateway(ours(delivered=9), theirs(PART, delivered=8, unknown=1))
    assert len(differing) == 2
    assert compare_gateway(ours(delivered=9), theirs(PART, delivered=8, submitted=1, state="inProgress")) == []


def test_texts_are_held_against_the_gateways_own_one_by_one() -> None:
    def at_gateway(**states: str) -> list[dict[str, Any]]:
        return [{"out_id": key, "state": state} for key, state in states.items()]

    ours = {"a": "delivered", "b": "failed", "c": "submitted", "d": "cancelled", "e": "answer"}
    theirs = at_gateway(a="delivered", b="failed", c="delivered", e="delivered")
    assert compare_texts(ours, theirs) == []
    assert compare_texts(ours, [*theirs, theirs[0]]) == ["sms a: 2 messages at the gateway, there may be one"]
    assert compare_texts(ours | {"a": "failed"}, theirs) == ["sms a: failed here, delivered at the gateway"]
    assert compare_texts(ours, theirs[1:]) == ["sms a: counted as sent, unknown to the gateway"]
    assert compare_texts(ours, [*theirs, *at_gateway(f="delivered")]) == [
        "sms f: in the gateway's books but not in ours"
    ]
