"""Releases the injects of running drills by the world's clock, in an exercise's web process that leads.

What stands in the rows is all it knows: killed at any moment it goes on where it was, and an inject is released in the
transaction that makes it happen. A footprint is read and assessed before, so that no transaction waits for it.
"""

from __future__ import annotations

import logging
import threading

from sqlalchemy import select

from incident.commands.drills import Prepared, due_injects, prepared_footprint, release_inject
from incident.commands.drills.base import inject_of
from incident.commands.drills.releasing import Due
from incident.commands.footprints import AssessedFootprint
from incident.db import Database
from incident.errors import Refusal
from incident.events.drills import STREAM
from incident.house import House
from incident.log import SYSTEM, incident_stream
from incident.models import Drill, DrillInject
from incident.queries.drills import scenario_of
from incident.scenarios import Inject, Scenario

_LOG = logging.getLogger(__name__)


class Conductor:
    """What plays the injects of one house's drills."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._db: Database = house.db
        #: Footprints that come next, by drill and inject; None where one cannot be read, which its release says.
        self._ahead: dict[tuple[str, str], AssessedFootprint | None] = {}
        self._looking = threading.Lock()

    def due(self) -> list[Due]:
        """What is to be released now."""
        with self._db.read() as session:
            return due_injects(session, now=self._db.world_now(session))

    def to_look_at(self) -> list[tuple[str, str]]:
        """The next footprint of each drill that waits or goes on, as (drill, inject), unless it is there already."""
        with self._db.read() as session:
            found = session.execute(
                select(Drill.id, DrillInject.inject)
                .join(DrillInject, DrillInject.drill_id == Drill.id)
                .where(
                    Drill.state.in_(("prepared", "running", "paused")),
                    DrillInject.state == "planned",
                    DrillInject.kind == "footprint",
                )
                .order_by(DrillInject.ordinal.desc())
            )
            # the last of each drill that is put in is its next one
            wanted: dict[str, str] = {row.id: row.inject for row in found}
        return [key for key in sorted(wanted.items()) if key not in self._ahead]

    def look_ahead(self) -> int:
        """Assess the footprints that come next, so that a fast clock need not wait for them; how many there were.

        May be called beside `play`, from another thread.
        """
        fresh = self.to_look_at()
        for drill, inject in fresh:
            with self._db.read() as session:
                scenario = scenario_of(session, session.get_one(Drill, drill))
            self._footprint(drill, scenario, inject_of(scenario, inject))
        return len(fresh)

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
        footprint = self._footprint(due.drill_id, scenario, inject)
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

    def _footprint(self, drill: str, scenario: Scenario, inject: Inject) -> AssessedFootprint | None:
        """What the inject brings; None where it brings none, or where it cannot be read: its release then says so.

        Whoever comes while it is being assessed waits for that instead of assessing it as well.
        """
        if inject.do != "footprint":
            return None
        with self._looking:
            if (drill, inject.id) not in self._ahead:
                others = {key: footprint for key, footprint in self._ahead.items() if key[0] != drill}
                self._ahead = others | {(drill, inject.id): self._assessed(scenario, inject)}
            return self._ahead[drill, inject.id]

    def _assessed(self, scenario: Scenario, inject: Inject) -> AssessedFootprint | None:
        try:
            return prepared_footprint(scenario, inject, regions=self._house.regions, exposure=self._house.exposure)
        except Refusal as refusal:
            _LOG.warning("inject %s: %s", inject.id, refusal.en)
            return None
