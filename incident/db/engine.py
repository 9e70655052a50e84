"""Opens the database with the settings durability rests on, and says so when it cannot (RELIABILITY.md §1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url

NETWORK_FILESYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"})

#: Changed pages (4 KiB) that a transaction keeps in memory before it writes them out to read them again soon.
KEPT_PAGES = 32_768
#: Connections to a SQLite file that stay open, enough for the requests that come at once, and as many again while they
#: are needed: to open and to prepare one takes longer than what a request asks of it.
KEPT_CONNECTIONS = 32


def open_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL.

    SQLite: WAL, synchronous=FULL, foreign keys, and every transaction begun by us with BEGIN or BEGIN
    IMMEDIATE, since a read that turns into a write fails at once whatever the busy timeout says.
    Raises ValueError for another database or a SQLite file on a network filesystem.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url, parsed.database)
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            isolation_level="READ COMMITTED",
            pool_size=10,
            max_overflow=20,
            pool_pre_ping=True,
            json_deserializer=orjson.loads,
        )
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    raise ValueError(f"TONGXIN_DATABASE_URL: only sqlite and postgresql are known, not {parsed.drivername}")


def _open_sqlite(url: str, file: str | None) -> Engine:
    if file and file != ":memory:":
        path = Path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        kind = _filesystem(path.parent)
        if kind in NETWORK_FILESYSTEMS:
            raise ValueError(f"{path}: SQLite is not safe on the network filesystem {kind}; use a local disk")
    connecting = {"timeout": 30, "check_same_thread": False}
    in_memory = not file or file == ":memory:"
    pool = {} if in_memory else {"pool_size": KEPT_CONNECTIONS, "max_overflow": KEPT_CONNECTIONS}
    engine = create_engine(url, connect_args=connecting, json_deserializer=orjson.loads, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    spill = f"cache_spill={KEPT_PAGES}"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", spill):
        cursor.execute(f"PRAGMA {pragma}")
    mode, synchronous, keys = (
        cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
    )
    cursor.close()
    if mode not in ("wal", "memory") or synchronous != 2 or keys != 1:
        raise RuntimeError(f"SQLite refused durable settings: {mode=} {synchronous=} foreign_keys={keys}")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("tongxin_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '30s'")
        cursor.execute("SHOW synchronous_commit")
        synchronous = cursor.fetchone()[0]
        cursor.execute("SHOW fsync")
        fsync = cursor.fetchone()[0]
    connection.commit()
    if synchronous == "off" or fsync != "on":
        raise RuntimeError(f"PostgreSQL is not durable: {synchronous=} {fsync=}; see docs/operations.md")


def _filesystem(folder: Path) -> str:
    """Filesystem type that holds `folder`, or '' where the system does not tell."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    best, kind = "", ""
    real = str(folder.resolve())
    for line in mounts.read_text("utf-8", errors="replace").splitlines():
        _device, point, filesystem, *_rest = line.split()
        if real.startswith(point) and len(point) > len(best):
            best, kind = point, filesystem
    return kind
