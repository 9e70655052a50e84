"""`tongxin user`: people, their roles and passwords, from the machine itself. Everything is told to the log."""

from __future__ import annotations

import secrets
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from incident.cli.data import open_world
from incident.cli.refusals import BadInput
from incident.cli.user_contacts import contacts
from incident.rules.permissions import ROLES

Command = Callable[..., Any]

_password_file = click.option(
    "--password-file",
    type=click.Path(allow_dash=True, exists=True, dir_okay=False),
    help="First line is the password (- reads stdin). Left out: asked for, or drawn and shown once.",
)


@click.group(no_args_is_help=False)
def user() -> None:
    """People, their roles and passwords."""


user.add_command(contacts)


@user.command("first-administrator")
@click.argument("login")
@click.option("--name-zh", required=True, help="Name as colleagues write it.")
@click.option("--name-en", required=True, help="Name in Latin letters.")
@click.option("--employee", required=True, help="Employee number: the human being behind all their accounts.")
@_password_file
def first_administrator(login: str, name_zh: str, name_en: str, employee: str, password_file: str | None) -> None:
    """Make LOGIN the first administrator of a new world.

    Exit 0: made. 2: there is one already, or the login name or password does not do.
    """
    from incident.commands.people import add_first_administrator

    person = {"login": login, "name_zh": name_zh, "name_en": name_en, "employee": employee}
    _with_password(add_first_administrator, password_file, person_id=str(uuid.uuid4()), **person)
    click.echo(f"administrator: {login}")


@user.command()
@click.argument("login")
@click.option("--name-zh", required=True, help="Name as colleagues write it.")
@click.option("--name-en", required=True, help="Name in Latin letters.")
@click.option("--employee", required=True, help="Employee number: the human being behind all their accounts.")
@click.option("--mail", help="Where staff notices reach them.")
@click.option("--role", "roles", multiple=True, help="ROLE or ROLE@ADCODE, such as province_lead@510000; repeatable.")
@_password_file
def add(
    login: str,
    name_zh: str,
    name_en: str,
    employee: str,
    mail: str | None,
    roles: tuple[str, ...],
    password_file: str | None,
) -> None:
    """Make an account; its password must be changed at the first login.

    Exit 0: made. 2: the login name is taken, or a role or the password does not do.
    """
    from incident.commands.people import add_person, grant_role

    grants = [_grant(role) for role in roles]
    person_id = str(uuid.uuid4())

    def command(tx: Any, actor: Any, **given: Any) -> None:
        add_person(tx, actor, **given)
        for role, scope in grants:
            grant_role(tx, actor, person_id=person_id, role=role, scope=scope)

    person = {"login": login, "name_zh": name_zh, "name_en": name_en, "employee": employee, "mail": mail}
    _with_password(command, password_file, person_id=person_id, **person)
    click.echo(f"added: {login}{''.join(f', {role} of {scope}' for role, scope in grants)}")


@user.command()
@click.argument("login")
@_password_file
def password(login: str, password_file: str | None) -> None:
    """Set a new password for LOGIN, to be changed at the next login; all their sessions end.

    Exit 0: set. 2: there is no such person, or the password does not do.
    """
    from incident.commands.people import reset_password

    _with_password(reset_password, password_file, person_id=_person_id(login))
    click.echo(f"password set: {login}")


@user.command()
@click.argument("login")
def disable(login: str) -> None:
    """Shut the account LOGIN and end its sessions.

    Exit 0: shut. 2: there is no such person, it is shut already, or it is the last administrator's.
    """
    from incident.commands.people import disable_person

    _carry_out(disable_person, person_id=_person_id(login))
    click.echo(f"disabled: {login}")


@user.command()
@click.argument("login")
def enable(login: str) -> None:
    """Open the account LOGIN again.

    Exit 0: open. 2: there is no such person, or it is not shut.
    """
    from incident.commands.people import enable_person

    _carry_out(enable_person, person_id=_person_id(login))
    click.echo(f"enabled: {login}")


@user.command()
@click.argument("login")
@click.option("--revoke", is_flag=True, help="Revoke all of LOGIN's kiosk tokens instead; their screens go dark.")
def token(login: str, *, revoke: bool) -> None:
    """Make a kiosk token for LOGIN, an account that only reads: a link with which a screen watches without a password.

    Exit 0: made or revoked. 2: there is no such person, the account may do more than read, or nothing is to revoke.
    """
    from incident.commands.kiosk import draw_kiosk_token, make_kiosk_token, revoke_kiosk_tokens

    if revoke:
        _carry_out(revoke_kiosk_tokens, person_id=_person_id(login))
        click.echo(f"kiosk tokens revoked: {login}")
        return
    drawn = draw_kiosk_token()
    _carry_out(make_kiosk_token, person_id=_person_id(login), token=drawn)
    click.echo(f"kiosk token (shown once): {drawn}")
    click.echo(f"open on the house's address: /live#kiosk={drawn} or /wall#kiosk={drawn}")


@user.command("list")
def list_people() -> None:
    """List accounts with their state and roles.

    Exit 0: listed. 2: there is no world yet.
    """
    from sqlalchemy import select

    from incident.models import Person, RoleGrant

    with open_world().read() as session:
        held: dict[str, list[str]] = {}
        for grant in session.scalars(select(RoleGrant).where(RoleGrant.held).order_by(RoleGrant.id)):
            held.setdefault(grant.person_id, []).append(f"{grant.role}@{grant.scope}")
        for person in session.scalars(select(Person).order_by(Person.login)):
            roles = " ".join(held.get(person.id, [])) or "no role"
            click.echo(f"{person.login}  {person.state}  {person.name_zh} {person.name_en}  {roles}")


def _grant(text: str) -> tuple[str, str]:
    role, _, scope = text.partition("@")
    if role not in ROLES:
        raise BadInput(f"--role: there is no role {role!r}; there are {', '.join(ROLES)}")
    return role, scope or "nation"


def _with_password(command: Command, password_file: str | None, **given: Any) -> None:
    from incident.commands.passwords import prepare_password

    text, drawn = _read_password(password_file)
    _carry_out(command, password=prepare_password(text), **given)
    if drawn:
        click.echo(f"password (shown once): {text}")


def _read_password(file: str | None) -> tuple[str, bool]:
    """The password, and whether it was drawn because there is nobody to ask."""
    if file == "-":
        return sys.stdin.readline().rstrip("\n"), False
    if file is not None:
        return Path(file).read_text("utf-8").partition("\n")[0], False
    if sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt=True), False
    return secrets.token_urlsafe(15), True


def _carry_out(command: Command, **given: Any) -> None:
    """Run one command on the people stream, as this machine's operator."""
    from incident.events.people import STREAM
    from incident.log import Actor

    with open_world().transaction([STREAM]) as tx:
        command(tx, Actor(person="system", via="cli"), **given)


def _person_id(login: str) -> str:
    from sqlalchemy import select

    from incident.models import Person

    with open_world().read() as session:
        found = session.scalar(select(Person.id).where(Person.login == login))
    if found is None:
        raise BadInput(f"{login}: nobody has this login name (see `tongxin user list`)")
    return found
