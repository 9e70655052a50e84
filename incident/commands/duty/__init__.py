"""What people do with rosters: teams, shifts, swaps, handovers, the phone book and calendar links."""

from __future__ import annotations

from incident.commands.duty.handovers import accept_handover, decline_handover, offer_handover
from incident.commands.duty.shifts import (
    Rotation,
    cancel_shift,
    change_shift,
    cover_shift,
    plan_rotation,
    plan_shift,
)
from incident.commands.duty.swaps import accept_swap, ask_swap, decline_swap, withdraw_swap
from incident.commands.duty.teams import TeamSettings, change_team, form_team, retire_team, set_member

__all__ = [
    "Rotation",
    "TeamSettings",
    "accept_handover",
    "accept_swap",
    "ask_swap",
    "cancel_shift",
    "change_shift",
    "change_team",
    "cover_shift",
    "decline_handover",
    "decline_swap",
    "form_team",
    "offer_handover",
    "plan_rotation",
    "plan_shift",
    "retire_team",
    "set_member",
    "withdraw_swap",
]
