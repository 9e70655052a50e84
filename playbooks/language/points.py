"""Points that a playbook knows by name: airports, stations, shelters; or the venues of the event that it is used for.

An item may apply near them only (``when.near``). Which counties are near is geometry, so whoever makes a Situation says
it (``Situation.near``), by the key of the group: what it says of the place, and not what it is called.
"""

import json
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from playbooks.terms.words import Strict, Words

VENUES: Literal["venues"] = "venues"
#: Farther than this nobody calls it near, and every county of a province would be.
MOST_KM = 200


class NamedPoint(Strict):
    """One place: longitude and latitude in degrees, WGS-84, within China's window."""

    name: Words
    lon: Annotated[float, Field(ge=73, le=136)]
    lat: Annotated[float, Field(ge=3, le=54)]


def _venues_or_points(value: Any) -> str:
    return "venues" if isinstance(value, str) else "points"


class PointGroup(Strict):
    """Points of one kind. ``km``: how far a county may lie from the nearest, 0 for the one that the point lies in.

    ``at``: the points, or ``venues`` for those of the planned event that the playbook is used for.
    """

    title: Words
    km: Annotated[int, Field(ge=0, le=MOST_KM)]
    at: Annotated[
        Annotated[Literal["venues"], Tag("venues")]
        | Annotated[tuple[NamedPoint, ...], Field(min_length=1, max_length=500), Tag("points")],
        Discriminator(_venues_or_points),
    ]

    @cached_property
    def key(self) -> str:
        """What it says of the place, as text: groups of the same points and distance are near the same counties."""
        at = VENUES if self.at == VENUES else [(point.lon, point.lat) for point in self.points]
        return json.dumps([self.km, at])

    @property
    def points(self) -> tuple[NamedPoint, ...]:
        """The points that are written; none where they are the event's venues."""
        return () if isinstance(self.at, str) else self.at
