"""Routes of the phone book: numbers are personal data, shown by scope and never kept in the log."""

from __future__ import annotations

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.api.exported import exported
from incident.commands.duty import reach as commands
from incident.errors import NotFound
from incident.events.base import NATION
from incident.events.duty import STREAM
from incident.models import PhoneEntry
from incident.queries.phonebook import phone_book
from incident.rules.phonebook import NUMBERS, Entry, write_table
from incident.rules.sealing import Sealer
from incident.schemas.duty import PhoneEntryBody
from incident.web import as_json, carry_out, current, house, policy
from incident.web.scopes import known_region, known_scope, require_at

blueprint = APIBlueprint("phonebook", __name__, url_prefix="/api/v1/phonebook", tag="phonebook")


@blueprint.get("")
@policy("phonebook.read")
def show() -> Response:
    """Everybody's numbers: headquarters sees all places, a province its own and headquarters' duty."""
    with house().db.read() as session:
        items = phone_book(session, _scopes(), sealer=sealer())
    return Response(as_json({"items": items}), mimetype="application/json", headers={"Cache-Control": "no-store"})


@blueprint.get("/phonebook.csv")
@policy("phonebook.read")
def table() -> Response:
    """The same as CSV, as `tongxin user contacts` reads it; that it was taken stands in the register of exports."""
    with house().db.read() as session:
        items = phone_book(session, _scopes(), sealer=sealer())
    headers = {"Content-Disposition": 'attachment; filename="phonebook.csv"', "Cache-Control": "no-store"}
    return exported(Response("\ufeff" + write_table(items), mimetype="text/csv", headers=headers), "phone_book", "csv")


@blueprint.post("/<uuid:entry_id>")
@blueprint.input(PhoneEntryBody, arg_name="body")
@policy("phonebook.manage")
def write(entry_id: UUID, body: PhoneEntryBody) -> Response:
    """Write an entry, new or again."""
    scope = _may_write(known_scope(body.scope))
    entry = Entry(
        scope=scope,
        name_zh=body.name_zh,
        name_en=body.name_en or body.name_zh,
        post_zh=body.post_zh,
        post_en=body.post_en or body.post_zh,
        region=known_region(body.region or scope),
        office=body.office,
        mobile=body.mobile,
        satellite=body.satellite,
        fax=body.fax,
        call_order=body.call_order,
    )
    return carry_out(
        lambda tx, actor: commands.write_entry(tx, actor, entry_id=str(entry_id), entry=entry, sealer=sealer()),
        streams=[STREAM],
        secret_fields=NUMBERS,
    )


@blueprint.post("/<uuid:entry_id>/remove")
@policy("phonebook.manage")
def remove(entry_id: UUID) -> Response:
    """Erase an entry for good."""
    with house().db.read() as session:
        known = session.get(PhoneEntry, str(entry_id))
        scope = known.scope if known is not None else None
    if scope is None or not _sees(scope):
        raise NotFound.of("电话簿条目", "entry of the phone book")
    _may_write(scope)
    return carry_out(lambda tx, actor: commands.remove_entry(tx, actor, entry_id=str(entry_id)), streams=[STREAM])


def sealer() -> Sealer:
    """What seals and opens numbers of this installation."""
    return Sealer.of(house().settings.contact_key())


def _scopes() -> list[str] | None:
    caller = current()
    if caller.may("phonebook.read"):
        return None
    return [NATION, *caller.rooms]


def _sees(scope: str) -> bool:
    scopes = _scopes()
    return scopes is None or scope in scopes


def _may_write(scope: str) -> str:
    """The scope, where the caller keeps the book: an administrator everywhere, others where they see."""
    caller = current()
    if caller.may("phonebook.manage"):
        return scope
    return require_at("phonebook.manage", scope)
