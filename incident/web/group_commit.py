"""Commands that wait for the same stream at the same moment share one transaction and one commit.

While a commit is on its way to the disk, others queue for the stream's head. Whoever comes first leads: it takes the
lock, carries out everything that has gathered by then, each in a SAVEPOINT of its own with its own idempotency row,
events and answer, and commits once (DESIGN.md §3.1). A single command pays nothing for it. Nobody hears an answer
before that commit, so an answer still means durable.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from incident.db import Database, Tx

T = TypeVar("T")
#: Commands that share one commit; more would make the first wait for the last.
MOST_TOGETHER = 50


@dataclass
class _Job(Generic[T]):
    """One command, in the context of the request that brought it (Flask's `current` and the like are there)."""

    work: Callable[[Tx], T]
    context: Context = field(default_factory=copy_context)
    #: Set when there is an answer, or when it is this one's turn to lead.
    turn: threading.Event = field(default_factory=threading.Event)
    done: bool = False
    answer: T | None = None
    failure: BaseException | None = None

    def run(self, tx: Tx) -> None:
        self.answer = self.context.run(self.work, tx)


@dataclass
class GroupCommit:
    """The lines before the streams of one process."""

    most: int = MOST_TOGETHER
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _lines: dict[tuple[int, str], list[_Job[Any]]] = field(default_factory=dict)

    def run(self, db: Database, stream: str, work: Callable[[Tx], T], **info: Any) -> T:
        """What `work(tx)` gives, after the commit; raises what it raises. `info` goes to the transaction."""
        job, name = _Job(work), (id(db), stream)
        with self._lock:
            line = self._lines.setdefault(name, [])
            line.append(job)
            leads = line[0] is job
        if not leads:
            job.turn.wait()
        if not job.done:
            self._lead(db, name, line, info)
        if job.failure is not None:
            raise job.failure
        return job.answer  # type: ignore[return-value]  # done and no failure: there is an answer

    def _lead(self, db: Database, name: tuple[int, str], line: list[_Job[Any]], info: dict[str, Any]) -> None:
        """Carry out whoever stands in line once the stream is locked, then call the next leader."""
        taken = line[:1]
        try:
            with db.transaction([name[1]], **info) as tx:
                with self._lock:
                    taken = line[: self.most]
                _run_all(tx, taken)
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
                job.turn.set()
            if line:
                line[0].turn.set()


def _run_all(tx: Tx, jobs: Sequence[_Job[Any]]) -> None:
    if len(jobs) == 1:
        jobs[0].run(tx)  # alone, the transaction itself is all it needs
        return
    for job in jobs:
        try:
            with tx.alone():
                job.run(tx)
        except Exception as failure:  # noqa: BLE001  each request is told its own failure; the others go on
            job.failure = failure
