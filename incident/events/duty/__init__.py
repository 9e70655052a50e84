"""Events of the stream `duty`, which each province sees of its own and headquarters of all."""

from __future__ import annotations

from incident.events.duty.base import STREAM, DutyEvent
from incident.events.duty.handovers import (
    HandoverAccepted,
    HandoverDeclined,
    HandoverOffered,
    HandoverOpened,
    HandoverPassed,
    TasksHandedOver,
)
from incident.events.duty.reach import CalendarLinkMade, CalendarLinksRevoked, PhoneBookChanged
from incident.events.duty.shifts import ShiftCancelled, ShiftChanged, ShiftCovered, ShiftsPlanned
from incident.events.duty.swaps import SwapAccepted, SwapAsked, SwapDeclined, SwapWithdrawn
from incident.events.duty.teams import TeamChanged, TeamFormed, TeamMemberSet, TeamRetired

__all__ = [
    "STREAM",
    "CalendarLinkMade",
    "CalendarLinksRevoked",
    "DutyEvent",
    "HandoverAccepted",
    "HandoverDeclined",
    "HandoverOffered",
    "HandoverOpened",
    "HandoverPassed",
    "PhoneBookChanged",
    "ShiftCancelled",
    "ShiftChanged",
    "ShiftCovered",
    "ShiftsPlanned",
    "SwapAccepted",
    "SwapAsked",
    "SwapDeclined",
    "SwapWithdrawn",
    "TasksHandedOver",
    "TeamChanged",
    "TeamFormed",
    "TeamMemberSet",
    "TeamRetired",
]
