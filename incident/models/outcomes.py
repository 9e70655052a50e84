"""Projected rows of outcomes: figures with their history, what they are held against, and tables that brought them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, UtcTime
from incident.models.incidents import InIncident


class OutcomeFigure(InIncident, Base):
    """A figure that somebody states of what came of an incident. It is never changed: a correction is another row."""

    __tablename__ = "outcome_figure"
    __table_args__ = (
        Index("ix_outcome_figure_kind", "incident_id", "kind", "province"),
        CheckConstraint("source IN ('report','hotline','halls','survey','billing')", name="source"),
        CheckConstraint("from_day <= to_day", name="days"),
    )

    #: Without the index that others have: the one above begins with it.
    incident_id: Mapped[str] = mapped_column(String(36))
    #: Made by the client; of a table's row from the file's digest and the row's place.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: A name of `incident.rules.outcomes.kinds`.
    kind: Mapped[str] = mapped_column(String(30))
    #: In the kind's smallest step: fen, hundredths of a percent.
    value: Mapped[int] = mapped_column(BigInt)
    #: What a mean is weighed by: calls, visitors, answers; null: the kind needs none.
    base: Mapped[int | None] = mapped_column(BigInt)
    #: How many were asked in a survey; null: no survey.
    sent: Mapped[int | None] = mapped_column(BigInt)
    #: Adcode of the city; null: the whole province, or the nation.
    city: Mapped[str | None] = mapped_column(String(6))
    #: null: all measures together.
    measure_id: Mapped[str | None] = mapped_column(String(36))
    #: null: all segments together.
    segment: Mapped[str | None] = mapped_column(String(10))
    #: First and last day of which it speaks (`2008-05-12`, Beijing time).
    from_day: Mapped[str] = mapped_column(String(10))
    to_day: Mapped[str] = mapped_column(String(10))
    #: report | hotline | halls | survey | billing
    source: Mapped[str] = mapped_column(String(10))
    #: Blob with the file that proves it; of a table the table itself; null: none was given.
    evidence: Mapped[str | None] = mapped_column(String(64))
    evidence_name_text: Mapped[str | None] = mapped_column(String(64))
    #: Blob: remarks, and of an implausible figure why it is true.
    note_text: Mapped[str | None] = mapped_column(String(64))
    #: Outside the kind's plausible range, and stated to be true all the same.
    implausible: Mapped[bool]
    #: The table that brought it, and in which row; null: entered by hand.
    import_id: Mapped[str | None] = mapped_column(String(36))
    row: Mapped[int | None]
    person_id: Mapped[str] = mapped_column(String(36))
    #: World time of entry.
    entered_at: Mapped[datetime] = mapped_column(UtcTime)
    #: The figure that this one corrects, and why (blob); null: none.
    replaces: Mapped[str | None] = mapped_column(String(36))
    reason_text: Mapped[str | None] = mapped_column(String(64))
    #: The figure that corrected this one; null: it counts, unless it was withdrawn.
    replaced_by: Mapped[str | None] = mapped_column(String(36))
    #: When, by whom and why (blob) it was withdrawn; null: it was not.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(36))
    withdrawn_text: Mapped[str | None] = mapped_column(String(64))


class OutcomeTarget(InIncident, Base):
    """What a kind of figure is held against by a person's word, in one place; it outranks playbook and promise."""

    __tablename__ = "outcome_target"

    #: `<incident>:<kind>:<adcode or nation>`
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    #: In the kind's smallest step; null: taken back, so that playbook and promise count again.
    value: Mapped[int | None] = mapped_column(BigInt)
    reason_text: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime)


class OutcomeImport(InIncident, Base):
    """A table of figures that was read: what landed, what was known already, what has to be mended."""

    __tablename__ = "outcome_import"
    __table_args__ = (Index("ix_outcome_import_file", "incident_id", "file_digest"),)

    #: Without the index that others have: the one above begins with it.
    incident_id: Mapped[str] = mapped_column(String(36))
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: SHA-256 of the file's bytes, without salt, so that the same file is known again.
    file_digest: Mapped[str] = mapped_column(String(64))
    #: Blob with the file itself, for whoever may see all of it.
    evidence: Mapped[str] = mapped_column(String(64))
    name_text: Mapped[str] = mapped_column(String(64))
    landed: Mapped[int]
    corrected: Mapped[int]
    known: Mapped[int]
    bad: Mapped[int]
    #: Blob with the bad rows and what is wrong with each (JSON); null: none was bad.
    faults: Mapped[str | None] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime)
