"""After the last beat: people review what happened, over the days that follow, as the story's `afterwards` says.

Steps are played one after another through the API. Nothing happens between them, so the clock runs through the nights
in a second or two; while a visitor acts it runs as it always does then, and the review waits for them.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from incident.demo.client import Person
from incident.demo.narration import Narrator
from incident.demo.review_steps import step_act
from incident.demo.run import Run
from incident.demo.story import incident_id
from incident.demo.timekeeper import Timekeeper
from incident.demo.view import View
from incident.scenarios import AfterStep, Scenario

#: Real seconds between two looks at the clock.
LOOK_S = 0.05
#: A step an hour later is as good, so the clock need not creep up to it; and how far it keeps from that, real seconds.
BEYOND, APPROACH_S = timedelta(hours=1), 1.0
#: Real seconds in which customers answer a survey, or it goes on without them; and between two looks.
ANSWERS_S, ANSWER_LOOK_S = 90.0, 1.0

_LOG = logging.getLogger(__name__)


class Evening:
    """The review of one run."""

    def __init__(self, run: Run, scenario: Scenario, *, person: Callable[[str], Person], narrator: Narrator) -> None:
        self._run = run
        self._scenario = scenario
        self._person = person
        self._narrator = narrator

    def play(self, view: View, keeper: Timekeeper, stop: threading.Event) -> bool:
        """Play all steps (True), or until `stop` is set (False). What is refused is not argued with."""
        told = self._scenario.afterwards
        if told is None:
            return True
        self._narrator.review(len(told.steps))
        keeper.wants_calm, keeper.approach_s = False, APPROACH_S
        for step in told.steps:
            if step.after_answers and not self._until_answered(step, stop):
                return False
            if not self._wait(step, keeper, stop):
                return False
            one = step_act(step, self._scenario, run=self._run.id, seed=self._run.seed, view=view)
            answer = self._person(step.by).perform(one)
            if not answer.agreed and not answer.played_before:
                _LOG.warning("%s %s: refused, %s %s", step.by, step.id, answer.status, answer.body)
        keeper.rests = True
        while not keeper.is_at_real_speed and not stop.wait(LOOK_S):
            pass  # else dates of findings pass while somebody reads of them
        return True

    def _until_answered(self, step: AfterStep, stop: threading.Event) -> bool:
        """Until customers of every province have answered, or will not; the clock is calm, so the message gets out."""
        path, until = f"/incidents/{incident_id(self._run.id)}/surveys", time.monotonic() + ANSWERS_S
        while time.monotonic() < until and not stop.wait(ANSWER_LOOK_S):
            parts = [part for survey in self._person(step.by).read(path)["items"] for part in survey["provinces"]]
            if parts and all(part["answers"] for part in parts):
                break
        return not stop.is_set()

    def _wait(self, step: AfterStep, keeper: Timekeeper, stop: threading.Event) -> bool:
        """Until the step's minute has come and nobody else plays its part; False when stopped."""
        due = self._scenario.at(step.minute)
        while keeper.now() < due or step.by in keeper.taken:
            if step.by in keeper.taken:
                self._narrator.waits_for(step.by, step.id)
            keeper.quiet = self._quiet_until(due + BEYOND)
            if stop.wait(LOOK_S):
                return False
        keeper.quiet = None
        return not stop.is_set()

    def _quiet_until(self, moment: datetime) -> tuple[datetime, int] | None:
        told = self._scenario.afterwards
        return (moment, told.quiet_speed) if told is not None else None
