"""The beats of a scenario as acts: what headquarters does by the clock, one after the other.

Pure. A beat's key and body never change, so a player process that starts anew may play all of them again: the
house answers what it answered before.
"""

from __future__ import annotations

import uuid
from collections.abc import Set
from datetime import datetime
from typing import Any

from incident.clock import as_text, from_text
from incident.demo.acts import Act
from incident.demo.cast import person_id
from incident.demo.event_beats import calendar_request
from incident.demo.view import View
from incident.scenarios import Beat, Scenario

OPEN_TASKS = frozenset({"dispatched", "acknowledged", "in_progress", "pending", "held", "resolved"})
#: States of a measure in which somebody or something has still to move.
MOVING_MEASURES = frozenset({"draft", "pending_approval", "approved", "executing", "partially_applied", "reversing"})
MOVING_BROADCASTS = frozenset({"draft", "pending_approval", "broadcasting"})


def next_beat(scenario: Scenario, played: Set[str], *, run: uuid.UUID, view: View, now: datetime) -> Beat | None:
    """The first beat that has not been played, if its minute has come and what it waits for is so."""
    for beat in scenario.beats:
        if beat.id not in played:
            return beat if now >= scenario.at(beat.minute) and _may_be_played(beat, run=run, view=view) else None
    return None


def next_moment(scenario: Scenario, played: Set[str], *, view: View) -> datetime | None:
    """World time at which something is due again, while nothing is open: the next beat, a step of the calendar, the end
    of a measure, a step of its landing."""
    if not is_settled(view):
        return None
    beats = [scenario.at(beat.minute) for beat in scenario.beats if beat.id not in played][:1]
    steps = [from_text(row["due_at"]) for row in view.rows("event_step") if row["state"] == "planned"]
    ends = [from_text(row["window_to"]) for row in view.rows("measure") if row["state"] == "in_effect"]
    landing = [from_text(row["instruct_at"]) for row in view.rows("landing_stage") if row["state"] == "planned"]
    return min([*beats, *steps, *ends, *landing], default=None)


def beat_act(beat: Beat, scenario: Scenario, *, run: uuid.UUID, view: View) -> Act:
    """The request that plays a beat."""
    incident = str(incident_id(run))
    path, body = _request(beat, scenario, incident, run, view)
    row = view.row("ask", _id(run, beat.to)) if beat.to else view.row("incident", incident)
    revision = row["revision"] if row and beat.do in ("set-level", "move", "answer") else None
    plan = f"/incidents/{incident}/plan" if beat.only else None
    key = str(uuid.uuid5(run, f"beat {beat.id}"))
    return Act(by=beat.by, path=path, body=body, revision=revision, looks_at=plan, only=beat.only, key=key)


def incident_id(run: uuid.UUID) -> uuid.UUID:
    """Id of the incident that a run plays."""
    return uuid.uuid5(run, "incident")


def is_answered(view: View) -> bool:
    """Whether no task waits for an acknowledgement."""
    return all(task["state"] != "dispatched" for task in view.rows("task"))


def is_settled(view: View) -> bool:
    """Whether every task is done or declined and every measure and broadcast has come to rest."""
    return (
        all(task["state"] not in OPEN_TASKS for task in view.rows("task"))
        and all(row["state"] not in MOVING_MEASURES for row in view.rows("measure"))
        and all(row["state"] not in MOVING_BROADCASTS for row in view.rows("broadcast"))
    )


def is_over(view: View, run: uuid.UUID) -> bool:
    """Whether the incident is closed: the story has been told."""
    row = view.row("incident", str(incident_id(run)))
    return row is not None and row["state"] in ("closed", "reviewed")


def _may_be_played(beat: Beat, *, run: uuid.UUID, view: View) -> bool:
    if beat.to and view.row("ask", _id(run, beat.to)) is None:
        return False  # nobody answers what they have not seen yet
    if beat.when == "answered":
        return is_answered(view)
    return is_settled(view) if beat.when == "settled" else True


def _request(beat: Beat, scenario: Scenario, incident: str, run: uuid.UUID, view: View) -> tuple[str, dict[str, Any]]:
    given = _id(run, beat.id)
    match beat.do:
        case "declare":
            struck = scenario.incident.occurred_at or scenario.begins
            told = scenario.incident.model_dump() | {"id": incident, "occurred_at": as_text(struck)}
            return "/incidents", told
        case "footprint":
            body = {"id": given, "reconstruction": scenario.reconstruction, "version": beat.version}
            return f"/incidents/{incident}/footprints", body
        case "set-level":
            body = {"response_level": beat.level, "authority": beat.authority}
            return f"/incidents/{incident}/set-level", body
        case "activate":
            return f"/incidents/{incident}/activations", {"playbook": scenario.playbook, "include": "all"}
        case "note":
            return f"/incidents/{incident}/note", {"id": given, "kind": beat.kind, "text": beat.text}
        case "move":
            return f"/incidents/{incident}/{beat.action}", {"reason": beat.reason}
        case "ask":
            body = {"id": given, "kind": beat.kind, "text": beat.text, "quantity": beat.quantity}
            return f"/incidents/{incident}/asks", body
        case "schedule" | "venues" | "crowds" | "allow":
            return calendar_request(beat, scenario, incident, given, view)
        case "send-reports":
            people = [str(person_id(run, login)) for login in beat.people]
            return f"/incidents/{incident}/report-schedule", {"every_hours": beat.every_hours, "people": people}
        case "answer":
            return f"/asks/{_id(run, beat.to or '')}/answer", {"accepted": True, "text": beat.text}


def _id(run: uuid.UUID, beat: str) -> str:
    """Id of what a beat makes."""
    return str(uuid.uuid5(run, beat))
