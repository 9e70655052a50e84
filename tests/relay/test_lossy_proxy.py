"""Submissions over a line that drops, repeats, delays and truncates: each once or parked, never twice (G5)."""

from __future__ import annotations

import dataclasses
import os
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from incident.draining.cycle import Done
from incident.draining.gateway import GatewayDrain
from incident.outbox import Claim
from incident.rules.broadcasts import PartKey
from tests.relay.houses import housed, processed
from tests.relay.submissions import submit_all

WHOLE = os.environ.get("TONGXIN_GATE") == "R"
#: Of 31 provinces each: 100,006 submissions in all, or about as many as were asked for.
BROADCASTS = int(os.environ.get("TONGXIN_SUBMISSIONS", 100_006 if WHOLE else 31)) // 31
pytestmark = [pytest.mark.alone(seconds=10), pytest.mark.slow]


@pytest.mark.timeout(9000)
def test_every_submission_over_a_lossy_line_goes_out_once_or_is_parked(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    seed = int(os.environ.get("TONGXIN_GATE_SEED") or secrets.randbelow(10**6))
    outcome = submit_all(tmp_path, broadcasts=BROADCASTS, seed=seed, kind=processed if WHOLE else housed)
    record_property("submissions", str(outcome))

    assert outcome.faults == [], outcome
    assert outcome.once > 2 * outcome.parked, outcome


def test_a_sender_that_repeats_what_is_unknown_under_a_fresh_key_turns_it_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = GatewayDrain.send

    def send_again(self: GatewayDrain, claim: Claim) -> Done | None:
        done = send(self, claim)
        if done is not None and done.state == "unknown":
            key = PartKey.read(claim.key)
            send(self, dataclasses.replace(claim, key=str(PartKey(key.broadcast_id, key.province, 99)), attempts=1))
        return done

    monkeypatch.setattr(GatewayDrain, "send", send_again)
    outcome = submit_all(tmp_path, broadcasts=1, seed=7)

    assert [fault for fault in outcome.faults if "2 times" in fault], outcome
