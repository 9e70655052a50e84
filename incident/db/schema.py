"""Creates all tables and the walls behind them in one go, as the newest migration would leave them."""

from __future__ import annotations

from sqlalchemy import Engine

from incident.db.base import Base
from incident.db.triggers import install


def create_schema(engine: Engine) -> None:
    """Tables, constraints and triggers of today's models on an empty database; used by tests and rebuilds.

    An installation is migrated with Alembic instead; a test compares the two.
    """
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        install(connection)
