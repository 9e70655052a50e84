"""Releases the injects of running drills by the world's clock, in an exercise's web process that leads.

What stands in the rows is all it knows: killed at any moment it goes on where it was, and an inject is released in the
transaction that makes it happen. A footprint is read and assessed before, so that no transaction waits for it.
"""

from __future__ import annotations

import logging

from incident.commands.drills import Prepared, due_injects, prepared_footprint, release_inject
from incident.commands.drills.base import inject_of
from incident.commands.drills.releasing import Due
from incident.db import Database
from incident.errors import Refusal
from incident.events.drills import STREAM
from incident.house import House
from incident.log import SYSTEM, incident_stream
from incident.models import Drill
from incident.queries.drills import scenario_of

_LOG = logging.getLogger(__name__)


class Conductor:
    """What plays the injects of one house's drills."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._db: Database = house.db

    def due(self) -> list[Due]:
        """What is to be released now."""
        with self._db.read() as session:
            return due_injects(session, now=self._db.world_now(session))

    def play(self) -> int:
        """Release everything that is due, in order; how many were tried."""
        due = self.due()
        for one in due:
            self._release(one)
        return len(due)

    def _release(self, due: Due) -> None:
        with self._db.read() as session:
            scenario = scenario_of(session, session.get_one(Drill, due.drill_id))
        inject = inject_of(scenario, due.inject)
        try:
            footprint = prepared_footprint(
                scenario, inject, regions=self._house.regions, exposure=self._house.exposure
            )  # fmt: skip
        except Refusal as refusal:
            # the release below finds no footprint and writes down that it failed
            _LOG.warning("inject %s: %s", due.inject, refusal.en)
            footprint = None
        prepared = Prepared(footprint, tuple(self._house.provinces) if footprint is not None else ())
        try:
            with self._db.transaction([STREAM, incident_stream(due.incident_id)]) as tx:
                tx.command_key = f"drill:{due.drill_id}:{due.inject}"
                release_inject(
                    tx, SYSTEM, drill_id=due.drill_id, inject=due.inject, prepared=prepared, by_hand=False
                )  # fmt: skip
        except Refusal as refusal:
            # paused, ended or skipped between the look and the lock: somebody else's word holds
            _LOG.info("inject %s is not released: %s", due.inject, refusal.en)
