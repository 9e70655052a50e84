"""Which counties lie near the points that an item names, and how its reasons say so.

Nearness does not depend on the footprint: what is near stays near when it grows, so it takes nothing away from the
proof that a rule is monotone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playbooks.language.points import PointGroup
from playbooks.language.situation import NearPoint, Situation, SituationRegion
from playbooks.planning.reasons import Arg, Reason
from playbooks.terms.words import Words


@dataclass(frozen=True)
class Nearness:
    """The counties near any of some groups, each with its nearest point; ``told`` is False where nobody said."""

    groups: tuple[PointGroup, ...]
    counties: Mapping[str, NearPoint]
    told: bool

    @property
    def key(self) -> tuple[str, ...]:
        """What the counties depend on."""
        return tuple(group.key for group in self.groups)

    def why_none(self) -> Reason:
        """Why no county that is reached lies near."""
        return Reason("no_county_near" if self.told else "points_not_told", self._words())

    def reason(self, rows: Sequence[SituationRegion]) -> Reason:
        """Say how many counties of these rows lie near, and which point is the nearest to any."""
        names = {row.adcode: (row.name_zh, row.name_en) for row in rows}
        nearest = min(names, key=lambda county: (self.counties[county].metres, county))
        point, (zh, en) = self.counties[nearest], names[nearest]
        place: dict[str, Arg] = {
            "counties": len(names),
            "name_zh": zh,
            "name_en": en,
            "point_zh": point.name_zh,
            "point_en": point.name_en,
        }
        return Reason("counties_near", self._words() | place)

    def _words(self) -> dict[str, Arg]:
        words = near_words(self.groups)
        return {"near_zh": words.zh, "near_en": words.en}


def near_words(groups: Sequence[PointGroup]) -> Words:
    """Say near what: “airports”, within 15 km."""
    return Words(
        zh="或".join(f"“{group.title.zh}”{group.km} 公里以内" for group in groups),
        en=" or ".join(f"within {group.km} km of “{group.title.en}”" for group in groups),
    )


def nearness(names: Sequence[str], *, points: Mapping[str, PointGroup], situation: Situation) -> Nearness:
    """Return what lies near the groups of these names, each county with the nearest of all their points."""
    groups = tuple(points[name] for name in names)
    counties: dict[str, NearPoint] = {}
    for group in groups:
        for county, point in situation.near.get(group.key, {}).items():
            if county not in counties or point.metres < counties[county].metres:
                counties[county] = point
    return Nearness(groups, counties, told=any(group.key in situation.near for group in groups))
