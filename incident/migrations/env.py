"""Runs the migrations on the connection that incident.migrate hands over, in one transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, BigInteger

from incident.db import Base, UtcTime
from incident.db.archive_table import in_models
from incident.models import PROJECTED  # noqa: F401  (importing the models fills the metadata)


def _render(kind: str, item: Any, _autogenerate: object) -> str | Literal[False]:
    """Spell our own column types by what they are in the database, so that a migration outlives our code."""
    if kind != "type":
        return False
    if isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JSON):
        return "DOCUMENT"
    return "BIG_INTEGER" if isinstance(item, BigInteger) else False


def _as_created(_context: object, _revision: object, directives: list[Any]) -> None:
    """Draw no sequence for a key that the application gives (the world's), as create_all would not either."""
    for script in directives:
        for operation in script.upgrade_ops.ops:
            for column in getattr(operation, "columns", ()):
                if getattr(column, "primary_key", False) and column.default is not None:
                    column.autoincrement = False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_render,
    compare_type=True,
    include_name=in_models,
    process_revision_directives=_as_created,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
