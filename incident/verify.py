"""Proves the log: the chain holds, positions have no gap, and the rows are what the events say.

Used by `tongxin log verify`, `log rebuild --check`, `doctor` and the tests. Reads only; the rebuild folds into
an in-memory database of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import create_engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from incident import fold
from incident.db import NO_HASH, Base, StreamHead
from incident.events import NATION
from incident.log import chain_hash, stored_form
from incident.models import IN_INCIDENT, PROJECTED, EventRow

AT_ONCE = 1000


@dataclass(frozen=True)
class Fault:
    """Something that does not hold, and where."""

    stream: str
    position: int
    what: str

    def __str__(self) -> str:
        return f"{self.stream} #{self.position}: {self.what}"


def verify_chain(
    session: Session, stream: str | None = None, *, walked: Callable[[int], None] = lambda _events: None
) -> list[Fault]:
    """Walk every stream, or the one named, from its first event to its head; all faults found.

    `walked` is told every thousand events how many have been walked.
    """
    known = select(StreamHead) if stream is None else select(StreamHead).where(StreamHead.stream == stream)
    heads = {head.stream: head for head in session.scalars(known)}
    ends: dict[str, tuple[int, str]] = {}
    faults = []
    for number, event in enumerate(_events(session, stream=stream), 1):
        if number % AT_ONCE == 0:
            walked(number)
        name, position = event["stream"], event["position"]
        last, previous = ends.get(name, (0, NO_HASH))
        if position == last:
            faults.append(Fault(name, position, "stands here twice"))
        elif position != last + 1:
            faults.append(Fault(name, position, f"positions {last + 1} to {position - 1} are missing"))
        if event["prev"] != previous:
            faults.append(Fault(name, position, "does not follow from the event before it"))
        if chain_hash(event) != event["hash"]:
            faults.append(Fault(name, position, "its content is not what was recorded"))
        ends[name] = (position, event["hash"])
    for name in sorted(set(heads) | set(ends)):
        head = heads.get(name)
        told = (head.position, head.hash) if head else (0, NO_HASH)
        if told != ends.get(name, (0, NO_HASH)):
            faults.append(Fault(name, told[0], "the head does not agree with the last event"))
    return faults


def compare_fold(session: Session) -> list[Fault]:
    """Fold the whole log into an empty database and compare with the rows; then once more what provinces see.

    The second pass leaves out everything that only the nation sees and compares the provinces' rows. The fold
    itself refuses an event of one province that touches another's row, so together the two passes prove that a
    province's state is a function of its visible events alone (DESIGN.md §3.5).
    """
    return _compare(session, provinces_only=False) + _compare(session, provinces_only=True)


def _compare(session: Session, *, provinces_only: bool) -> list[Fault]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    faults: list[Fault] = []
    with Session(engine) as rebuilt:
        for bundle in _bundles(session, provinces_only=provinces_only):
            faults += _fold(rebuilt, bundle)
        for model in IN_INCIDENT if provinces_only else PROJECTED:
            table = fold.TABLES[model.__tablename__]
            theirs = _rows(session, table, provinces_only=provinces_only)
            ours = _rows(rebuilt, table, provinces_only=provinces_only)
            for key in sorted(theirs.keys() | ours.keys()):
                row, folded = theirs.get(key), ours.get(key)
                if row != folded:
                    stream = _stream_of(row or folded or {})
                    faults.append(Fault(stream, 0, _difference(table.name, key, row, folded)))
    engine.dispose()
    return faults


class _Told(NamedTuple):
    """What of an event the fold needs."""

    stream: str
    position: int
    audience: str
    changes: list[Any]


def _bundles(session: Session, *, provinces_only: bool) -> Iterator[list[_Told]]:
    """What all events tell, or those that some province sees: in order, some hundred of one stream at once."""
    query = select(EventRow.stream, EventRow.position, EventRow.audience, EventRow.changes)
    if provinces_only:
        query = query.where(EventRow.audience != NATION)
    rows = session.execute(query.order_by(EventRow.stream, EventRow.position).execution_options(yield_per=AT_ONCE))
    for _stream, of_stream in groupby((_Told(*row) for row in rows), key=attrgetter("stream")):
        while some := list(islice(of_stream, AT_ONCE)):
            yield some


def _fold(rebuilt: Session, bundle: Sequence[_Told]) -> list[Fault]:
    """Fold a bundle together; where anything of it is refused, once more event by event, to name the place."""
    try:
        with rebuilt.begin_nested():
            fold.apply_all(rebuilt, bundle[0].stream, [(event.audience, event.changes) for event in bundle])
    except (fold.FoldError, DBAPIError):
        return _fold_one_by_one(rebuilt, bundle)
    return []


def _fold_one_by_one(rebuilt: Session, bundle: Sequence[_Told]) -> list[Fault]:
    faults = []
    for event in bundle:
        try:
            fold.apply(rebuilt, event.stream, event.audience, event.changes)
        except fold.FoldError as error:
            faults.append(Fault(event.stream, event.position, str(error)))
    return faults


def _rows(session: Session, table: Any, *, provinces_only: bool) -> dict[str, dict[str, Any]]:
    query = select(table)
    if provinces_only:
        query = query.where(table.c.province.is_not(None))
    return {row["id"]: fold.log_spelling(table, dict(row)) for row in session.execute(query).mappings()}


def _difference(table: str, key: str, row: dict[str, Any] | None, folded: dict[str, Any] | None) -> str:
    if row is None:
        return f"{table} {key}: the log tells of a row that is not there"
    if folded is None:
        return f"{table} {key}: a row that the log does not tell of"
    names = sorted(name for name in row if row[name] != folded.get(name))
    return f"{table} {key}: " + ", ".join(
        f"{name} is {row[name]!r}, the log says {folded.get(name)!r}" for name in names
    )


def _stream_of(row: dict[str, Any]) -> str:
    return f"incident:{row['incident_id']}" if "incident_id" in row else "people"


def _events(session: Session, *, stream: str | None = None) -> Iterator[dict[str, Any]]:
    """All events, or one stream's, in stream and position order."""
    query = select(*EventRow.__table__.columns).order_by(EventRow.stream, EventRow.position)
    if stream is not None:
        query = query.where(EventRow.stream == stream)
    for row in session.execute(query.execution_options(yield_per=AT_ONCE)):  # no objects: a place may be taken twice
        yield stored_form(row)
