"""Many broadcasts of 31 provinces from the outbox to a relay over a line that loses and repeats (G5).

The whole way is real: approved broadcasts, the outbox and its drains, the connector, HTTP, the relay, CMPP. What a
province's message became at the phones is counted by the gateway, which knows a number and a text.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident.clock import SteppedClock
from incident.config import Settings
from incident.db import Database, World, open_engine
from incident.db.schema import create_schema
from incident.draining import Drains, Pace, build_endpoints
from incident.models import BroadcastPart, Outbox
from tests.conftest import QUAKE, START
from tests.measures.stories import begun, broadcasting
from tests.relay.houses import FIRST_NUMBER, SEGMENTS, House, housed
from tests.relay.proxy import CHANCES, lossy

PROVINCES = tuple(
    f"{code}0000" for code in (
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62,
        63, 64, 65,
    )
)  # fmt: skip
COUNTIES = tuple(f"{province[:2]}0101" for province in PROVINCES)
AUDIENCE = {
    province: {county: {SEGMENTS[place % 4]: 1}}
    for place, (province, county) in enumerate(zip(PROVINCES, COUNTIES, strict=True))
}
#: Long enough that a busy machine is not taken for a lost answer.
_PATIENCE_S = 2.0
#: A late answer holds up one of so many that are under way, and the next claim only once in so many rows.
_UNDER_WAY, _AT_ONCE = 24, 256
_STEPS = 90


@dataclass(frozen=True)
class Outcome:
    """What a run found; ``faults`` is empty when every submission left once, or is known to be unknown."""

    seed: int
    submissions: int
    once: int
    parked: int
    met: dict[str, int]
    seconds: float
    faults: list[str]


def submit_all(
    folder: Path, *, broadcasts: int, seed: int,
    kind: Callable[..., AbstractContextManager[House[Any]]] = housed,
) -> Outcome:  # fmt: skip
    """Send so many broadcasts of 31 provinces each, work everything off, then compare with the phones."""
    begun_s = time.monotonic()
    db, clock = database(folder)
    incident = begun(db)
    people = len(PROVINCES)
    (folder / "house").mkdir()
    with (
        kind(folder / "house", numbers=people, counties=COUNTIES, faults={"rate_per_s": 100_000, "receipt_ms": 20},
               line={"reference_digits": 10}) as house,
        lossy(house.relay.port, seed=seed, late_s=_PATIENCE_S + 0.2) as proxy,
    ):  # fmt: skip
        endpoint = {"broadcast_gateway": {"base_url": f"http://127.0.0.1:{proxy.port}", "timeout_s": _PATIENCE_S}}
        settings = Settings(endpoints=json.dumps(endpoint), database_url="sqlite://")
        endpoints = build_endpoints(settings, world="exercise")
        drains = Drains(db, endpoints, "submits", Pace(parallel=_UNDER_WAY, at_once=_AT_ONCE))
        for number in range(broadcasts):
            _broadcast(db, incident, number)
        work_off(db, clock, drains)
        endpoints.close()
        outcome = _outcome(db, house, seed, broadcasts * people, dict(proxy.met), time.monotonic() - begun_s)
    db.engine.dispose()
    return outcome


def database(folder: Path) -> tuple[Database, SteppedClock]:
    engine, clock = open_engine(f"sqlite:///{folder / 'tongxin.db'}"), SteppedClock(START)
    create_schema(engine)
    with Session(engine.execution_options(tongxin_writes=True)) as session:
        session.add(World(id=1, kind="exercise", name="proxy", anchor_real=START, anchor_world=QUAKE, rate=1))
        session.commit()
    return Database(engine, clock), clock


def _broadcast(db: Database, incident: str, number: int) -> None:
    with db.read() as session:
        until = db.world_now(session) + timedelta(hours=20)
    body = f"第 {number} 号通知：灾区客户欠费不停机。"
    broadcasting(db, incident, audience=AUDIENCE, valid_until=until, body_zh=body)


def work_off(db: Database, clock: SteppedClock, drains: Drains) -> None:
    """Step over leases and back-offs until nothing is left to send or to ask."""
    for _ in range(_STEPS):
        for kind in drains.due():
            drains.drain(kind)
        with db.read() as session:
            left = session.scalar(
                select(func.count()).select_from(Outbox).where(Outbox.state.in_(("pending", "leased")))
            )
        if not left:
            return
        clock.step(16)
        time.sleep(0.3)  # in which the relay sends what it has got
    raise AssertionError(f"the outbox did not come to rest: {left} rows are left")


def _outcome(
    db: Database, house: House[Any], seed: int, submissions: int, met: dict[str, int], seconds: float
) -> Outcome:
    got = Counter((row["phone"], row["content"]) for row in _messages(house))
    with db.read() as session:
        parts = session.execute(select(BroadcastPart.state, BroadcastPart.delivered, BroadcastPart.failed)).all()
    once = sum(1 for part in parts if part.state == "completed" and part.delivered == 1)
    parked = sum(1 for part in parts if part.state == "unknown")
    faults = [f"{phone - FIRST_NUMBER} got “{text}” {many} times" for (phone, text), many in got.items() if many > 1]
    if once + parked != submissions:
        faults.append(f"{once} once and {parked} parked are not {submissions}: {Counter(part.state for part in parts)}")
    if not once <= len(got) <= once + parked:
        faults.append(f"{len(got)} messages at phones, {once} once and {parked} parked")
    if strays := Counter((part.state, part.failed) for part in parts if part.state not in ("completed", "unknown")):
        faults.append(f"left behind: {strays}")
    faults += [f"nothing met {chance}" for chance in CHANCES if not met.get(chance) and submissions > 50]
    return Outcome(seed, submissions, once, parked, met, round(seconds, 1), faults)


def _messages(house: House[Any]) -> Sequence[dict[str, int]]:
    found: list[dict[str, int]] = []
    while page := house.gateway.get("messages", after=found[-1]["position"] if found else 0, limit=10_000)["messages"]:
        found += page
    return found
