"""Rows of playbooks as living documents: drafts with every text that was accepted, comments, published versions.

All from the stream `playbook`, except `playbook_use`, which belongs to the incident that activated one. Bodies are
blobs; rows name their digests. What ships with the house has no rows here until somebody retires it: it is version 0
of its slug (incident.queries.playbooks).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, Document, UtcTime
from incident.models.incidents import InIncident


class PlaybookShelf(Base):
    """Where one playbook stands: its newest published version, and whether it is still to be used."""

    __tablename__ = "playbook_shelf"
    __table_args__ = (CheckConstraint("state IN ('active','retired')", name="state"),)

    #: The slug.
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    #: Number of the newest publication; 0: what ships with the house.
    number: Mapped[int]
    #: Who published, retired or restored it last.
    changed_by: Mapped[str] = mapped_column(String(36))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    #: Why it was retired or restored; null: it was published.
    reason_text: Mapped[str | None] = mapped_column(String(64))


class PlaybookVersion(Base):
    """One publication; never changed and never taken away."""

    __tablename__ = "playbook_version"
    __table_args__ = (
        UniqueConstraint("slug", "number"),
        CheckConstraint("number >= 1", name="number"),
        # the last wall behind rules.playbooks
        CheckConstraint("approved_by <> author_id", name="another_person"),
        Index("ix_playbook_version_digest", "digest"),
    )

    #: `<slug>:<number>`
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60))
    #: Counts the publications of a slug from 1, without a gap.
    number: Mapped[int]
    #: What the file itself calls its version.
    version: Mapped[int]
    #: The playbook's own digest, which every use of it names (playbooks.language.model.Playbook.digest).
    digest: Mapped[str] = mapped_column(String(64))
    #: SHA-256 of the file's bytes: what was approved.
    source_digest: Mapped[str] = mapped_column(String(64))
    #: The blob with the file.
    source_text: Mapped[str] = mapped_column(String(64))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    hazards: Mapped[list[Any]] = mapped_column(Document)
    #: The publication that it was written from; null: a new playbook.
    based_on: Mapped[int | None]
    draft_id: Mapped[str] = mapped_column(String(36))
    author_id: Mapped[str] = mapped_column(String(36))
    approved_by: Mapped[str] = mapped_column(String(36))
    approved_at: Mapped[datetime] = mapped_column(UtcTime)
    published_by: Mapped[str] = mapped_column(String(36))
    published_at: Mapped[datetime] = mapped_column(UtcTime)
    #: What its author said of it when it was submitted.
    note_text: Mapped[str | None] = mapped_column(String(64))


class PlaybookDraft(Base):
    """A playbook that is being written, up to its publication."""

    __tablename__ = "playbook_draft"
    __table_args__ = (
        CheckConstraint("state IN ('draft','submitted','returned','approved','published','discarded')", name="state"),
        CheckConstraint(
            "state NOT IN ('approved','published') OR (approved_by IS NOT NULL AND approved_by <> author_id"
            " AND approved_by <> last_editor_id AND COALESCE(approved_digest, '') = source_digest)",
            name="approved_by_another",
        ),
        Index("ix_playbook_draft_state", "state", "changed_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: What its text calls it; as begun while the text cannot be read.
    slug: Mapped[str] = mapped_column(String(60))
    #: The publication that it was written from; null: a new playbook.
    base_slug: Mapped[str | None] = mapped_column(String(60))
    base_number: Mapped[int | None]
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10))
    #: Counts the accepted texts that stand; one that was set aside has none.
    revision: Mapped[int]
    source_text: Mapped[str] = mapped_column(String(64))
    #: SHA-256 of the bytes, which an approval binds.
    source_digest: Mapped[str] = mapped_column(String(64))
    #: The playbook's own digest and version; null while it has problems.
    digest: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int | None]
    #: How many problems its text has; a draft may have any number, a submission none.
    problems: Mapped[int]
    author_id: Mapped[str] = mapped_column(String(36))
    last_editor_id: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    #: The last save or step.
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    note_text: Mapped[str | None] = mapped_column(String(64))
    submitted_by: Mapped[str | None] = mapped_column(String(36))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Why it was returned or discarded.
    reason_text: Mapped[str | None] = mapped_column(String(64))
    approved_by: Mapped[str | None] = mapped_column(String(36))
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    approved_digest: Mapped[str | None] = mapped_column(String(64))
    #: As what it was published; null: it was not.
    published_number: Mapped[int | None]
    #: The blob with what another world says of the file that it was begun from (rules.playbook_origins.Claim).
    origin_text: Mapped[str | None] = mapped_column(String(64))


class PlaybookText(Base):
    """One text of a draft that was accepted: a revision, or one that came too late and was set aside, never lost."""

    __tablename__ = "playbook_text"
    __table_args__ = (Index("ix_playbook_text_draft", "draft_id", "saved_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(36))
    #: The revision that it became; null: somebody else had saved first, and it was set aside.
    revision: Mapped[int | None]
    #: The revision that its editor had before them.
    base_revision: Mapped[int]
    saved_by: Mapped[str] = mapped_column(String(36))
    saved_at: Mapped[datetime] = mapped_column(UtcTime)
    source_text: Mapped[str] = mapped_column(String(64))
    source_digest: Mapped[str] = mapped_column(String(64))


class PlaybookComment(Base):
    """What somebody says of a line or an element of a draft."""

    __tablename__ = "playbook_comment"
    __table_args__ = (Index("ix_playbook_comment_draft", "draft_id", "made_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(36))
    #: The revision that was read, and the line of it, from 1; null: it is about the whole.
    revision: Mapped[int]
    line: Mapped[int | None]
    #: Path of what stands there, such as `measures[0].window`, by which the comment follows edits; empty: the whole.
    element: Mapped[str] = mapped_column(String(200))
    comment_text: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(String(36))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    resolved_by: Mapped[str | None] = mapped_column(String(36))
    resolved_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PlaybookUse(InIncident, Base):
    """One activation: which playbook an incident used from when on. All it says is kept with it."""

    __tablename__ = "playbook_use"
    __table_args__ = (Index("ix_playbook_use_slug", "slug", "used_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    #: The blob with all it says, as canonical JSON, so that the incident can be planned by it whatever comes later.
    content_text: Mapped[str] = mapped_column(String(64))
    used_by: Mapped[str] = mapped_column(String(36))
    used_at: Mapped[datetime] = mapped_column(UtcTime)


class PlaybookVariant(Base):
    """A playbook that a province shares as its own way of working."""

    __tablename__ = "playbook_variant"
    __table_args__ = (
        CheckConstraint("state IN ('shared','withdrawn')", name="state"),
        CheckConstraint("best_by IS NULL OR best_by <> shared_by", name="best_by_another"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    of_province: Mapped[str] = mapped_column(String(6), index=True)
    slug: Mapped[str] = mapped_column(String(60))
    #: The publication that is shared, and its digest.
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    #: What it builds on; null: it stands alone.
    parent: Mapped[str | None] = mapped_column(String(60))
    parent_digest: Mapped[str | None] = mapped_column(String(64))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    #: Blob: what the province says of it.
    note_text: Mapped[str] = mapped_column(String(64))
    shared_by: Mapped[str] = mapped_column(String(36))
    shared_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(9))
    #: Which reviewer marked it as best practice, when, and the blob that says why; null: nobody has.
    best_by: Mapped[str | None] = mapped_column(String(36))
    best_at: Mapped[datetime | None] = mapped_column(UtcTime)
    best_text: Mapped[str | None] = mapped_column(String(64))


class PlaybookAdoption(Base):
    """A draft that began from a variant: whose it was, with the digest that was read."""

    __tablename__ = "playbook_adoption"

    #: The draft's id.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: Id of a shared variant, or the slug of one that ships with the house.
    variant: Mapped[str] = mapped_column(String(60), index=True)
    of_province: Mapped[str] = mapped_column(String(6))
    slug: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64))
    #: For whom: a province, or `nation`.
    adopter: Mapped[str] = mapped_column(String(6))
    adopted_by: Mapped[str] = mapped_column(String(36))
    adopted_at: Mapped[datetime] = mapped_column(UtcTime)
