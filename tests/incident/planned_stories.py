"""A planned event told in tests: its days, its venues, its people, and how time passes over it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands import incidents, planned_events
from incident.commands.footprints import AssessedFootprint
from incident.commands.planned_events import Venue
from incident.commands.timers import fire_due
from incident.db import Database
from incident.log import Actor, incident_stream
from incident.models import Task
from incident.queries.planned_events import event_calendar
from incident.rules.planned_events import CHINA
from tests.conftest import QUAKE
from tests.incident.stories import DUTY, OTHER

BEIJING, TIANJIN = "110000", "120000"
APPROVER = OTHER
OPENS = (QUAKE.astimezone(CHINA) + timedelta(days=40)).date()
CLOSES = OPENS + timedelta(days=16)
STADIUM = Venue(
    name_zh="国家体育场", name_en="National Stadium", place=BEIJING, region="110105", lon_e7=1163906000,
    lat_e7=399917000, radius_m=3000, grade=4, source="test",
)  # fmt: skip
POOL = Venue(**(STADIUM.__dict__ | {"name_zh": "国家游泳中心", "name_en": "Aquatics Centre", "grade": 3}))
TEDA = Venue(
    **(STADIUM.__dict__ | {"name_zh": "天津奥体", "name_en": "Tianjin Stadium", "place": TIANJIN, "region": "120111"})
)
SHATIN = Venue(**(STADIUM.__dict__ | {"name_zh": "沙田", "name_en": "Sha Tin", "place": "nation", "region": "810016"}))


def assessed(title: str = "场馆 / Venues") -> AssessedFootprint:
    """A footprint that hits nobody, as a list of venues in empty fields would."""
    band = {"band": "LEVEL-4", "value_milli": 4000, "unit": "level", "area_km2": 28}
    return AssessedFootprint(
        title=title, source="test", geojson='{"type":"FeatureCollection","features":[]}', bands=[band], notes=[],
        exposure_label="none", not_assessed=[], rows=[], basis="venues",
    )  # fmt: skip


def planned(db: Database, *, kind: str = "planned_event") -> str:
    incident_id = str(uuid.uuid4())
    opens_at = datetime.combine(OPENS, datetime.min.time(), CHINA) + timedelta(hours=20)
    with db.transaction([incident_stream(incident_id)]) as tx:
        incidents.declare_incident(
            tx, DUTY, incident_id=incident_id, kind=kind, hazard="major_event", title_zh="奥运会", title_en="Games",
            occurred_at=opens_at if kind == "planned_event" else QUAKE, provinces=(BEIJING, TIANJIN), monitoring=True,
        )  # fmt: skip
    return incident_id


def do(db: Database, incident_id: str, command: Any, actor: Actor = DUTY, **told: Any) -> Any:
    with db.transaction([incident_stream(incident_id)]) as tx:
        return command(tx, actor, incident_id=incident_id, **told)


def scheduled(db: Database, incident_id: str, **told: Any) -> dict[str, Any]:
    row: dict[str, Any] = do(
        db, incident_id, planned_events.schedule_event, **({"opens_on": OPENS, "closes_on": CLOSES} | told)
    )
    return row


def listed(db: Database, incident_id: str, *venues: Venue, actor: Actor = DUTY) -> dict[str, Any]:
    told: dict[str, Any] = do(
        db, incident_id, planned_events.list_venues, actor, footprint_id=str(uuid.uuid4()), venues=venues,
        assessed=assessed(), provinces=(BEIJING, TIANJIN),
    )  # fmt: skip
    return told


def tasks_of(db: Database) -> list[tuple[str, str]]:
    with db.read() as session:
        rows = session.execute(select(Task.item_key, Task.title_zh).order_by(Task.item_key)).all()
    return [(row.item_key, row.title_zh) for row in rows]


def calendar_of(db: Database, incident_id: str) -> Mapping[str, Any]:
    with db.read() as session:
        return event_calendar(session, incident_id, now=db.world_now(session))


def go_to(db: Database, clock: SteppedClock, moment: datetime) -> None:
    """Let the clock run to a moment, and the house's timers with it."""
    with db.read() as session:
        clock.step((moment - db.world_now(session)).total_seconds())
    fire_due(db)
