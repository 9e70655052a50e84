"""Feeds and signals.

There is no way back but the backup that `tongxin db upgrade` takes before it changes anything.
"""

# ruff: noqa: E501  conditions are spelled as the models spell them

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

#: A document; JSONB where there is one.
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
#: SQLite only compares and assigns 64-bit integers under the name INTEGER.
BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("interval_s", sa.Integer(), nullable=False),
        sa.Column("rule", DOCUMENT, nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("secret_number", sa.Integer(), nullable=False),
        sa.Column("secret_oldest", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('cap','usgs','gdacs','webhook')", name=op.f("ck_feed_kind")),
        sa.CheckConstraint("state IN ('active','disabled')", name=op.f("ck_feed_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("name", name=op.f("uq_feed_name")),
    )
    op.create_table(
        "feed_seen",
        sa.Column("feed_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "key", name=op.f("pk_feed_seen")),
    )
    with op.batch_alter_table("feed_seen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_seen_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "feed_state",
        sa.Column("feed_id", sa.String(length=36), nullable=False),
        sa.Column("etag", sa.String(length=300), nullable=True),
        sa.Column("last_modified", sa.String(length=100), nullable=True),
        sa.Column("document", sa.String(length=64), nullable=True),
        sa.Column("last_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_feed_state")),
    )
    with op.batch_alter_table("feed_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_state_next_at"), ["next_at"], unique=False)

    op.create_table(
        "signal",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("feed_id", sa.String(length=36), nullable=False),
        sa.Column("identifier", sa.String(length=200), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("sent", sa.String(length=60), nullable=False),
        sa.Column("lineage", sa.String(length=200), nullable=False),
        sa.Column("msg_type", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("why_values", DOCUMENT, nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("hazard", sa.String(length=30), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=True),
        sa.Column("urgency", sa.String(length=10), nullable=True),
        sa.Column("certainty", sa.String(length=12), nullable=True),
        sa.Column("magnitude_milli", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("worst_milli", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=12), nullable=True),
        sa.Column("lon_e7", BIG_INTEGER, nullable=True),
        sa.Column("lat_e7", BIG_INTEGER, nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provinces", DOCUMENT, nullable=False),
        sa.Column("bands", DOCUMENT, nullable=False),
        sa.Column("notes", DOCUMENT, nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("raw_text", sa.String(length=64), nullable=False),
        sa.Column("area_text", sa.String(length=64), nullable=True),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("of_incident", sa.String(length=36), nullable=True),
        sa.Column("of_footprint", sa.String(length=36), nullable=True),
        sa.Column("followed_by", sa.String(length=36), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed','information','quarantined','superseded','cancelled','lapsed','dismissed','accepted')",
            name=op.f("ck_signal_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint(
            "feed_id", "identifier", "sender", "sent", name=op.f("uq_signal_feed_id_identifier_sender_sent")
        ),
    )
    with op.batch_alter_table("signal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signal_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index("ix_signal_lineage", ["feed_id", "lineage"], unique=False)
        batch_op.create_index("ix_signal_state_received_at", ["state", "received_at"], unique=False)

    op.create_table(
        "signal_reference",
        sa.Column("id", sa.String(length=48), nullable=False),
        sa.Column("signal_id", sa.String(length=36), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("identifier", sa.String(length=200), nullable=False),
        sa.Column("sent", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_reference")),
    )
    with op.batch_alter_table("signal_reference", schema=None) as batch_op:
        batch_op.create_index("ix_signal_reference_identifier", ["identifier", "sender", "sent"], unique=False)
        batch_op.create_index(batch_op.f("ix_signal_reference_signal_id"), ["signal_id"], unique=False)
