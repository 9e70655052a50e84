"""The database: engine, types, the base of all tables, and the one transaction."""

from incident.db.base import Base, StreamHead, World
from incident.db.engine import open_engine
from incident.db.ids import new_ids
from incident.db.transaction import NO_HASH, Bell, Database, Head, Tx, Unwritable
from incident.db.types import BigInt, Document, UtcTime
from incident.db.uncollected import uncollected

__all__ = [
    "NO_HASH",
    "Base",
    "Bell",
    "BigInt",
    "Database",
    "Document",
    "Head",
    "StreamHead",
    "Tx",
    "Unwritable",
    "UtcTime",
    "World",
    "new_ids",
    "open_engine",
    "uncollected",
]
