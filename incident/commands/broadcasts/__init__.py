"""What people decide about a public broadcast. Always two approvers, who each type the number of recipients.

Stopping and correcting take one person (RELIABILITY.md rule 18). What gateways answer is recorded by
incident/commands/gateways.py.
"""

from __future__ import annotations

from incident.commands.broadcasts.asking import ask_again
from incident.commands.broadcasts.base import (
    broadcast_row,
    naming,
    ready_for,
    record_draft,
    record_revision,
    recorded,
)
from incident.commands.broadcasts.deciding import (
    LONGEST_VALID,
    approve_broadcast,
    check_validity,
    reject_broadcast,
    return_broadcast,
    submit_broadcast,
    withdraw_broadcast,
)
from incident.commands.broadcasts.drafting import (
    draft_broadcast_by_hand,
    draft_broadcast_from_plan_item,
    edit_broadcast,
)
from incident.commands.broadcasts.sending import (
    CORRECTION_VALID,
    cancel_broadcast,
    correct_broadcast,
    send_out,
    stop_broadcast,
)
from incident.commands.broadcasts.updating import draft_update
from incident.commands.broadcasts.writing import LONGEST_TEXT, checked_texts

__all__ = [
    "CORRECTION_VALID",
    "LONGEST_TEXT",
    "LONGEST_VALID",
    "approve_broadcast",
    "ask_again",
    "broadcast_row",
    "cancel_broadcast",
    "check_validity",
    "checked_texts",
    "correct_broadcast",
    "draft_broadcast_by_hand",
    "draft_broadcast_from_plan_item",
    "draft_update",
    "edit_broadcast",
    "naming",
    "ready_for",
    "record_draft",
    "record_revision",
    "recorded",
    "reject_broadcast",
    "return_broadcast",
    "send_out",
    "stop_broadcast",
    "submit_broadcast",
    "withdraw_broadcast",
]
