"""What a simulation is planned against: one footprint with its variants, or a new random footprint a run.

The translation from geometry to the planner's Situation, as `queries.planning` is from an incident's rows. Nothing is
read from an incident and nothing is written: only the exposure of this installation counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from geo.exposure import Exposure
from geo.footprint import Footprint
from geo.random_footprints import random_footprint, reach_scale
from geo.regions import Regions
from geo.variants import CountyHit, Hits, Move, Variants
from incident.queries.points_near import Near
from incident.rules.broadcast_texts import text_prefix
from incident.rules.tiers import of_which_in_plans
from playbooks.language.situation import Province, Situation, SituationRegion
from playbooks.simulation import Draw, Simulation, Spread, compare, document_of, draw_of

#: Units whose reach grows with an earthquake's magnitude.
_OF_MAGNITUDE = frozenset({"CSI", "MMI"})


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What is declared, and when: `now` is the moment of planning. `near`: the counties near the playbooks' points."""

    hazard: str
    level: str | None
    colour: str | None
    occurred_at: datetime
    now: datetime
    near: Near = field(default_factory=dict)


class Ground(Protocol):
    """Gives the Situation of the footprint as it is, and of each run's draw."""

    @property
    def title(self) -> str:
        """What it is, `中文 / English`."""

    def reference(self) -> Situation: ...

    def variant(self, draw: Draw) -> Situation: ...


@dataclass(frozen=True)
class VariedGround:
    """One footprint, moved and scaled by each draw."""

    footprint: Footprint
    regions: Regions
    exposure: Exposure
    moment: Moment
    _variants: Variants = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_variants", Variants(self.footprint, self.regions, self.exposure))

    @property
    def title(self) -> str:
        return self.footprint.title

    def reference(self) -> Situation:
        """The footprint as it is."""
        return _situation(self._variants.hits(Move()), self.moment, self.regions)

    def variant(self, draw: Draw) -> Situation:
        """One run's footprint; a higher magnitude reaches further, where bands are intensities."""
        grown = reach_scale(draw.magnitude) if self.footprint.bands[0].unit in _OF_MAGNITUDE else 1.0
        move = Move(east_km=draw.east_km, north_km=draw.north_km, scale=draw.scale * grown)
        return _situation(self._variants.hits(move), self.moment, self.regions)


@dataclass(frozen=True)
class RandomGround:
    """A footprint of its own for each run; that of number 0 is the reference."""

    regions: Regions
    exposure: Exposure
    moment: Moment
    seed: int

    @property
    def title(self) -> str:
        return self._footprint(0).title

    def reference(self) -> Situation:
        """The first of them."""
        return self._numbered(0)

    def variant(self, draw: Draw) -> Situation:
        """That of the run's number."""
        return self._numbered(draw.number)

    def _numbered(self, number: int) -> Situation:
        hits = Variants(self._footprint(number), self.regions, self.exposure).hits(Move())
        return _situation(hits, self.moment, self.regions)

    def _footprint(self, number: int) -> Footprint:
        return random_footprint(self.moment.hazard, self.regions, seed=self.seed, number=number)


def run_all(
    simulations: Sequence[Simulation],
    ground: Ground,
    *,
    runs: int,
    seed: int,
    spread: Spread,
    go_on: Callable[[int], bool] = lambda done: True,
) -> int:
    """Carry out runs until `go_on`, asked after each with the number done, says no; return how many were done.

    Each run's footprint is laid over the exposure once, whatever the number of playbooks.
    """
    for number in range(1, runs + 1):
        situation = ground.variant(draw_of(seed, number, spread))
        for simulation in simulations:
            simulation.add(situation, number=number)
        if not go_on(number):
            return number
    return runs


def simulation_set(
    simulations: Sequence[Simulation], ground: Ground, exposure: Exposure, *, responses: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The document of one version, or of two with what the second changes; ``responses`` is what the log was asked."""
    return {
        "document": "simulation-set/1",
        "footprint": ground.title,
        "exposure": exposure.label,
        "exposure_zh": exposure.label_zh,
        "responses": responses,
        "versions": [document_of(simulation) for simulation in simulations],
        "comparison": compare(simulations[0], simulations[1]) if len(simulations) == 2 else None,
    }


def _situation(hits: Hits, moment: Moment, regions: Regions) -> Situation:
    return Situation(
        hazard=moment.hazard,
        incident_level=moment.level,
        warning_colour=moment.colour,
        occurred_at=moment.occurred_at,
        now=moment.now,
        regions=tuple(_region(hit) for hit in hits.counties),
        provinces=tuple(Province(p.adcode, p.name, p.name_en) for p in regions.provinces() if p.operator),
        text_prefix=text_prefix(exercise=True),
        not_assessed=hits.not_assessed,
        near=moment.near,
    )


def _region(hit: CountyHit) -> SituationRegion:
    tally = hit.tally
    return SituationRegion(
        adcode=hit.region.adcode,
        name_zh=hit.region.name,
        name_en=hit.region.name_en,
        province=hit.region.province,
        city=hit.city,
        band=hit.band.band,
        value_milli=round(hit.band.value * 1000),
        unit=hit.band.unit,
        total=tally.total,
        segments=tally.segments,
        of_which=of_which_in_plans(tally.of_which, tally.key_customer_tiers),
        sites=tally.sites,
        halls=tally.halls,
        key_customers=tally.key_customers,
        people=tally.people or 0,
    )
