"""Paging: where people are reached, what they wish, how each page fared; tasks that nobody starts come back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

#: A document; JSONB where there is one.
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("start_minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("start_due_at", sa.DateTime(timezone=True), nullable=True))
    _people()
    _pages()
    op.create_table(
        "page_throttle",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("spent_ms", DOCUMENT, nullable=False),
        sa.Column("waiting", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_throttle")),
    )
    op.create_table(
        "page_reply",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("task_id", sa.String(length=36), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_reply")),
    )
    _index("page_reply", "mark", "outcome")


def _people() -> None:
    op.create_table(
        "contact_point",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("hint", sa.String(length=60), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('phone', 'chat', 'push', 'webhook')", name=op.f("ck_contact_point_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_point_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
    )
    _index("contact_point", "mark", "person_id")
    op.create_table(
        "notice_preference",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("steps", DOCUMENT, nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_preference_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_preference")),
    )


def _pages() -> None:
    op.create_table(
        "page",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("stream", sa.String(length=80), nullable=False),
        sa.Column("task_id", sa.String(length=36), nullable=True),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.Column("notice", sa.String(length=200), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("carrier", sa.String(length=200), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("permitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'submitted', 'delivered', 'failed', 'expired', 'unknown', 'cancelled', 'bundled')",
            name=op.f("ck_page_state"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_page")),
    )
    _index("page", "carrier", "code", "mark", "person_id", "reference", "stream", "task_id")


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)
