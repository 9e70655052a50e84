"""What follows from events: timers armed and disarmed, messages put into the outbox and taken out of it again.

Consequences of many events are carried out together, a statement for each kind, and read as if each had been carried
out in its turn: two that touch the same timer or the same message are never reordered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from incident import outbox
from incident.db import Base, Tx, driver
from incident.events import CancelLeaving, CancelTimers, Consequence, Leave, SetTimer
from incident.models import Timer

_TIMERS = Base.metadata.tables[Timer.__tablename__]
_TIMER_COLUMNS = ("subject", "step", "stream", "due_at", "fired_at", "cancelled")
_DISARM_POSTGRESQL = (
    "UPDATE timer SET fired_at = %s, cancelled = true FROM unnest(%s::text[], %s::text[]) AS gone(subject, prefix)"
    " WHERE timer.subject = gone.subject AND starts_with(timer.step, gone.prefix) AND timer.fired_at IS NULL"
)
_DISARM_SQLITE = (
    "UPDATE timer SET fired_at = ?, cancelled = 1"
    " WHERE subject = ? AND substr(step, 1, length(?)) = ? AND fired_at IS NULL"
)


def follow_up(tx: Tx, consequences: Iterable[tuple[str, Consequence]]) -> None:
    """Carry out consequences, each with its stream, as if one by one in the order given."""
    together = _Together(tx)
    together.take(consequences)
    together.carry_out()


@dataclass
class _Together:
    """Consequences that do not touch one another, by kind."""

    tx: Tx
    disarmed: list[CancelTimers] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    armed: dict[tuple[str, str], tuple[str, SetTimer]] = field(default_factory=dict)
    leaving: list[outbox.New] = field(default_factory=list)
    #: Subjects of what is armed, and what the keys of what leaves begin with, up to each colon.
    _subjects: set[str] = field(default_factory=set)
    _stems: set[str] = field(default_factory=set)

    def take(self, consequences: Iterable[tuple[str, Consequence]]) -> None:
        """Take them one after the other; whatever touches what waits has it carried out first."""
        for stream, one in consequences:
            if isinstance(one, CancelTimers):
                if one.subject in self._subjects:
                    self.carry_out()
                self.disarmed.append(one)
            elif isinstance(one, CancelLeaving):
                prefix = one.prefix
                if prefix in self._stems or (self.leaving and not prefix.endswith(":")):
                    self.carry_out()
                self.stopped.append(prefix)
            elif isinstance(one, SetTimer):
                if one[:2] in self.armed:
                    self.carry_out()
                self.armed[one[:2]] = (stream, one)
                self._subjects.add(one.subject)
            else:
                self.leaving.append(_leaving(self.tx, stream, one))
                self._stems.update(_stems(one.key))

    def carry_out(self) -> None:
        _disarm(self.tx, self.disarmed)
        outbox.cancel_waiting(self.tx, prefixes=self.stopped)
        _arm(self.tx, list(self.armed.values()))
        if self.leaving:
            outbox.put_many(self.tx, self.leaving)
        for taken in (self.disarmed, self.stopped, self.armed, self.leaving, self._subjects, self._stems):
            taken.clear()


def _stems(key: str) -> Iterator[str]:
    """`a:`, `a:b:` of the key `a:b:c`."""
    end = key.find(":")
    while end >= 0:
        yield key[: end + 1]
        end = key.find(":", end + 1)


def _leaving(tx: Tx, stream: str, leave: Leave) -> outbox.New:
    due = tx.real_now + timedelta(seconds=leave.delay_s)
    return outbox.New(kind=leave.kind, key=leave.key, stream=stream, payload=leave.payload, not_before=due)


def _disarm(tx: Tx, gone: Sequence[CancelTimers]) -> None:
    if not gone:
        return
    connection = tx.connection
    if connection.dialect.name == "postgresql":
        told = (tx.real_now, [one.subject for one in gone], [one.prefix for one in gone])
        driver.run(connection, _DISARM_POSTGRESQL, [told])
        return
    at = driver.moment(connection, tx.real_now)
    driver.run(connection, _DISARM_SQLITE, [(at, one.subject, one.prefix, one.prefix) for one in gone])


def _arm(tx: Tx, timers: Sequence[tuple[str, SetTimer]]) -> None:
    """Arm timers; one that was cancelled is armed again, one that has fired never."""
    if not timers:
        return
    connection = tx.connection
    rows = [(one.subject, one.step, stream, one.due_at, None, False) for stream, one in timers]
    driver.insert_or_renew(
        connection,
        _TIMERS,
        _TIMER_COLUMNS,
        rows,
        there=("subject", "step"),
        renewed=("due_at", "fired_at", "cancelled"),
        where="timer.cancelled",
    )
