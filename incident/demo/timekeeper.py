"""Keeps the world's clock at the pace that fits: a thread of its own, so that a slow house never leaves it fast.

It acts as the duty officer at the API like everybody else; who is here it reads from the sessions' table.
"""

from __future__ import annotations

import logging
import math
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from datetime import datetime

from incident.db import Database
from incident.demo import backlog, pace, visitors
from incident.demo.acts import act
from incident.demo.client import HouseGone, Person
from incident.demo.narration import Narrator
from incident.demo.run import Run

#: Real seconds between two looks at who waits, at who is here, and at the world's own clock.
LOOK_S, VISITORS_S, CLOCK_S = 0.1, 1.0, 5.0
#: Of how many looks the slowest is remembered.
LOOKS = 600

_LOG = logging.getLogger(__name__)


class Timekeeper:
    """The clock as the players see it, and the parts that visitors have taken."""

    def __init__(
        self, run: Run, *, officer: Person, db: Database, waited_s: Callable[[], float], narrator: Narrator
    ) -> None:
        self._run = run
        self._officer = officer
        self._db = db
        self._waited_s = waited_s
        self._narrator = narrator
        self._clock = pace.Clock.read(officer.read("/world"))
        self._acting = False
        self._looked_at = self._read_at = self._billing_waited_s = 0.0
        #: Real seconds that the last looks took, the house's answers with them.
        self._looks_s: deque[float] = deque(maxlen=LOOKS)
        #: Something large is about to happen: the clock is to run slowly until it has.
        self.wants_calm = False
        #: Until when nothing is due while nothing is open, and how fast the clock may run so long; None: busy.
        self.quiet: tuple[datetime, int] | None = None
        #: Real seconds that the clock keeps from what is due in a quiet time.
        self.approach_s = pace.APPROACH_S
        #: The story is told: whoever reads it has the time.
        self.rests = False
        #: Logins whose players stand back.
        self.taken: frozenset[str] = frozenset()

    def now(self) -> datetime:
        """World time."""
        return self._clock.now()

    @property
    def is_at_real_speed(self) -> bool:
        """Whether a second of the world is a second."""
        return self._clock.rate == 1

    @property
    def is_calm(self) -> bool:
        """Whether the clock runs slowly enough for something large."""
        return self._clock.rate <= pace.slowed(self._run.speed)

    def keep(self, stop: threading.Event) -> None:
        """Keep time until `stop` is set; a house that restarts is waited for."""
        while not stop.wait(LOOK_S):
            began = time.monotonic()
            try:
                self.look()
            except HouseGone as error:
                _LOG.warning("the clock is not kept: %s", error)
            self._looks_s.append(time.monotonic() - began)

    def look(self) -> None:
        """See who is here and who waits; set the clock if another pace fits."""
        moment = time.monotonic()
        if moment - self._looked_at > VISITORS_S:
            self._look_around()
            self._looked_at = moment
        if moment - self._read_at > CLOCK_S:
            self._clock = pace.Clock.read(self._officer.read("/world"))
            self._read_at = time.monotonic()
        waited_s = math.inf if self.wants_calm else self._waited_s()
        fits = pace.rate_for(
            speed=self._run.speed,
            is_visited=self._acting or self.rests,
            waited_s=waited_s,
            rate=self._clock.rate,
            quiet=self._quiet(),
            billing_waited_s=self._billing_waited_s,
        )
        if fits != self._clock.rate:
            asked = act(self._run.id, self._officer.login, "/world/rate", {"rate": fits}, again=uuid.uuid4())
            answer = self._officer.perform(asked)
            if answer.agreed:
                self._clock = pace.Clock.read(answer.body)

    def _quiet(self) -> pace.Quiet | None:
        if self.quiet is None:
            return None
        until, most = self.quiet
        slowest = max(self._looks_s, default=0.0)
        return pace.Quiet((until - self.now()).total_seconds(), most, slowest, self.approach_s)

    def _look_around(self) -> None:
        here, now = visitors.visitors_of(self._db)
        self._billing_waited_s = backlog.longest_wait_s(self._db, now=now)
        taken = visitors.parts_taken(here, now=now)
        self._narrator.parts(taken, before=self.taken)
        self.taken = taken
        self._acting = visitors.is_somebody_acting(here, now=now)
        self._narrator.pace(self._acting)
