"""Reading the log for a room: events as the contract spells them, with their sentences and texts (DESIGN.md §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident.events import EVENTS
from incident.events.duty import STREAM as ROSTERS
from incident.events.findings import STREAM as FINDINGS
from incident.log import incident_stream, stored_form
from incident.models import EventRow, Incident, ProvinceIncident
from incident.queries.names import HouseNames
from incident.rules.incidents import OVER

NATION = "nation"
#: Most events in one answer.
LIMIT = 500
#: How somebody acted who was not at a screen, behind the sentence.
ELSEWHERE = {
    "sms": ("（短信）", " (by SMS)"),
    "voice": ("（电话按键）", " (by a telephone's key)"),
    "mail": ("（邮件）", " (by mail)"),
    "drill": ("（演练注入）", " (inject of a drill)"),
}
#: Fields of events that hold a person's id.
PERSON_FIELDS = ("by", "person_id", "from_person", "to_person", "deputy_id", "owner_id", "chair_id")


#: Streams that may be followed beside incidents', and the action that one must hold for it.
FOLLOWED: Mapping[str, str] = {ROSTERS: "duty.read", FINDINGS: "finding.read"}


def stream_of(followed: str) -> str:
    """The stream of what is followed: rosters and findings by their own names, anything else is an incident's id."""
    return followed if followed in FOLLOWED else incident_stream(followed)


def room_head(session: Session, *, incident_id: str, room: str) -> int:
    """Position of the last event that `room` sees of an incident, or of rosters; 0 when it has seen none."""
    query = select(func.max(EventRow.position)).where(EventRow.stream == stream_of(incident_id))
    if room != NATION:
        query = query.where(EventRow.audience == room)
    return session.scalar(query) or 0


def events_after(
    session: Session, *, incident_id: str, room: str, after: int, regions: Regions, limit: int = LIMIT
) -> dict[str, Any]:
    """`{events, room, after, upto, more}`: what the room sees after a position, oldest first."""
    query = select(EventRow).where(EventRow.stream == stream_of(incident_id), EventRow.position > after)
    if room != NATION:
        query = query.where(EventRow.audience == room)
    limit = max(1, min(limit, LIMIT))
    rows = list(session.scalars(query.order_by(EventRow.position).limit(limit + 1)))
    told = tell(session, rows[:limit], regions)
    return {
        "events": told,
        "room": room,
        "after": after,
        "upto": told[-1]["position"] if told else after,
        "more": len(rows) > limit,
    }


def heads_of_duty(session: Session, *, rooms: Sequence[str]) -> dict[str, dict[str, int]]:
    """Where the logs stand that pages follow to be read anew: of rosters, findings, and the incidents that go on.

    `{duty | review | incident: {room: position}}`
    """
    model = Incident if NATION in rooms else ProvinceIncident
    going_on = session.scalars(select(model.incident_id).where(model.state.not_in(OVER)).distinct())
    return {
        followed: {room: room_head(session, incident_id=followed, room=room) for room in rooms}
        for followed in (*FOLLOWED, *sorted(going_on))
    }


def tell(session: Session, rows: Sequence[EventRow], regions: Regions) -> list[dict[str, Any]]:
    """Events as stored, plus `say` (sentences), `kind` (the feed's filter), `resolved` and `people`.

    `resolved` are texts by digest, `people` the names of everybody the event speaks of, by id: a page may meet
    them here for the first time.
    """
    digests = [digest for row in rows for digest in row.texts]
    names = HouseNames(session, regions, digests=digests, people=_people(rows))
    told = []
    for row in rows:
        event = EVENTS[row.type].from_data(row.data)
        zh, en = ELSEWHERE.get(row.actor["via"], ("", ""))
        told.append(
            stored_form(row)
            | {
                "say": {"zh": f"{event.zh(names)}{zh}", "en": f"{event.en(names)}{en}"},
                "kind": event.kind,
                "resolved": {digest: names.texts[digest] for digest in row.texts if digest in names.texts},
                "people": {person: names.people[person] for person in _people([row]) if person in names.people},
            }
        )
    return told


def _people(rows: Sequence[EventRow]) -> set[str]:
    """Every person that the events or their data name."""
    found = {row.actor["person"] for row in rows}
    for row in rows:
        found |= {value for name in PERSON_FIELDS if isinstance(value := row.data.get(name), str)}
    return found
