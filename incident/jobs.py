"""RQ jobs: `drain_job(kind)`, never an id. Redis only rings; what is to be done stands in the outbox (rule 1).

The house of a worker process is opened once and kept. An abandoned job loses nothing: its rows' leases run out
and are taken up again.
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from functools import cache

from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from incident.config import read_settings
from incident.draining import KINDS, Drains
from incident.house import open_house

#: The one queue; a worker listens to this and no other (rule 10).
QUEUE = "drain"
#: Seconds after which RQ gives a job up; the outbox knows better than RQ what is still to be done.
JOB_TIMEOUT_S = 120
#: Seconds after which a job ends by itself; the sweep rings again for what is left.
LONGEST_S = 60.0


def drain_job(kind: str) -> int:
    """Work off what is due, kind by kind in turns: `kind` only says what was rung for. Rows taken.

    A stop that comes while much is being sent waits for one turn at most. ValueError for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no outbox kind is called {kind!r}; there are {', '.join(KINDS)}")
    until = time.monotonic() + LONGEST_S
    return _drains().work_off(give_up=lambda: time.monotonic() > until)


def ring(connection: Redis, kinds: frozenset[str]) -> None:
    """Enqueue a drain for each kind; called after a commit that added rows, and by the sweep for due ones."""
    queue = Queue(QUEUE, connection=connection, serializer=JSONSerializer)
    for kind in KINDS:
        if kind in kinds:
            queue.enqueue(drain_job, kind, job_timeout=JOB_TIMEOUT_S, result_ttl=0, failure_ttl=3600)


@cache
def _drains() -> Drains:
    house = open_house(read_settings())
    worker = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    return Drains(house.db, house.endpoints, worker)
