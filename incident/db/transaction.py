"""The one place that commits.

`Database.transaction()` locks the streams it will write as its first statement, hands out a `Tx` with both
times on it, commits once, and only then rings the bells. `Database.read()` never writes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from types import TracebackType
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, SessionTransaction

from incident.clock import Clock, SystemClock, WorldTime
from incident.crashpoints import crashpoint
from incident.db import driver
from incident.db.base import World

NO_HASH = "0" * 64
_LOCK = {
    "postgresql": "UPDATE stream_head SET position = position WHERE stream = %s RETURNING position, hash",
    "sqlite": "UPDATE stream_head SET position = position WHERE stream = ? RETURNING position, hash",
}
_NEW_HEAD = {
    "postgresql": "INSERT INTO stream_head (stream, position, hash) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING",
    "sqlite": "INSERT INTO stream_head (stream, position, hash) VALUES (?, 0, ?) ON CONFLICT DO NOTHING",
}
_CLOCKS = "SELECT anchor_real, anchor_world, rate FROM world"
_CLOCKS_AND_NOW = "SELECT anchor_real, anchor_world, rate, clock_timestamp() FROM world"

#: Called after a commit with the streams written and the outbox kinds that have new rows.
Bell = Callable[[frozenset[str], frozenset[str]], None]


@dataclass
class Head:
    """A locked stream's end, moved forward as events are recorded."""

    position: int
    hash: str


class Unwritable(Exception):
    """The database refused what several commands had decided together; each has to be tried by itself."""


class Deciding(Protocol):
    """Decisions of the commands of a transaction that are not written yet; see incident.unwritten."""

    def accept(self) -> None: ...
    def drop(self) -> None: ...
    def write_accepted(self) -> None: ...
    def write_own(self) -> None: ...


class _Alone:
    """A command within a transaction of several; its SAVEPOINT is opened when it first needs one."""

    __slots__ = ("heads", "key", "outer", "rung", "savepoint", "tx")

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.savepoint: SessionTransaction | None = None

    def __enter__(self) -> None:
        tx = self.tx
        if tx._alone is not None:
            tx.settle()
        self.heads = [(head, head.position, head.hash) for head in tx.heads.values()]
        #: What is to be rung about if it fails.
        self.rung = set(tx.rung)
        self.key, self.outer, tx._alone = tx.command_key, tx._alone, self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        tx = self.tx
        try:
            if self.savepoint is not None:
                self.savepoint.__exit__(kind, failure, trace)
            if kind is None and tx.unwritten is not None:
                tx.unwritten.accept()
        except BaseException:
            self._undo()
            raise
        else:
            if kind is not None:
                self._undo()
        finally:
            tx.command_key, tx._alone = self.key, self.outer

    def _undo(self) -> None:
        for head, position, last in self.heads:
            head.position, head.hash = position, last
        self.tx.rung.intersection_update(self.rung)
        if self.tx.unwritten is not None:
            self.tx.unwritten.drop()


@dataclass
class Tx:
    """One open transaction: the session, the times, the locked heads, and what to ring about afterwards."""

    #: The session as it is, and its connection; whoever does not write for others takes `session` or `connection`.
    opened: Session
    linked: Connection
    #: World time; the time of everything in an incident.
    now: datetime
    #: Real time; for leases, sessions and limits.
    real_now: datetime
    heads: dict[str, Head] = field(default_factory=dict)
    rung: set[str] = field(default_factory=set)
    #: Who is acting and by which key; set by the edge, stamped on each event.
    command_key: str | None = None
    #: Where decisions gather until they are written together; None: each is written at once.
    unwritten: Deciding | None = None
    _alone: _Alone | None = None
    _settling: bool = False

    @property
    def session(self) -> Session:
        """The session, to read and write by: whatever was decided before stands in the database."""
        self.settle()
        return self.opened

    @property
    def connection(self) -> Connection:
        """The session's connection, for the driver's own statements; as `session`, and sooner had."""
        self.settle()
        return self.linked

    @cached_property
    def world(self) -> World:
        """The world's row."""
        return self.opened.scalars(select(World)).one()

    def settle(self) -> None:
        """Write what has been decided; Unwritable when the database refuses what others decided."""
        if self._settling:
            return
        self._settling = True
        try:
            if self.unwritten is not None:
                self.unwritten.write_accepted()
            if self._alone is not None and self._alone.savepoint is None:
                self._alone.rung = set(self.rung)
                self._alone.savepoint = self.opened.begin_nested().__enter__()
                self.opened.connection()  # only now is the SAVEPOINT there, also for whoever has the connection
            if self.unwritten is not None:
                self.unwritten.write_own()
        finally:
            self._settling = False

    def alone(self) -> _Alone:
        """A command of its own within this transaction: if it fails, what it did is undone and nothing else is.

        Decisions that nobody has written are forgotten, writing is undone by a SAVEPOINT; heads, bells and the
        command's key are put back as well (DESIGN.md §3.1).
        """
        return _Alone(self)

    def upsert(self, table: Any) -> Any:
        """A dialect's INSERT for `table` that understands ON CONFLICT."""
        maker = postgresql.insert if self.opened.get_bind().dialect.name == "postgresql" else sqlite.insert
        return maker(table)


class Database:
    """An engine, a clock and the bells to ring after each commit."""

    def __init__(self, engine: Engine, clock: Clock | None = None) -> None:
        self.engine = engine
        self.clock: Clock = clock or SystemClock()
        self.bells: list[Bell] = []
        # SQLite's driver is left without BEGIN by itself (see incident.db.engine)
        self._glancing = (
            engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="AUTOCOMMIT")
        )
        self._writer = engine.execution_options(tongxin_writes=True)
        #: SQLite has one writer at a time and lets the others sleep and guess; in one process they take turns instead.
        self._turn: AbstractContextManager[Any] = threading.RLock() if self.is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self, **info: Any) -> Iterator[Session]:
        """A session that only reads; `info` reaches the scope filter (see incident.web.scope)."""
        with Session(self.engine, info=info, autoflush=False) as session:
            yield session

    def glance(self) -> Connection:
        """A connection for one statement that reads: nothing is begun for it and nothing has to be ended."""
        return self._glancing.connect()

    @contextmanager
    def transaction(self, streams: Sequence[str] = (), **info: Any) -> Iterator[Tx]:
        """A writing transaction that first locks `streams`, in name order, creating heads that are new."""
        with self._turn, Session(self._writer, info=info, autoflush=True, expire_on_commit=True) as session:
            tx = self._begun(session, streams)
            yield tx
            tx.settle()
            crashpoint("commit.before")
            session.commit()
            crashpoint("commit.after")
        written = frozenset(name for name, head in tx.heads.items())
        for bell in self.bells:
            bell(written, frozenset(tx.rung))

    def _begun(self, session: Session, streams: Sequence[str]) -> Tx:
        """The transaction with its streams locked and both times, which are read after that; in the driver's words."""
        connection = session.connection()
        heads = {name: _lock(connection, name) for name in sorted(set(streams))}
        by_database = not self.is_sqlite and isinstance(self.clock, SystemClock)
        [(anchor_real, anchor_world, rate, *now)] = driver.ask(
            connection, _CLOCKS_AND_NOW if by_database else _CLOCKS, ()
        )
        real: datetime = now[0].astimezone(UTC) if by_database else self.clock.now()
        world = WorldTime(driver.moment_of(anchor_real), driver.moment_of(anchor_world), rate)
        return Tx(session, connection, world.at(real), real, heads)

    def real_now(self, session: Session | Connection) -> datetime:
        """Real time by the database's clock, so that all processes agree; a test's clock where one is given."""
        if self.is_sqlite or not isinstance(self.clock, SystemClock):
            return self.clock.now()
        now: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
        return now

    def world_now(self, session: Session) -> datetime:
        """World time now."""
        return session.scalars(select(World)).one().time().at(self.real_now(session))


def _lock(connection: Connection, stream: str) -> Head:
    """Take the row lock of `stream`'s head; create the head when the stream is new."""
    dialect = connection.dialect.name
    for _attempt in range(2):
        for position, last in driver.ask(connection, _LOCK[dialect], (stream,)):
            return Head(position=position, hash=last)
        driver.run(connection, _NEW_HEAD[dialect], [(stream, NO_HASH)])
    raise RuntimeError(f"the head of stream {stream} could not be created")
