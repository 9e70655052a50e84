"""Which counties lie near the points that a playbook names: the geometry that its `near` conditions ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.near import counties_near
from geo.regions import Regions
from incident.models import EventVenue
from playbooks.language.model import Playbook
from playbooks.language.points import NamedPoint, PointGroup
from playbooks.language.situation import NearPoint
from playbooks.terms.words import Words

#: What a Situation is told: by group, the counties near it.
Near = Mapping[str, Mapping[str, NearPoint]]


def near_of(playbooks: Iterable[Playbook], regions: Regions, *, venues: Sequence[NamedPoint] = ()) -> Near:
    """The counties near each group of points of these playbooks; `venues` are those of the event that they are for."""
    groups = {group.key: group for playbook in playbooks for group in playbook.points.values()}
    return {key: _counties(group, group.points or venues, regions) for key, group in groups.items()}


def near_of_incident(session: Session, incident_id: str, playbooks: Sequence[Playbook], regions: Regions) -> Near:
    """The same with the venues of a planned event as they are in force; nothing is asked where no point is named."""
    if not any(playbook.points for playbook in playbooks):
        return {}
    return near_of(playbooks, regions, venues=venues_of(session, incident_id))


def venues_of(session: Session, incident_id: str) -> tuple[NamedPoint, ...]:
    """The venues of an incident that count; none where it is no planned event."""
    rows = session.scalars(
        select(EventVenue)
        .where(EventVenue.incident_id == incident_id, EventVenue.active.is_(True))
        .order_by(EventVenue.id)
    )
    return tuple(
        NamedPoint(name=Words(zh=row.name_zh, en=row.name_en), lon=row.lon_e7 / 1e7, lat=row.lat_e7 / 1e7)
        for row in rows
    )


def _counties(group: PointGroup, points: Sequence[NamedPoint], regions: Regions) -> dict[str, NearPoint]:
    found = counties_near([(point.lon, point.lat) for point in points], regions, km=group.km)
    return {
        county: NearPoint(points[number].name.zh, points[number].name.en, metres)
        for county, (number, metres) in sorted(found.items())
    }
