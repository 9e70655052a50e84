"""Reading footprints and impact: the area, the rows of a room, and what moved since the version before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import in_chinese
from incident import fold
from incident.errors import NotFound
from incident.models import Blob, Footprint, ImpactRegion, ProvinceIncident
from incident.queries.state import current_footprint

SEGMENTS = ("gotone", "easyown", "mzone", "other")


def footprints_of(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """Rows of all versions, newest first, in log spelling; what readers noted, in the log in English, in both."""
    rows = session.scalars(
        select(Footprint).where(Footprint.incident_id == incident_id).order_by(Footprint.version.desc())
    )
    return [fold.spelled(row) | {"notes_zh": [in_chinese(str(note)) for note in row.notes]} for row in rows]


def footprint_geojson(session: Session, *, incident_id: str, footprint_id: str) -> str | None:
    """The area's GeoJSON text; None when there is no such footprint in the incident."""
    blob = session.scalar(
        select(Blob)
        .join(Footprint, Footprint.geometry_text == Blob.digest)
        .where(Footprint.id == footprint_id, Footprint.incident_id == incident_id)
    )
    return blob.content.decode("utf-8") if blob else None


def impact_of(session: Session, *, incident_id: str, room: str, footprint_id: str | None) -> dict[str, Any]:
    """Rows, totals by band and the difference to the version before, as `room` sees them."""
    wanted = footprint_id or current_footprint(session, incident_id=incident_id, room=room)
    if wanted is None:
        raise NotFound.of("影响范围", "footprint")
    rows = _rows(session, incident_id, wanted)
    before = _version_before(session, incident_id, wanted)
    return {
        "footprint": wanted,
        "rows": [fold.spelled(row) for row in rows],
        "totals": _totals(row for row in rows if row.level == "county"),
        "difference": _difference(_rows(session, incident_id, before) if before else [], rows, before),
    }


def _rows(session: Session, incident_id: str, footprint_id: str) -> list[ImpactRegion]:
    return list(
        session.scalars(
            select(ImpactRegion)
            .where(ImpactRegion.incident_id == incident_id, ImpactRegion.footprint_id == footprint_id)
            .order_by(ImpactRegion.value_milli.desc(), ImpactRegion.region)
        )
    )


def _version_before(session: Session, incident_id: str, footprint_id: str) -> str | None:
    """The footprint that this one superseded; a province's session sees no footprint rows, so it asks the impact."""
    version = session.scalar(select(Footprint.version).where(Footprint.id == footprint_id))
    if version is not None:
        return session.scalar(
            select(Footprint.id).where(Footprint.incident_id == incident_id, Footprint.version == version - 1)
        )
    known = session.scalars(
        select(ProvinceIncident.footprint_version).where(ProvinceIncident.incident_id == incident_id)
    ).first()
    return None if known is None or known < 2 else _other_footprint(session, incident_id, footprint_id)


def _other_footprint(session: Session, incident_id: str, footprint_id: str) -> str | None:
    """The last other version with rows in this province, by the order in which rows were written."""
    others = session.scalars(
        select(ImpactRegion.footprint_id)
        .where(ImpactRegion.incident_id == incident_id, ImpactRegion.footprint_id != footprint_id)
        .distinct()
    ).all()
    return others[0] if len(others) == 1 else None


def _totals(rows: Iterable[ImpactRegion]) -> dict[str, Any]:
    """Sums over counties by band and in all, each the sum of what is listed."""
    bands: dict[str, dict[str, int]] = {}
    for row in rows:
        told = bands.setdefault(
            row.band, dict.fromkeys(("total", "people", "sites", "halls", "key_customers", "counties", *SEGMENTS), 0)
        )
        told["counties"] += 1
        for name in ("total", "sites", "halls", "key_customers"):
            told[name] += getattr(row, name)
        told["people"] += row.people or 0
        for segment in SEGMENTS:
            told[segment] += row.segments.get(segment, 0)
    whole: dict[str, int] = {}
    for told in bands.values():
        for name, count in told.items():
            whole[name] = whole.get(name, 0) + count
    return {"bands": bands, "all": whole}


def _difference(before: list[ImpactRegion], after: list[ImpactRegion], against: str | None) -> dict[str, Any]:
    old, new = _worst(before), _worst(after)
    both = old.keys() & new.keys()
    return {
        "against": against,
        "newly_hit": sorted(new.keys() - old.keys()),
        "more_severe": sorted(code for code in both if new[code] > old[code]),
        "less_severe": sorted(code for code in both if new[code] < old[code]),
        "cleared": sorted(old.keys() - new.keys()),
    }


def _worst(rows: list[ImpactRegion]) -> dict[str, int]:
    worst: dict[str, int] = {}
    for row in rows:
        if row.level == "county":
            worst[row.region] = max(worst.get(row.region, 0), row.value_milli)
    return worst
