"""The time of a step of a planned event comes: each province with a venue gets its task, once.

A province to which the plan in use has given the same work gets no second task.

Called for a timer that was taken in the same transaction, so a step is reminded of exactly once whatever restarts; a
step that was moved or cancelled meanwhile has another revision and is left alone, as is an event that is over.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from incident import fold, log
from incident.commands.tasks import NewTask, dispatch_items, task_id_of
from incident.commands.telling_steps import tell_steps
from incident.db import Tx
from incident.events.planned_events import StepReminded
from incident.log import SYSTEM, incident_stream
from incident.models import EventVenue, Incident
from incident.queries.event_work import provinces_planned
from incident.rules.incidents import OVER
from incident.rules.planned_events import CALENDAR, WORK, Work, venues_words


def remind_of_step(tx: Tx, *, step_id: str, timer_step: str) -> None:
    """Send out the tasks of a step whose time has come."""
    row = fold.row_of(tx.session, "event_step", step_id)
    if not row or row["state"] != "planned" or timer_step != f"remind:{row['revision']}":
        return
    incident_id = row["incident_id"]
    if tx.session.get_one(Incident, incident_id).state in OVER:
        return
    work = WORK[row["kind"]]
    item = f"{CALENDAR}/{row['kind']}-{row['day']}"
    found = _venues(tx, incident_id)
    planned = provinces_planned(tx.session, incident_id, step=row["kind"]) & found.keys()
    groups = [
        (item, [_task(incident_id, item, province, venues, work)])
        for province, venues in sorted(found.items())
        if province not in planned
    ]
    if groups:
        dispatch_items(tx, SYSTEM, incident_id=incident_id, groups=groups)
    event = StepReminded(
        incident_id=incident_id,
        step_id=step_id,
        step_kind=row["kind"],
        day=row["day"],
        reminded_at=tx.now,
        tasks=len(groups),
        planned=len(planned),
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=SYSTEM)
    tell_steps(tx, SYSTEM, incident_id)


def _venues(tx: Tx, incident_id: str) -> dict[str, list[EventVenue]]:
    """Venues that count by province of the operator, those that matter most first."""
    found: dict[str, list[EventVenue]] = defaultdict(list)
    rows = tx.session.scalars(
        select(EventVenue)
        .where(EventVenue.incident_id == incident_id, EventVenue.active.is_(True), EventVenue.outside.is_(False))
        .order_by(EventVenue.grade.desc(), EventVenue.name_zh)
    )
    for venue in rows:
        found[str(venue.province)].append(venue)
    return found


def _task(incident_id: str, item: str, province: str, venues: list[EventVenue], work: Work) -> NewTask:
    first, item_key = venues[0], f"{item}/{province}"
    return NewTask(
        task_id=task_id_of(incident_id, item_key),
        item_key=item_key,
        province=province,
        region=first.region or province,
        task_group=CALENDAR,
        team=work.team,
        title_zh=work.title_zh.format(venues=venues_words([venue.name_zh for venue in venues], "zh"))[:120],
        title_en=work.title_en.format(venues=venues_words([venue.name_en for venue in venues], "en"))[:120],
        acknowledge_minutes=work.acknowledge_minutes,
        work_minutes=work.work_minutes,
        critical=work.critical,
        checklist=[{"zh": zh, "en": en} for zh, en in work.checklist],
        outcome_fields=[
            {
                "name": name, "zh": zh, "en": en, "unit_zh": unit_zh, "unit_en": unit_en, "minimum": 0, "maximum": most,
                "target": None, "required": True,
            }
            for name, zh, en, unit_zh, unit_en, most in work.outcomes
        ],
        point=(first.lon_e7, first.lat_e7) if len(venues) == 1 else None,
    )  # fmt: skip
