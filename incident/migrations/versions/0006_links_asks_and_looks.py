"""Incidents are linked and merged, provinces raise them and ask upward, and each person's last look is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

#: SQLite only compares and assigns 64-bit integers under the name INTEGER.
BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("raised_by", sa.String(length=6), nullable=True))
        batch_op.add_column(sa.Column("merged_into", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("merged_state", sa.String(length=20), nullable=True))

    op.create_table(
        "incident_link",
        sa.Column("id", sa.String(length=90), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("other_id", sa.String(length=36), nullable=False),
        sa.Column("other_title_zh", sa.String(length=120), nullable=False),
        sa.Column("other_title_en", sa.String(length=120), nullable=False),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("kind IN ('caused_by','part_of','duplicate_of')", name=op.f("ck_incident_link_kind")),
        sa.CheckConstraint("direction IN ('to','from')", name=op.f("ck_incident_link_direction")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_link")),
    )
    with op.batch_alter_table("incident_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_link_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_link_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_link_province"), ["province"], unique=False)

    op.create_table(
        "ask",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("ask_text", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("needed_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=36), nullable=True),
        sa.Column("answer_text", sa.String(length=64), nullable=True),
        sa.Column("answer_kind", sa.String(length=10), nullable=True),
        sa.Column("answer_id", sa.String(length=36), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("state IN ('open','accepted','declined','withdrawn')", name=op.f("ck_ask_state")),
        sa.CheckConstraint("province IS NOT NULL", name=op.f("ck_ask_one_province")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_province"), ["province"], unique=False)
        batch_op.create_index("ix_ask_state", ["incident_id", "state"], unique=False)

    op.create_table(
        "look",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=50), nullable=False),
        sa.Column("position", BIG_INTEGER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "subject", name=op.f("pk_look")),
    )
    with op.batch_alter_table("look", schema=None) as batch_op:
        batch_op.create_index("ix_look_subject", ["subject", "at"], unique=False)
