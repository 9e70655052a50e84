"""Routes of calendars (RFC 5545): as a download, and at a secret address that a calendar program may read."""

from __future__ import annotations

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from incident.commands.duty import reach as commands
from incident.errors import Invalid, NotFound
from incident.events.base import NATION
from incident.events.duty import STREAM
from incident.queries.calendars import View, deadlines_calendar, link_behind, links_of, shifts_calendar
from incident.rules.duty_calendar import MEDIA_TYPE
from incident.schemas.duty import NewCalendarLink
from incident.web import ANYONE, as_json, carry_out, current, house, language, policy
from incident.web.scopes import known_scope, require_at

blueprint = APIBlueprint("calendars", __name__, url_prefix="/api/v1/calendars", tag="duty")


@blueprint.get("/<calendar>.ics")
@policy("calendar.read")
def download(calendar: str) -> Response:
    """`shifts.ics`: one's own shifts. `deadlines.ics?scope=`: a place's open tasks."""
    if calendar not in commands.CALENDARS:
        raise NotFound.of("日历", "calendar")
    scope = NATION
    if calendar == "deadlines":
        scope = require_at("calendar.read", known_scope(request.args.get("scope", NATION)))
    return _written(calendar, current().person_id, scope)


@blueprint.get("/links")
@policy("calendar.read")
def links() -> Response:
    """One's own addresses that are still good; their secrets cannot be told again."""
    with house().db.read() as session:
        items = links_of(session, current().person_id)
    return Response(as_json({"items": items}), mimetype="application/json")


@blueprint.post("/links")
@blueprint.input(NewCalendarLink, arg_name="body")
@policy("calendar.read")
def make_link(body: NewCalendarLink) -> Response:
    """Make a secret address, told once: `{id, path}`."""
    scope = NATION
    if body.calendar == "deadlines":
        scope = require_at("calendar.read", known_scope(body.scope))
    elif body.scope != NATION:
        raise Invalid(
            "calendar.scope", field="scope", zh="值班日历只有本人的。", en="Shifts are one's own; leave scope out."
        )
    token = commands.draw_calendar_token()
    answer = carry_out(
        lambda tx, actor: commands.make_calendar_link(
            tx, actor, link_id=str(body.id), calendar=body.calendar, scope=scope, token=token
        ),
        streams=[STREAM],
        status=201,
    )
    if "Idempotent-Replayed" in answer.headers:
        return answer
    told = answer.get_json() | {"path": f"/calendar/{token}.ics"}
    return Response(as_json(told), status=201, mimetype="application/json", headers={"Cache-Control": "no-store"})


@blueprint.post("/links/<uuid:link_id>/revoke")
@policy("calendar.read")
def revoke_link(link_id: UUID) -> Response:
    """Make an address useless at once."""
    return carry_out(lambda tx, actor: commands.revoke_calendar_link(tx, actor, link_id=str(link_id)), streams=[STREAM])


secret = APIBlueprint("calendar_addresses", __name__, tag="duty")


@secret.get("/calendar/<token>.ics")
@policy(ANYONE)
def by_address(token: str) -> Response:
    """The calendar behind a secret address; whatever is wrong with it reads as if there were none."""
    with house().db.read() as session:
        link = link_behind(session, commands.hash_of(token))
        found = (link.kind, link.person_id, link.scope) if link is not None else None
    if found is None:
        raise NotFound.of("日历", "calendar")
    return _written(*found)


def _written(calendar: str, person: str, scope: str) -> Response:
    serving = house()
    with serving.db.read() as session:
        view = View(
            regions=serving.regions,
            at=serving.db.world_now(session),
            real=serving.db.real_now(session),
            language=language(),
            exercise=serving.world_kind == "exercise",
        )
        if calendar == "shifts":
            text = shifts_calendar(session, person, view)
        else:
            text = deadlines_calendar(session, scope, view)
    headers = {
        "Content-Disposition": f'attachment; filename="tongxin-{calendar}.ics"',
        "Cache-Control": "private, no-store",
    }
    return Response(text, content_type=MEDIA_TYPE, headers=headers)
