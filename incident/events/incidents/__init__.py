"""What happens to an incident as a whole, and what each province is told of it."""

from __future__ import annotations

from incident.events.incidents.base import IncidentEvent
from incident.events.incidents.footprints import FootprintSupplied, ImpactAssessed
from incident.events.incidents.head import (
    IncidentDeclared,
    NoteLogged,
    PlanActivated,
    ResponseLevelSet,
    WarningColourSet,
)
from incident.events.incidents.moves import (
    IncidentActivated,
    IncidentCancelled,
    IncidentClosed,
    IncidentRelapsed,
    IncidentReopened,
    IncidentStabilised,
    IncidentStoodDown,
    ReviewFinished,
    StateChanged,
)
from incident.events.incidents.provinces import ProvinceHeardAgain, ProvinceInformed, ProvinceUnreachable

__all__ = [
    "FootprintSupplied",
    "ImpactAssessed",
    "IncidentActivated",
    "IncidentCancelled",
    "IncidentClosed",
    "IncidentDeclared",
    "IncidentEvent",
    "IncidentRelapsed",
    "IncidentReopened",
    "IncidentStabilised",
    "IncidentStoodDown",
    "NoteLogged",
    "PlanActivated",
    "ProvinceHeardAgain",
    "ProvinceInformed",
    "ProvinceUnreachable",
    "ResponseLevelSet",
    "ReviewFinished",
    "StateChanged",
    "WarningColourSet",
]
