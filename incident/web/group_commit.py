"""Commands that wait for the same stream at the same moment share one transaction and one commit.

While a commit is on its way to the disk, others queue for the stream's head. Whoever comes first leads: it takes the
lock, lets everything that has gathered by then decide, each with its own idempotency row, events and answer, writes
all of it together (incident.unwritten) and commits once (DESIGN.md §3.1). A single command pays nothing for it. Nobody
hears an answer before that commit, so an answer still means durable. What the database refuses to write together is
carried out one by one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from incident.db import Database, Tx, Unwritable
from incident.unwritten import gather

T = TypeVar("T")
#: Commands that share one commit; more would make the first wait for the last.
MOST_TOGETHER = 200


@dataclass
class _Job(Generic[T]):
    """One command, in the context of the request that brought it (Flask's `current` and the like are there)."""

    work: Callable[[Tx], T]
    #: What it will ask the database for, as the group's `look_ahead` takes it.
    want: Any = None
    context: Context = field(default_factory=copy_context)
    #: Held until there is an answer, or until it is this one's turn to lead.
    turn: threading.Lock = field(default_factory=threading.Lock)
    done: bool = False
    answer: T | None = None
    failure: BaseException | None = None

    def run(self, tx: Tx) -> None:
        self.failure = None
        self.answer = self.context.run(self.work, tx)


@dataclass
class GroupCommit:
    """The lines before the streams of one process."""

    most: int = MOST_TOGETHER
    #: Reads at once what those in line will ask for one by one.
    look_ahead: Callable[[Tx, Sequence[Any]], None] = lambda _tx, _wants: None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _lines: dict[tuple[int, str], list[_Job[Any]]] = field(default_factory=dict)

    def run(self, db: Database, stream: str, work: Callable[[Tx], T], *, want: Any = None, **info: Any) -> T:
        """What `work(tx)` gives, after the commit; raises what it raises. `info` goes to the transaction."""
        job, name = _Job(work, want), (id(db), stream)
        job.turn.acquire()
        with self._lock:
            line = self._lines.setdefault(name, [])
            line.append(job)
            leads = line[0] is job
        if not leads:
            job.turn.acquire()
        if not job.done:
            self._lead(db, name, line, info)
        if job.failure is not None:
            raise job.failure
        return job.answer  # type: ignore[return-value]  # done and no failure: there is an answer

    def _lead(self, db: Database, name: tuple[int, str], line: list[_Job[Any]], info: dict[str, Any]) -> None:
        """Carry out whoever stands in line once the stream is locked, then call the next leader."""
        taken = line[:1]
        try:
            try:
                with db.transaction([name[1]], **info) as tx:
                    with self._lock:
                        taken = line[: self.most]
                    self._decide(tx, taken)
            except Unwritable:
                self._one_by_one(db, name[1], taken, info)
        except BaseException as failure:
            for job in taken:
                job.failure = job.failure or failure
            if not isinstance(failure, Exception):
                raise
        finally:
            with self._lock:
                del line[: len(taken)]
                if not line:
                    del self._lines[name]
            for job in taken:
                job.done = True
                job.turn.release()
            if line:
                line[0].turn.release()

    def _decide(self, tx: Tx, jobs: Sequence[_Job[Any]]) -> None:
        """Carry out `jobs`, to be written together; one that fails fails alone."""
        gather(tx)
        self.look_ahead(tx, [job.want for job in jobs])
        if len(jobs) == 1:
            jobs[0].run(tx)  # the transaction itself is all it needs
            return
        for job in jobs:
            try:
                with tx.alone():
                    job.run(tx)
            except Unwritable:
                raise
            except Exception as failure:  # noqa: BLE001  each request is told its own failure; the others go on
                job.failure = failure

    def _one_by_one(self, db: Database, stream: str, jobs: Sequence[_Job[Any]], info: dict[str, Any]) -> None:
        """Carry out `jobs` again, each in a transaction of its own: the database refused them together."""
        for job in jobs:
            try:
                with db.transaction([stream], **info) as tx:
                    self._decide(tx, [job])
            except Exception as failure:  # noqa: BLE001  as above
                job.failure = failure
