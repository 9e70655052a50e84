"""Keys of the outbox are compared by their bytes, so that whatever begins with a prefix is found by the index."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    # SQLite compares text by its bytes anyway
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE outbox ALTER COLUMN key TYPE VARCHAR(200) COLLATE "C"')
