"""What may be done with an incident as a whole. Each province is told of every change to its head."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.clock import from_text
from incident.commands.reading import check_revision, incident_row, open_incident
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events import NATION
from incident.events import incidents as events
from incident.log import Actor, incident_stream
from incident.models import ProvinceIncident
from incident.rules.incidents import COLOURS, KINDS, LEVELS, next_state

#: Clocks of reporters differ; an incident may begin this far ahead of the world's clock, not more.
AHEAD = timedelta(minutes=5)
MAX_TITLE = 120
MAX_TEXT = 4000

_STATE_EVENTS: dict[str, type[events.StateChanged]] = {
    "declare": events.IncidentActivated,
    "stabilise": events.IncidentStabilised,
    "stand_down": events.IncidentStoodDown,
    "relapse": events.IncidentRelapsed,
    "close": events.IncidentClosed,
    "reopen": events.IncidentReopened,
    "finish_review": events.ReviewFinished,
    "cancel": events.IncidentCancelled,
}
#: Steps back and ends that nobody may take without saying why.
_NEED_REASON = frozenset({"relapse", "reopen", "cancel"})


def declare_incident(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    kind: str,
    hazard: str,
    title_zh: str,
    title_en: str,
    occurred_at: datetime,
    provinces: Iterable[str],
    response_level: str | None = None,
    warning_colour: str | None = None,
    authority: str | None = None,
    monitoring: bool = False,
    raised_by: str | None = None,
) -> dict[str, Any]:
    """Declare an incident, or begin to monitor; the provinces named are told. `raised_by` is whose word it was."""
    if fold.row_of(tx.session, "incident", incident_id):
        raise Conflict("incident.exists", zh="这个事件已经存在。", en="This incident exists already.")
    _one_of("kind", kind, KINDS)
    if response_level is not None:
        _one_of("response_level", response_level, LEVELS)
    if warning_colour is not None:
        _one_of("warning_colour", warning_colour, COLOURS)
    if occurred_at > tx.now + AHEAD and kind != "planned_event":
        raise Invalid(
            "incident.in_future", field="occurred_at", zh="发生时间晚于当前时间。", en="It has not happened yet."
        )
    stream = incident_stream(incident_id)
    authority_text = log.keep_text(tx, _text("authority", authority), audience="public") if authority else None
    if response_level and not authority_text:
        raise _authority_missing()
    event = events.IncidentDeclared(
        incident_id=incident_id,
        incident_kind=kind,
        hazard=hazard,
        title_zh=_text("title_zh", title_zh, MAX_TITLE),
        title_en=_text("title_en", title_en, MAX_TITLE),
        state="monitoring" if monitoring else "active",
        occurred_at=occurred_at,
        declared_at=None if monitoring else tx.now,
        response_level=response_level,
        warning_colour=warning_colour,
        level_authority_text=authority_text,
        raised_by=raised_by,
    )
    log.record(tx, event, stream=stream, actor=actor)
    inform_provinces(tx, actor, incident_id, provinces)
    return incident_row(tx, incident_id)


def set_level(
    tx: Tx, actor: Actor, *, incident_id: str, response_level: str, authority: str, revision: int | None = None
) -> dict[str, Any]:
    """Raise or lower the response level, naming whose order it is."""
    row = open_incident(tx, incident_id)
    check_revision(row, revision)
    _one_of("response_level", response_level, LEVELS)
    if not authority.strip():
        raise _authority_missing()
    if row["response_level"] == response_level:
        raise Conflict(
            "incident.level_unchanged",
            zh=f"响应级别已经是 {response_level} 级。",
            en=f"The response level is {response_level} already.",
        )
    event = events.ResponseLevelSet(
        incident_id=incident_id,
        response_level=response_level,
        level_before=row["response_level"],
        level_authority_text=log.keep_text(tx, _text("authority", authority), audience="public"),
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    inform_provinces(tx, actor, incident_id, informed_provinces(tx, incident_id))
    return incident_row(tx, incident_id)


def set_colour(tx: Tx, actor: Actor, *, incident_id: str, warning_colour: str | None) -> dict[str, Any]:
    """Set the warning colour, or withdraw the warning with None."""
    row = open_incident(tx, incident_id)
    if warning_colour is not None:
        _one_of("warning_colour", warning_colour, COLOURS)
    if row["warning_colour"] == warning_colour:
        raise Conflict("incident.colour_unchanged", zh="预警颜色没有变化。", en="The warning colour is that already.")
    event = events.WarningColourSet(incident_id=incident_id, warning_colour=warning_colour)
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    inform_provinces(tx, actor, incident_id, informed_provinces(tx, incident_id))
    return incident_row(tx, incident_id)


def move_incident(
    tx: Tx, actor: Actor, *, incident_id: str, action: str, reason: str | None = None, revision: int | None = None
) -> dict[str, Any]:
    """Take the incident to its next state by `action` (a key of rules.incidents.TRANSITIONS)."""
    row = incident_row(tx, incident_id)
    check_revision(row, revision)
    state = next_state(action, row["state"])
    if state is None:
        raise Conflict(
            "incident.not_now",
            zh=f"事件现在处于「{row['state']}」，不能执行此操作。",
            en=f"The incident is {row['state']}; that cannot be done now.",
        )
    if action == "reopen" and row["merged_into"]:
        raise Conflict(
            "incident.merged",
            zh="这个事件刚刚并入了另一个事件；请刷新后再撤销合并。",
            en="The incident has just been merged into another; reload before you undo that.",
        )
    if action in _NEED_REASON and not (reason or "").strip():
        raise Invalid("reason_missing", field="reason", zh="请写明原因。", en="Say why.")
    event = _STATE_EVENTS[action](
        incident_id=incident_id,
        state=state,
        closed_at=tx.now if state == "closed" else _moment(row["closed_at"]) if state == "reviewed" else None,
        reason_text=log.keep_text(tx, _text("reason", reason), audience="public") if reason else None,
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    inform_provinces(tx, actor, incident_id, informed_provinces(tx, incident_id))
    return incident_row(tx, incident_id)


def log_note(
    tx: Tx, actor: Actor, *, incident_id: str, note_id: str, kind: str, text: str, province: str | None
) -> dict[str, Any]:
    """Log a note, decision, call, order or request by hand; a provincial one is seen by its province too."""
    incident_row(tx, incident_id)
    _one_of("kind", kind, ("note", "decision", "call", "order", "request"))
    audience = province or NATION
    event = events.NoteLogged(
        note_id=note_id,
        note_kind=kind,
        note_text=log.keep_text(tx, _text("text", text), audience=audience),
        person_id=actor.person,
        at=tx.now,
        seen_by=audience,
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return fold.row_of(tx.session, "note", note_id)


def inform_provinces(tx: Tx, actor: Actor, incident_id: str, provinces: Iterable[str]) -> None:
    """Tell each of the provinces how the incident's head stands now."""
    row = incident_row(tx, incident_id)
    for province in provinces:
        event = events.ProvinceInformed(
            incident_id=incident_id,
            province=province,
            state=row["state"],
            title_zh=row["title_zh"],
            title_en=row["title_en"],
            hazard=row["hazard"],
            response_level=row["response_level"],
            warning_colour=row["warning_colour"],
            occurred_at=from_text(row["occurred_at"]),
        )
        log.record(tx, event, stream=incident_stream(incident_id), actor=actor)


def informed_provinces(tx: Tx, incident_id: str) -> list[str]:
    """The provinces that have been told of the incident."""
    found = tx.session.scalars(
        select(ProvinceIncident.province)
        .where(ProvinceIncident.incident_id == incident_id)
        .order_by(ProvinceIncident.province)
    )
    return [province for province in found if province]


def _one_of(field: str, value: str, allowed: Iterable[str]) -> None:
    choices = list(allowed)
    if value not in choices:
        raise Invalid(
            "not_one_of",
            field=field,
            zh=f"{field} 须为 {'、'.join(choices)} 之一。",
            en=f"{field} must be one of {', '.join(choices)}.",
        )


def _text(field: str, text: str | None, longest: int = MAX_TEXT) -> str:
    told = (text or "").strip()
    if not told or len(told) > longest:
        raise Invalid(
            "text_length",
            field=field,
            zh=f"{field} 须有 1 至 {longest} 个字。",
            en=f"{field} must have 1 to {longest} characters.",
        )
    return told


def _authority_missing() -> Invalid:
    return Invalid(
        "authority_missing",
        field="authority",
        zh="设定响应级别须写明依据（文号、签发人）。",
        en="A response level needs the authority behind it (document, signatory).",
    )


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None
