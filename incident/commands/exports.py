"""The register of exports: a line for every file with data that leaves the house and is no report's.

Callers open `db.transaction([STREAM])` and give the file out only once it is committed: nothing leaves unregistered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from incident import log
from incident.db import Tx
from incident.events.record import STREAM, DataExported
from incident.log import Actor


@dataclass(frozen=True)
class Taken:
    """What is taken out: its kind, of which incident, how narrowed, and its bytes' digest and number."""

    kind: str
    format: str
    of_incident: str | None = None
    only: Mapping[str, Any] = field(default_factory=dict)
    position: int | None = None
    sha256: str | None = None
    size: int | None = None


def note_export(tx: Tx, actor: Actor, *, export_id: str, taken: Taken) -> None:
    """Write the line."""
    event = DataExported(
        export_id=export_id, export_kind=taken.kind, format=taken.format, person_id=actor.person, via=actor.via,
        at=tx.now, of_incident=taken.of_incident, only=taken.only, position=taken.position, sha256=taken.sha256,
        size=taken.size,
    )  # fmt: skip
    log.record(tx, event, stream=STREAM, actor=actor)
