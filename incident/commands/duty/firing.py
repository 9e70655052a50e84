"""The timers of rosters: the end of a shift, and the end of the grace after it."""

from __future__ import annotations

from sqlalchemy import select, update

from incident.commands.duty.handovers import NotLocked, end_shift, pass_on
from incident.db import Database, Tx
from incident.events.duty import STREAM
from incident.log import incident_stream
from incident.models import Incident, Timer
from incident.rules.incidents import OVER

NOUNS = ("shift", "handover")


def streams_to_lock(db: Database, stream: str) -> list[str]:
    """The stream, and for rosters those of all incidents that go on: what a shift leaves are tasks of theirs."""
    if stream != STREAM:
        return [stream]
    with db.read() as session:
        going_on = session.scalars(select(Incident.id).where(Incident.state.not_in(OVER)))
        return [stream, *(incident_stream(incident) for incident in going_on)]


def fire_duty_timer(tx: Tx, timer: Timer) -> None:
    """Act on a timer of a shift or a handover; one that meets an incident declared just now fires once more."""
    noun, _, key = timer.subject.partition(":")
    subject, step = timer.subject, timer.step
    try:
        if noun == "shift":
            end_shift(tx, shift_id=key, step=step)
        else:
            pass_on(tx, handover_id=key, step=step)
    except NotLocked:
        tx.session.execute(update(Timer).where(Timer.subject == subject, Timer.step == step).values(fired_at=None))
