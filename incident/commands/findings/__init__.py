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
from incident.commands.findings.noting import (
    About,
    Observation,
    note_finding,
    record_finding,
    take_up,
)

__all__ = [
    "About",
    "Observation",
    "assign_finding",
    "mark_duplicate",
    "mend_finding",
    "note_finding",
    "propose_change",
    "record_finding",
    "reject_finding",
    "reopen_finding",
    "return_finding",
    "take_up",
    "verify_finding",
]
