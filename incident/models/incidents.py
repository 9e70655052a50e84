"""Projected rows of an incident: itself, what each province sees of it, footprints, impact and notes.

Every projected row of an incident belongs to the nation (province null) or to exactly one province; the
fold refuses an event that would mix the two (DESIGN.md §3.5). `…_text` columns hold a blob's digest.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, Document, UtcTime


class InIncident:
    """Columns that the fold fills from the event's stream and audience."""

    #: The incident whose stream wrote this row.
    incident_id: Mapped[str] = mapped_column(String(36), index=True)
    #: Adcode of the one province that sees it besides headquarters; null: headquarters only.
    province: Mapped[str | None] = mapped_column(String(6), index=True)


class Incident(InIncident, Base):
    """An emergency or planned event. Level and colour are fields with history, not states (DOMAIN.md §4)."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint(
            "state IN ('monitoring','active','stabilised','recovering','closed','reviewed','cancelled')",
            name="state",
        ),
        CheckConstraint("response_level IN ('I','II','III','IV')", name="response_level"),
        CheckConstraint("warning_colour IN ('red','orange','yellow','blue')", name="warning_colour"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: disaster | network | planned_event
    kind: Mapped[str] = mapped_column(String(20))
    #: earthquake, ice, typhoon …; the playbooks' word.
    hazard: Mapped[str] = mapped_column(String(30))
    title_zh: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(20))
    #: I to IV; null: not set.
    response_level: Mapped[str | None] = mapped_column(String(3))
    #: Whose order set the level, in words.
    level_authority_text: Mapped[str | None] = mapped_column(String(64))
    #: red | orange | yellow | blue; null: none given.
    warning_colour: Mapped[str | None] = mapped_column(String(6))
    #: When the hazard struck (T+0), world time.
    occurred_at: Mapped[datetime] = mapped_column(UtcTime)
    declared_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: The footprint version that counts now.
    footprint_id: Mapped[str | None] = mapped_column(String(36))
    #: Playbook pinned at the first activation.
    playbook_slug: Mapped[str | None] = mapped_column(String(60))
    playbook_version: Mapped[int | None]
    playbook_digest: Mapped[str | None] = mapped_column(String(64))
    revision: Mapped[int]
    #: Adcode of the province that raised it; null: headquarters did. With the next two the last columns, where a
    #: later migration put them.
    raised_by: Mapped[str | None] = mapped_column(String(6), sort_order=1)
    #: The incident that this one turned out to be a duplicate of, and the state it was in when it was merged.
    merged_into: Mapped[str | None] = mapped_column(String(36), sort_order=2)
    merged_state: Mapped[str | None] = mapped_column(String(20), sort_order=3)


class ProvinceIncident(InIncident, Base):
    """What one province is told of an incident, and how it answers as a whole."""

    __tablename__ = "province_incident"

    #: `<incident>:<adcode>`
    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    title_zh: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120))
    hazard: Mapped[str] = mapped_column(String(30))
    response_level: Mapped[str | None] = mapped_column(String(3))
    warning_colour: Mapped[str | None] = mapped_column(String(6))
    occurred_at: Mapped[datetime] = mapped_column(UtcTime)
    #: The footprint version whose rows count for this province; null: none assessed yet.
    footprint_id: Mapped[str | None] = mapped_column(String(36))
    footprint_version: Mapped[int | None]
    #: What the current footprint is made of; see `Footprint.basis`. The last column, where a later migration put it.
    footprint_basis: Mapped[str | None] = mapped_column(String(8), sort_order=1)
    #: Whether the current footprint touches the province; null: not assessed.
    affected: Mapped[bool | None]
    #: World time since when the province has been silent; null: heard from.
    unreachable_since: Mapped[datetime | None] = mapped_column(UtcTime)
    #: The steps of a planned event's calendar, `[{id, kind, day, offset, due_at, state}]`; null: it was told of none.
    event_steps: Mapped[list[Any] | None] = mapped_column(Document, sort_order=1)


class Footprint(InIncident, Base):
    """A version of the hazard's area. The geometry is a blob; later versions supersede earlier ones."""

    __tablename__ = "footprint"
    __table_args__ = (UniqueConstraint("incident_id", "version"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    #: Digest of the GeoJSON blob.
    geometry_text: Mapped[str] = mapped_column(String(64))
    #: `[{band, value_milli, unit, area_km2}]`, most severe first.
    bands: Mapped[list[Any]] = mapped_column(Document)
    #: What reading it had to mend or guess, `[…]`.
    notes: Mapped[list[Any]] = mapped_column(Document)
    supplied_at: Mapped[datetime] = mapped_column(UtcTime)
    #: Name and kind of the exposure the impact was taken from; says synthetic when it is.
    exposure_label: Mapped[str] = mapped_column(String(200))
    #: Codes that could not be assessed, with the reason, `[{adcode, reason}]`.
    not_assessed: Mapped[list[Any]] = mapped_column(Document)
    #: Digest of the forecast by steps, for headquarters; null: no moving storm. The last column, where a later
    #: migration put it.
    steps_text: Mapped[str | None] = mapped_column(String(64), sort_order=1)
    #: regions (whole regions that were named: coarse) | venues (circles around venues); null: an area as it was given.
    basis: Mapped[str | None] = mapped_column(String(8), sort_order=2)


class ImpactRegion(InIncident, Base):
    """How many, how badly, in one region and one band (exclusive bands; DESIGN.md §4, numbers of impact)."""

    __tablename__ = "impact_region"
    __table_args__ = (Index("ix_impact_region_footprint", "footprint_id", "level"),)

    #: `<footprint>:<level>:<adcode>:<band>`; a municipality is a province and a city at once.
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    footprint_id: Mapped[str] = mapped_column(String(36))
    region: Mapped[str] = mapped_column(String(6))
    #: province | city | county
    level: Mapped[str] = mapped_column(String(8))
    city: Mapped[str | None] = mapped_column(String(6))
    band: Mapped[str] = mapped_column(String(20))
    #: Thousandths of the unit: intensity 8 is 8000.
    value_milli: Mapped[int]
    unit: Mapped[str] = mapped_column(String(12))
    #: Covered share of the region's area, parts per million.
    area_share_ppm: Mapped[int]
    #: site | area | mixed
    basis: Mapped[str] = mapped_column(String(5))
    sites: Mapped[int]
    halls: Mapped[int]
    key_customers: Mapped[int]
    #: Key customers (organisations) by tier, `{a_plus, a, b, c}`; null: counted before tiers were.
    key_customer_tiers: Mapped[dict[str, int] | None] = mapped_column(Document)
    #: Residents; null: not known.
    people: Mapped[int | None] = mapped_column(BigInt)
    #: Subscribers, the sum of `segments`.
    total: Mapped[int] = mapped_column(BigInt)
    #: `{gotone, easyown, mzone, other}`
    segments: Mapped[dict[str, int]] = mapped_column(Document)
    #: Customers: members of group customers by tier, and vulnerable, `{a_plus, a, b, c, vulnerable}`.
    of_which: Mapped[dict[str, int]] = mapped_column(Document)


class Note(InIncident, Base):
    """A note, decision, telephone call or request, logged by hand (ICS 214)."""

    __tablename__ = "note"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: note | decision | call | order | request
    kind: Mapped[str] = mapped_column(String(10))
    note_text: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime)
