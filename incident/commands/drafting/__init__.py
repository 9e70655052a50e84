"""Measures are drafted, from a plan or by hand, and changed; what an edit does to an approval is decided here."""

from __future__ import annotations

from incident.commands.drafting.base import measure_id_of, record_draft, record_revision
from incident.commands.drafting.by_hand import draft_by_hand, edit_measure, extend_measure
from incident.commands.drafting.from_plan import (
    area_of_item,
    draft_from_plan_item,
    revise_from_plan_change,
    wind_down,
)
from incident.commands.drafting.growing import Growth, grow, grow_measure, grown_columns, growth_by_counties
from incident.commands.drafting.money import (
    LONGEST_DAYS,
    MOST_FEN,
    checked_money,
    cost_of_area,
    known_type,
    share_reached,
)

__all__ = [
    "LONGEST_DAYS",
    "MOST_FEN",
    "Growth",
    "area_of_item",
    "checked_money",
    "cost_of_area",
    "draft_by_hand",
    "draft_from_plan_item",
    "edit_measure",
    "extend_measure",
    "grow",
    "grow_measure",
    "grown_columns",
    "growth_by_counties",
    "known_type",
    "measure_id_of",
    "record_draft",
    "record_revision",
    "revise_from_plan_change",
    "share_reached",
    "wind_down",
]
