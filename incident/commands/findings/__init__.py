"""What people do with findings: note, assign, mend, verify, give up, carry into a playbook (docs/review.md)."""

from __future__ import annotations

from incident.commands.findings.life import (
    assign_finding,
    mark_duplicate,
    mend_finding,
    propose_change,
    reject_finding,
    reopen_finding,
    return_finding,
    verify_finding,
)
from incident.commands.findings.meeting import call_meeting, close_meeting, minute
from incident.commands.findings.noting import (
    About,
    Observation,
    note_finding,
    record_finding,
    take_up,
)
from incident.commands.findings.walking import Answer, Walk, hand_in

__all__ = [
    "About",
    "Answer",
    "Observation",
    "Walk",
    "assign_finding",
    "call_meeting",
    "close_meeting",
    "hand_in",
    "mark_duplicate",
    "mend_finding",
    "minute",
    "note_finding",
    "propose_change",
    "record_finding",
    "reject_finding",
    "reopen_finding",
    "return_finding",
    "take_up",
    "verify_finding",
]
