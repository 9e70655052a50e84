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
from incident.models.links import Ask, IncidentLink
from incident.models.looks import Look
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
from incident.models.tasks import Attachment, CheckIn, Outcome, Task
from incident.models.tmf import TmfCursor, TmfListener

#: Rows of an incident's stream, in an order in which they can be written.
IN_INCIDENT: tuple[type[Base], ...] = (
    Incident,
    ProvinceIncident,
    Footprint,
    ImpactRegion,
    Note,
    IncidentLink,
    Ask,
    PlannedItem,
    Task,
    Outcome,
    Attachment,
    CheckIn,
    Measure,
    Approval,
    MeasurePart,
    Batch,
    BatchException,
    Broadcast,
    BroadcastPart,
)
PROJECTED: tuple[type[Base], ...] = (*IN_INCIDENT, Person, RoleGrant, Feed, Signal, SignalReference, TmfListener)
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
    Look,
    TmfCursor,
)

__all__ = [
    "IN_INCIDENT",
    "OPERATIONAL",
    "PROJECTED",
    "Approval",
    "Ask",
    "Attachment",
    "Base",
    "Batch",
    "BatchException",
    "Blob",
    "Broadcast",
    "BroadcastPart",
    "CheckIn",
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
    "IncidentLink",
    "KioskToken",
    "Lease",
    "LoginSession",
    "Look",
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
    "TmfCursor",
    "TmfListener",
    "World",
]
