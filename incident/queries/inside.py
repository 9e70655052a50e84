"""Which two versions of a footprint are compared, as the documents that were kept of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from incident.models import Blob, Footprint


@dataclass(frozen=True)
class TwoVersions:
    """GeoJSON of a version, and of the one it replaced; none for the first."""

    footprint: str
    before: str | None


def two_versions(session: Session, *, incident_id: str, footprint_id: str) -> TwoVersions | None:
    """The version and the one before it; None when the incident has no such version or it was redacted."""
    earlier = aliased(Footprint)
    row = session.execute(
        select(Footprint.geometry_text, earlier.geometry_text)
        .outerjoin(earlier, (earlier.incident_id == Footprint.incident_id) & (earlier.version == Footprint.version - 1))
        .where(Footprint.id == footprint_id, Footprint.incident_id == incident_id)
    ).one_or_none()
    if row is None:
        return None
    text = _text(session, row[0])
    return TwoVersions(text, _text(session, row[1])) if text else None


def _text(session: Session, digest: str | None) -> str | None:
    blob = session.get(Blob, digest) if digest else None
    return blob.content.decode("utf-8") if blob and blob.redacted_at is None else None
