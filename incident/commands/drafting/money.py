"""What a measure costs: worked out from its type and fields, never taken from whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select

from incident import fold
from incident.clock import from_text
from incident.db import Tx
from incident.errors import Invalid
from incident.models import ImpactRegion
from incident.rules import approvals
from playbooks.measures import measure_type
from playbooks.timing import whole_days

#: Money above this cannot stand in canonical JSON (2^53) and is a slip of the keyboard.
MOST_FEN = 10**15


#: A window may not be longer than this, in days.
LONGEST_DAYS = 730


def checked_money(tx: Tx, content: Mapping[str, Any], *, incident_id: str, class_b_cap_fen: int) -> dict[str, Any]:
    """Checked fields with their cost, cap and class."""
    type_ = known_type(content["kind"])
    start, end = from_text(content["window_from"]), from_text(content["window_to"])
    if not start < end or whole_days(start, end=end) > LONGEST_DAYS:
        raise Invalid(
            "measure.window",
            field="window_to",
            zh=f"结束须晚于开始，且不超过 {LONGEST_DAYS} 天。",
            en=f"The end must be after the start and at most {LONGEST_DAYS} days later.",
        )
    try:
        fields = type_.fields(content["fields"])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "fields"
        raise Invalid(
            "measure.fields",
            field=f"fields.{place}",
            zh=f"字段 {place} 不合要求：{first['msg']}",
            en=f"{place}: {first['msg']}",
        ) from None
    cost = cost_of_area(tx, content, incident_id=incident_id)
    cap: int = fields.cap_fen
    if cap > MOST_FEN:
        raise Invalid("measure.cap", field="cap_fen", zh="上限过大。", en="The cap is beyond any sum of this house.")
    return {
        "fields": fields.model_dump(mode="json"),
        "cost_fen": cost,
        "cap_fen": cap,
        "approval_class": approvals.approval_class(public=type_.public, cap_fen=cap, class_b_cap_fen=class_b_cap_fen),
    }


def cost_of_area(tx: Tx, content: Mapping[str, Any], *, incident_id: str) -> int:
    """Expected cost in fen of the measure's whole area over its window."""
    type_ = known_type(content["kind"])
    by_segment: dict[str, int] = {}
    for counties in content["area"].values():
        for segments in counties.values():
            for segment, count in segments.items():
                by_segment[segment] = by_segment.get(segment, 0) + count
    days = whole_days(from_text(content["window_from"]), end=from_text(content["window_to"]))
    halls = _halls(tx, incident_id, content["area"]) if content["delivery"] == "halls" else 0
    cost = type_.estimate(by_segment, window_days=days, fields=type_.fields(content["fields"]), halls=halls)
    return int(cost.fen_total)


def _halls(tx: Tx, incident_id: str, area: Mapping[str, Any]) -> int:
    """Halls in the hit part of the area's counties, by the incident's newest impact."""
    footprint = fold.row_of(tx.session, "incident", incident_id)["footprint_id"]
    counties = [county for inside in area.values() for county in inside]
    total = tx.session.scalar(
        select(func.sum(ImpactRegion.halls)).where(
            ImpactRegion.footprint_id == footprint, ImpactRegion.level == "county", ImpactRegion.region.in_(counties)
        )
    )
    return int(total or 0)


def known_type(kind: str) -> Any:
    """The measure type of `kind`; Invalid names the known ones."""
    try:
        return measure_type(kind)
    except KeyError as error:
        raise Invalid("measure.kind", field="kind", zh=f"没有这种举措：{kind}。", en=str(error.args[0])) from None
