"""The beats of a planned event as requests: its days and steps, its venues, forecasts of crowds, a change allowed.

Pure. Venues are told apart by the ids that the house gave them, which stand among the rows that everybody sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from incident.demo.view import View
from incident.rules.planned_events import default_steps, step_on
from incident.scenarios import Beat, Scenario


def calendar_request(
    beat: Beat, scenario: Scenario, incident: str, given: str, view: View
) -> tuple[str, dict[str, Any]]:
    """Path and body of a beat about the calendar; `given` is the id of what it makes."""
    match beat.do:
        case "schedule":
            return f"/incidents/{incident}/calendar", _days(beat)
        case "venues":
            return f"/incidents/{incident}/venues", {"id": given, "reconstruction": scenario.reconstruction}
        case "crowds":
            return f"/incidents/{incident}/crowds", {"source": beat.source, "crowds": list(_crowds(beat, view))}
        case "allow":
            return f"/incidents/{incident}/freeze/allow", {"id": given, "reason": beat.reason}
    raise ValueError(f"the beat {beat.id} ({beat.do}) is not about a calendar")


def _days(beat: Beat) -> dict[str, Any]:
    opens, closes = _both(beat)
    steps = [*default_steps(opens, closes), *(step_on("watch", day) for day in beat.watches if day != opens)]
    told = [{"kind": step.kind, "day": step.day.isoformat()} for step in steps]
    return {"opens_on": opens.isoformat(), "closes_on": closes.isoformat(), "steps": told}


def _crowds(beat: Beat, view: View) -> Iterator[dict[str, Any]]:
    """So many people at each venue named, on each day; a venue that is not there is left out."""
    opens, closes = _both(beat)
    days = [opens + timedelta(days=at) for at in range((closes - opens).days + 1)]
    for venue in view.rows("event_venue"):
        if venue["name_zh"] in beat.crowds:
            for day in days:
                yield {"venue": venue["id"], "day": day.isoformat(), "people": beat.crowds[venue["name_zh"]]}


def _both(beat: Beat) -> tuple[date, date]:
    if beat.opens_on is None or beat.closes_on is None:
        raise ValueError(f"the beat {beat.id} names no days")
    return beat.opens_on, beat.closes_on
