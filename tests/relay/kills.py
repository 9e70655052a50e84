"""The kill loop of the relay: a message to many, SIGKILL at drawn moments, lines that break; nobody twice.

What was handed over when the process died or the line broke is parked: counted as unknown, never handed over again,
and settled by status reports, which carry our reference back. At the end only those are unknown who surely got nothing.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from notifications.delivery import Sent
from tests.notifications.processes import eventually
from tests.relay.houses import House, RelayProcess, message, processed

KEY = "killed:510000"


@dataclass(frozen=True)
class Outcome:
    """What a run found; ``faults`` is empty when nobody got it twice and nothing is unaccounted for."""

    seed: int
    recipients: int
    kills: int
    #: Recipients a second from the first to the last message, without the time in which it was down.
    per_second: float
    seconds: float
    down_s: float
    #: The most that were unknown at once, and how many are at the end.
    parked: int
    unknown: int
    doubled: int
    faults: list[str]


def kill_loop(
    folder: Path, *, recipients: int, kills: int, seed: int, per_second: int, within_s: float,
    module: str = "incident.cli", faults: dict[str, int] | None = None,
) -> Outcome:  # fmt: skip
    """Send to so many and kill the relay so often while it does, then wait until every report has come."""
    draws = random.Random(seed)
    told = {"rate_per_s": 1_000_000, "receipt_ms": 200, "fail_ppm": 5000, "unknown_ppm": 2000, **(faults or {})}
    line = {"reference_digits": 10, "answer_s": 5, "window": 400, "connections": 2}
    with processed(folder, numbers=recipients, faults=told, line=line, module=module, per_second=per_second) as house:
        begun = time.monotonic()
        sent = house.headquarters.send(message(KEY, count=recipients))
        assert isinstance(sent, Sent), sent
        parked, down_s = 0, 0.0
        for kill in range(kills):
            _await_progress(house, recipients, (kill + draws.random()) / (kills + 1), within_s=within_s)
            time.sleep(draws.uniform(0, 0.05))
            fell = time.monotonic()
            house.relay.kill()
            house.relay.start()
            down_s += time.monotonic() - fell
            parked = max(parked, house.counts(KEY).get("unknown", 0))
        _await_progress(house, recipients, 0.9, within_s=within_s)
        eventually(lambda: house.counts(KEY).get("queued", 1) == 0, within_s=within_s)
        took = time.monotonic() - begun
        eventually(lambda: _is_settled(house), within_s=60)
        return _outcome(house, Outcome(
            seed, recipients, kills, round(recipients / (took - down_s)), round(took, 1), round(down_s, 1), parked,
            unknown=0, doubled=0, faults=[],
        ))  # fmt: skip


def _await_progress(house: House[RelayProcess], recipients: int, share: float, *, within_s: float) -> None:
    """Wait until the gateway has got this share of all messages."""
    until_s = time.monotonic() + within_s
    while _gone(house) < share * recipients:
        assert time.monotonic() < until_s, house.counts(KEY)
        time.sleep(min(0.2, recipients / 200_000))  # who asks all the time slows what is measured


def _gone(house: House[RelayProcess]) -> int:
    return int(house.gateway.get("tally")["messages"])


def _is_settled(house: House[RelayProcess]) -> bool:
    """Whether everything that the gateway has to report has come and is counted."""
    return house.counts(KEY).get("submitted", 1) == 0 and house.gateway.get("tally")["reports_waiting"] == 0


def _outcome(house: House[RelayProcess], run: Outcome) -> Outcome:
    """The run with what the gateway's books say of it."""
    books: dict[str, Any] = house.gateway.get("books")
    counts = house.counts(KEY)
    faults = [] if books["doubled"] == 0 else [f"{books['doubled']} phones got it twice"]
    if sum(counts.values()) != run.recipients:
        faults.append(f"the counts {counts} do not make {run.recipients}")
    if counts.get("unknown") != run.recipients - books["phones"]:
        faults.append(f"{counts.get('unknown')} unknown, {run.recipients - books['phones']} phones got nothing")
    delivered = books["stats"].get("DELIVRD", 0)
    if counts.get("delivered") != delivered:
        faults.append(f"{counts.get('delivered')} delivered here, {delivered} at the gateway")
    return replace(run, unknown=counts.get("unknown", -1), doubled=books["doubled"], faults=faults)
