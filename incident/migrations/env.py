"""Runs the migrations on the connection that incident.db.migrate hands over, in one transaction."""

from __future__ import annotations

from alembic import context

from incident.db import Base
from incident.models import PROJECTED  # noqa: F401  (importing the models fills the metadata)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
