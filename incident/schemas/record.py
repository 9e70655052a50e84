"""Bodies about the record itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from incident.schemas.base import UUID, Body, Line


class AskVerification(Body):
    """A walk along all chains and anchors; the client makes the id, so that asking twice is asking once."""

    id: UUID


class EraseWords(Body):
    """Which event's words go, and why; the reason stays for good and must not repeat them."""

    incident: UUID
    position: Annotated[int, Field(strict=True, ge=1, le=2**53 - 1)]
    reason: Line
