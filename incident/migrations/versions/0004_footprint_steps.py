"""A moving storm's footprint knows what it reaches step by step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("footprint", schema=None) as batch_op:
        batch_op.add_column(sa.Column("steps_text", sa.String(length=64), nullable=True))
