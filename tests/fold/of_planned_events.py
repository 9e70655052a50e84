"""Stories of planned events: days, venues, forecasts, a step whose time comes, and a change in the freeze."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from incident.commands import incidents, planned_events
from incident.commands.freeze import allow_change
from incident.commands.planned_events import Crowd, Venue
from incident.commands.timers import fire_due
from incident.log import Actor, incident_stream
from incident.rules.planned_events import default_steps
from tests.conftest import QUAKE
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.planned_stories import assessed
from tests.incident.stories import DUTY, OTHER, SICHUAN


@records(
    "EventScheduled", "VenuesListed", "CrowdsForecast", "StepReminded", "FreezeChangeAllowed", "FreezeChangeUsed",
    "ProvinceScheduled",
)  # fmt: skip
def a_planned_event_from_its_calendar_to_its_freeze(stage: Stage) -> None:
    event, opens = str(uuid.uuid4()), QUAKE.date() + timedelta(days=8)
    at_hall: dict[str, Any] = {"lon_e7": 1040000000, "lat_e7": 306000000, "radius_m": 500, "grade": 1, "source": "test"}
    here = Venue(name_zh="体育馆", name_en="Hall", place=SICHUAN, region="510104", **at_hall)
    abroad = Venue(name_zh="沙田", name_en="Sha Tin", place="nation", region=None, **at_hall)

    def do(command: Callable[..., Any], actor: Actor = DUTY, **told: Any) -> Any:
        with stage.db.transaction([incident_stream(event)]) as tx:
            return command(tx, actor, incident_id=event, **told)

    do(
        incidents.declare_incident, kind="planned_event", hazard="major_event", title_zh="运动会", title_en="Games",
        occurred_at=QUAKE + timedelta(days=8), provinces=(SICHUAN,), monitoring=True,
    )  # fmt: skip
    listed: dict[str, Any] = {"assessed": assessed(), "provinces": (SICHUAN,)}
    do(planned_events.schedule_event, opens_on=opens, closes_on=opens)
    do(planned_events.list_venues, footprint_id=str(uuid.uuid4()), venues=[here, abroad], **listed)
    crowd = Crowd(planned_events.venue_id(event, here), opens, 4_000)
    do(planned_events.forecast_crowds, source="座位 / seats", crowds=[crowd])
    stage.clock.step((default_steps(opens, opens)[1].due_at - QUAKE).total_seconds() + 60)
    fire_due(stage.db)
    do(allow_change, OTHER, change_id=str(uuid.uuid4()), reason="少一处")
    do(planned_events.list_venues, footprint_id=str(uuid.uuid4()), venues=[here], **listed)
