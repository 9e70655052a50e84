"""A long random history of one incident, told by the real commands, with the live rows at random commits of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from incident import fold
from incident.commands import incidents, tasks
from incident.commands.timers import fire_due
from incident.db import Database
from incident.errors import Refusal
from incident.models import IN_INCIDENT
from incident.past.moments import head_of
from incident.past.standing import Tables
from tests.fold.all_stories import STORIES
from tests.fold.stages import Stage
from tests.incident.stories import DUTY, GANSU, OTHER, SICHUAN, TEAM, new_task

#: Stories that leave the incident going on, so that others can follow.
TOLD_BETWEEN = (
    "a_message_from_draft_to_the_last_receipt",
    "messages_that_are_stopped_withdrawn_rejected_and_corrected",
    "a_gateway_that_counts_more_than_were_approved",
    "notes_of_the_nation_and_of_a_province",
    "aid_from_one_province_to_another",
    "an_extension_that_is_refused",
)
LEVELS, COLOURS = ("I", "II", "III", "IV"), ("red", "orange", "yellow", "blue", None)
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("acknowledge", {}),
    ("undo_acknowledgement", {}),
    ("start", {}),
    ("decline", {"reason": "道路中断"}),
    ("pend", {"reason": "停电"}),
    ("resume", {"from_hold": True}),
    ("hold", {"reason": "等候指令"}),
    ("tick", {"ticked": [0, 1]}),
    ("resolve", {"figures": {"halls_open": 7}}),
    ("return_task", {"reason": "数字不对"}),
    ("verify", {}),
)


class History:
    """Goes on as long as it is asked to; `lived` holds all live rows at some of the positions it has come by."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage = stage
        self.lived: dict[int, Tables] = {}
        self._draw = random.Random(seed)
        self._tasks: list[tuple[str, str]] = []

    def go_on(self, events: int, *, look_every: int) -> int:
        """Tell until at least so many events are there, looking at the live rows now and then; the head."""
        stories = [STORIES[name].tell for name in TOLD_BETWEEN]
        self._draw.shuffle(stories)
        while (head := self._head()) < events:
            step = self._draw.choices(
                (self._dispatch, self._work, self._level, self._wait, self._story(stories)), (3, 60, 3, 4, 1)
            )[0]
            try:
                step()
            except Refusal:
                continue  # what the house refuses is no part of a history
            if self._head() // look_every != head // look_every:
                self.lived[self._head()] = live_rows(self.stage.db, self.stage.incident)
        return self._head()

    def _head(self) -> int:
        with self.stage.db.read() as session:
            return head_of(session, self.stage.incident)

    def _story(self, stories: list[Callable[[Stage], None]]) -> Callable[[], None]:
        return lambda: stories.pop()(self.stage) if stories else None

    def _dispatch(self) -> None:
        province = self._draw.choice((SICHUAN, GANSU))
        given = [new_task(province=province) for _ in range(self._draw.randint(1, 6))]
        self.stage.do(tasks.dispatch_tasks, incident_id=self.stage.incident, item="earthquake/report", tasks=given)
        self._tasks += [(task.task_id, province) for task in given]

    def _work(self) -> None:
        if not self._tasks:
            return self._dispatch()
        name, arguments = self._draw.choice(STEPS)
        task_id, _province = self._draw.choice(self._tasks[-30:])
        self.stage.do(getattr(tasks, name), self._draw.choice((TEAM, OTHER)), task_id=task_id, **arguments)
        return None

    def _level(self) -> None:
        if self._draw.random() < 0.5:
            change = {"warning_colour": self._draw.choice(COLOURS)}
            self.stage.do(incidents.set_colour, DUTY, incident_id=self.stage.incident, **change)
        else:
            level = {"response_level": self._draw.choice(LEVELS), "authority": "应急办"}
            self.stage.do(incidents.set_level, DUTY, incident_id=self.stage.incident, **level)

    def _wait(self) -> None:
        self.stage.clock.step(self._draw.choice((20, 90, 400)))
        fire_due(self.stage.db)


def live_rows(db: Database, incident: str) -> Tables:
    """All rows of all tables of an incident as they stand."""
    tables: Tables = {}
    with db.read() as session:
        for model in IN_INCIDENT:
            table = fold.TABLES[model.__tablename__]
            found = session.execute(select(table).where(table.c.incident_id == incident)).mappings()
            tables[table.name] = {row["id"]: fold.log_spelling(table, dict(row)) for row in found}
    return {name: rows for name, rows in tables.items() if rows}
