"""A situation straight from a footprint, for planning at the command line without any incident.

The house itself plans from an incident's rows (incident/queries/planning.py); this says the same of a file.
"""

from __future__ import annotations

from datetime import datetime

from geo.footprint import Footprint
from geo.impact import Impact, ImpactRow
from geo.regions import Regions
from incident.queries.points_near import Near
from incident.rules.broadcast_texts import text_prefix
from incident.rules.tiers import of_which_in_plans
from playbooks.language.situation import Province, Situation, SituationRegion


def situation_from(
    footprint: Footprint,
    impact: Impact,
    regions: Regions,
    *,
    hazard: str,
    level: str | None,
    colour: str | None,
    now: datetime,
    near: Near,
) -> Situation:
    """What the planner would be told at `now` if `footprint` were an exercise's only one.

    The hazard struck when the footprint's validity begins, or at `now` where it does not say.
    """
    counties = sorted(impact.at("county"), key=lambda row: (-row.value, -row.total, row.adcode))
    return Situation(
        hazard=hazard,
        incident_level=level,
        warning_colour=colour,
        occurred_at=datetime.fromisoformat(footprint.valid_from) if footprint.valid_from else now,
        now=now,
        regions=tuple(_region(row) for row in counties),
        provinces=tuple(Province(p.adcode, p.name, p.name_en) for p in regions.provinces() if p.operator),
        text_prefix=text_prefix(exercise=True),
        not_assessed=impact.not_assessed,
        near=near,
    )


def _region(row: ImpactRow) -> SituationRegion:
    return SituationRegion(
        adcode=row.adcode,
        name_zh=row.name,
        name_en=row.name_en,
        province=row.province,
        city=row.city or row.adcode,
        band=row.band,
        value_milli=round(row.value * 1000),
        unit=row.unit,
        total=row.total,
        segments=row.segments,
        of_which=of_which_in_plans(row.of_which, row.key_customer_tiers),
        sites=row.sites,
        halls=row.halls,
        key_customers=row.key_customers,
        people=row.people or 0,
    )
