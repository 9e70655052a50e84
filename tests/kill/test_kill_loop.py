"""kill -9 at random moments loses nothing and doubles nothing (goal G1), and the loop would notice if it did."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pytest

from tests.kill.loop import Outcome, fresh_key, kill_loop

pytestmark = [pytest.mark.alone(seconds=20), pytest.mark.slow]
WHOLE = os.environ.get("TONGXIN_GATE") == "R"
KILLS = 500 if WHOLE else 5
#: One seed never changes, so that a push can be repeated; the other is drawn anew and said when something is wrong.
ALWAYS = 20080512


@pytest.mark.timeout(4500)
def test_a_web_process_that_is_killed_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    _holds(kill_loop(tmp_path, f"sqlite:///{tmp_path / 'tongxin.db'}", kills=KILLS, seed=ALWAYS))


@pytest.mark.timeout(4500)
def test_neither_does_one_on_postgresql_whose_worker_is_killed_as_well_while_messages_go_out(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    cluster = request.getfixturevalue("postgres")
    name, url = cluster.fresh(empty=True)

    outcome = kill_loop(tmp_path, url, kills=KILLS, seed=secrets.randbelow(10**6), with_worker=True)

    cluster.drop(name)
    _holds(outcome)


def _holds(outcome: Outcome) -> None:
    assert outcome.faults == [], f"seed {outcome.seed}"
    assert outcome.writes > outcome.kills
    assert outcome.repeated > 0, "no answer was lost: the kills missed the writes"


def test_clients_that_repeat_under_fresh_keys_turn_the_loop_red(tmp_path: Path) -> None:
    outcome = kill_loop(
        tmp_path, f"sqlite:///{tmp_path / 'tongxin.db'}", kills=3, seed=7, key_again=fresh_key, armed_percent=100
    )

    assert outcome.repeated > 0
    assert [fault for fault in outcome.faults if "logged 2 times" in fault], outcome.faults
