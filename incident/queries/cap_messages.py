"""CAP messages of what has gone out to the public, and what a draft would be: rows, lineage and area put together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geo.covering import DECIMALS, Ring, covering
from geo.regions import Regions
from incident import fold
from incident.queries.broadcast_family import sent_family
from incident.rules.cap_messages import Sender, alert_of, part_of, stop_of
from notifications.cap import CapAlert, CapArea

_MOST_NAMES = 12


def areas_of(regions: Regions, audience: Mapping[str, Mapping[str, Mapping[str, int]]]) -> list[CapArea]:
    """One area a province: polygons of few points that cover its counties wholly, and the counties' codes."""
    return [area_of(regions, province, counties) for province, counties in sorted(audience.items()) if counties]


def area_of(regions: Regions, province: str, counties: Mapping[str, Mapping[str, int]]) -> CapArea:
    """The area of one province."""
    codes = sorted(county for county, segments in counties.items() if any(segments.values()))
    drawn = covering(regions, codes)
    return CapArea(
        description=_words(regions, province, codes), polygons=[_polygon(ring) for ring in drawn.rings], counties=codes
    )


def message_of(
    session: Session,
    row: Mapping[str, Any],
    *,
    sender: Sender,
    regions: Regions,
    province: str = "",
    attempt: int = 1,
    now: datetime | None = None,
) -> CapAlert:
    """The message of a broadcast, of one province where that is given; `now` stands in for a draft's start."""
    audience = {province: row["audience"][province]} if province else row["audience"]
    earlier = [(one, _part_sent(session, one, province)) for one in earlier_of(session, row)]
    part = part_of(province, attempt)
    only = row["languages"] if province else ()
    areas = areas_of(regions, audience)
    return alert_of(row, sender=sender, areas=areas, earlier=earlier, part=part, only=only, now=now)


def stop_message_of(
    row: Mapping[str, Any], *, sender: Sender, regions: Regions, province: str = "", attempt: int = 1
) -> CapAlert:
    """The Cancel of a broadcast that was stopped."""
    audience = {province: row["audience"][province]} if province else row["audience"]
    only = row["languages"] if province else ()
    areas = areas_of(regions, audience)
    return stop_of(row, sender=sender, areas=areas, part=part_of(province, attempt), only=only)


def earlier_of(session: Session, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a correction, update or cancellation refers to: all that was sent of the matter before, oldest first."""
    if row["refers_to"] is None:
        return []
    earlier = sent_family(session, row)
    return [one for one in earlier if not row["started_at"] or one["started_at"] < row["started_at"]]


def _part_sent(session: Session, row: Mapping[str, Any], province: str) -> str:
    """Which message of an earlier broadcast the centre of a province got: that of its last attempt."""
    part = fold.row_of(session, "broadcast_part", f"{row['id']}:{province}") if province else None
    return part_of(province, part["attempt"] if part else 1)


def _words(regions: Regions, province: str, codes: list[str]) -> str:
    place = regions.get(province) if province in regions else None
    names = [regions.get(code).name for code in codes[:_MOST_NAMES] if code in regions]
    more = f" 等 {len(codes)} 个县" if len(codes) > len(names) else ""
    listed = f"：{'、'.join(names)}{more}" if names else f" ({len(codes)})"
    return (f"{place.name} {place.name_en}" if place else province) + listed


def _polygon(ring: Ring) -> str:
    """CAP writes latitude first."""
    return " ".join(f"{lat:.{DECIMALS}f},{lon:.{DECIMALS}f}" for lon, lat in ring)
