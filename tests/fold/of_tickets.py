"""Stories of who listens to trouble tickets."""

from __future__ import annotations

import uuid

from incident.commands import tickets
from incident.events.tickets import STREAM
from incident.rules.origins import AllowedOrigins
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY


@records("TicketListenerRegistered", "TicketListenerRemoved")
def a_listener_that_comes_and_goes(stage: Stage) -> None:
    listener = str(uuid.uuid4())
    with stage.db.transaction([STREAM]) as tx:
        tickets.register_listener(
            tx, DUTY, listener_id=listener, callback="https://oss.example/tickets", query=None,
            allowed=AllowedOrigins.read(["oss.example"]),
        )  # fmt: skip
    with stage.db.transaction([STREAM]) as tx:
        tickets.remove_listener(tx, DUTY, listener_id=listener)
