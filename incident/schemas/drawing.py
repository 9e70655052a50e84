"""Bodies about what is being drawn."""

from __future__ import annotations

from pydantic import Field, StrictFloat, StrictInt

from incident.schemas.base import Body

Degrees = StrictFloat | StrictInt


class CountDrawn(Body):
    """A ring of (longitude, latitude) in degrees, closed or not."""

    ring: list[tuple[Degrees, Degrees]] = Field(min_length=3, max_length=2001)
