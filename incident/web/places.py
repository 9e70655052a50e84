"""Finds what a path names within the caller's rooms, and asks whether the caller may act on it.

A foreign thing and a missing one read the same: NotFound. A thing the caller sees but may not act on: Forbidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select

from incident.clock import from_text
from incident.db import Base, driver
from incident.errors import Invalid, NotFound, Stale
from incident.events.base import NATION
from incident.log import incident_stream
from incident.models import (
    AidPart,
    AidRequest,
    Ask,
    Attachment,
    Batch,
    Broadcast,
    Footprint,
    Incident,
    Measure,
    Nomination,
    Objection,
    OutcomeFigure,
    OutcomeImport,
    ProvinceIncident,
    ReportRow,
    Task,
)
from incident.web.asked_together import AskedTogether
from incident.web.caller import at_hand, current
from incident.web.host import asked as request_at_hand
from incident.web.host import header, house, reading
from incident.web.policy import policy_of

_NOUNS: dict[type[Any], tuple[str, str]] = {
    Incident: ("事件", "incident"),
    Footprint: ("影响范围", "footprint"),
    Task: ("任务", "task"),
    Attachment: ("附件", "attachment"),
    Measure: ("措施", "measure"),
    Broadcast: ("公告", "broadcast"),
    Batch: ("批次", "batch"),
    Ask: ("请求", "ask"),
    AidRequest: ("支援请求", "request for aid"),
    AidPart: ("支援请求", "request for aid"),
    OutcomeFigure: ("成效数", "figure"),
    Objection: ("异议", "objection"),
    Nomination: ("推荐", "nomination"),
    OutcomeImport: ("成效表", "table of outcomes"),
    ReportRow: ("报告", "report"),
}


_ASKED = "tongxin.places"


@dataclass(frozen=True)
class Place:
    """Where something stands: its incident and, unless it is the nation's, its province."""

    incident_id: str
    province: str | None

    @cached_property
    def stream(self) -> str:
        return incident_stream(self.incident_id)


def _standing(model: type[Any]) -> AskedTogether[tuple[Any, ...]]:
    """Who is asked for the incident and province of rows of `model`; of this process, for all its requests."""
    asked: dict[type[Any], AskedTogether[tuple[Any, ...]]] = at_hand().app.extensions.setdefault(_ASKED, {})
    if model not in asked:
        db, table = house().db, Base.metadata.tables[model.__tablename__]

        def ask(keys: Sequence[str]) -> dict[str, tuple[Any, ...]]:
            with db.glance() as connection:
                return driver.values_of(connection, table, ("incident_id", "province"), keys)

        asked.setdefault(model, AskedTogether(ask))
    return asked[model]


def reach(model: type[Any], key: object) -> Place:
    """The place of the row `key` of `model`, where the caller may do what this route's policy names."""
    caller = current()
    row = _standing(model).of(str(key))
    if row is None or not caller.sees(row[1] or NATION):  # the scope of incident.web.scope, for this one question
        raise NotFound.of(*_NOUNS[model])
    caller.require(_action(), row[1])
    return Place(*row)


def places_of(model: type[Any], keys: Sequence[str]) -> dict[str, Place]:
    """The places of those rows of `model` that the caller sees, by id; a foreign one and a missing one are left out."""
    caller, table = current(), Base.metadata.tables[model.__tablename__]
    with house().db.glance() as connection:
        rows = driver.values_of(connection, table, ("incident_id", "province"), keys)
    known = {row: Place(*row) for row in set(rows.values()) if caller.sees(row[1] or NATION)}
    return {key: known[row] for key, row in rows.items() if row in known}


def reach_incident(incident_id: object, *, province: str | None = None) -> Place:
    """The incident, for an act of the nation or of `province`, where the caller may do it.

    A provincial caller reaches an incident once it has been told of it.
    """
    caller = current()
    key = str(incident_id)
    with reading() as session:
        if caller.sees(NATION):
            known = session.scalar(select(Incident.id).where(Incident.id == key))
        else:
            known = session.scalar(
                select(ProvinceIncident.incident_id).where(ProvinceIncident.incident_id == key).limit(1)
            )
    if known is None:
        raise NotFound.of(*_NOUNS[Incident])
    caller.require(_action(), province)
    return Place(key, province)


def see_incident(incident_id: object) -> Place:
    """The incident for reading; which of its rows come back is the rooms' business."""
    caller = current()
    province = None if caller.sees(NATION) else next(iter(caller.rooms), None)
    return reach_incident(incident_id, province=province)


def base_revision() -> int:
    """The revision named by `If-Match: "<revision>"`; Invalid when the request names none."""
    given = header(request_at_hand(), "IF_MATCH").strip().removeprefix("W/").strip('"')
    if not (given.isascii() and given.isdecimal() and len(given) <= 9):
        raise Invalid(
            "if_match",
            zh='请求需要 If-Match: "版本号"，说明依据的是哪一版。',
            en='The request needs If-Match: "<revision>", saying which revision it was decided on.',
            field="If-Match",
        )
    return int(given)


def check_revision(expected: int, actual: int) -> None:
    """Refuse what was decided on another revision than the one that counts now."""
    if expected != actual:
        raise Stale(
            "stale",
            zh=f"依据的是第 {expected} 版，现在是第 {actual} 版：别人已经改过，请看过再决定。",
            en=f"This was decided on revision {expected}, and it is {actual} now: somebody changed it; look again.",
        )


def query_int(name: str, *, default: int, least: int = 0, most: int = 2**63 - 1) -> int:
    """A whole number from the query string, within bounds."""
    given = request_at_hand().args.get(name)
    if given is None:
        return default
    if given.isascii() and given.isdecimal() and len(given) <= 19 and least <= int(given) <= most:
        return int(given)
    raise Invalid(
        "query",
        zh=f"查询参数 {name} 应为 {least} 到 {most} 的整数。",
        en=f"The query parameter {name} should be a whole number from {least} to {most}.",
        field=name,
    )


def _action() -> str:
    declared = policy_of(at_hand().app, request_at_hand().endpoint or "")
    return declared.action if declared else ""


def query_moment(name: str) -> datetime | None:
    """A moment with its offset from the query string; None where it is not given."""
    given = request_at_hand().args.get(name)
    if given is None:
        return None
    try:
        return from_text(given)
    except (ValueError, OverflowError):
        raise Invalid(
            "query",
            field=name,
            zh=f"{name} 须为带时区的时间，如 2026-11-23T08:00:00Z。",
            en=f"{name} must be a moment with its offset, such as 2026-11-23T08:00:00Z.",
        ) from None
