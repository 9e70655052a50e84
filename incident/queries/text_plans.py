"""What a playbook's text, as it is being written, would plan of an incident's footprint: beside the editor.

One entry an item, with how many there would be and the reasons of the first: a writer looks whether a rule fires and
why, not at two thousand counties. Nothing of it is kept, and no incident changes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from geo.regions import Regions
from incident.errors import Invalid
from incident.queries.planning import situation_of
from incident.queries.plans import reasons_said
from incident.queries.playbook_shelf import PublishedShelf
from incident.queries.points_near import near_of_incident
from incident.queries.readings import signals_of
from playbooks.planning.plan import PlanItem
from playbooks.planning.planner import plan
from playbooks.terms.words import Level
from playbooks.workbench.draft_check import look_at

#: Stands for a moment that is reckoned from the incident's own.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def plan_of_text(
    session: Session, text: str, *, incident_id: str, level: Level | None, hours_since: int, regions: Regions
) -> dict[str, Any]:
    """Plan a text against an incident's current footprint so many hours after it struck; Invalid for a faulty text."""
    look = look_at(text, shelf=PublishedShelf(session))
    if look.playbook is None:
        first = look.problems[0]
        raise Invalid(
            "playbook.problems",
            field="text",
            zh=f"第 {first.line} 行：{first.message_zh}。先改好再看方案。",
            en=f"Line {first.line}: {first.message_en}. Mend it first, then look at the plan.",
        )
    found = situation_of(session, incident_id=incident_id, regions=regions, now=EPOCH, exercise=True)
    situation = replace(
        found,
        now=found.occurred_at + timedelta(hours=hours_since),
        incident_level=level or found.incident_level,
        signals=signals_of(session, incident_id, look.playbook),
        near=near_of_incident(session, incident_id, [look.playbook], regions),
    )
    planned = plan(look.playbook, situation)
    by_item: dict[str, list[PlanItem]] = {}
    for item in planned.items:
        by_item.setdefault(item.item_id, []).append(item)
    return {
        "items": [_item(items) for items in by_item.values()],
        "omitted": [
            {"item": one.item_id, "title_zh": one.title.zh, "title_en": one.title.en, **reasons_said(one.reasons)}
            for one in planned.omitted
        ],
        "notes": reasons_said(planned.notes),
    }


def _item(items: list[PlanItem]) -> dict[str, Any]:
    first = items[0]
    customers = [item.counts.total for item in items if item.type != "task"]
    return {
        "item": first.item_id,
        "type": first.type,
        "title_zh": first.title.zh,
        "title_en": first.title.en,
        "phase": first.phase,
        "count": len(items),
        # of the first, whose name its title may have
        "region": first.target if first.target != "*" else first.province,
        "province": first.province,
        "customers": sum(customers) if customers else None,
        "cost_fen": sum(item.cost.fen_total for item in items if item.cost) if first.cost else None,
        "approval_class": first.approval_class,
        **reasons_said(first.reasons),
    }
