"""Mutual aid between provinces, in the words of EDXL-RM: request, accept, decline, commit, release, cancel.

A request is told to who asks, each part to the one province that is asked. What concerns both is two events: a
province's state stays a function of its own.
"""

from __future__ import annotations

from incident.events.aid.parts import AidAccepted, AidAsked, AidCommitted, AidDeclined, AidPartCancelled, AidReleased
from incident.events.aid.requests import AidPromised, AidRequestCancelled, AidRequested, AidUnanswered, AidWithdrawn

__all__ = [
    "AidAccepted",
    "AidAsked",
    "AidCommitted",
    "AidDeclined",
    "AidPartCancelled",
    "AidPromised",
    "AidReleased",
    "AidRequestCancelled",
    "AidRequested",
    "AidUnanswered",
    "AidWithdrawn",
]
