"""One work, one task: what a plan and an event's calendar both know is given once, by whichever comes first.

A playbook says of a task which step of the calendar it is (`step`). Where the plan in use has given it, the calendar
gives none; where the calendar was first, the plan leaves it out and says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import log
from incident.models import Incident, PlaybookUse, Task
from incident.rules.planned_events import CALENDAR
from playbooks.planning.plan import Omission, Plan, PlanItem
from playbooks.planning.reasons import Arg, Reason
from playbooks.source.playbook import Playbook


def provinces_planned(session: Session, incident_id: str, *, step: str) -> set[str]:
    """The provinces to which the plan in use has given a step's work; what was recalled does not count."""
    incident = session.get_one(Incident, incident_id)
    use = session.scalars(
        select(PlaybookUse)
        .where(PlaybookUse.incident_id == incident_id, PlaybookUse.digest == incident.playbook_digest)
        .order_by(PlaybookUse.used_at.desc())
        .limit(1)
    ).one_or_none()
    text = log.read_text(session, use.content_text) if use else None
    if use is None or text is None:
        return set()
    ids = [task["id"] for task in json.loads(text).get("tasks", ()) if task.get("step") == step]
    found: set[str] = set()
    for item_id in ids:
        found |= _provinces(session, incident_id, f"{use.slug}/{item_id}/")
    return found


def without_calendar(
    session: Session, planned: Plan, playbook: Playbook, *, incident_id: str, active: Mapping[str, Any]
) -> Plan:
    """The plan without tasks that the calendar has given already; what is active stays, whoever was first."""
    steps = {task.id: task.step for task in playbook.tasks if task.step is not None}
    given = {step: _provinces(session, incident_id, f"{CALENDAR}/{step}-") for step in set(steps.values())}
    taken = [
        item
        for item in planned.items
        if item.item_key not in active and item.item_id in steps and item.province in given[steps[item.item_id]]
    ]
    return _without(planned, taken) if taken else planned


def _without(planned: Plan, taken: Sequence[PlanItem]) -> Plan:
    gone = {item.item_key for item in taken}
    kept = tuple(
        replace(item, depends_on=tuple(key for key in item.depends_on if key not in gone))
        for item in planned.items
        if item.item_key not in gone
    )
    left = {item.item_id for item in kept}
    omitted, notes = [], []
    for item in {item.item_id: item for item in taken}.values():
        provinces = len({one.province for one in taken if one.item_id == item.item_id})
        words: dict[str, Arg] = {"title_zh": item.title.zh, "title_en": item.title.en, "provinces": provinces}
        reason = Reason("calendar_has_it", words)
        if item.item_id in left:
            notes.append(reason)
        else:
            omitted.append(Omission(item.item_id, item.type, item.kind, item.title, (reason,), item.phase))
    return replace(planned, items=kept, omitted=(*planned.omitted, *omitted), notes=(*planned.notes, *notes))


def _provinces(session: Session, incident_id: str, prefix: str) -> set[str]:
    """Provinces with a task whose key begins so, other than one that was recalled."""
    query = select(Task.province).where(
        Task.incident_id == incident_id, Task.item_key.startswith(prefix, autoescape=True), Task.state != "cancelled"
    )
    return {str(province) for province in session.scalars(query.distinct())}
