"""Writes what an operator of this machine takes out into the register of exports."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incident.db import Database


def register_file(db: Database, path: Path, *, kind: str, form: str, of_incident: str | None = None,
                  position: int | None = None, only: dict[str, str] | None = None) -> None:  # fmt: skip
    """Write a line for the file at `path`, taken out on this machine."""
    from incident.commands.exports import Taken, note_export
    from incident.events.record import STREAM
    from incident.log import Actor

    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    taken = Taken(kind, form, of_incident, only or {}, position, digest, path.stat().st_size)
    with db.transaction([STREAM]) as tx:
        note_export(tx, Actor(person="system", via="cli"), export_id=str(uuid.uuid4()), taken=taken)
