"""Broadcasts: six states that add up, stops that pre-empt, corrections that are new messages."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from notifications.connectors.broadcast_gateway import ExerciseBroadcastGateway
from notifications.delivery import DELIVERY_STATES, Refused, Sent, Stopped
from notifications.registry import build
from notifications.simulators.broadcast_books import progress
from tests.notifications.processes import RunningSimulator, broadcast, delivery, eventually, running


def send(gateway: ExerciseBroadcastGateway, key: str, **options: Any) -> Sent:
    outcome = gateway.send(delivery("broadcast/1", key, broadcast(**options)))
    assert isinstance(outcome, Sent), outcome
    return outcome


def test_every_recipient_is_in_exactly_one_state_while_it_runs_and_at_the_end(
    gateway: ExerciseBroadcastGateway, calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["broadcast"].set_faults(rate_per_s=20_000, receipt_ms=100, fail_ppm=20_000, no_receipt_ppm=5000, expire_ppm=0)
    send(gateway, key, count=10_000)

    while (receipt := gateway.query(key)).state == "running":
        assert set(receipt.counts) == set(DELIVERY_STATES)
        assert sum(receipt.counts.values()) == receipt.audience == 10_000
        time.sleep(0.03)

    assert receipt.state == "completed"
    assert dict(receipt.counts) == {
        "queued": 0, "submitted": 0, "delivered": 9750, "failed": 200, "expired": 0, "unknown": 50,
    }  # fmt: skip


def test_a_stop_saves_those_who_have_not_been_sent_to_and_says_how_many(
    gateway: ExerciseBroadcastGateway, calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["broadcast"].set_faults(rate_per_s=1000, latency_min_ms=3000, latency_max_ms=3000)
    calm["broadcast"].set_faults(latency_min_ms=0, latency_max_ms=0)
    send(gateway, key, count=1_000_000)
    calm["broadcast"].set_faults(latency_min_ms=3000, latency_max_ms=3000)

    begun = time.monotonic()
    stopped = gateway.stop(key)
    took_s = time.monotonic() - begun
    time.sleep(0.3)
    again, after = gateway.stop(key), gateway.query(key)

    assert isinstance(stopped, Stopped)
    assert took_s < 2
    assert stopped.stopped + stopped.gone == 1_000_000
    assert stopped.stopped >= 950_000
    assert isinstance(again, Stopped)
    assert (again.stopped, again.gone) == (stopped.stopped, stopped.gone)
    assert after.state == "stopped"
    assert sum(after.counts.values()) + after.stopped == 1_000_000


def test_a_stop_that_overtakes_its_broadcast_forbids_it(
    gateway: ExerciseBroadcastGateway, calm: dict[str, RunningSimulator], key: str
) -> None:
    early = gateway.stop(key)
    late = gateway.send(delivery("broadcast/1", key, broadcast()))

    assert isinstance(early, Stopped)
    assert (early.stopped, early.gone, early.audience) == (0, 0, 0)
    assert isinstance(late, Refused)
    assert late.code == "stopped"
    assert gateway.query(key).state == "not_found"


def test_a_stop_after_the_end_saves_nobody(gateway: ExerciseBroadcastGateway, key: str) -> None:
    send(gateway, key, count=10)
    assert eventually(lambda: gateway.query(key).state == "completed")

    stopped = gateway.stop(key)

    assert isinstance(stopped, Stopped)
    assert (stopped.stopped, stopped.gone) == (0, 10)


def test_a_correction_is_a_new_message_that_names_the_old_one(
    gateway: ExerciseBroadcastGateway, calm: dict[str, RunningSimulator], key: str
) -> None:
    send(gateway, key, count=10)
    corrected = broadcast(count=10, texts={"zh": "更正：以本条为准。"}, references=[key])

    outcome = gateway.correct(delivery("broadcast/1", key + ":correction", corrected))
    bare = gateway.correct(delivery("broadcast/1", key + ":bare", broadcast()))
    itself = gateway.correct(delivery("broadcast/1", key, corrected))

    assert isinstance(outcome, Sent)
    assert isinstance(bare, Refused)
    assert bare.code == "no_references"
    assert isinstance(itself, Refused)
    assert itself.code == "own_reference"
    jobs = {job["externalId"]: job for job in calm["broadcast"].get("books")["jobs"]}
    assert jobs[key + ":correction"]["request"]["references"] == [key]
    assert jobs[key]["audienceCount"] == 10


def test_an_exercise_text_bears_its_prefix_once_in_every_language(
    gateway: ExerciseBroadcastGateway, calm: dict[str, RunningSimulator], key: str
) -> None:
    send(gateway, key, texts={"zh": "「演练 EXERCISE」已标注", "en": "not yet"})

    jobs = {job["externalId"]: job for job in calm["broadcast"].get("books")["jobs"]}

    assert jobs[key]["request"]["content"] == [
        {"language": "en", "text": "「演练 EXERCISE」not yet"},
        {"language": "zh", "text": "「演练 EXERCISE」已标注"},
    ]


def test_a_cell_broadcast_is_never_shown_as_delivered(gateway: ExerciseBroadcastGateway, key: str) -> None:
    send(gateway, key, channel="cell_broadcast", count=500)
    assert eventually(lambda: gateway.query(key).state == "completed")

    assert dict(gateway.query(key).counts) == {
        "queued": 0, "submitted": 500, "delivered": 0, "failed": 0, "expired": 0, "unknown": 0,
    }  # fmt: skip


def test_what_is_not_sent_when_validity_ends_is_expired(tmp_path: Path) -> None:
    hour = {"from": "2008-05-12T15:00:00+08:00", "until": "2008-05-12T16:00:00+08:00"}
    with running("broadcast", tmp_path, fast=10_000, rate_per_s=1, receipt_ms=0) as quick:
        gateway = build("broadcast_gateway", quick.settings(), world="exercise")
        assert isinstance(gateway, ExerciseBroadcastGateway)
        send(gateway, "b:1", count=1_000_000, validity=hour)
        assert eventually(lambda: gateway.query("b:1").state == "completed")
        receipt = gateway.query("b:1")
        gateway.close()

    assert receipt.state == "completed"
    counts = dict(receipt.counts)
    assert counts["delivered"] == 3600
    assert counts["expired"] == 1_000_000 - 3600


def test_a_stop_survives_kill_nine(tmp_path: Path) -> None:
    with running("broadcast", tmp_path, rate_per_s=100) as doomed:
        gateway = build("broadcast_gateway", doomed.settings(), world="exercise")
        assert isinstance(gateway, ExerciseBroadcastGateway)
        send(gateway, "b:1", count=100_000)
        before = gateway.stop("b:1")
        gateway.stop("b:2")
        doomed.kill()
        gateway.close()

    with running("broadcast", tmp_path, rate_per_s=1_000_000) as restarted:
        gateway = build("broadcast_gateway", restarted.settings(), world="exercise")
        assert isinstance(gateway, ExerciseBroadcastGateway)
        after = gateway.stop("b:1")
        late = gateway.send(delivery("broadcast/1", "b:2", broadcast()))
        gateway.close()

    assert isinstance(before, Stopped)
    assert isinstance(after, Stopped)
    assert (after.stopped, after.gone) == (before.stopped, before.gone)
    assert isinstance(late, Refused)


def test_an_audience_needs_counties_by_province_and_a_count(gateway: ExerciseBroadcastGateway, key: str) -> None:
    good = broadcast()
    for change, field in (
        ({"counties": {}}, "audience/counties"),
        ({"counties": {"510000": []}}, "audience/counties"),
        ({"count": 0}, "audience/count"),
        ({"numbers": ["13800000000"]}, "audience/numbers"),
    ):
        outcome = gateway.send(delivery("broadcast/1", key, {**good, "audience": {**good["audience"], **change}}))
        assert isinstance(outcome, Refused)
        assert field in outcome.message


@given(
    audience=st.integers(1, 10**6),
    rate=st.integers(1, 10**6),
    receipt_ms=st.integers(0, 5000),
    shares=st.tuples(*[st.integers(0, 333_333)] * 3),
    stopped_ms=st.none() | st.integers(0, 20_000),
    now_ms=st.integers(-10, 30_000),
    has_receipts=st.booleans(),
)
def test_counts_are_the_audience_at_every_moment(
    audience: int, rate: int, receipt_ms: int, shares: tuple[int, int, int], stopped_ms: int | None,
    now_ms: int, has_receipts: bool,
) -> None:  # fmt: skip
    row = {
        "audience": audience, "rate_per_s": rate, "receipt_ms": receipt_ms, "fail_ppm": shares[0],
        "expire_ppm": shares[1], "no_receipt_ppm": shares[2], "stopped_ms": stopped_ms, "accepted_ms": 0,
        "expires_ms": 15_000, "has_receipts": int(has_receipts),
    }  # fmt: skip

    counts, stopped = progress(row, now_ms=now_ms)

    assert sum(counts.values()) + stopped == audience
    assert min(*counts.values(), stopped) >= 0
    assert stopped == 0 or stopped_ms is not None
