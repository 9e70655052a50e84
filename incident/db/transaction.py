"""The one place that commits.

`Database.transaction()` locks the streams it will write as its first statement, hands out a `Tx` with both
times on it, commits once, and only then rings the bells. `Database.read()` never writes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, SessionTransaction

from incident.clock import Clock, SystemClock
from incident.crashpoints import crashpoint
from incident.db.base import StreamHead, World

NO_HASH = "0" * 64

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

    #: The session as it is; whoever does not write for others takes `session`.
    opened: Session
    #: World time; the time of everything in an incident.
    now: datetime
    #: Real time; for leases, sessions and limits.
    real_now: datetime
    world: World
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
            tx = Tx(session, *self._times(session, streams))
            yield tx
            tx.settle()
            crashpoint("commit.before")
            session.commit()
            crashpoint("commit.after")
        written = frozenset(name for name, head in tx.heads.items())
        for bell in self.bells:
            bell(written, frozenset(tx.rung))

    def _times(self, session: Session, streams: Sequence[str]) -> Any:
        heads = {name: _lock(session, name) for name in sorted(set(streams))}
        world = session.scalars(select(World)).one()
        real = self.real_now(session)
        return world.time().at(real), real, world, heads

    def real_now(self, session: Session) -> datetime:
        """Real time by the database's clock, so that all processes agree; a test's clock where one is given."""
        if self.is_sqlite or not isinstance(self.clock, SystemClock):
            return self.clock.now()
        now: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
        return now

    def world_now(self, session: Session) -> datetime:
        """World time now."""
        return session.scalars(select(World)).one().time().at(self.real_now(session))


def _lock(session: Session, stream: str) -> Head:
    """Take the row lock of `stream`'s head; create the head when the stream is new."""
    for _attempt in range(2):
        row = session.execute(
            text("UPDATE stream_head SET position = position WHERE stream = :s RETURNING position, hash"),
            {"s": stream},
        ).one_or_none()
        if row is not None:
            return Head(position=row[0], hash=row[1])
        maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(maker(StreamHead).values(stream=stream, position=0, hash=NO_HASH).on_conflict_do_nothing())
    raise RuntimeError(f"the head of stream {stream} could not be created")
