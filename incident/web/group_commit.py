"""Commands that wait for the same stream at the same moment share one transaction and one commit.

While a commit is on its way to the disk, others queue for the stream's head. Whoever comes first leads: it takes the
lock, lets everything that has gathered by then decide, each with its own idempotency row, events and answer, writes
all of it together (incident.unwritten) and commits once (DESIGN.md §3.1). A request brings one command, or as many as
a phone has kept; they are carried out alike. A single command pays nothing for it. Nobody hears an answer before that
commit, so an answer still means durable. What the database refuses to write together is carried out one by one.
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
MOST_TOGETHER = 400


@dataclass(slots=True)
class Told(Generic[T]):
    """What became of one command: its answer, or why there is none."""

    answer: T | None = None
    failure: Exception | None = None


@dataclass(slots=True)
class _Job(Generic[T]):
    """The commands of one request in order, in its context (Flask's `current` and the like are there)."""

    works: Sequence[Callable[[Tx], T]]
    #: What each will ask the database for, as the group's `look_ahead` takes it.
    wants: Sequence[Any]
    context: Context = field(default_factory=copy_context)
    #: Held until there is an answer, or until it is this one's turn to lead.
    turn: threading.Lock = field(default_factory=threading.Lock)
    done: bool = False
    told: list[Told[T]] = field(default_factory=list)
    #: Why none of them could be carried out.
    failure: BaseException | None = None

    def failed(self, failure: BaseException) -> None:
        """The transaction came to nothing; when it was the only command's own failure, that has been told."""
        if not (len(self.works) == 1 and self.told and self.told[0].failure is failure):
            self.failure = self.failure or failure


@dataclass
class GroupCommit:
    """The lines before the streams of one process."""

    most: int = MOST_TOGETHER
    #: Reads at once what those in line will ask for one by one.
    look_ahead: Callable[[Tx, Sequence[Any]], None] = lambda _tx, _wants: None
    #: Hears a command's answer as soon as nothing can undo it any more within its transaction.
    decided: Callable[[Any, Any], None] = lambda _want, _answer: None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _lines: dict[tuple[int, str], list[_Job[Any]]] = field(default_factory=dict)

    def run(self, db: Database, stream: str, work: Callable[[Tx], T], *, want: Any = None, **info: Any) -> T:
        """What `work(tx)` gives, after the commit; raises what it raises. `info` goes to the transaction."""
        [told] = self.run_each(db, stream, [work], wants=[want], **info)
        if told.failure is not None:
            raise told.failure
        return told.answer  # type: ignore[return-value]  # no failure: there is an answer

    def run_each(
        self, db: Database, stream: str, works: Sequence[Callable[[Tx], T]], *, wants: Sequence[Any], **info: Any
    ) -> list[Told[T]]:
        """What became of each of `works`, after the commit; raises what stood in the way of all of them."""
        job, name = _Job(works, wants), (id(db), stream)
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
        return job.told

    def _lead(self, db: Database, name: tuple[int, str], line: list[_Job[Any]], info: dict[str, Any]) -> None:
        """Carry out whoever stands in line once the stream is locked, then call the next leader."""
        taken = line[:1]
        try:
            try:
                with db.transaction([name[1]], **info) as tx:
                    with self._lock:
                        taken = self._first(line)
                    self._decide(tx, taken)
            except Unwritable:
                self._one_by_one(db, name[1], taken, info)
        except BaseException as failure:
            for job in taken:
                job.failed(failure)
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

    def _first(self, line: Sequence[_Job[Any]]) -> list[_Job[Any]]:
        """The first in line, and those behind it as long as they are not too many commands together."""
        taken, count = list(line[:1]), len(line[0].works)
        for job in line[1:]:
            count += len(job.works)
            if count > self.most:
                break
            taken.append(job)
        return taken

    def _decide(self, tx: Tx, jobs: Sequence[_Job[Any]]) -> None:
        """Carry out `jobs`, to be written together; a command that fails fails alone."""
        gather(tx)
        self.look_ahead(tx, [want for job in jobs for want in job.wants])
        decide = self._alone if len(jobs) > 1 or len(jobs[0].works) > 1 else self._only
        for job in jobs:
            job.told = []
            job.context.run(decide, tx, job)

    def _only(self, tx: Tx, job: _Job[Any]) -> None:
        """The only command: the transaction itself is all it needs."""
        try:
            job.told.append(Told(job.works[0](tx)))
        except Exception as failure:
            job.told.append(Told(failure=failure))
            raise

    def _alone(self, tx: Tx, job: _Job[Any]) -> None:
        """One command after the other, each so that its failure leaves the transaction as it was before it."""
        for work, want in zip(job.works, job.wants, strict=True):
            try:
                with tx.alone():
                    answer = work(tx)
            except Unwritable:
                raise
            except Exception as failure:  # noqa: BLE001  each is told its own failure; the others go on
                job.told.append(Told(failure=failure))
            else:
                job.told.append(Told(answer))
                self.decided(want, answer)

    def _one_by_one(self, db: Database, stream: str, jobs: Sequence[_Job[Any]], info: dict[str, Any]) -> None:
        """Carry out `jobs` again, each command in a transaction of its own: the database refused them together."""
        for job in jobs:
            told = []
            for work, want in zip(job.works, job.wants, strict=True):
                one = _Job([work], [want], job.context)
                try:
                    with db.transaction([stream], **info) as tx:
                        self._decide(tx, [one])
                except Exception as failure:  # noqa: BLE001  each is told its own failure here too
                    one.told = [Told(failure=failure)]
                else:
                    self.decided(want, one.told[0].answer)
                told += one.told
            job.told = told
