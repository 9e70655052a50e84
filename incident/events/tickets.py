"""Who listens to trouble tickets. In the stream `data`, which headquarters sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from incident.events.base import Change, Event, Names, Row, plain

STREAM = "data"


@dataclass(frozen=True, kw_only=True)
class TicketListenerRegistered(Event):
    """A system of another house is told of tickets from now on."""

    kind: ClassVar[str] = "record"
    listener_id: str
    callback: str
    query: str | None
    at: datetime

    def changes(self, before: Row) -> Sequence[Change]:
        values = {"callback": self.callback, "query": self.query, "state": "active", "registered_at": self.at}
        return [Change("tmf_listener", self.listener_id, plain(values))]

    def zh(self, names: Names) -> str:
        return f"登记工单订阅方 {self.callback}。"

    def en(self, names: Names) -> str:
        return f"{self.callback} is told of trouble tickets from now on."


@dataclass(frozen=True, kw_only=True)
class TicketListenerRemoved(Event):
    """It is told of nothing any more."""

    kind: ClassVar[str] = "record"
    listener_id: str
    callback: str

    def changes(self, before: Row) -> Sequence[Change]:
        return [Change("tmf_listener", self.listener_id, {"state": "removed"})]

    def zh(self, names: Names) -> str:
        return f"注销工单订阅方 {self.callback}。"

    def en(self, names: Names) -> str:
        return f"{self.callback} is told of trouble tickets no more."
