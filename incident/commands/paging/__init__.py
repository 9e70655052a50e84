"""Paging: who is told of what, on which channel; what came of it; what people answer; the clocks behind it."""

from __future__ import annotations

from incident.commands.paging.clocks import change_clocks, expire_acknowledgement
from incident.commands.paging.planning import Notice, plan_notice
from incident.commands.paging.settling import PageResult, note_page_results, note_report
from incident.commands.paging.wanted import why_not

__all__ = [
    "Notice",
    "PageResult",
    "change_clocks",
    "expire_acknowledgement",
    "note_page_results",
    "note_report",
    "plan_notice",
    "why_not",
]
