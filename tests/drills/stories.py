"""Short ways to a drill, through the real commands; its scenario is small and brings nothing that must be assessed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from incident.commands import drills
from incident.db import Database
from incident.events.drills import STREAM
from incident.log import incident_stream
from incident.models import Drill
from playbooks.source.playbook import library
from tests.incident.stories import DUTY

#: Whoever conducts; the fold stories know this person by name.
PLANNER = DUTY
SICHUAN, GANSU = "510000", "620000"
#: Words by a clock, a gateway that is down and a province that falls silent.
SMALL = """
slug: small-drill
title: {zh: 小演练, en: Small drill}
begins: "2008-05-12T14:28:04+08:00"
playbook: earthquake
reconstruction: wenchuan-2008
incident: {hazard: earthquake, title_zh: 演练地震, title_en: Drilled earthquake}
injects:
  - {id: rumour, minute: 5, do: rumour, text: "收双倍 / Charged double"}
  - {id: gateway, minute: 10, do: system-down, system: broadcast, minutes: 20}
  - {id: silence, minute: 12, do: province-silent, province: "620000", minutes: 30}
  - {id: ministry, minute: 20, do: ministry, text: "请报告 / Report"}
targets:
  - {id: level, what: level-set, within_minutes: 10}
  - {id: called, what: called, after: silence, within_minutes: 15}
  - {id: reported, what: logged, after: ministry, within_minutes: 30}
"""
NOTHING = drills.Prepared(None, (SICHUAN, GANSU))


def prepared(db: Database, text: str = SMALL) -> str:
    """Id of a drill that waits to be started."""
    drill_id = str(uuid.uuid4())
    with db.transaction([STREAM]) as tx:
        drills.prepare_drill(tx, PLANNER, drill_id=drill_id, text=text, playbook=library()["earthquake"])
    return drill_id


def on(db: Database, drill_id: str, command: Callable[..., Any], **arguments: Any) -> Any:
    """A command on a drill by its conductor, in a transaction of its own."""
    with db.transaction([STREAM, incident_stream(incident_of(db, drill_id))]) as tx:
        return command(tx, PLANNER, drill_id=drill_id, **arguments)


def started(db: Database, text: str = SMALL) -> str:
    """Id of a drill that runs."""
    drill_id = prepared(db, text)
    on(db, drill_id, drills.start_drill, provinces=(SICHUAN, GANSU))
    return drill_id


def incident_of(db: Database, drill_id: str) -> str:
    with db.read() as session:
        return session.get_one(Drill, drill_id).of_incident
