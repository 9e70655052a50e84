"""People and their roles; administrators manage, auditors read."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.commands import people as commands
from incident.commands.passwords import NewPassword, prepare_password
from incident.db import Tx
from incident.errors import Invalid
from incident.events.base import NATION
from incident.events.people import STREAM
from incident.log import Actor
from incident.models import Person, PersonContact, RoleGrant
from incident.schemas import Body
from incident.web import as_json, carry_out, house, policy

blueprint = APIBlueprint("people", __name__, url_prefix="/api/v1/people", tag="people")

Role = Literal[
    "duty_officer",
    "commander",
    "approver",
    "planner",
    "province_lead",
    "province_member",
    "reviewer",
    "administrator",
    "auditor",
]


class GrantBody(Body):
    role: Role
    scope: str = Field(pattern=r"^(nation|[0-9]{6})$")


class NewPerson(Body):
    id: UUID
    login: str = Field(min_length=3, max_length=60)
    name_zh: str = Field(min_length=1, max_length=60)
    name_en: str = Field(min_length=1, max_length=60)
    employee: str = Field(min_length=1, max_length=40)
    mail: str | None = Field(default=None, max_length=254)
    #: First password; must be changed at the first login.
    password: str = Field(min_length=1, max_length=1024)
    roles: list[GrantBody] = Field(default_factory=list, max_length=40)


class ResetBody(Body):
    password: str = Field(min_length=1, max_length=1024)


@blueprint.get("")
@policy("people.read")
def list_people() -> Response:
    """Everybody, with roles and state."""
    with house().db.read() as session:
        items = people_list(session)
    return Response(as_json({"items": items}), mimetype="application/json")


@blueprint.post("")
@blueprint.input(NewPerson, arg_name="body")
@policy("people.manage")
def add(body: NewPerson) -> Response:
    """Add a person, with roles if given; the first password must be changed at the first login."""
    for grant in body.roles:
        _known_scope(grant)
    password = prepare_password(body.password)

    def command(tx: Tx, actor: Actor) -> dict[str, Any]:
        told = commands.add_person(
            tx,
            actor,
            person_id=str(body.id),
            login=body.login,
            name_zh=body.name_zh,
            name_en=body.name_en,
            employee=body.employee,
            mail=body.mail,
            password=password,
        )
        for grant in body.roles:
            told |= commands.grant_role(tx, actor, person_id=str(body.id), role=grant.role, scope=grant.scope)
        return told

    return carry_out(command, streams=[STREAM], status=201, secret_fields=("password",))


@blueprint.post("/<uuid:person_id>/grant")
@blueprint.input(GrantBody, arg_name="body")
@policy("people.manage")
def grant(person_id: UUID, body: GrantBody) -> Response:
    """Give a role; the person's sessions end, so that it counts everywhere at once."""
    _known_scope(body)
    return carry_out(
        lambda tx, actor: commands.grant_role(tx, actor, person_id=str(person_id), role=body.role, scope=body.scope),
        streams=[STREAM],
    )


@blueprint.post("/<uuid:person_id>/revoke")
@blueprint.input(GrantBody, arg_name="body")
@policy("people.manage")
def revoke(person_id: UUID, body: GrantBody) -> Response:
    """Take a role back; the person's sessions end."""
    return carry_out(
        lambda tx, actor: commands.revoke_role(tx, actor, person_id=str(person_id), role=body.role, scope=body.scope),
        streams=[STREAM],
    )


@blueprint.post("/<uuid:person_id>/disable")
@policy("people.manage")
def disable(person_id: UUID) -> Response:
    """Shut an account; its sessions end."""
    return carry_out(lambda tx, actor: commands.disable_person(tx, actor, person_id=str(person_id)), streams=[STREAM])


@blueprint.post("/<uuid:person_id>/enable")
@policy("people.manage")
def enable(person_id: UUID) -> Response:
    """Open a shut account again."""
    return carry_out(lambda tx, actor: commands.enable_person(tx, actor, person_id=str(person_id)), streams=[STREAM])


@blueprint.post("/<uuid:person_id>/reset-password")
@blueprint.input(ResetBody, arg_name="body")
@policy("people.manage")
def reset(person_id: UUID, body: ResetBody) -> Response:
    """Set a password that must be changed at the next login; sessions end, a lock opens."""
    password: NewPassword = prepare_password(body.password)
    return carry_out(
        lambda tx, actor: commands.reset_password(tx, actor, person_id=str(person_id), password=password),
        streams=[STREAM],
        secret_fields=("password",),
    )


def people_list(session: Session) -> list[dict[str, Any]]:
    """Everybody by login: `{id, login, name_zh, name_en, employee, state, mail, roles, created_at}`."""
    roles: dict[str, list[dict[str, str]]] = defaultdict(list)
    held = select(RoleGrant).where(RoleGrant.held).order_by(RoleGrant.role, RoleGrant.scope)
    for found in session.scalars(held):
        roles[found.person_id].append({"role": found.role, "scope": found.scope})
    everybody = session.execute(
        select(Person, PersonContact.mail)
        .outerjoin(PersonContact, PersonContact.person_id == Person.id)
        .order_by(Person.login)
    )
    return [
        {
            "id": person.id,
            "login": person.login,
            "name_zh": person.name_zh,
            "name_en": person.name_en,
            "employee": person.employee,
            "state": person.state,
            "mail": mail,
            "roles": roles[person.id],
            "created_at": as_text(person.created_at),
        }
        for person, mail in everybody
    ]


def _known_scope(grant: GrantBody) -> None:
    """A province must be one of the operator's own."""
    if grant.scope != NATION and grant.scope not in house().provinces:
        raise Invalid(
            "people.scope",
            zh=f"{grant.scope} 不是本公司的省级代码。",
            en=f"{grant.scope} is not the adcode of one of the operator's provinces.",
            field="scope",
        )
