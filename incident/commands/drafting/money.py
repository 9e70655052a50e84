"""What a measure costs: worked out from its type and fields, never taken from whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from incident.clock import from_text
from incident.db import Tx
from incident.errors import Invalid
from incident.queries.figures import figures_of_area
from incident.rules.approvals import approval_class as class_of
from playbooks.measures import BY_TASKS, measure_type
from playbooks.measures.base import NO_FIGURES
from playbooks.terms.timing import whole_days

#: Money above this cannot stand in canonical JSON (2^53) and is a slip of the keyboard.
MOST_FEN = 10**15


#: A window may not be longer than this, in days.
LONGEST_DAYS = 730


def checked_money(tx: Tx, content: Mapping[str, Any], *, incident_id: str, class_b_cap_fen: int) -> dict[str, Any]:
    """Checked fields with their cost, cap and class."""
    start, end = from_text(content["window_from"]), from_text(content["window_to"])
    if not start < end or whole_days(start, end=end) > LONGEST_DAYS:
        raise Invalid(
            "measure.window",
            field="window_to",
            zh=f"结束须晚于开始，且不超过 {LONGEST_DAYS} 天。",
            en=f"The end must be after the start and at most {LONGEST_DAYS} days later.",
        )
    type_, fields = known_type(content["kind"]), checked_fields(content["kind"], content["fields"])
    cost = cost_of_area(tx.session, content, incident_id=incident_id)
    cap: int = fields.cap_fen
    if cap > MOST_FEN:
        raise Invalid("measure.cap", field="cap_fen", zh="上限过大。", en="The cap is beyond any sum of this house.")
    return {
        "fields": fields.model_dump(mode="json"),
        "cost_fen": cost,
        "cap_fen": cap,
        "approval_class": class_of(public=type_.public, cap_fen=cap, class_b_cap_fen=class_b_cap_fen),
    }


def checked_fields(kind: str, given: Mapping[str, Any]) -> Any:
    """A type's fields; Invalid names the first that will not do."""
    try:
        return known_type(kind).fields(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "fields"
        raise Invalid(
            "measure.fields",
            field=f"fields.{place}",
            zh=f"字段 {place} 不合要求：{first['msg']}",
            en=f"{place}: {first['msg']}",
        ) from None


def share_reached(kind: str, given: Mapping[str, Any]) -> int:
    """Which share of an area's customers a measure with these fields is for, in parts per million."""
    return int(known_type(kind).reached_ppm(checked_fields(kind, given)))


def cost_of_area(session: Session, content: Mapping[str, Any], *, incident_id: str) -> int:
    """Expected cost in fen of the measure's whole area over its window."""
    type_ = known_type(content["kind"])
    by_segment: dict[str, int] = {}
    for counties in content["area"].values():
        for segments in counties.values():
            for segment, count in segments.items():
                by_segment[segment] = by_segment.get(segment, 0) + count
    days = whole_days(from_text(content["window_from"]), end=from_text(content["window_to"]))
    figures = figures_of_area(session, incident_id, content["area"]) if type_.delivery in BY_TASKS else NO_FIGURES
    cost = type_.estimate(by_segment, window_days=days, fields=type_.fields(content["fields"]), figures=figures)
    return int(cost.fen_total)


def known_type(kind: str) -> Any:
    """The measure type of `kind`; Invalid names the known ones."""
    try:
        return measure_type(kind)
    except KeyError as error:
        raise Invalid("measure.kind", field="kind", zh=f"没有这种举措：{kind}。", en=str(error.args[0])) from None


__all__ = ["LONGEST_DAYS", "MOST_FEN", "checked_money", "class_of", "cost_of_area", "known_type", "share_reached"]
