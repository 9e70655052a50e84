"""A message to many through a relay that is killed again and again: nobody twice, nothing unaccounted for (G18)."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from notifications.delivery import Sent, Stopped
from tests.relay.houses import message, processed
from tests.relay.kills import kill_loop

WHOLE = os.environ.get("TONGXIN_GATE") == "R"
pytestmark = [pytest.mark.alone(seconds=15), pytest.mark.slow]


@pytest.mark.timeout(4000)
def test_nobody_gets_a_message_twice_from_a_relay_that_is_killed_again_and_again(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    seed = int(os.environ.get("TONGXIN_GATE_SEED") or secrets.randbelow(10**6))
    recipients, kills, per_second = (1_000_000, 20, 20_000) if WHOLE else (2500, 2, 4000)
    outcome = kill_loop(
        tmp_path, recipients=recipients, kills=kills, seed=seed, per_second=per_second, within_s=1800 if WHOLE else 60
    )
    record_property("relay", str(outcome))

    assert outcome.faults == [], outcome
    assert outcome.parked > 0, f"no kill met anything on its way: {outcome}"
    if WHOLE:
        assert outcome.per_second >= 2000, outcome


def test_a_relay_that_sends_again_what_has_no_answer_turns_it_red(tmp_path: Path) -> None:
    outcome = kill_loop(
        tmp_path, recipients=1500, kills=1, seed=7, per_second=4000, within_s=60, module="tests.relay.forgetful",
        faults={"latency_min_ms": 60},
    )  # fmt: skip

    assert [fault for fault in outcome.faults if "twice" in fault], outcome


@pytest.mark.timeout(900)
def test_a_stop_saves_nearly_all_of_what_is_unsent_within_two_seconds_and_questions_are_answered_meanwhile(
    tmp_path: Path,
) -> None:
    recipients, per_second = (200_000, 2000) if WHOLE else (6000, 800)
    with processed(tmp_path, numbers=recipients, faults={"rate_per_s": 100_000}, per_second=per_second) as house:
        assert isinstance(house.headquarters.send(message("stopped:1", count=recipients)), Sent)
        waits = []
        while house.gateway.get("tally")["messages"] < recipients // 10:
            begun = time.monotonic()
            assert house.headquarters.query("stopped:1").state == "running"
            waits.append(time.monotonic() - begun)

        unsent = recipients - house.gateway.get("tally")["messages"]
        begun = time.monotonic()
        stopped = house.headquarters.stop("stopped:1")
        answered_s = time.monotonic() - begun
        time.sleep(max(0.0, 2 - answered_s))
        gone = house.gateway.get("tally")["messages"]
        time.sleep(0.5)

        assert isinstance(stopped, Stopped)
        assert answered_s < 2
        assert stopped.stopped >= 0.95 * unsent
        assert house.gateway.get("tally")["messages"] == gone == recipients - house.counts("stopped:1")["stopped"]
        assert len(waits) > 2
        assert sorted(waits)[len(waits) // 2] < 1.0, "headquarters waits for its answers"
