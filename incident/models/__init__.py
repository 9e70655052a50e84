"""All tables. `PROJECTED` rebuild from the log; `OPERATIONAL` do not; nothing is in neither or both."""

from incident.db import Base, StreamHead, World
from incident.models.incidents import (
    Footprint,
    ImpactRegion,
    Incident,
    InIncident,
    Note,
    ProvinceIncident,
)
from incident.models.measures import (
    Approval,
    Batch,
    BatchException,
    Broadcast,
    BroadcastPart,
    Measure,
    MeasurePart,
)
from incident.models.operational import (
    Blob,
    Credential,
    EventRow,
    IdempotencyKey,
    KioskToken,
    Lease,
    LoginSession,
    Outbox,
    PersonContact,
    Presence,
    Timer,
)
from incident.models.people import Person, RoleGrant
from incident.models.plans import PlannedItem
from incident.models.signals import Feed, FeedSeen, FeedState, Signal, SignalReference
from incident.models.tasks import Outcome, Task

#: Rows of an incident's stream, in an order in which they can be written.
IN_INCIDENT: tuple[type[Base], ...] = (
    Incident,
    ProvinceIncident,
    Footprint,
    ImpactRegion,
    Note,
    PlannedItem,
    Task,
    Outcome,
    Measure,
    Approval,
    MeasurePart,
    Batch,
    BatchException,
    Broadcast,
    BroadcastPart,
)
PROJECTED: tuple[type[Base], ...] = (*IN_INCIDENT, Person, RoleGrant, Feed, Signal, SignalReference)
OPERATIONAL: tuple[type[Base], ...] = (
    StreamHead,
    World,
    EventRow,
    Blob,
    Outbox,
    Timer,
    IdempotencyKey,
    Credential,
    LoginSession,
    KioskToken,
    Presence,
    Lease,
    PersonContact,
    FeedState,
    FeedSeen,
)

__all__ = [
    "IN_INCIDENT",
    "OPERATIONAL",
    "PROJECTED",
    "Approval",
    "Base",
    "Batch",
    "BatchException",
    "Blob",
    "Broadcast",
    "BroadcastPart",
    "Credential",
    "EventRow",
    "Feed",
    "FeedSeen",
    "FeedState",
    "Footprint",
    "IdempotencyKey",
    "ImpactRegion",
    "InIncident",
    "Incident",
    "KioskToken",
    "Lease",
    "LoginSession",
    "Measure",
    "MeasurePart",
    "Note",
    "Outbox",
    "Outcome",
    "Person",
    "PersonContact",
    "PlannedItem",
    "Presence",
    "ProvinceIncident",
    "RoleGrant",
    "Signal",
    "SignalReference",
    "StreamHead",
    "Task",
    "Timer",
    "World",
]
