"""A signal tells whether its message was signed, and by whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("signal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signature", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("signed_by", sa.String(length=120), nullable=True))
