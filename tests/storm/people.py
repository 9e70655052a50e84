"""Who plays the storm night: one province each in a thread of its own, and headquarters, all over HTTP."""

from __future__ import annotations

import random
import threading
import uuid
from dataclasses import dataclass
from typing import Any

from tests.storm.client import Person, Write
from tests.storm.following import Follower

#: Measures and broadcasts that nobody and nothing has still to move.
RESTING = {
    "measure": frozenset({"in_effect", "rejected", "cancelled", "completed", "ending", "reversed"}),
    "broadcast": frozenset({"completed", "rejected", "cancelled"}),
    "task": frozenset({"closed", "rejected", "cancelled"}),
}
PACE_S = 2.0
#: Tasks by the hundred, one for each county; the night is stormy enough without them.
LEFT_OUT = "/county-points/"


class Province(threading.Thread):
    """A provincial company: acknowledges, declines a few, starts, comments, reports."""

    def __init__(self, sees: Follower, *, seed: str, ended: threading.Event) -> None:
        super().__init__(name=f"province {sees.room}", daemon=True)
        self.sees = sees
        self.failure: Exception | None = None
        self._draws = random.Random(seed)
        self._ended = ended
        self._declined: set[str] = set()

    def run(self) -> None:
        try:
            while not self._ended.wait(self._draws.uniform(0.6, 1.4) * PACE_S):
                self.sees.look()
                for task in self.sees.rows("task"):
                    self._answer(task)
        except Exception as error:  # noqa: BLE001  the test reports what ended a player
            self.failure = error

    def _answer(self, task: dict[str, Any]) -> None:
        match task["state"]:
            case "dispatched" if task["id"] not in self._declined and self._draws.random() < 0.1:
                self._declined.add(task["id"])
                self._do(task, "decline", "TaskDeclined", {"reason": "道路中断"})
            case "dispatched":
                self._do(task, "acknowledge", "TaskAcknowledged")
            case "acknowledged":
                self._do(task, "start", "TaskStarted")
            case "in_progress" if self._draws.random() < 0.15:
                note = {"id": str(uuid.uuid4()), "text": "仍在抢修"}
                self.sees.person.write(f"/tasks/{task['id']}/comment", note, event="TaskCommented", subject=task["id"])
            case "in_progress":
                outcomes = [{"name": name, "value": value} for name, value in _figures(task)]
                self._do(task, "resolve", "TaskResolved", {"outcomes": outcomes})

    def _do(self, task: dict[str, Any], action: str, event: str, body: Any = None) -> None:
        self.sees.person.write(
            f"/tasks/{task['id']}/{action}", body, revision=task["revision"], event=event, subject=task["id"]
        )


def _figures(task: dict[str, Any]) -> list[tuple[str, int]]:
    """Some figure for each field, within its bounds."""
    found = []
    for outcome in task["outcome_fields"]:
        least, most = outcome.get("minimum") or 0, outcome.get("maximum")
        found.append((outcome["name"], least if most is None else min(most, least + 7)))
    return found


@dataclass
class Headquarters:
    """Duty officer and commander in one, and two approvers."""

    sees: Follower
    approvers: tuple[Person, Person]

    @property
    def person(self) -> Person:
        return self.sees.person

    def footprint(self, version: int) -> None:
        body = {"id": str(uuid.uuid4()), "reconstruction": "wenchuan-2008", "version": version}
        self._sure(f"/incidents/{self.sees.incident}/footprints", body, "FootprintSupplied")

    def activate(self) -> dict[str, int]:
        """Carry out the difference between what the plan says now and what is there."""
        plan = self.person.read(f"/incidents/{self.sees.incident}/plan", playbook="earthquake")
        wanted = [change["item_key"] for change in plan["changes"] if LEFT_OUT not in change["item_key"]]
        body = {"playbook": "earthquake", "include": wanted}
        counts: dict[str, int] = self._sure(f"/incidents/{self.sees.incident}/activations", body, "PlanActivated").body
        return counts

    def dispatch(self, province: str) -> None:
        body = {
            "id": str(uuid.uuid4()), "province": province, "title_zh": "报告支援能力",
            "title_en": "Report what can help", "acknowledge_minutes": 10, "work_minutes": 120,
        }  # fmt: skip
        self._sure(f"/incidents/{self.sees.incident}/tasks", body, "TasksDispatched")

    def turn(self) -> None:
        """Look, and do whatever waits for headquarters."""
        self.sees.look()
        for row in self.sees.rows("measure"):
            self._decide("measures", row, "Measure")
        for row in self.sees.rows("broadcast"):
            self._decide("broadcasts", row, "Broadcast")
        for row in self.sees.rows("task"):
            self._follow_up(row)

    def _follow_up(self, row: dict[str, Any]) -> None:
        """Verify what is reported; give what was declined to another team, but for the tasks made by hand."""
        path, told = f"/tasks/{row['id']}", {"revision": row["revision"], "subject": row["id"]}
        if row["state"] == "resolved":
            self.person.write(f"{path}/verify", event="TaskVerified", **told)
        elif row["state"] == "rejected" and not row["item_key"].startswith("hand/"):
            self.person.write(f"{path}/reassign", {"team": "province_logistics"}, event="TaskRedispatched", **told)

    def _decide(self, noun: str, row: dict[str, Any], word: str) -> None:
        path, revision = f"/{noun}/{row['id']}", row["revision"]
        match row["state"]:
            case "draft":
                self.person.write(f"{path}/submit", revision=revision, event=f"{word}Submitted", subject=row["id"])
            case "pending_approval":
                body = {"digest": row["digest"], "typed_count": row["customers"]}
                for approver in self.approvers:
                    if noun == "measures":
                        body["preflight"] = approver.read(f"{path}/preflight")["digest"]
                    approver.write(f"{path}/approve", body, event=f"{word}Decided", subject=row["id"])
            case "approved":
                self.person.write(f"{path}/start", revision=revision, event="MeasureStarted", subject=row["id"])
            case "partially_applied":
                body = {"reason": "失败账户列入例外清单"}
                self.person.write(f"{path}/accept-gaps", body, event="GapsAccepted", subject=row["id"])

    def moving(self) -> list[str]:
        """What has still to come to rest."""
        return [
            f"{row.get('kind') or row.get('item_key')} {row['state']}"
            for table, states in RESTING.items()
            for row in self.sees.rows(table)
            if row["state"] not in states
        ]

    def _sure(self, path: str, body: Any, event: str) -> Write:
        write = self.person.write(path, body, event=event)
        assert write.accepted, f"{path}: {write.status} {write.body}"
        return write
