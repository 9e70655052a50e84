"""Routes of rosters: who is on duty, teams, shifts. A province's lead plans its own, headquarters plans its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy import select

from incident.commands import duty
from incident.errors import Invalid, NotFound
from incident.events.base import NATION
from incident.events.duty import STREAM
from incident.models import DutyShift, DutyTeam
from incident.queries.duty_board import MOST, duty_board, roster
from incident.queries.events import LIMIT, events_after, heads_of_duty
from incident.queries.teams import team_titles
from incident.schemas.duty import (
    CoverBody,
    MemberBody,
    NewRotation,
    NewShift,
    NewTeam,
    ShiftTimes,
    TeamBody,
    WithReason,
)
from incident.web import as_json, base_revision, carry_out, current, house, policy, query_int, query_moment, reading
from incident.web.scopes import known_region, known_scope, require_at, visible_scopes

blueprint = APIBlueprint("duty", __name__, url_prefix="/api/v1/duty", tag="duty")
WEEK = timedelta(days=7)


@blueprint.get("")
@policy("duty.read")
def board() -> Response:
    """Who is on duty now and next at every place the caller sees, and at headquarters; gaps of two days."""
    scopes = visible_scopes()
    with house().db.read() as session:
        told = duty_board(session, list(dict.fromkeys([NATION, *scopes])), at=house().db.world_now(session))
    return _json(told)


@blueprint.get("/heads")
@policy("duty.read")
def heads() -> Response:
    """Where the logs stand that this page shows, by room: read before everything else, followed from there."""
    with reading() as session:
        return _json(heads_of_duty(session, rooms=current().rooms))


@blueprint.get("/events")
@policy("duty.read")
def events() -> Response:
    """What a room saw of rosters after a position, oldest first: plans, swaps, handovers."""
    caller = current()
    room = request.args.get("room") or (caller.rooms[0] if caller.rooms else NATION)
    caller.require_room(room)
    after, limit = query_int("after", default=0), query_int("limit", default=LIMIT, least=1, most=LIMIT)
    with reading() as session:
        told = events_after(session, incident_id=STREAM, room=room, after=after, regions=house().regions, limit=limit)
    return _json(told)


@blueprint.get("/roster")
@policy("duty.read")
def show_roster() -> Response:
    """One place's shifts, teams and people; `scope`, `from` and `until` (a week from now without them)."""
    scope = require_at("duty.read", known_scope(request.args.get("scope", "")))
    with house().db.read() as session:
        begins = query_moment("from") or house().db.world_now(session)
        ends = query_moment("until") or begins + WEEK
        if not begins < ends <= begins + MOST:
            raise Invalid(
                "query",
                field="until",
                zh="until 须晚于 from，最多 62 天。",
                en="until comes after from, by 62 days at most.",
            )
        told = roster(session, scope, begins=begins, ends=ends)
    titles = team_titles(house().playbooks.values())
    told["roles"] = {role: {"zh": zh, "en": en} for role, (zh, en) in titles.items()}
    return _json(told)


@blueprint.post("/teams")
@blueprint.input(NewTeam, arg_name="body")
@policy("duty.manage")
def form_team(body: NewTeam) -> Response:
    """Form a team of a province, a city or headquarters."""
    scope = require_at("duty.manage", known_scope(body.scope))
    settings = _settings(body)
    return carry_out(
        lambda tx, actor: duty.form_team(tx, actor, team_id=str(body.id), scope=scope, settings=settings),
        streams=[STREAM],
        status=201,
    )


@blueprint.post("/teams/<uuid:team_id>/change")
@blueprint.input(TeamBody, arg_name="body")
@policy("duty.manage")
def change_team(team_id: UUID, body: TeamBody) -> Response:
    """Change names, seat, kind, or whose tasks it takes."""
    _reach(DutyTeam, team_id, "duty.manage")
    settings = _settings(body)
    return carry_out(
        lambda tx, actor: duty.change_team(tx, actor, team_id=str(team_id), settings=settings), streams=[STREAM]
    )


@blueprint.post("/teams/<uuid:team_id>/retire")
@policy("duty.manage")
def retire_team(team_id: UUID) -> Response:
    """Let a team be no more."""
    _reach(DutyTeam, team_id, "duty.manage")
    return carry_out(lambda tx, actor: duty.retire_team(tx, actor, team_id=str(team_id)), streams=[STREAM])


@blueprint.post("/teams/<uuid:team_id>/members")
@blueprint.input(MemberBody, arg_name="body")
@policy("duty.manage")
def set_member(team_id: UUID, body: MemberBody) -> Response:
    """Put somebody into a team, as lead or member, or take them out."""
    _reach(DutyTeam, team_id, "duty.manage")
    return carry_out(
        lambda tx, actor: duty.set_member(tx, actor, team_id=str(team_id), person_id=str(body.person), role=body.role),
        streams=[STREAM],
    )


@blueprint.post("/shifts")
@blueprint.input(NewShift, arg_name="body")
@policy("duty.manage")
def plan_shift(body: NewShift) -> Response:
    """Put a person or a team on duty."""
    scope = require_at("duty.manage", known_scope(body.scope))
    return carry_out(
        lambda tx, actor: duty.plan_shift(
            tx,
            actor,
            shift_id=str(body.id),
            scope=scope,
            starts_at=body.starts_at,
            ends_at=body.ends_at,
            person_id=_id(body.person),
            team_id=_id(body.team),
            deputy_id=_id(body.deputy),
        ),
        streams=[STREAM],
        status=201,
    )


@blueprint.post("/rotations")
@blueprint.input(NewRotation, arg_name="body")
@policy("duty.manage")
def plan_rotation(body: NewRotation) -> Response:
    """Plan a repeating pattern: people taking turns, shift after shift."""
    scope = require_at("duty.manage", known_scope(body.scope))
    rotation = duty.Rotation(
        first=body.first,
        hours=body.hours,
        count=body.count,
        people=[str(one) for one in body.people],
        deputies=[str(one) for one in body.deputies],
    )
    return carry_out(
        lambda tx, actor: duty.plan_rotation(tx, actor, rotation_id=str(body.id), scope=scope, rotation=rotation),
        streams=[STREAM],
        status=201,
    )


@blueprint.post("/shifts/<uuid:shift_id>/change")
@blueprint.input(ShiftTimes, arg_name="body")
@policy("duty.manage")
def change_shift(shift_id: UUID, body: ShiftTimes) -> Response:
    """Move a shift or name another deputy; If-Match carries its revision."""
    _reach(DutyShift, shift_id, "duty.manage")
    revision = base_revision()
    return carry_out(
        lambda tx, actor: duty.change_shift(
            tx,
            actor,
            shift_id=str(shift_id),
            starts_at=body.starts_at,
            ends_at=body.ends_at,
            deputy_id=_id(body.deputy),
            revision=revision,
        ),
        streams=[STREAM],
    )


@blueprint.post("/shifts/<uuid:shift_id>/cover")
@blueprint.input(CoverBody, arg_name="body")
@policy("duty.manage")
def cover_shift(shift_id: UUID, body: CoverBody) -> Response:
    """Put somebody else on it; If-Match carries its revision."""
    _reach(DutyShift, shift_id, "duty.manage")
    revision = base_revision()
    return carry_out(
        lambda tx, actor: duty.cover_shift(
            tx, actor, shift_id=str(shift_id), person_id=str(body.person), reason=body.reason, revision=revision
        ),
        streams=[STREAM],
    )


@blueprint.post("/shifts/<uuid:shift_id>/cancel")
@blueprint.input(WithReason, arg_name="body")
@policy("duty.manage")
def cancel_shift(shift_id: UUID, body: WithReason) -> Response:
    """Take it off the roster; If-Match carries its revision."""
    _reach(DutyShift, shift_id, "duty.manage")
    revision = base_revision()
    return carry_out(
        lambda tx, actor: duty.cancel_shift(tx, actor, shift_id=str(shift_id), reason=body.reason, revision=revision),
        streams=[STREAM],
    )


def _settings(body: TeamBody) -> duty.TeamSettings:
    return duty.TeamSettings(
        region=known_region(body.region),
        name_zh=body.name_zh,
        name_en=body.name_en or body.name_zh,
        kind=body.kind,
        answers_for=body.answers_for,
    )


def _reach(model: type[DutyTeam] | type[DutyShift], key: UUID, action: str) -> str:
    """The place of a team or shift that the caller sees and may act on."""
    with house().db.read() as session:
        scope = session.scalar(select(model.scope).where(model.id == str(key)))
    if scope is None or not current().sees(scope):
        raise NotFound.of(*(("班组", "team") if model is DutyTeam else ("班次", "shift")))
    return require_at(action, scope)


def _id(value: UUID | None) -> str | None:
    return str(value) if value is not None else None


def _json(told: dict[str, Any]) -> Response:
    return Response(as_json(told), mimetype="application/json")
