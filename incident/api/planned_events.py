"""Routes of planned events: their days and steps, venues, forecasts of crowds, and changes in the freeze."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from geo.errors import GeoError
from geo.reconstructions.olympics_2008 import VENUES as OLYMPIC_VENUES
from geo.sandbox import Described, HowToRead, describe_apart, describe_bytes_apart
from geo.venues_placed import counties_of
from incident.commands import planned_events as commands
from incident.commands.assessing import assess_footprint
from incident.commands.freeze import allow_change
from incident.errors import Invalid, NotFound
from incident.events.base import NATION
from incident.queries.planned_events import event_calendar, events_of
from incident.rules.planned_events import Step, step_on
from incident.schemas.planned_events import AllowChange, ForecastCrowds, ListVenues, PlannedStep, ScheduleEvent
from incident.web import base_revision, carry_out, house, policy, reach_incident, reading, see_incident

blueprint = APIBlueprint("planned_events", __name__, url_prefix="/api/v1", tag="planned events")

_E7 = 10_000_000


@blueprint.get("/planned-events")
@policy("event.read")
def list_events() -> Mapping[str, Any]:
    """All planned events that the caller sees, the next to open first."""
    with reading() as session:
        return {"items": events_of(session)}


@blueprint.get("/incidents/<uuid:incident_id>/calendar")
@policy("event.read")
def calendar(incident_id: UUID) -> Mapping[str, Any]:
    """The event's calendar; a province reads its own venues and what is expected there."""
    place = see_incident(incident_id)
    with reading() as session:
        return event_calendar(session, place.incident_id, now=house().db.world_now(session))


@blueprint.post("/incidents/<uuid:incident_id>/calendar")
@policy("event.plan")
@blueprint.input(ScheduleEvent, arg_name="body")
def schedule(incident_id: UUID, body: ScheduleEvent) -> Response:
    """Set the event's days and steps; `If-Match` names the schedule that is replaced, where there is one."""
    place = reach_incident(incident_id)
    revision = base_revision() if request.headers.get("If-Match") else None
    return carry_out(
        lambda tx, actor: commands.schedule_event(
            tx,
            actor,
            incident_id=place.incident_id,
            opens_on=body.opens_on,
            closes_on=body.closes_on,
            steps=None if body.steps is None else _steps(body.steps),
            revision=revision,
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.post("/incidents/<uuid:incident_id>/venues")
@policy("event.plan")
def venues(incident_id: UUID) -> Response:
    """List the event's venues, which also become its footprint.

    Multipart with `file` (CSV or GeoJSON of points) and `id`; or JSON with `id` and `venues` or `reconstruction`.
    """
    place = reach_incident(incident_id)
    footprint_id, described = _uploaded() if request.files else _described()
    listed = (described.summary or {}).get("venues")
    if described.footprint is None or listed is None:
        raise _unreadable(described.refusal or "no list of venues: it needs points with radius_m and names")
    assessed = assess_footprint(described.footprint, house().regions, house().exposure)
    placed = _placed(listed)
    return carry_out(
        lambda tx, actor: commands.list_venues(
            tx,
            actor,
            incident_id=place.incident_id,
            footprint_id=footprint_id,
            venues=placed,
            assessed=assessed,
            provinces=house().provinces,
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.post("/incidents/<uuid:incident_id>/crowds")
@policy("event.plan")
@blueprint.input(ForecastCrowds, arg_name="body")
def crowds(incident_id: UUID, body: ForecastCrowds) -> Response:
    """Say how many people are expected, by venue and day, and who forecast it."""
    place = reach_incident(incident_id)
    told = [commands.Crowd(str(one.venue), one.day, one.people) for one in body.crowds]
    return carry_out(
        lambda tx, actor: commands.forecast_crowds(
            tx, actor, incident_id=place.incident_id, source=body.source, crowds=told
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.post("/incidents/<uuid:incident_id>/freeze/allow")
@policy("event.allow_change")
@blueprint.input(AllowChange, arg_name="body")
def allow(incident_id: UUID, body: AllowChange) -> Response:
    """Let somebody else make one change while the plan is frozen; good for a day."""
    place = reach_incident(incident_id)
    return carry_out(
        lambda tx, actor: allow_change(
            tx, actor, incident_id=place.incident_id, change_id=str(body.id), reason=body.reason
        ),
        streams=[place.stream],
        status=201,
    )


def _steps(given: Sequence[PlannedStep]) -> list[Step]:
    return [Step(one.kind, one.day, one.due_at) if one.due_at else step_on(one.kind, one.day) for one in given]


def _uploaded() -> tuple[str, Described]:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Invalid("file_missing", field="file", zh="请选择一个文件。", en="Choose a file.")
    try:
        footprint_id = str(UUID(request.form.get("id", "")))
    except ValueError:
        raise Invalid("not_a_uuid", field="id", zh="id 须为 UUID。", en="id must be a UUID.") from None
    suffix = Path(upload.filename).suffix.lower()
    with tempfile.TemporaryDirectory(prefix="tongxin-") as folder:
        path = Path(folder) / f"venues{suffix if suffix in ('.csv', '.geojson', '.json') else ''}"
        upload.save(path)
        how = HowToRead(crs=request.form.get("crs") or None, regions=house().regions)
        try:
            return footprint_id, describe_apart(path, how=how)
        except GeoError as error:
            raise _unreadable(str(error)) from None


def _described() -> tuple[str, Described]:
    body = ListVenues.model_validate(request.get_json(force=True))
    if (body.venues is None) == (body.reconstruction is None):
        raise Invalid(
            "one_of", field="venues", zh="请给出 venues 或 reconstruction 之一。", en="Give venues or reconstruction."
        )
    if body.reconstruction not in (None, "olympics-2008"):
        raise NotFound.of("场馆表", "list of venues")
    try:
        if body.venues is None:
            return str(body.id), describe_apart(OLYMPIC_VENUES, how=HowToRead(fmt="venues_csv"))
        told = [one.model_dump(mode="json") for one in body.venues]
        features = [
            {
                "type": "Feature",
                "properties": {name: value for name, value in one.items() if name not in ("lon", "lat")},
                "geometry": {"type": "Point", "coordinates": [one["lon"], one["lat"]]},
            }
            for one in told
        ]
        document = {"type": "FeatureCollection", "title": body.title, "features": features}
        data = json.dumps(document, ensure_ascii=False).encode()
        return str(body.id), describe_bytes_apart(data, name="venues", how=HowToRead(fmt="venues"))
    except GeoError as error:
        raise _unreadable(str(error)) from None


def _placed(listed: Sequence[Mapping[str, Any]]) -> list[commands.Venue]:
    """The venues with the county each lies in; outside the operator's provinces they are headquarters' alone."""
    counties = counties_of([(one["lon"], one["lat"]) for one in listed], house().regions)
    return [
        commands.Venue(
            name_zh=one["name_zh"],
            name_en=one["name_en"],
            place=county.province if county is not None and county.operator else NATION,
            region=county.adcode if county is not None else None,
            lon_e7=round(one["lon"] * _E7),
            lat_e7=round(one["lat"] * _E7),
            radius_m=one["radius_m"],
            grade=one["grade"],
            source=one["source"],
        )
        for one, county in zip(listed, counties, strict=True)
    ]


def _unreadable(why: str) -> Invalid:
    return Invalid("venues_unreadable", field="file", zh=f"场馆表：{why}", en=f"The list of venues: {why}")
