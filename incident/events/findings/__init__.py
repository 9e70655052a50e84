"""Events of findings, walk-throughs and meetings; the stream `review`."""

from __future__ import annotations

from incident.events.findings.base import STREAM
from incident.events.findings.life import (
    ChangeProposed,
    FindingAssigned,
    FindingMarkedDuplicate,
    FindingMended,
    FindingNoted,
    FindingRejected,
    FindingReopened,
    FindingReturned,
    FindingVerified,
)
from incident.events.findings.meetings import MeetingCalled, MeetingClosed, MeetingMinuted
from incident.events.findings.walks import WalkedThrough

__all__ = [
    "STREAM",
    "ChangeProposed",
    "FindingAssigned",
    "FindingMarkedDuplicate",
    "FindingMended",
    "FindingNoted",
    "FindingRejected",
    "FindingReopened",
    "FindingReturned",
    "FindingVerified",
    "MeetingCalled",
    "MeetingClosed",
    "MeetingMinuted",
    "WalkedThrough",
]
