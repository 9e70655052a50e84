"""The pictures of reports, drawn from the facts; each says in words what it shows."""

from __future__ import annotations

from incident.queries import event_traces as events
from incident.reports.building.ground import Ground
from incident.reports.building.words import band
from incident.reports.model import Picture
from incident.reports.pictures import acknowledgement_picture, map_picture, measures_picture, timeline_picture


def region_map(ground: Ground) -> Picture | None:
    """Where it was hit; None where no base map was built or nothing is hit."""
    if ground.outline is None or not ground.shapes:
        return None
    say, counties = ground.say, ground.facts["impact"]["counties"]
    unit = counties[0]["unit"] if counties else ""
    names = {one["value_milli"]: one["band"] for one in ground.facts["impact"]["bands"]}
    svg = map_picture(
        ground.outline, ground.shapes, language=ground.language,
        band_name=lambda value: band(ground, value, unit, names.get(value, "")),
    )  # fmt: skip
    words = say(
        f"{len(counties):,} 个县区按其最高等级着色；边界仅供内部使用。",
        f"{len(counties):,} counties in the ink of their highest band; boundaries for work inside the company only.",
    )
    return Picture("map", say("影响范围图", "Map of the area"), svg, words, ground.footprint())


def timeline(ground: Ground) -> Picture:
    """The whole event as it went."""
    say, told = ground.say, ground.review
    svg = timeline_picture(
        told["timeline"], limit_minutes=told["acknowledgements"]["limit_minutes"], language=ground.language,
        province=ground.place,
    )  # fmt: skip
    marks = told["timeline"]
    words = say(
        f"{len(marks['footprints'])} 版范围，{len(marks['measures'])} 项措施，{len(marks['tasks'])} 项任务。",
        f"{len(marks['footprints'])} footprints, {len(marks['measures'])} measures, {len(marks['tasks'])} tasks.",
    )
    return Picture("timeline", say("全程", "The whole event"), svg, words, ground.of(events.LEVELS, events.FOOTPRINTS))


def acknowledgements(ground: Ground) -> Picture | None:
    """How long tasks waited; None before any was acknowledged."""
    told, say = ground.review["acknowledgements"], ground.say
    if not told["count"]:
        return None
    words = say(
        f"{told['count']:,} 项已确认，超时 {told['late']:,} 项。",
        f"{told['count']:,} acknowledged, {told['late']:,} late.",
    )
    svg = acknowledgement_picture(told, language=ground.language)
    title = say("确认用时分布", "Time to acknowledge")
    return Picture("acknowledgements", title, svg, words, ground.of(events.ACKNOWLEDGED))


def measures(ground: Ground) -> Picture | None:
    """Measures as bars; None where no measure has batches."""
    bars = [
        {
            "title_zh": one["title_zh"],
            "title_en": one["title_en"],
            "intended": one["line"]["intended_customers"],
            "applied": one["line"]["applied_customers"],
            "failed": one["line"]["failed_customers"],
        }
        for one in ground.facts["measures"]
        if one["line"]
    ]
    if not bars:
        return None
    say = ground.say
    title = say("措施：应办与办成客户", "Measures: customers intended and reached")
    words = say(f"{len(bars)} 项措施。", f"{len(bars)} measures.")
    return Picture(
        "measures", title, measures_picture(bars, language=ground.language), words, ground.of(events.BATCHES)
    )
