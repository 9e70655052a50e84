"""What the application's role may do to each table on PostgreSQL: the one list, and its GRANTs.

The owner of the tables migrates; the application connects as a role that owns nothing. Then the log is append-only
twice over: by triggers (incident/db/triggers.py), which an owner could drop, and by rights, which only the owner
gives. SQLite has no roles, so there the triggers stand alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from incident.models import OPERATIONAL, PROJECTED

SCHEMA = "public"
#: Rights of tables that take no other: no row of them is ever changed or removed in some column.
_OF_THEIR_OWN: Mapping[str, tuple[str, ...]] = {
    "alembic_version": ("SELECT",),
    "event": ("SELECT", "INSERT"),
    "event_archive": ("SELECT",),
    "stream_head": ("SELECT", "INSERT", "UPDATE"),
    "blob": ("SELECT", "INSERT", "UPDATE (salt, content, redacted_at)"),
    "world": ("SELECT", "INSERT", "UPDATE (anchor_real, anchor_world, rate)"),
}
#: What the fold needs: rows are inserted and set, and never removed. So it is for tables of later migrations at first.
PROJECTED_RIGHTS = ("SELECT", "INSERT", "UPDATE")
OPERATIONAL_RIGHTS = (*PROJECTED_RIGHTS, "DELETE")
#: What nobody but the owner may do to the log.
NEVER_ON_THE_LOG = ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER")


class CannotHold(Exception):
    """The role would pass the rights that it is given; the message says why, and what to do."""


@dataclass(frozen=True)
class Standing:
    """How the role that is connected stands to the log's table."""

    role: str
    owner: str
    superuser: bool
    #: It owns the tables, or may become who does.
    owns: bool
    #: Rights among `NEVER_ON_THE_LOG` that it holds.
    beyond: tuple[str, ...]

    @property
    def held(self) -> bool:
        """Whether the log is append-only for it by rights."""
        return not (self.superuser or self.owns or self.beyond)


def rights() -> dict[str, tuple[str, ...]]:
    """What the application may do to every table of ours, by name."""
    found: dict[str, tuple[str, ...]] = {model.__tablename__: PROJECTED_RIGHTS for model in PROJECTED}
    found |= {model.__tablename__: OPERATIONAL_RIGHTS for model in OPERATIONAL}
    found.update(_OF_THEIR_OWN)
    return dict(sorted(found.items()))


def statements(connection: Connection, role: str) -> Iterator[str]:
    """The GRANTs and REVOKEs that leave `role` with exactly these rights, also on tables of later migrations."""
    quote = connection.dialect.identifier_preparer.quote
    name, schema, owner = quote(role), quote(SCHEMA), quote(str(connection.scalar(_OWNER)))
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}, PUBLIC"
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM {name}, PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {name}"
    there = set(connection.scalars(_TABLES))
    for table in [table for table in rights() if table in there]:
        yield f"GRANT {', '.join(rights()[table])} ON {schema}.{quote(table)} TO {name}"
    yield (
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema}"
        f" GRANT {', '.join(PROJECTED_RIGHTS)} ON TABLES TO {name}"
    )


def grant(connection: Connection, role: str) -> None:
    """Give `role` these rights in the caller's transaction, as the owner; CannotHold where they would bind nothing."""
    if not connection.scalar(_MAY_GIVE):
        raise CannotHold("only the owner of the tables gives rights to them; connect as the role that upgrades them")
    found = connection.execute(_ROLE, {"role": role}).one_or_none()
    if found is None:
        raise CannotHold(f"there is no role {role}; CREATE ROLE {role} LOGIN NOSUPERUSER PASSWORD '…' makes it")
    if found.superuser:
        raise CannotHold(f"{role} is a superuser, whom no right binds; give an ordinary role")
    if found.owns:
        raise CannotHold(f"{role} owns the tables, or may become who does; give a role that is no member of the owner")
    for statement in statements(connection, role):
        connection.exec_driver_sql(statement)


def holders(connection: Connection) -> list[str]:
    """Roles other than the owner that may write the log: those to whom rights were given."""
    return list(connection.scalars(_HOLDERS))


def renew(connection: Connection) -> list[str]:
    """Give every holder the rights of today's tables, after a migration; who they are. None on SQLite."""
    if connection.dialect.name != "postgresql":
        return []
    names = holders(connection)
    for statement in [one for name in names for one in statements(connection, name)]:
        connection.exec_driver_sql(statement)
    return names


def standing(session: Session) -> Standing | None:
    """How we stand to the log; None on SQLite, which has no roles."""
    if session.get_bind().dialect.name != "postgresql":
        return None
    row = session.execute(_STANDING).one()
    beyond = tuple(right for right in NEVER_ON_THE_LOG if session.scalar(_HAS, {"right": right}))
    return Standing(row.role, row.owner, row.superuser, row.owns, beyond)


_LOG = f"'{SCHEMA}.event'::regclass"
_OWNER = text(f"SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = {_LOG}")  # noqa: S608  constants of ours
_TABLES = text(f"SELECT tablename FROM pg_tables WHERE schemaname = '{SCHEMA}'")  # noqa: S608  a constant of ours
_ROLE = text(
    "SELECT r.rolsuper AS superuser, pg_has_role(r.oid, c.relowner, 'MEMBER') AS owns"  # noqa: S608  constants of ours
    f" FROM pg_roles r, pg_class c WHERE r.rolname = :role AND c.oid = {_LOG}"
)
_STANDING = text(
    "SELECT r.rolname AS role, pg_get_userbyid(c.relowner) AS owner, r.rolsuper AS superuser,"  # noqa: S608  constants of ours
    " pg_has_role(r.oid, c.relowner, 'MEMBER') AS owns"
    f" FROM pg_roles r, pg_class c WHERE r.rolname = current_user AND c.oid = {_LOG}"
)
_MAY_GIVE = text(f"SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = {_LOG}")  # noqa: S608  constants of ours
_HAS = text(f"SELECT has_table_privilege({_LOG}, :right)")
_HOLDERS = text(
    "SELECT DISTINCT r.rolname FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee"  # noqa: S608  constants of ours
    f" WHERE c.oid = {_LOG} AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner ORDER BY 1"
)
