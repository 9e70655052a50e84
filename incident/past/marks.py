"""Which events are marked on the track of time, and as what."""

from __future__ import annotations

#: By the event's type; the kinds are words of the wire, see static/src/live/past/track.ts.
MARKS: dict[str, str] = {
    "IncidentDeclared": "incident",
    "IncidentActivated": "incident",
    "IncidentStabilised": "incident",
    "IncidentRelapsed": "incident",
    "IncidentStoodDown": "incident",
    "IncidentClosed": "incident",
    "IncidentReopened": "incident",
    "IncidentCancelled": "incident",
    "ReviewFinished": "incident",
    "ResponseLevelSet": "level",
    "WarningColourSet": "level",
    "FootprintSupplied": "footprint",
    "PlanActivated": "activation",
    "MeasureDecided": "approval",
    "MeasureApproved": "approval",
    "BroadcastDecided": "approval",
    "BroadcastStarted": "broadcast",
    "ProvinceUnreachable": "silent",
}
