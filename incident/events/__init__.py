"""All events by name. A new one is a class in one of these modules; nothing else needs to know."""

from __future__ import annotations

from incident.events import (
    aid,
    asks,
    batches,
    broadcasts,
    drills,
    duty,
    exceptions,
    findings,
    incidents,
    league,
    links,
    measures,
    outcomes,
    people,
    planned_events,
    playbooks,
    readings,
    record,
    reports,
    service_notices,
    signals,
    tasks,
    tickets,
)
from incident.events.base import (
    NATION,
    CancelLeaving,
    CancelTimers,
    Change,
    Consequence,
    Event,
    Leave,
    Names,
    SetTimer,
    plain,
)


def _all_events(base: type[Event]) -> dict[str, type[Event]]:
    """Every event class by name; a class that others derive from is no event itself."""
    found: dict[str, type[Event]] = {}
    for child in base.__subclasses__():
        found |= _all_events(child) if child.__subclasses__() else {child.__name__: child}
    return found


#: Event class by type name.
EVENTS: dict[str, type[Event]] = _all_events(Event)

__all__ = [
    "EVENTS",
    "NATION",
    "CancelLeaving",
    "CancelTimers",
    "Change",
    "Consequence",
    "Event",
    "Leave",
    "Names",
    "SetTimer",
    "aid",
    "asks",
    "batches",
    "broadcasts",
    "drills",
    "duty",
    "exceptions",
    "findings",
    "incidents",
    "league",
    "links",
    "measures",
    "outcomes",
    "people",
    "plain",
    "planned_events",
    "playbooks",
    "readings",
    "record",
    "reports",
    "service_notices",
    "signals",
    "tasks",
    "tickets",
]
