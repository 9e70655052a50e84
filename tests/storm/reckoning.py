"""The end of the night: what the log, the rows, the balance and the simulators' books say against the clients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from incident.db import Database
from incident.log import incident_stream
from incident.models import EventRow, Outbox
from incident.queries.balance import balance
from incident.verify import compare_fold, verify_chain
from tests.storm.client import Write
from tests.storm.processes import Installation

#: Keys of what the house does by itself.
OWN_KEYS = ("drain:", "timers", "silence")


def log_faults(house: Installation) -> list[str]:
    """Chain, gaps, and fold = rows for the nation and every province."""
    with house.db.read() as session:
        return [str(fault) for fault in (*verify_chain(session), *compare_fold(session))]


def write_faults(db: Database, incident: str, writes: Iterable[Write]) -> list[str]:
    """Each accepted write is in the log exactly once, a refused one not at all, and nothing else is."""
    with db.read() as session:
        stream = EventRow.stream == incident_stream(incident)
        rows = session.execute(select(EventRow.command_key, EventRow.type).where(stream))
        logged = Counter((row.command_key, row.type) for row in rows)
    found, keys = [], set()
    for write in writes:
        keys.add(write.key)
        times, want = logged[write.key, write.event], 1 if write.accepted else 0
        if times != want:
            found.append(f"{write.path}: {write.status} {write.code}, sent {write.sent}, {write.event} × {times}")
    strange = {key for key, _type in logged if key and key not in keys and not key.startswith(OWN_KEYS)}
    return found + [f"nobody sent the key {key}" for key in sorted(strange)]


def book_faults(house: Installation, incident: str) -> list[str]:
    """The balance with billing's own books, and every public message at most once at the gateway."""
    with house.db.read() as session:
        told = balance(session, incident, books=house.billing.get("books"))
    found = list(told["differences"])
    tasks = told["tasks"]
    if tasks["total"] != tasks["closed"] + tasks["open"] + tasks["declined"] + tasks["cancelled"] + tasks["resolved"]:
        found.append(f"tasks: {tasks}")
    jobs: list[dict[str, Any]] = house.gateway.get("books")["jobs"]
    ours = {(part["broadcast_id"], part["province"]): part["customers"] for part in told["broadcasts"]}
    sent = Counter(tuple(job["externalId"].split(":")[:2]) for job in jobs)
    found += [f"broadcast {key}: {count} jobs at the gateway" for key, count in sent.items() if count != 1]
    found += [f"broadcast {key}: at the gateway, not ours" for key in sent.keys() - ours.keys()]
    reached = sum(job["audienceCount"] for job in jobs)
    if reached > sum(ours.values()):
        found.append(f"{reached} recipients at the gateway, {sum(ours.values())} approved")
    return found


def unfinished(house: Installation) -> int:
    """Rows of the outbox, other than notices, that nobody has finished."""
    with house.db.read() as session:
        query = select(func.count()).select_from(Outbox)
        return (
            session.scalar(query.where(Outbox.state.in_(("pending", "leased")), Outbox.kind.not_in(("notice", "mail"))))
            or 0
        )
