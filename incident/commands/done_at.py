"""An actor whose device was out of reach when they acted: the log keeps when, by their own clock, it was done.

Order is never taken from it (a phone's clock may be wrong); it stands beside `recorded_at` for whoever reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from incident.clock import as_text
from incident.log import Actor


@dataclass(frozen=True)
class ActorOutOfReach(Actor):
    """An actor with the moment (real time by the device's clock) at which they acted."""

    done_at: datetime | None = None

    def as_dict(self) -> dict[str, str]:
        told = super().as_dict()
        return told | {"done_at": as_text(self.done_at)} if self.done_at else told


def acting_earlier(actor: Actor, done_at: datetime | None) -> Actor:
    """The actor, having acted at `done_at`; unchanged without one."""
    if done_at is None:
        return actor
    return ActorOutOfReach(person=actor.person, via=actor.via, on_behalf=actor.on_behalf, done_at=done_at)
