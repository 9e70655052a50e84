"""Whether the process lives, whether it can do its work, and figures for Prometheus."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from apiflask import APIBlueprint
from flask import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import exists, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from incident.db import StreamHead
from incident.models import EventRow, LoginSession, Outbox, Timer
from incident.web import ANYONE, LOOPBACK, house, policy

blueprint = APIBlueprint("health", __name__, tag="health")

#: Something due has waited longer than this: nobody is taking it (RELIABILITY.md rule 12).
OLDEST_DUE = timedelta(seconds=60)


@blueprint.get("/healthz")
@policy(ANYONE)
def alive() -> Response:
    """The process answers."""
    return _json({"alive": True}, status=200)


@blueprint.get("/readyz")
@policy(ANYONE)
def ready() -> Response:
    """Database reachable, every log head where its events end, nothing waiting too long in the outbox."""
    checks: dict[str, bool]
    try:
        with house().db.read() as session:
            checks = {
                "database": True,
                "log_head": _heads_agree(session),
                "queue_age": _oldest_due_s(session, house().db.real_now(session)) <= OLDEST_DUE.total_seconds(),
            }
    except SQLAlchemyError:
        checks = {"database": False}
    good = all(checks.values())
    return _json({"ready": good, "checks": checks}, status=200 if good else 503)


@blueprint.get("/metrics")
@policy(LOOPBACK)
def metrics() -> Response:
    """Gauges in the Prometheus text format; answered to this machine only."""
    registry = CollectorRegistry()
    with house().db.read() as session:
        now = house().db.real_now(session)
        waiting = Gauge("tongxin_outbox_rows", "Outbox rows by state", ["kind", "state"], registry=registry)
        counts = select(Outbox.kind, Outbox.state, func.count()).group_by(Outbox.kind, Outbox.state)
        for kind, state, count in session.execute(counts):
            waiting.labels(kind=kind, state=state).set(count)
        figures = {
            "tongxin_outbox_oldest_due_seconds": (
                "Age of the oldest due outbox row",
                _oldest_due_s(session, now),
            ),
            "tongxin_log_events": ("Events in all streams", _total(session, func.sum(StreamHead.position))),
            "tongxin_timers_waiting": (
                "Deadlines that have not fired",
                _total(session, func.count(Timer.subject).filter(Timer.fired_at.is_(None))),
            ),
            "tongxin_sessions_open": (
                "Sessions neither ended nor expired",
                _total(
                    session,
                    func.count(LoginSession.id).filter(LoginSession.ended_at.is_(None), LoginSession.expires_at > now),
                ),
            ),
        }
    for name, (words, value) in figures.items():
        Gauge(name, words, registry=registry).set(value)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _heads_agree(session: Session) -> bool:
    """Whether every stream's head names an event that is there and is the last."""
    newest = exists().where(EventRow.stream == StreamHead.stream, EventRow.position == StreamHead.position)
    beyond = exists().where(EventRow.stream == StreamHead.stream, EventRow.position == StreamHead.position + 1)
    wrong = select(func.count()).select_from(StreamHead).where(or_(~newest & (StreamHead.position > 0), beyond))
    return not session.scalar(wrong)


def _oldest_due_s(session: Session, now: datetime) -> float:
    oldest = session.scalar(
        select(func.min(Outbox.not_before)).where(Outbox.state == "pending", Outbox.not_before <= now)
    )
    return (now - oldest).total_seconds() if oldest else 0.0


def _total(session: Session, expression: Any) -> int:
    return int(session.scalar(select(expression)) or 0)


def _json(document: dict[str, Any], *, status: int) -> Response:
    return Response(json.dumps(document), status=status, mimetype="application/json")
