"""Bodies about the record itself."""

from __future__ import annotations

from incident.schemas.base import UUID, Body


class AskVerification(Body):
    """A walk along all chains and anchors; the client makes the id, so that asking twice is asking once."""

    id: UUID
