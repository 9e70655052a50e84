"""An incident on one page for whoever takes over (ICS 201), and the log's extract behind it (ICS 214).

Everything is read, nothing is entered here: the page is right at the moment it is printed and says which one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.clock import as_text
from incident.errors import NotFound
from incident.events.base import NATION
from incident.log import incident_stream
from incident.models import (
    AidPart,
    AidRequest,
    Broadcast,
    EventRow,
    Footprint,
    ImpactRegion,
    Measure,
    Note,
    Person,
    Presence,
    ProvinceIncident,
    RoleGrant,
)
from incident.queries.duty import DutyNow, duty_now
from incident.queries.events import room_head, tell
from incident.queries.links import asks_of, links_of
from incident.queries.names import HouseNames
from incident.queries.tasking import tasking_overview
from incident.queries.tasking_times import tasking_times
from incident.rules.permissions import APPROVER, COMMANDER, DUTY_OFFICER

MOST_NOTES = 8
MOST_EVENTS = 60
#: World time that the log's extract goes back: a shift.
SHIFT = timedelta(hours=12)
#: What the extract of the log leaves out: one line for each of thousands of tasks.
ROUTINE = frozenset(
    {"TaskAcknowledged", "TaskStarted", "TaskResolved", "TaskVerified", "TaskTicked", "TasksDispatched"}
    | {"ProvinceInformed", "ImpactAssessed", "AcknowledgementEscalated", "WorkOverdue", "TaskReminded"}
    | {"AcknowledgementUndone"}
)


def brief_of(session: Session, *, incident_id: str, regions: Regions, now: datetime) -> dict[str, Any]:
    """Everything the page draws; the types stand in static/src/brief/types.ts. NotFound for an unknown incident."""
    incident = fold.row_of(session, "incident", incident_id)
    if not incident:
        raise NotFound.of("事件", "incident")
    tasking = tasking_overview(session, incident_id=incident_id)
    asks = asks_of(session, incident_id, regions=regions)
    return {
        "incident": incident,
        "at": as_text(now),
        "position": room_head(session, incident_id=incident_id, room=NATION),
        "situation": _situation(session, incident),
        "provinces": _provinces(session, incident_id, tasking),
        "decisions": _notes(session, incident_id, ("decision", "order"), regions),
        "tasking": {name: tasking[name] for name in ("total", "counted", "overdue", "due")}
        | {
            "counts": _sums(tasking),
            "acknowledge": tasking_times(session, incident_id=incident_id)["acknowledge"]["all"],
        },
        "measures": _actions(session, Measure, incident_id),
        "broadcasts": _actions(session, Broadcast, incident_id),
        "duty": _duty(session, now),
        "aid": _aid(session, incident_id),
        "asks": [ask for ask in asks if ask["state"] == "open"],
        "links": links_of(session, incident_id),
        "log": _log(session, incident_id, regions, since=now - SHIFT),
    }


def _situation(session: Session, incident: dict[str, Any]) -> dict[str, Any]:
    """The footprint that counts, and whom it hits; bands are exclusive, so that the sums add up."""
    footprint = session.get(Footprint, incident["footprint_id"]) if incident["footprint_id"] else None
    if footprint is None:
        return {"footprint": None, "bands": [], "provinces": 0, "counties": 0}
    hit = [ImpactRegion.incident_id == incident["id"], ImpactRegion.footprint_id == footprint.id]
    bands = session.execute(
        select(
            ImpactRegion.band,
            ImpactRegion.value_milli,
            ImpactRegion.unit,
            func.sum(ImpactRegion.total),
            func.sum(ImpactRegion.sites),
        )
        .where(*hit, ImpactRegion.level == "province")
        .group_by(ImpactRegion.band, ImpactRegion.value_milli, ImpactRegion.unit)
        .order_by(ImpactRegion.value_milli.desc())
    )
    places = {
        level: session.scalar(
            select(func.count(ImpactRegion.region.distinct())).where(*hit, ImpactRegion.level == level)
        )
        for level in ("province", "county")
    }
    return {
        "footprint": {"title": footprint.title, "version": footprint.version, "source": footprint.source}
        | {"at": as_text(footprint.supplied_at), "not_assessed": len(footprint.not_assessed), "basis": footprint.basis},
        "bands": [
            {"band": band, "value_milli": value, "unit": unit, "customers": int(total), "sites": int(sites)}
            for band, value, unit, total, sites in bands
        ],
        "provinces": places["province"] or 0,
        "counties": places["county"] or 0,
    }


def _sums(tasking: dict[str, Any]) -> dict[str, int]:
    columns = zip(*(cell[2:] for cell in tasking["cells"]), strict=True)
    return dict(zip(tasking["counted"], map(sum, columns), strict=False)) if tasking["cells"] else {}


def _provinces(session: Session, incident_id: str, tasking: dict[str, Any]) -> list[dict[str, Any]]:
    """Provinces that need a word: hit, silent, late or declining; silent and late ones first."""
    late: dict[str, int] = {}
    declined: dict[str, int] = {}
    names = tasking["counted"]
    for cell in tasking["cells"]:
        figures = dict(zip(names, cell[2:], strict=True))
        late[cell[0]] = late.get(cell[0], 0) + figures["late"] + figures["work_late"]
        declined[cell[0]] = declined.get(cell[0], 0) + figures["declined"]
    heard = {row.province: row.heard_at for row in session.scalars(select(Presence))}
    rows = [
        {
            "province": row.province,
            "affected": row.affected,
            "silent_since": as_text(row.unreachable_since) if row.unreachable_since else None,
            "heard_at": as_text(heard[row.province]) if row.province in heard else None,
            "late": late.get(str(row.province), 0),
            "declined": declined.get(str(row.province), 0),
        }
        for row in session.scalars(select(ProvinceIncident).where(ProvinceIncident.incident_id == incident_id))
    ]
    wanted = [row for row in rows if row["affected"] or row["silent_since"] or row["late"] or row["declined"]]
    return sorted(wanted, key=lambda row: (row["silent_since"] is None, -row["late"], str(row["province"])))


def _notes(session: Session, incident_id: str, kinds: Sequence[str], regions: Regions) -> list[dict[str, Any]]:
    notes = session.scalars(
        select(Note)
        .where(Note.incident_id == incident_id, Note.kind.in_(kinds))
        .order_by(Note.at.desc())
        .limit(MOST_NOTES)
    ).all()
    names = HouseNames(
        session, regions, digests=[note.note_text for note in notes], people=[note.person_id for note in notes]
    )
    return [
        {
            "at": as_text(note.at),
            "kind": note.kind,
            "text": names.texts.get(note.note_text),
            "person": names.people.get(note.person_id),
        }
        for note in notes
    ]


def _actions(session: Session, model: Any, incident_id: str) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(model)
        .where(model.incident_id == incident_id, model.state.not_in(("cancelled", "rejected", "draft")))
        .order_by(model.item_key)
    )
    return [
        {
            "id": row.id,
            "title_zh": row.title_zh,
            "title_en": row.title_en,
            "state": row.state,
            "customers": row.customers,
        }
        for row in rows
    ]


def _duty(session: Session, now: datetime) -> dict[str, Any]:
    """Who answers at headquarters, and who commands and approves; names only."""
    desk: DutyNow = duty_now(session, None, at=now)
    roles = session.execute(
        select(RoleGrant.person_id, RoleGrant.role)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.scope == NATION,
            RoleGrant.held.is_(True),
            RoleGrant.role.in_((COMMANDER, APPROVER, DUTY_OFFICER)),
            Person.state == "active",
        )
        .order_by(RoleGrant.role, Person.name_zh)
    ).all()
    ids = {*desk.everybody, *(person for person, _role in roles)}
    names = {
        person.id: {"name_zh": person.name_zh, "name_en": person.name_en}
        for person in session.scalars(select(Person).where(Person.id.in_(sorted(ids))))
    }
    return {
        "rostered": desk.rostered,
        "until": as_text(desk.until) if desk.until else None,
        "on_duty": [names[person] for person in desk.on_duty if person in names],
        "deputies": [names[person] for person in desk.deputies if person in names],
        "commanders": [names[person] for person, role in roles if role == COMMANDER],
        "approvers": [names[person] for person, role in roles if role == APPROVER],
    }


def _aid(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """Mutual aid that is asked for or under way, with who gives how much."""
    requests = session.scalars(
        select(AidRequest)
        .where(AidRequest.incident_id == incident_id, AidRequest.state.not_in(("released", "cancelled")))
        .order_by(AidRequest.needed_by, AidRequest.id)
    ).all()
    asked = dict(
        session.execute(
            select(AidPart.request_id, func.count())
            .where(AidPart.request_id.in_([row.id for row in requests]))
            .group_by(AidPart.request_id)
        ).all()
    )
    return [
        {
            "kind": row.kind,
            "quantity": row.quantity,
            "region": row.region,
            "province": row.province,
            "needed_by": as_text(row.needed_by),
            "state": row.state,
            "commitments": row.commitments,
            "asked": asked.get(row.id, 0),
        }
        for row in requests
    ]


def _log(session: Session, incident_id: str, regions: Regions, *, since: datetime) -> list[dict[str, Any]]:
    """The last shift of the log without its routine, oldest first."""
    rows = session.scalars(
        select(EventRow)
        .where(
            EventRow.stream == incident_stream(incident_id),
            EventRow.at >= since,
            EventRow.type.not_in(sorted(ROUTINE)),
        )
        .order_by(EventRow.position.desc())
        .limit(MOST_EVENTS)
    ).all()
    return [{name: event[name] for name in ("position", "at", "say")} for event in tell(session, rows[::-1], regions)]
