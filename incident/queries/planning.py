"""The only translation between the incident's rows and the planner: a Situation in, a Plan and its difference out.

Reads; writes nothing. Activation (incident/commands/activation.py) plans again inside its own transaction, so
that what is carried out is what the rows say then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold, log
from incident.clock import from_text
from incident.errors import Conflict, NotFound
from incident.models import Footprint, ImpactRegion, PlannedItem
from incident.queries.event_work import without_calendar
from incident.queries.points_near import near_of_incident
from incident.queries.readings import signals_of
from incident.rules.broadcast_texts import text_prefix
from incident.rules.tiers import of_which_in_plans
from playbooks.language.situation import Province, Situation, SituationRegion
from playbooks.planning.difference import Change, difference
from playbooks.planning.plan import Plan
from playbooks.planning.planner import plan
from playbooks.source.playbook import Playbook


@dataclass(frozen=True)
class Proposal:
    """A plan for an incident now, and what it changes of what has been activated."""

    playbook: Playbook
    plan: Plan
    changes: tuple[Change, ...]
    #: Snapshots of what is active, by item_key.
    active: dict[str, dict[str, Any]]


def propose(
    session: Session, *, incident_id: str, playbook: Playbook, regions: Regions, now: datetime, exercise: bool
) -> Proposal:
    """Plan `playbook` against the incident's current footprint, level and colour."""
    situation = replace(
        situation_of(session, incident_id=incident_id, regions=regions, now=now, exercise=exercise),
        signals=signals_of(session, incident_id, playbook),
        near=near_of_incident(session, incident_id, [playbook], regions),
    )
    active = active_snapshots(session, incident_id)
    planned = without_calendar(session, plan(playbook, situation), playbook, incident_id=incident_id, active=active)
    return Proposal(playbook, planned, difference(active, planned), active)


def situation_of(session: Session, *, incident_id: str, regions: Regions, now: datetime, exercise: bool) -> Situation:
    """What the planner is told; Conflict while no footprint has been assessed."""
    incident = fold.row_of(session, "incident", incident_id)
    if not incident:
        raise NotFound.of("事件", "incident")
    if incident["footprint_id"] is None and incident["kind"] == "disaster":
        raise Conflict(
            "incident.not_assessed",
            zh="还没有影响范围，无法生成方案；请先上传或绘制。",
            en="There is no footprint yet, so nothing can be planned; upload or draw one first.",
        )
    return situation_from(session, incident, regions=regions, now=now, exercise=exercise)


def situation_from(
    session: Session, incident: Mapping[str, Any], *, regions: Regions, now: datetime, exercise: bool
) -> Situation:
    """The same for the incident's row as it was at another moment: its footprint, level and colour of then."""
    rows = session.scalars(
        select(ImpactRegion)
        .where(ImpactRegion.footprint_id == incident["footprint_id"], ImpactRegion.level == "county")
        .order_by(ImpactRegion.value_milli.desc(), ImpactRegion.total.desc(), ImpactRegion.region)
    )
    return Situation(
        hazard=incident["hazard"],
        incident_level=incident["response_level"],
        warning_colour=incident["warning_colour"],
        occurred_at=from_text(incident["occurred_at"]),
        now=now,
        regions=tuple(_region(row, regions) for row in rows),
        provinces=tuple(
            Province(region.adcode, region.name, region.name_en) for region in regions.provinces() if region.operator
        ),
        text_prefix=text_prefix(exercise=exercise),
        not_assessed=tuple(_not_assessed(session, incident["footprint_id"])),
    )


def _not_assessed(session: Session, footprint_id: str | None) -> list[str]:
    """Codes of the leaves that the footprint hits but nobody could count."""
    footprint = session.get(Footprint, footprint_id) if footprint_id else None
    return [leaf["adcode"] for leaf in footprint.not_assessed] if footprint else []


def active_snapshots(session: Session, incident_id: str) -> dict[str, dict[str, Any]]:
    """What has been activated and not wound down, as the planner gave it, by item_key."""
    rows = session.scalars(
        select(PlannedItem).where(PlannedItem.incident_id == incident_id, PlannedItem.active.is_(True))
    )
    found = {}
    for row in rows:
        text = log.read_text(session, row.snapshot_text)
        if text is not None:
            found[row.item_key] = json.loads(text)
    return found


def _region(row: ImpactRegion, regions: Regions) -> SituationRegion:
    known = regions.get(row.region)
    return SituationRegion(
        adcode=row.region,
        name_zh=known.name,
        name_en=known.name_en,
        province=row.province or known.province,
        city=row.city or row.region,
        band=row.band,
        value_milli=row.value_milli,
        unit=row.unit,
        total=row.total,
        segments=row.segments,
        of_which=of_which_in_plans(row.of_which, row.key_customer_tiers),
        sites=row.sites,
        halls=row.halls,
        key_customers=row.key_customers,
        people=row.people or 0,
    )
