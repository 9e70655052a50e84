"""Tasks with a place, dependencies and check-ins; attachments; who listens to trouble tickets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

#: A document; JSONB where there is one.
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
#: SQLite only compares and assigns 64-bit integers under the name INTEGER.
BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lon_e7", BIG_INTEGER, nullable=True))
        batch_op.add_column(sa.Column("lat_e7", BIG_INTEGER, nullable=True))
        batch_op.add_column(sa.Column("waits_for", DOCUMENT, nullable=True))
        batch_op.add_column(sa.Column("checkin_minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("checkin_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("checkin_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("checkins_missed", sa.Integer(), nullable=True))
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.add_column(sa.Column("implausible", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("reason_text", sa.String(length=64), nullable=True))
    _in_incident(
        "attachment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name_text", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("stripped", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        kinds="'photo','voice','document'",
    )
    _in_incident(
        "checkin",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("proxy_for", sa.String(length=100), nullable=True),
        sa.Column("note_text", sa.String(length=64), nullable=True),
        kinds="'report','nothing_changed'",
    )
    op.create_table(
        "tmf_listener",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("callback", sa.String(length=500), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('active','removed')", name=op.f("ck_tmf_listener_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tmf_listener")),
    )
    op.create_table(
        "tmf_cursor",
        sa.Column("listener_id", sa.String(length=36), nullable=False),
        sa.Column("stream", sa.String(length=80), nullable=False),
        sa.Column("position", BIG_INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("listener_id", "stream", name=op.f("pk_tmf_cursor")),
    )


def _in_incident(name: str, *columns: sa.Column[object], kinds: str) -> None:
    """A table of an incident's rows about a task, with the indexes that all of them have."""
    op.create_table(
        name,
        *columns,
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f(f"ck_{name}_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    with op.batch_alter_table(name, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{name}_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f(f"ix_{name}_province"), ["province"], unique=False)
        batch_op.create_index(batch_op.f(f"ix_{name}_task_id"), ["task_id"], unique=False)
