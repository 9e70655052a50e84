"""What happens to a public broadcast, as a whole and in each province: six delivery states that always add up."""

from __future__ import annotations

from incident.events.broadcasts.base import COUNTS, STATE_WORDS, UNDECIDED, BroadcastEvent
from incident.events.broadcasts.decisions import (
    BroadcastDecided,
    BroadcastDrafted,
    BroadcastRevised,
    BroadcastSubmitted,
)
from incident.events.broadcasts.moves import (
    FAILURE_WORDS,
    BroadcastEnded,
    BroadcastStarted,
    BroadcastStopping,
    TechnicalFailureFlagged,
)
from incident.events.broadcasts.parts import (
    BroadcastPartCounted,
    BroadcastPartEvent,
    BroadcastPartStarted,
    SurveyAnswered,
)

__all__ = [
    "COUNTS",
    "FAILURE_WORDS",
    "STATE_WORDS",
    "UNDECIDED",
    "BroadcastDecided",
    "BroadcastDrafted",
    "BroadcastEnded",
    "BroadcastEvent",
    "BroadcastPartCounted",
    "BroadcastPartEvent",
    "BroadcastPartStarted",
    "BroadcastRevised",
    "BroadcastStarted",
    "BroadcastStopping",
    "BroadcastSubmitted",
    "SurveyAnswered",
    "TechnicalFailureFlagged",
]
