"""An exercise has no way to a live gateway, whatever is tampered with (goal G30).

Some hundred tamperings on a push, 10,000 with TONGXIN_GATE=R; the control leaves the question who is there out.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.regions import Regions
from incident import outbox
from notifications.wire import WireClient
from tests.fold.stages import exercise
from tests.measures.stories import begun, broadcasting
from tests.notifications.processes import RunningSimulator, running
from tests.worlds.live_double import LiveDouble
from tests.worlds.tampering import TAMPERINGS, Ground, tamper, unmarked

WHOLE = os.environ.get("TONGXIN_GATE") == "R"
TRIES = 10_000 if WHOLE else 200
SEED = int(os.environ.get("TONGXIN_GATE_SEED") or random.SystemRandom().randrange(10**6))


@pytest.fixture(scope="module")
def simulators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, RunningSimulator]]:
    with (
        running("broadcast", tmp_path_factory.mktemp("broadcast"), rate_per_s=1_000_000) as gateway,
        running("cell_broadcast", tmp_path_factory.mktemp("cells"), rate_per_s=1_000_000) as centre,
    ):
        yield {"broadcast_gateway": gateway, "cell_broadcast": centre}


@pytest.fixture
def ground(simulators: dict[str, RunningSimulator], regions: Regions, tmp_path: Path) -> Iterator[Ground]:
    db, _clock = exercise(tmp_path / "exercise.db")
    incident = begun(db)
    for channel in ("sms", "cell_broadcast"):
        broadcasting(db, incident, channel=channel)
    with db.transaction() as tx:
        claims = outbox.claim(tx, kind="broadcast", worker="tampered", limit=10)
    with LiveDouble() as double:
        urls = {name: simulator.url for name, simulator in simulators.items()}
        yield Ground(db, regions, double, urls, list(claims), tmp_path)
    db.engine.dispose()


@pytest.mark.timeout(4500)
def test_no_byte_of_a_message_reaches_a_live_gateway_and_every_text_says_exercise(
    ground: Ground, simulators: dict[str, RunningSimulator]
) -> None:
    for number in range(TRIES):
        tamper(ground, number, SEED)

    books = [job for simulator in simulators.values() for job in simulator.get("books")["jobs"]]
    assert ground.double.beyond_the_probe() == [], f"seed {SEED}"
    assert unmarked(books) == [], f"seed {SEED}"
    assert not [said for said in ground.said if "BUILT" in said or "CHANGED" in said], ground.said
    # the tamperings were tried, and not all of them stumbled over the first wall
    assert {said.split(":")[0] for said in ground.said} == {kind for kind, _ in TAMPERINGS}
    assert ground.double.received, "nothing asked the double who it is: the tamperings missed it"
    assert books, "nothing reached a simulator: the tamperings broke the way itself"


def test_a_connector_that_does_not_ask_who_is_there_turns_it_red(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WireClient, "_probe", lambda _self: None)

    for number in range(600):  # one in thirty or so goes that way; what is drawn hangs on ids as well
        tamper(ground, number, seed=30)
        if ground.double.beyond_the_probe():
            break

    assert ground.double.beyond_the_probe(), "the planted fault went unseen"
