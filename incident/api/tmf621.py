"""TMF621 Trouble Ticket v5: our tasks for other systems to read and to be told of. Nothing is written by it.

Tickets are read by a session within its rooms, also by one that a kiosk token opened. Who is told is registered by an
administrator, and only where the installation's list of hosts allows (RELIABILITY.md rule 30).
"""

from __future__ import annotations

import json
import uuid
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy import select

from incident import fold
from incident.commands.tickets import register_listener, remove_listener
from incident.errors import Invalid, NotFound
from incident.events.tickets import STREAM
from incident.queries.tickets import Asked, ticket_of, tickets
from incident.rules.broadcast_texts import text_prefix
from incident.rules.origins import AllowedOrigins
from incident.rules.tickets import BASE, STATUS, secret_of
from incident.schemas.tickets import Hub
from incident.web import carry_out, house, policy, query_int, reading

blueprint = APIBlueprint("tmf621", __name__, url_prefix=BASE, tag="TMF621")

MOST = 1000


@blueprint.get("/troubleTicket")
@policy("incident.read")
def list_tickets() -> Response:
    """Tickets by `offset`, `limit`, `fields`, `status` and `relatedEntity.id` (the incident); 206 for a part."""
    asked = Asked(
        offset=query_int("offset", default=0, most=10_000_000),
        limit=query_int("limit", default=100, least=1, most=MOST),
        fields=_fields(),
        status=_status(),
        incident_id=request.args.get("relatedEntity.id"),
    )
    with reading() as session:
        page, total = tickets(session, asked, regions=house().regions, prefix=_prefix())
    answer = _json(page, status=200 if len(page) == total else 206)
    answer.headers["X-Total-Count"] = str(total)
    answer.headers["X-Result-Count"] = str(len(page))
    return answer


@blueprint.get("/troubleTicket/<uuid:ticket_id>")
@policy("incident.read")
def one_ticket(ticket_id: UUID) -> Response:
    """One ticket, cut down to `fields` where they are given."""
    with reading() as session:
        found = ticket_of(session, str(ticket_id), fields=_fields(), regions=house().regions, prefix=_prefix())
    return _json(found)


@blueprint.post("/hub")
@policy("ticket.listen")
@blueprint.input(Hub, arg_name="body")
def register(body: Hub) -> Response:
    """Tell a callback of tickets from now on."""
    listener_id = str(body.id or uuid.uuid4())
    allowed = AllowedOrigins.read(house().settings.ticket_hosts.split(","))
    return carry_out(
        lambda tx, actor: register_listener(
            tx, actor, listener_id=listener_id, callback=body.callback, query=body.query, allowed=allowed
        ),
        streams=[STREAM],
        status=201,
    )


@blueprint.get("/hub")
@policy("ticket.listen")
def listeners() -> Response:
    """Who is told, and with which secret their notifications are signed."""
    table = fold.TABLES["tmf_listener"]
    with house().db.read() as session:
        rows = session.execute(select(table).where(table.c.state == "active").order_by(table.c.registered_at))
        found = [fold.log_spelling(table, dict(row)) for row in rows.mappings()]
    return _json([row | {"secret": _secret(row["id"])} for row in found])


@blueprint.delete("/hub/<uuid:listener_id>")
@policy("ticket.listen")
def unregister(listener_id: UUID) -> Response:
    """Tell it no more."""
    return carry_out(lambda tx, actor: remove_listener(tx, actor, listener_id=str(listener_id)), streams=[STREAM])


def _fields() -> tuple[str, ...]:
    return tuple(name.strip() for name in request.args.get("fields", "").split(",") if name.strip())


def _status() -> str | None:
    status = request.args.get("status")
    if status is not None and status not in STATUS.values():
        known = sorted(set(STATUS.values()))
        raise Invalid(
            "query",
            field="status",
            zh=f"status 须为 {'、'.join(known)} 之一。",
            en=f"status must be one of {', '.join(known)}.",
        )
    return status


def _prefix() -> str:
    return text_prefix(exercise=house().world_kind == "exercise")


def _secret(listener_id: str) -> str:
    try:
        return secret_of(house().settings.secret_key, listener_id)
    except ValueError as error:
        raise NotFound(
            "ticket.no_key",
            zh="本机没有设置 TONGXIN_SECRET_KEY，无法签名，也不会发出通知。",
            en=f"{error}; nothing is sent without it.",
        ) from None


def _json(document: Any, *, status: int = 200) -> Response:
    return Response(json.dumps(document, ensure_ascii=False), status=status, mimetype="application/json")
