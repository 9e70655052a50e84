"""Notes that a closed incident's log was sealed as a file; only then may its events be archived.

Callers open `db.transaction([STREAM])` when the file has been verified and lies safely on disk.
"""

from __future__ import annotations

from dataclasses import dataclass

from incident import log
from incident.db import Tx
from incident.events.record import STREAM, LogSealed
from incident.log import Actor


@dataclass(frozen=True)
class Sealed:
    """A file that holds an incident's log up to a position: the hash there, the file's name, digest and bytes."""

    incident_id: str
    position: int
    head: str
    file: str
    sha256: str
    size: int


def note_sealed(tx: Tx, actor: Actor, sealed: Sealed) -> None:
    """Write it into the register of sealed logs, in the place of an earlier sealing."""
    event = LogSealed(
        incident_id=sealed.incident_id, position=sealed.position, head=sealed.head, file=sealed.file,
        sha256=sealed.sha256, size=sealed.size, person_id=actor.person, at=tx.now,
    )  # fmt: skip
    log.record(tx, event, stream=STREAM, actor=actor)
