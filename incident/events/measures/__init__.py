"""What happens to a measure as a whole: drafted, approved, started, held, ended. Headquarters sees these.

What happens to it in one province, and to its batches, stands in events/batches.py.
"""

from __future__ import annotations

from incident.events.measures.base import STATE_WORDS, UNDECIDED, MeasureEvent, subject_of
from incident.events.measures.decisions import MeasureApproved, MeasureDecided, MeasureSubmitted
from incident.events.measures.drafts import MeasureDrafted, MeasureGrown, MeasureRevised
from incident.events.measures.landing import (
    ExtensionAsked,
    LandingCalledOff,
    LandingPlanned,
    LandingRetried,
    LandingStageDone,
    LandingStageInstructed,
    RevisionSetAside,
)
from incident.events.measures.moves import (
    GapsAccepted,
    MeasureCancelled,
    MeasureCompleted,
    MeasureEnding,
    MeasureHeld,
    MeasureMoved,
    MeasureMovedByHand,
    MeasureResumed,
    MeasureRetried,
    MeasureRevoked,
    MeasureStarted,
    ReversalHalted,
)

__all__ = [
    "STATE_WORDS",
    "UNDECIDED",
    "ExtensionAsked",
    "GapsAccepted",
    "LandingCalledOff",
    "LandingPlanned",
    "LandingRetried",
    "LandingStageDone",
    "LandingStageInstructed",
    "MeasureApproved",
    "MeasureCancelled",
    "MeasureCompleted",
    "MeasureDecided",
    "MeasureDrafted",
    "MeasureEnding",
    "MeasureEvent",
    "MeasureGrown",
    "MeasureHeld",
    "MeasureMoved",
    "MeasureMovedByHand",
    "MeasureResumed",
    "MeasureRetried",
    "MeasureRevised",
    "MeasureRevoked",
    "MeasureStarted",
    "MeasureSubmitted",
    "ReversalHalted",
    "RevisionSetAside",
    "subject_of",
]
