"""Redis emptied, put back to an old copy or gone at any moment: nothing is lost and nothing leaves twice (goal G4).

The queue is RQ on a real Redis, the worker works in this process. Small in every run, 200 points with the gate.
"""

from __future__ import annotations

import os
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from incident import jobs, outbox
from incident.clock import SteppedClock
from incident.db import Database
from incident.draining import Drains
from incident.draining.cycle import Act, Done, Note
from incident.models import Outbox
from incident.outbox import Claim
from tests.storm.processes import _redis

POINTS = 200 if os.environ.get("TONGXIN_GATE") == "R" else 8
SEED = int(os.environ.get("TONGXIN_GATE_SEED", "20080512"))
KINDS = ("notice", "sms", "mail")


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with _redis(tmp_path_factory.mktemp("redis")) as connection:
        yield connection


@dataclass
class World:
    """The relay, the worker and the receiver, with a Redis that comes to harm."""

    db: Database
    redis: Redis
    chance: random.Random
    sent: Counter[str] = field(default_factory=Counter)
    copy: dict[bytes, bytes | None] = field(default_factory=dict)
    harms: Counter[str] = field(default_factory=Counter)

    def harm(self) -> None:
        """Empty Redis, put an old copy back, or do nothing."""
        kind = self.chance.choice(("flush", "old copy", "nothing"))
        self.harms[kind] += 1
        if kind == "nothing":
            self.copy = {key: self.redis.dump(key) for key in self.redis.scan_iter()}
            return
        self.redis.flushall()
        if kind == "old copy":
            for key, value in self.copy.items():
                if value is not None:
                    self.redis.restore(key, 0, value, replace=True)

    def ring(self, kinds: frozenset[str]) -> None:
        """As incident.background does after a commit and in its sweep."""
        try:
            jobs.ring(self.redis, kinds)
        except RedisError:
            self.harms["no answer"] += 1

    def receive(self, claim: Claim) -> Done:
        if self.chance.random() < 0.2:
            self.harm()
        self.sent[claim.key] += 1
        return Done(claim=claim, state="sent")

    def work(self) -> None:
        """One worker until its queue is empty; whatever Redis lost under its hands."""
        queue = Queue(jobs.QUEUE, connection=self.redis, serializer=JSONSerializer)
        worker = SimpleWorker([queue], connection=self.redis, serializer=JSONSerializer)
        try:
            worker.work(burst=True, logging_level="CRITICAL")
        except RedisError:
            self.harms["the worker lost Redis"] += 1


@dataclass(frozen=True)
class Receiving(Drains):
    """The product's drains, with one receiver for all kinds."""

    world: Any = None

    def _how(self, kind: str) -> tuple[Act | None, Note | None]:
        return self.world.receive, None


def run(db: Database, redis: Redis, monkeypatch: pytest.MonkeyPatch, *, swept: bool) -> tuple[World, set[str]]:
    """So many commits with messages among so many harms; what was put, and what is still waiting at the end."""
    redis.flushall()
    world = World(db, redis, random.Random(SEED))
    drains = Receiving(db, None, "worker", world=world)  # type: ignore[arg-type]  # it asks for no endpoints
    monkeypatch.setattr(jobs, "_drains", lambda: drains)
    put: set[str] = set()
    for _point in range(POINTS):
        with db.transaction() as tx:
            for _ in range(world.chance.randint(1, 5)):
                key = f"mail:{uuid.UUID(int=world.chance.getrandbits(128))}"
                kind = world.chance.choice(KINDS)
                outbox.put(tx, kind=kind, key=key, stream="people", payload={}, not_before=tx.real_now)
                put.add(key)
        world.ring(frozenset(tx.rung))
        world.harm()
        if world.chance.random() < 0.6:
            world.work()
    if swept:  # what the web process does every few seconds
        world.redis.flushall()
        world.ring(frozenset(drains.due()))
        world.work()
    assert set(world.sent) <= put
    return world, put


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_whatever_becomes_of_redis_everything_leaves_once(
    db: Database, redis: Redis, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, put = run(db, redis, monkeypatch, swept=True)

    assert world.sent == Counter(put), f"seed {SEED}: {world.harms}"
    with db.read() as session:
        assert {state for (state,) in session.query(Outbox.state)} == {"sent"}
    assert world.harms["flush"], world.harms


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_worker_that_trusts_the_bell_turns_it_red(
    db: Database, redis: Redis, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Receiving, "work_off", lambda self, **_told: self.drain("sms"))
    world, put = run(db, redis, monkeypatch, swept=False)
    assert world.sent != Counter(put)
