"""Cell broadcasts leave as CAP messages: made from the approved row just before they leave, each time the same.

The area is drawn here and not when somebody approves: the row binds the counties, and what covers them takes a second
that no transaction should wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.regions import Regions
from incident import fold
from incident.db import Database
from incident.queries.cap_messages import message_of, stop_message_of
from incident.rules.broadcasts import PartKey
from incident.rules.cap_messages import Sender
from notifications.connectors.cell_broadcast import CellBroadcastCentre
from notifications.delivery import BroadcastReceipt, Delivery, Outcome, Refused, Stopped, Unknown


@dataclass(frozen=True)
class CellBroadcasts:
    """The centre of this house's provinces, and what its messages are made of."""

    centre: CellBroadcastCentre
    sender: Sender
    #: Boundaries, loaded when the first message is drawn.
    regions: Callable[[], Regions]

    def takes(self, db: Database, key: PartKey) -> bool:
        """Whether a job is a cell broadcast."""
        with db.read() as session:
            return bool(fold.row_of(session, "broadcast", key.broadcast_id).get("channel") == "cell_broadcast")

    def with_message(self, db: Database, key: PartKey, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document of a job with its CAP message."""
        with db.read() as session:
            row = fold.row_of(session, "broadcast", key.broadcast_id)
            alert = message_of(
                session, row, sender=self.sender, regions=self.regions(), province=key.province, attempt=key.attempt
            )
        return {**document, "cap": alert.model_dump()}

    def send(self, delivery: Delivery) -> Outcome:
        """Hand a message over once."""
        return self.centre.send(delivery)

    def query(self, key: str, *, fence: int | None = None) -> BroadcastReceipt:
        """Ask how far a message has got."""
        return self.centre.query(key, fence=fence)

    def stop(self, db: Database, key: PartKey) -> Stopped | Refused | Unknown:
        """End a message by its Cancel."""
        with db.read() as session:
            row = fold.row_of(session, "broadcast", key.broadcast_id)
        cancel = stop_message_of(
            row, sender=self.sender, regions=self.regions(), province=key.province, attempt=key.attempt
        )
        return self.centre.stop(str(key), cancel)
