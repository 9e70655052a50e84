"""All stories in one place: importing their modules registers them."""

from __future__ import annotations

from tests.fold import (
    of_broadcasts,
    of_drills,
    of_duty,
    of_incidents,
    of_landing,
    of_league,
    of_links,
    of_measures,
    of_outcomes,
    of_paging,
    of_planned_events,
    of_plans,
    of_playbooks,
    of_record,
    of_reports,
    of_review,
    of_signals,
    of_simulations,
    of_task_life,
    of_tasks,
    of_tickets,
)
from tests.fold.told import STORIES, Story

__all__ = [
    "STORIES",
    "Story",
    "of_broadcasts",
    "of_drills",
    "of_duty",
    "of_incidents",
    "of_landing",
    "of_league",
    "of_links",
    "of_measures",
    "of_outcomes",
    "of_paging",
    "of_planned_events",
    "of_plans",
    "of_playbooks",
    "of_record",
    "of_reports",
    "of_review",
    "of_signals",
    "of_simulations",
    "of_task_life",
    "of_tasks",
    "of_tickets",
]
