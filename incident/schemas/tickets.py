"""Bodies of the TMF621 hub."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from incident.schemas.base import UUID, Body


class Hub(Body):
    """Where to tell, and of what: `eventType=A,B`, or everything."""

    callback: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    query: Annotated[str, StringConstraints(max_length=500)] | None = None
    #: Made by the client, so that a repeated registration is known; drawn when left out.
    id: UUID | None = None
