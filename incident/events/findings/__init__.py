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
]
