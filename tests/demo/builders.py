"""Small worlds for the players to look at: views made of events as the house would tell them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from incident.clock import as_text
from incident.demo.headquarters import Desk
from incident.demo.view import OnPhones, View
from incident.scenarios import Scenario, load_scenario

RUN = uuid.UUID(int=7)
SEED = 7


@cache
def story() -> Scenario:
    """The shipped scenario."""
    return load_scenario("wenchuan-2008")


def minute(number: float) -> datetime:
    """World time of a minute of the story."""
    return story().at(number)


class Told:
    """A view that is told events one by one."""

    def __init__(self) -> None:
        self.view = View()

    def event(self, type_: str, table: str, key: str, *, at: float, audience: str = "nation", **values: Any) -> Told:
        """One event with one change, at a minute of the story."""
        self.view.apply(
            {
                "position": self.view.position + 1,
                "type": type_,
                "at": as_text(minute(at).astimezone(UTC)),
                "audience": audience,
                "changes": [[table, [key], values]],
            }
        )
        return self

    def task(self, key: str = "task-1", *, at: float, province: str = "510000", **values: Any) -> Told:
        """A task that was dispatched to a province."""
        row = {
            "item_key": "earthquake/report-situation/510000",
            "state": "dispatched",
            "revision": 1,
            "critical": True,
            "checklist": [{"zh": "一", "en": "one"}, {"zh": "二", "en": "two"}],
            "ticked": [],
            "outcome_fields": [],
            "dispatched_at": as_text(minute(at)),
            "acknowledge_minutes": 5,
            "work_minutes": 60,
            "ack_overdue": False,
            "started_at": None,
        }
        return self.event("TasksDispatched", "task", key, at=at, audience=province, **(row | values))

    def desk(self, *, at: float, phones: OnPhones | None = None) -> Desk:
        """What people see at a minute of the story."""
        return Desk(self.view, story(), RUN, SEED, minute(at), phones or OnPhones())


def real(seconds: float) -> datetime:
    """A moment of real time."""
    return datetime(2026, 11, 22, 8, 0, tzinfo=UTC) + timedelta(seconds=seconds)
