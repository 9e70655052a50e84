"""Kiosk tokens: screens that watch without anybody's password."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "kiosk_token",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kiosk_token_token_hash")),
    )
    with op.batch_alter_table("kiosk_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kiosk_token_person_id"), ["person_id"], unique=False)
