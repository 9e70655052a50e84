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
from datetime import datetime
from typing import Any

from flask import Response, request
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, SessionTransaction

from incident.clock import as_text
from incident.db import Base, Tx, driver
from incident.errors import Busy, KeyReused
from incident.log import Actor
from incident.models import IdempotencyKey
from incident.web.caller import current
from incident.web.group_commit import GroupCommit
from incident.web.guard import idempotency_key
from incident.web.host import house

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


_IN_FLIGHT = _InFlight()
_TOGETHER = GroupCommit()


def carry_out(
    command: Command, *, streams: Sequence[str], status: int = 200, secret_fields: Sequence[str] = ()
) -> Response:
    """Run `command(tx, actor)` for the caller in one transaction that locks `streams`; its result as JSON.

    `secret_fields` of the body (passwords) stay out of the stored digest. Raises what the command raises,
    KeyReused for a key that came with another body, StillAtWork after five seconds of waiting.
    """
    caller, key = current(), idempotency_key()
    name = (caller.person_id, f"{request.method} {request.path}"[:200], key)
    digest = _digest(secret_fields)
    with _IN_FLIGHT.alone(name), lock_timeouts_told():
        code, answer, replayed = _once(name, digest, command, caller.actor, streams, status)
    response = Response(answer, status=code, mimetype="application/json")
    if replayed:
        response.headers[REPLAYED] = "true"
    return response


def _once(
    name: tuple[str, str, str],
    digest: str,
    command: Command,
    actor: Actor,
    streams: Sequence[str],
    status: int,
) -> tuple[int, str, bool]:
    """Status, answer, and whether it had been given before."""

    def inside(tx: Tx) -> tuple[int, str, bool]:
        tx.command_key = name[2]
        if not _claim(tx, name, digest):
            return (*_stored(tx, name, digest), True)
        answer = as_json(command(tx, actor))
        told = {"actor": name[0], "route": name[1], "key": name[2], "status": status, "answer": answer}
        tx.session.connection().execute(_ANSWER, told)
        return status, answer, False

    if len(streams) == 1:
        return _TOGETHER.run(house().db, streams[0], inside, lock_wait_s=WAIT_S)
    with house().db.transaction(streams, lock_wait_s=WAIT_S) as tx:
        return inside(tx)


def as_json(value: Any) -> str:
    """JSON text of an answer, moments in the one spelling."""
    return json.dumps(value, ensure_ascii=False, default=_spell)


def install_lock_wait() -> None:
    """Let `db.transaction(lock_wait_s=…)` bound the wait for row locks on PostgreSQL; once is enough."""
    if not event.contains(Session, "after_begin", _bound_waiting):
        event.listen(Session, "after_begin", _bound_waiting)


def _bound_waiting(session: Session, _transaction: SessionTransaction, connection: Any) -> None:
    wait_s = session.info.get("lock_wait_s")
    if wait_s is not None and connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{int(wait_s)}s'"))


@contextmanager
def lock_timeouts_told() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == "55P03":  # lock_not_available
            raise _still_at_work() from None
        raise


def _claim(tx: Tx, name: tuple[str, str, str], digest: str) -> bool:
    """Insert the key row; False when another request has it."""
    row = (*name, digest, 0, "", tx.real_now)
    return driver.insert_unless(tx.session.connection(), _TABLE, _COLUMNS, [row], there=_COLUMNS[:3]) == 1


def _stored(tx: Tx, name: tuple[str, str, str], digest: str) -> tuple[int, str]:
    row = tx.session.execute(
        select(IdempotencyKey.body_digest, IdempotencyKey.status, IdempotencyKey.answer).where(*_is(name))
    ).one()
    if row.body_digest != digest:
        raise KeyReused(
            "idempotency.other_body",
            zh="这个 Idempotency-Key 已用于另一个请求；请换一个新的。",
            en="This Idempotency-Key was used for another request; use a new one.",
            field="Idempotency-Key",
        )
    return row.status, row.answer


def _is(name: tuple[str, str, str]) -> tuple[Any, ...]:
    return (IdempotencyKey.actor == name[0], IdempotencyKey.route == name[1], IdempotencyKey.key == name[2])


def _digest(secret_fields: Sequence[str]) -> str:
    """SHA-256 over what the request asks for: query, base revision and body."""
    if request.mimetype == "multipart/form-data":
        body = _multipart_digest()
    elif secret_fields:
        told = {name: value for name, value in request.get_json(force=True).items() if name not in secret_fields}
        body = json.dumps(told, sort_keys=True).encode()
    else:
        body = request.get_data(cache=True)
    parts = (request.query_string, request.headers.get("If-Match", "").encode(), body)
    return hashlib.sha256(b"\x00".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _multipart_digest() -> bytes:
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


def _spell(value: Any) -> Any:
    if isinstance(value, datetime):
        return as_text(value)
    raise TypeError(f"{type(value).__name__} cannot stand in an answer")
