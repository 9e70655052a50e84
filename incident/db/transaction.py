"""The one place that commits.

`Database.transaction()` locks the streams it will write as its first statement, hands out a `Tx` with both
times on it, commits once, and only then rings the bells. `Database.read()` never writes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

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


@dataclass
class _Alone:
    """A command within a transaction of several; its SAVEPOINT is opened when it first needs one."""

    stack: ExitStack
    #: What is to be rung about if it fails.
    rung: set[str]
    has_savepoint: bool = False


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
            if self._alone is not None and not self._alone.has_savepoint:
                self._alone.rung = set(self.rung)
                self._alone.stack.enter_context(self.opened.begin_nested())
                self._alone.has_savepoint = True
            if self.unwritten is not None:
                self.unwritten.write_own()
        finally:
            self._settling = False

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A command of its own within this transaction: if it fails, what it did is undone and nothing else is.

        Decisions that nobody has written are forgotten, writing is undone by a SAVEPOINT; heads, bells and the
        command's key are put back as well (DESIGN.md §3.1).
        """
        if self._alone is not None:
            self.settle()
        heads = {name: (head.position, head.hash) for name, head in self.heads.items()}
        key, outer, stack = self.command_key, self._alone, ExitStack()
        mine = self._alone = _Alone(stack, set(self.rung))
        try:
            with stack:
                yield
            if self.unwritten is not None:
                self.unwritten.accept()
        except BaseException:
            for name, (position, last) in heads.items():
                self.heads[name].position, self.heads[name].hash = position, last
            self.rung.intersection_update(mine.rung)
            if self.unwritten is not None:
                self.unwritten.drop()
            raise
        finally:
            self.command_key, self._alone = key, outer

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
