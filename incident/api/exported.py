"""Gives a file out and writes it into the register of exports first (issue: register of purpose, retention, exports).

A file is read to its end before its first byte leaves: its digest stands in the register, and what cannot be
registered does not leave.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import Response
from sqlalchemy import select

from incident.commands.exports import Taken, note_export
from incident.db import StreamHead
from incident.events.record import STREAM
from incident.log import incident_stream
from incident.web import current, house

#: Above this a file waits on the disk.
_IN_MEMORY = 4_000_000
_PIECE = 64 * 1024


def exported(
    answer: Response, kind: str, form: str, *, of_incident: str | None = None, only: Mapping[str, Any] | None = None
) -> Response:
    """`answer` once it stands in the register, with the filter that is set in `only`."""
    position = head_of_incident(of_incident)
    digest, size = hashlib.sha256(), 0
    kept: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  closed when the answer is over
    for piece in answer.iter_encoded():
        digest.update(piece)
        size += kept.write(piece)
    narrowed = {name: value for name, value in (only or {}).items() if value not in (None, "")}
    taken = Taken(kind, form, of_incident, narrowed, position, digest.hexdigest(), size)
    register(taken)
    kept.seek(0)
    answer.response = _pieces(kept)
    answer.call_on_close(kept.close)
    answer.content_length = size
    return answer


def register(taken: Taken) -> None:
    """Write a line of the register for the caller, in a transaction of its own."""
    with house().db.transaction([STREAM]) as tx:
        note_export(tx, current().actor, export_id=str(uuid.uuid4()), taken=taken)


def head_of_incident(incident_id: str | None) -> int | None:
    """Where the incident's log stands; None for no incident."""
    if incident_id is None:
        return None
    with house().db.read() as session:
        stream = incident_stream(incident_id)
        return session.scalar(select(StreamHead.position).where(StreamHead.stream == stream))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
