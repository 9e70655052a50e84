"""Carries out one command for one request, exactly once, whatever the network does (DESIGN.md §4, idempotency).

The key row is written in the command's own transaction, after the stream's head is locked: command, events,
consequences and answer stand or fall together. The same request again gets the same answer; the same key with
another body is refused; while the first is still at work the second waits five seconds, then is sent away.
Refusals are not stored, so a mended request may use its key again.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from flask import Request, Response
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, SessionTransaction

from incident.db import Base, Tx, driver
from incident.errors import Busy
from incident.log import Actor
from incident.models import IdempotencyKey
from incident.unwritten import Name, Unwritten
from incident.web.answers import Answers, Claim, Given, as_json
from incident.web.caller import current
from incident.web.group_commit import GroupCommit, Told
from incident.web.guard import idempotency_key
from incident.web.host import asked, header, house, mimetype

_TABLE = Base.metadata.tables[IdempotencyKey.__tablename__]
_COLUMNS = ("actor", "route", "key", "body_digest", "status", "answer", "created_at")
_ANSWER = text(
    "UPDATE idempotency SET status = :status, answer = :answer WHERE actor = :actor AND route = :route AND key = :key"
)
WAIT_S = 5
REPLAYED = "Idempotent-Replayed"
Command = Callable[[Tx, Actor], Mapping[str, Any]]


class StillAtWork(Busy):
    """The same request is being carried out this moment."""

    status = 409


@dataclass
class _InFlight:
    """Requests of this process that hold a key now; the second of a pair waits here, not in the database."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    held: dict[tuple[str, str, str], tuple[threading.Lock, int]] = field(default_factory=dict)

    @contextmanager
    def alone(self, name: tuple[str, str, str]) -> Iterator[None]:
        with self.lock:
            mine, waiting = self.held.get(name, (threading.Lock(), 0))
            self.held[name] = (mine, waiting + 1)
        got = mine.acquire(timeout=WAIT_S)
        try:
            if not got:
                raise _still_at_work()
            yield
        finally:
            if got:
                mine.release()
            with self.lock:
                left = self.held[name][1] - 1
                if left:
                    self.held[name] = (mine, left)
                else:
                    del self.held[name]


@dataclass(slots=True)
class Once:
    """One command, to be carried out exactly once under its key; with others of its stream, of any request."""

    claim: Claim
    act: Callable[[Tx], Any]
    #: What it will look at, to be read together with what others look at.
    rows: Sequence[Name]
    status: int = 200
    #: Hears the answer, whether it is given now or was given before; None before it is tried.
    heard: Callable[[Given | None], None] | None = None
    #: What the keys of its transaction have answered.
    answers: Answers = field(init=False)

    def decide(self, tx: Tx) -> Given:
        """Act in an open transaction that holds the stream's lock, or give the answer that the key has had."""
        if self.heard is not None:
            self.heard(None)
        return self.answers.once(self.claim, self.act, status=self.status)


def _look_ahead(tx: Tx, those: Sequence[Once]) -> None:
    """Read the keys and the rows that commands are going to ask for."""
    answers = Answers(tx, [once.claim for once in those])
    for once in those:
        once.answers = answers
    if isinstance(tx.unwritten, Unwritten):
        tx.unwritten.look_ahead(dict.fromkeys(chain.from_iterable(once.rows for once in those)))


def _decided(once: Once, given: Given) -> None:
    once.answers.keep(once.claim, given)
    if once.heard is not None:
        once.heard(given)


_IN_FLIGHT = _InFlight()
_TOGETHER = GroupCommit(look_ahead=_look_ahead, decided=_decided)


def carry_out(
    command: Command,
    *,
    streams: Sequence[str],
    status: int = 200,
    secret_fields: Sequence[str] = (),
    rows: Sequence[Name] = (),
) -> Response:
    """Run `command(tx, actor)` for the caller in one transaction that locks `streams`; its result as JSON.

    `secret_fields` of the body (passwords) stay out of the stored digest. `rows` are what the command
    will look at, to be read together with those of others. Raises what the command raises, KeyReused for a key that
    came with another body, StillAtWork after five seconds of waiting.
    """
    caller, request = current(), asked()
    route = f"{request.method} {request.path}"[:200]
    claim = Claim((caller.person_id, route, idempotency_key(request)), _digest(request, secret_fields))
    with _IN_FLIGHT.alone(claim.name), lock_timeouts_told():
        given = _once(claim, lambda tx: command(tx, caller.actor), streams, status, rows)
    response = Response(given.text, status=given.status, mimetype="application/json")
    if given.replayed:
        response.headers[REPLAYED] = "true"
    return response


def _once(claim: Claim, act: Callable[[Tx], Any], streams: Sequence[str], status: int, rows: Sequence[Name]) -> Given:
    if len(streams) == 1:
        once = Once(claim, act, rows, status)
        return _TOGETHER.run(house().db, streams[0], once.decide, want=once, lock_wait_s=WAIT_S)
    with house().db.transaction(streams, lock_wait_s=WAIT_S) as tx:
        return _by_itself(tx, claim, act, status)


def carry_out_together(stream: str, those: Sequence[Once]) -> list[Told[Given]]:
    """Carry out the commands of one request on one stream in order; what became of each, after the commit.

    Raises StillAtWork after five seconds of waiting for the stream.
    """
    with lock_timeouts_told():
        works = [once.decide for once in those]
        return _TOGETHER.run_each(house().db, stream, works, wants=those, lock_wait_s=WAIT_S)


def _by_itself(tx: Tx, claim: Claim, act: Callable[[Tx], Any], status: int) -> Given:
    """The same where no one stream's lock keeps others from the key: the key's row is written first."""
    row = (*claim.name, claim.digest, 0, "", tx.real_now)
    connection = tx.connection
    if not driver.insert_unless(connection, _TABLE, _COLUMNS, [row], there=_COLUMNS[:3]):
        return Answers(tx, [claim]).once(claim, act, status=status)  # whoever wrote it has committed
    tx.command_key = claim.key
    text_ = as_json(act(tx))
    actor, route, key = claim.name
    told = {"actor": actor, "route": route, "key": key, "status": status, "answer": text_}
    tx.connection.execute(_ANSWER, told)
    return Given(status, text_)


def install_lock_wait() -> None:
    """Let `db.transaction(lock_wait_s=…)` bound the wait for row locks on PostgreSQL; once is enough."""
    if not event.contains(Session, "after_begin", _bound_waiting):
        event.listen(Session, "after_begin", _bound_waiting)


def _bound_waiting(session: Session, _transaction: SessionTransaction, connection: Any) -> None:
    wait_s = session.info.get("lock_wait_s")
    if wait_s is not None and connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{int(wait_s)}s'")


@contextmanager
def lock_timeouts_told() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == "55P03":  # lock_not_available
            raise _still_at_work() from None
        raise


def _digest(request: Request, secret_fields: Sequence[str]) -> str:
    """SHA-256 over what the request asks for: query, base revision and body."""
    if mimetype(request) == "multipart/form-data":
        body = _multipart_digest(request)
    elif secret_fields:
        told = {name: value for name, value in request.get_json(force=True).items() if name not in secret_fields}
        body = json.dumps(told, sort_keys=True).encode()
    else:
        body = request.get_data(cache=True)
    query, base = request.query_string, header(request, "IF_MATCH").encode()
    lengths = b"%d %d " % (len(query), len(base))
    return hashlib.sha256(lengths + query + base + body).hexdigest()


def _multipart_digest(request: Request) -> bytes:
    """A form with files by its parts; the boundary differs from one sending to the next."""
    total = hashlib.sha256()
    for name, value in sorted(request.form.items(multi=True)):
        if name not in ("csrf", "key"):
            total.update(json.dumps([name, value]).encode())
    for name, upload in sorted(request.files.items(multi=True), key=lambda part: part[0]):
        total.update(json.dumps([name, upload.filename]).encode())
        total.update(hashlib.file_digest(upload.stream, "sha256").digest())  # type: ignore[arg-type]
        upload.stream.seek(0)
    return total.digest()


def _still_at_work() -> StillAtWork:
    return StillAtWork(
        "still_at_work",
        zh="同一个请求或同一事件上的另一个请求还在处理；请稍后用同一个键重试。",
        en="The same request, or another one on the same incident, is still being carried out; come back with"
        " the same key.",
        retry_after_s=2,
    )
