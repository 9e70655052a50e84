"""Projected rows of tasking: tasks to provincial teams and the outcomes they report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, Document, UtcTime
from incident.models.incidents import InIncident

TASK_STATES = (
    "dispatched",
    "acknowledged",
    "in_progress",
    "pending",
    "held",
    "resolved",
    "closed",
    "rejected",
    "cancelled",
)

#: Marks a column that the house moves by itself, or that changes nothing about what somebody decided: an action that
#: was kept without a network still fits a row of which nothing else has changed (docs/offline.md).
BY_THE_HOUSE: dict[Any, Any] = {"by_the_house": True}
#: Few tasks have an exact place; only they are in the index of a map's view.
_PLACED = text("lon_e7 IS NOT NULL")


class Task(InIncident, Base):
    """Something one province's team must do. Escalation is a counter, never a state (DOMAIN.md §4)."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("incident_id", "item_key"),
        Index("ix_task_state", "incident_id", "province", "state"),
        Index("ix_task_place", "incident_id", "lon_e7", postgresql_where=_PLACED, sqlite_where=_PLACED),
        CheckConstraint(f"state IN {TASK_STATES}", name="state"),
        CheckConstraint("province IS NOT NULL", name="one_province"),
    )

    #: Without the index that others have: its unique key begins with it, and a burst writes each index.
    incident_id: Mapped[str] = mapped_column(String(36))
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: `<playbook>/<item>/<target>`, or `hand/<uuid>` for a task made by hand.
    item_key: Mapped[str] = mapped_column(String(140))
    #: Matrix column: report, halls, key_customers, care, points …
    task_group: Mapped[str] = mapped_column(String(30))
    #: Team role within the province, as the playbook names it.
    team: Mapped[str] = mapped_column(String(60))
    #: Place: adcode of a county, city or the province.
    region: Mapped[str] = mapped_column(String(6))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    #: Blob with instructions in words; null for none.
    detail_text: Mapped[str | None] = mapped_column(String(64))
    #: `[{zh, en}]`
    checklist: Mapped[list[Any]] = mapped_column(Document)
    #: Indices of `checklist` that are ticked.
    ticked: Mapped[list[Any]] = mapped_column(Document, info=BY_THE_HOUSE)
    #: `[{name, zh, en, unit_zh, unit_en, minimum, maximum, target, required}]`
    outcome_fields: Mapped[list[Any]] = mapped_column(Document)
    #: `[{code, args}]`: why the task is there.
    reasons: Mapped[list[Any]] = mapped_column(Document)
    critical: Mapped[bool]
    state: Mapped[str] = mapped_column(String(12))
    #: Where a held or pending task goes back to.
    state_before: Mapped[str | None] = mapped_column(String(12))
    revision: Mapped[int] = mapped_column(info=BY_THE_HOUSE)
    dispatched_at: Mapped[datetime] = mapped_column(UtcTime)
    #: Minutes allowed, by response level at dispatch.
    acknowledge_minutes: Mapped[int]
    work_minutes: Mapped[int]
    ack_due_at: Mapped[datetime] = mapped_column(UtcTime, info=BY_THE_HOUSE)
    #: Set when acknowledged; moves on while held.
    work_due_at: Mapped[datetime | None] = mapped_column(UtcTime, info=BY_THE_HOUSE)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcTime)
    acknowledged_by: Mapped[str | None] = mapped_column(String(36))
    #: Real time, so that a fast exercise leaves people their seconds; null: nothing to undo.
    undo_until: Mapped[datetime | None] = mapped_column(UtcTime, info=BY_THE_HOUSE)
    #: Whose telephone call stood behind a proxy acknowledgement; null: not by proxy.
    proxy_for: Mapped[str | None] = mapped_column(String(100))
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: World time since when it has been held.
    held_since: Mapped[datetime | None] = mapped_column(UtcTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: How many steps of the chain have been called; 0: none.
    escalation: Mapped[int] = mapped_column(info=BY_THE_HOUSE)
    ack_overdue: Mapped[bool] = mapped_column(info=BY_THE_HOUSE)
    work_overdue: Mapped[bool] = mapped_column(info=BY_THE_HOUSE)
    #: Blob: why declined, held, pending, returned or recalled last.
    reason_text: Mapped[str | None] = mapped_column(String(64))
    # The last columns, where a later migration put them.
    #: Where exactly, in 1e-7 degree (WGS-84); both or neither.
    lon_e7: Mapped[int | None] = mapped_column(BigInt, sort_order=1)
    lat_e7: Mapped[int | None] = mapped_column(BigInt, sort_order=1)
    #: `[{task, title_zh, title_en} | {measure, state, title_zh, title_en}]`: what must have come first; null: nothing.
    waits_for: Mapped[list[Any] | None] = mapped_column(Document, sort_order=1, info=BY_THE_HOUSE)
    #: A report is asked for every so many minutes while somebody works on it; null: none.
    checkin_minutes: Mapped[int | None] = mapped_column(sort_order=1)
    #: When the next one is due; null: none is expected now.
    checkin_due_at: Mapped[datetime | None] = mapped_column(UtcTime, sort_order=1, info=BY_THE_HOUSE)
    #: The moment of which the newest check-in speaks.
    checkin_at: Mapped[datetime | None] = mapped_column(UtcTime, sort_order=1, info=BY_THE_HOUSE)
    #: How many did not come; a count, never a state.
    checkins_missed: Mapped[int | None] = mapped_column(sort_order=1, info=BY_THE_HOUSE)
    #: An acknowledged task that nobody starts within so many minutes is given back; null: never.
    start_minutes: Mapped[int | None] = mapped_column(sort_order=1)
    #: When it is given back; null: not acknowledged, or never.
    start_due_at: Mapped[datetime | None] = mapped_column(UtcTime, sort_order=1, info=BY_THE_HOUSE)
    #: Who took it over at the end of a shift; null: whoever acknowledged it is responsible.
    responsible_by: Mapped[str | None] = mapped_column(String(36), sort_order=9)


def moved_by_the_house() -> list[str]:
    """Columns of a task whose moving is no conflict; the workspace is told them with its page."""
    return sorted(column.name for column in Task.__table__.columns if column.info == BY_THE_HOUSE)


class Outcome(InIncident, Base):
    """A figure that a team reported for a task."""

    __tablename__ = "outcome"

    #: `<task>:<name>`
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    task_id: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str] = mapped_column(String(40))
    #: Whole units of the field.
    value: Mapped[int] = mapped_column(BigInt)
    person_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime)
    # The last columns, where a later migration put them.
    #: Outside the field's plausible range, and stated to be true all the same; null: within it.
    implausible: Mapped[bool | None] = mapped_column(sort_order=1)
    #: Blob: why the implausible figure is true.
    reason_text: Mapped[str | None] = mapped_column(String(64), sort_order=1)


class Attachment(InIncident, Base):
    """A photo, a voice note or a document on a task; its bytes lie in a blob, outside the log."""

    __tablename__ = "attachment"
    __table_args__ = (CheckConstraint("kind IN ('photo','voice','document')", name="kind"),)

    #: Made by the client, so that a second upload of the same file is known.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    task_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    #: Blob with the name the file came under.
    name_text: Mapped[str] = mapped_column(String(64))
    #: What its first bytes say it is.
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    #: Blob with the bytes; no `_text`, for a snapshot carries texts and not files.
    content: Mapped[str] = mapped_column(String(64))
    #: Whether place and device were taken out before it was kept.
    stripped: Mapped[bool]
    person_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: Its bytes were deleted then, and why.
    redacted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason_text: Mapped[str | None] = mapped_column(String(64))


class CheckIn(InIncident, Base):
    """One answer to "how is it going": a report, or that nothing changed."""

    __tablename__ = "checkin"
    __table_args__ = (CheckConstraint("kind IN ('report','nothing_changed')", name="kind"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    task_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    #: The moment of which it speaks; earlier than `noted_at` when it was recorded after the fact.
    at: Mapped[datetime] = mapped_column(UtcTime)
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    person_id: Mapped[str] = mapped_column(String(36))
    #: Whose word was taken down by headquarters or from paper; null: their own.
    proxy_for: Mapped[str | None] = mapped_column(String(100))
    note_text: Mapped[str | None] = mapped_column(String(64))
