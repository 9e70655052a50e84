"""Routes of the time machine: what stood at a moment, what differs between two, and the track of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import request
from sqlalchemy.orm import Session

from incident.errors import Invalid
from incident.events.base import NATION
from incident.past import position_of, read_asked
from incident.past.moments import head_of
from incident.queries.past import past_snapshot
from incident.queries.past_compare import compared
from incident.queries.past_tasking import past_tasking
from incident.queries.past_track import track_of
from incident.queries.state import omitted_when_lean
from incident.web import current, house, policy, query_int, reading, see_incident

blueprint = APIBlueprint("past", __name__, url_prefix="/api/v1/incidents", tag="past")


@dataclass(frozen=True)
class _Looking:
    """Somebody who looks back: the caller's own session, the incident's past, and where."""

    session: Session
    file: Connection
    incident_id: str
    room: str
    positions: tuple[int, ...]


@contextmanager
def _looking_back(incident_id: UUID, *fields: str) -> Iterator[_Looking]:
    """Open the past at what the query's `fields` name, derived so far; at the head where none is named."""
    place, room = see_incident(incident_id), asked_room()
    asked = [read_asked(_given(field), field=field) for field in fields]
    with house().db.read() as log:
        positions = tuple(
            position_of(log, place.incident_id, one, field=field) for one, field in zip(asked, fields, strict=True)
        )
        upto = max(positions) if positions else head_of(log, place.incident_id)
        with house().past.open(log, place.incident_id, upto=upto) as file, reading() as session:
            yield _Looking(session, file, place.incident_id, room, positions)


def state_at(incident_id: UUID) -> dict[str, Any]:
    """The snapshot at the moment that the query's `at` names."""
    with _looking_back(incident_id, "at") as looking:
        lean = query_int("lean", default=0, most=1) == 1
        return past_snapshot(
            looking.session,
            looking.file,
            incident_id=looking.incident_id,
            room=looking.room,
            position=looking.positions[0],
            regions=house().regions,
            omitted=omitted_when_lean(looking.session, incident_id=looking.incident_id) if lean else frozenset(),
        )


@blueprint.get("/<uuid:incident_id>/compare")
@policy("incident.read")
def compare(incident_id: UUID) -> Mapping[str, Any]:
    """What differs between two moments (`from`, `to`: positions or moments), in figures, in words and row by row."""
    with _looking_back(incident_id, "from", "to") as looking:
        earlier, later = sorted(looking.positions)
        return compared(
            looking.session,
            looking.file,
            incident_id=looking.incident_id,
            room=looking.room,
            earlier=earlier,
            later=later,
        )


@blueprint.get("/<uuid:incident_id>/track")
@policy("incident.read")
def track(incident_id: UUID) -> Mapping[str, Any]:
    """How many events lie where in time, and the moments worth a mark, as one room sees them."""
    with _looking_back(incident_id) as looking:
        return track_of(
            looking.session,
            looking.file,
            incident_id=looking.incident_id,
            room=looking.room,
            regions=house().regions,
        )


def tasking_at(incident_id: UUID) -> dict[str, Any]:
    """Headquarters' sums of tasks at the moment that the query's `at` names."""
    with _looking_back(incident_id, "at") as looking:
        return past_tasking(
            looking.session,
            looking.file,
            incident_id=looking.incident_id,
            rooms=current().rooms,
            position=looking.positions[0],
        )


def asked_room() -> str:
    """The room asked for, or the caller's own first; a foreign one reads as missing."""
    caller = current()
    room = request.args.get("room") or (caller.rooms[0] if caller.rooms else NATION)
    caller.require_room(room)
    return room


def _given(field: str) -> str:
    given = request.args.get(field)
    if given is None:
        raise Invalid(
            "query",
            field=field,
            zh=f"缺少查询参数 {field}：记录中的序号，或带时区的时间。",
            en=f"The query parameter {field} is missing: a position in the log, or a moment with its offset.",
        )
    return given
