"""Routes of signals: what outside sources say, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from geo.errors import GeoError
from geo.sandbox import HowToRead, read_bytes_apart
from geo.words import in_chinese
from incident.commands import signals
from incident.commands.assessing import assess_footprint
from incident.commands.footprints import AssessedFootprint
from incident.commands.signal_arrival import read_signal_again
from incident.errors import Busy, Invalid, NotFound
from incident.events.signals import STREAM
from incident.feeds.again import read_again
from incident.feeds.outbound import FetchFailed
from incident.feeds.polling import reader_of
from incident.log import incident_stream
from incident.queries.signals import area_of, signal_counts, signal_detail, signals_listed
from incident.rules.signals import DECIDABLE
from incident.schemas.signals import AdoptFootprint, DeclareFromSignal, Dismiss
from incident.web import as_json, carry_out, house, policy, query_int, reach_incident

blueprint = APIBlueprint("signals", __name__, url_prefix="/api/v1/signals", tag="signals")


@blueprint.get("")
@policy("signal.read")
def list_signals() -> Response:
    """One list, newest first: `view` is proposed, quarantined, information or decided; `cursor` goes on."""
    view, limit = request.args.get("view", "proposed"), query_int("limit", default=50, least=1, most=100)
    with house().db.read() as session:
        return _json(signals_listed(session, view=view, cursor=request.args.get("cursor"), limit=limit))


@blueprint.get("/counts")
@policy("signal.read")
def counts() -> Mapping[str, int]:
    """How many wait for a person, and how many feeds fail."""
    with house().db.read() as session:
        return signal_counts(session, now=house().db.real_now(session))


@blueprint.get("/<uuid:signal_id>")
@policy("signal.read")
def detail(signal_id: UUID) -> Response:
    """One signal with its message as it came, and the other versions of its event."""
    with house().db.read() as session:
        return _json(signal_detail(session, str(signal_id)))


@blueprint.get("/<uuid:signal_id>/area.geojson")
@policy("signal.read")
def area(signal_id: UUID) -> Response:
    """Its area, one feature a band."""
    with house().db.read() as session:
        text = area_of(session, str(signal_id))
    if text is None:
        raise NotFound.of("影响范围", "area")
    return Response(text, mimetype="application/geo+json")


@blueprint.post("/<uuid:signal_id>/dismiss")
@blueprint.input(Dismiss, arg_name="body")
@policy("signal.decide")
def dismiss(signal_id: UUID, body: Dismiss) -> Response:
    """Nothing follows from it, and why."""
    return carry_out(
        lambda tx, actor: signals.dismiss_signal(tx, actor, signal_id=str(signal_id), reason=body.reason),
        streams=[STREAM],
    )


@blueprint.post("/<uuid:signal_id>/declare")
@blueprint.input(DeclareFromSignal, arg_name="body")
@policy("signal.decide")
def declare(signal_id: UUID, body: DeclareFromSignal) -> Response:
    """Declare an incident from it, or begin to monitor; its area becomes the first footprint."""
    assessed = _assessed(str(signal_id), title=f"{body.title_zh} / {body.title_en}")
    told = body.model_dump(exclude={"incident_id", "footprint_id"})
    return carry_out(
        lambda tx, actor: signals.declare_from_signal(
            tx,
            actor,
            signal_id=str(signal_id),
            incident_id=str(body.incident_id),
            footprint_id=str(body.footprint_id) if assessed else None,
            assessed=assessed,
            provinces=house().provinces,
            **told,
        ),
        streams=[STREAM, incident_stream(str(body.incident_id))],
        status=201,
    )


@blueprint.post("/<uuid:signal_id>/add-footprint")
@blueprint.input(AdoptFootprint, arg_name="body")
@policy("signal.decide")
def add_footprint(signal_id: UUID, body: AdoptFootprint) -> Response:
    """Make its area the newest footprint version of an incident."""
    place = reach_incident(body.incident_id)
    assessed = _assessed(str(signal_id))
    if assessed is None:
        raise Invalid(
            "signal.no_area",
            zh="这个信号没有范围；请宣布事件后在地图上绘制。",
            en="This signal has no area; declare the incident and draw it on the map.",
        )
    return carry_out(
        lambda tx, actor: signals.adopt_footprint(
            tx,
            actor,
            signal_id=str(signal_id),
            incident_id=place.incident_id,
            footprint_id=str(body.footprint_id),
            assessed=assessed,
            provinces=house().provinces,
        ),
        streams=[STREAM, place.stream],
    )


@blueprint.post("/<uuid:signal_id>/read-again")
@policy("signal.decide")
def again(signal_id: UUID) -> Response:
    """Read a quarantined message once more, after a fix of boundaries, settings or reader."""
    try:
        reading = read_again(house().db, reader_of(house()), str(signal_id))
    except FetchFailed as failure:
        raise Busy(
            "signal.source_silent", zh=f"来源没有应答：{failure}", en=f"The source does not answer: {failure}"
        ) from None
    return carry_out(
        lambda tx, actor: read_signal_again(tx, actor, signal_id=str(signal_id), reading=reading),
        streams=[STREAM],
    )


def _assessed(signal_id: str, *, title: str | None = None) -> AssessedFootprint | None:
    """The signal's area as it was read on arrival, its impact counted now; None when it has no area."""
    with house().db.read() as session:
        told, text = signal_detail(session, signal_id), area_of(session, signal_id)
    if told["state"] not in DECIDABLE:
        raise signals.not_now(told)
    if text is None:
        return None
    name = title or told["title"]
    try:
        read = read_bytes_apart(text.encode(), name=name, how=HowToRead(fmt="geojson"))
        footprint = replace(read, title=name, kind=told["hazard"], notes=tuple(told["notes"]))
        return assess_footprint(footprint, house().regions, house().exposure)
    except GeoError as error:
        zh = in_chinese(str(error))
        raise Invalid("footprint_unreadable", zh=f"{name}：{zh}", en=f"{name}: {error}") from None


def _json(value: Mapping[str, Any]) -> Response:
    return Response(as_json(value), mimetype="application/json")
