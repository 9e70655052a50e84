"""A small country for simulations: twelve counties of three provinces, more of them hit the larger a draw's scale."""

from functools import cache

from playbooks.language.model import Playbook
from playbooks.language.situation import Situation
from playbooks.planning.hotline import HotlineModel
from playbooks.simulation import Assumptions, Draw, Simulation, Spread, draw_of
from tests.playbooks.builders import earthquake, region, situation

COUNTIES = tuple(f"{province}{n:04d}" for province in (51, 61, 62) for n in range(1, 5))
HOTLINE = HotlineModel(calls_per_100k=(3_000, 1_000), talk_s=180, seats=2, answer_s=20, answer_percent=80)
ASSUMED = Assumptions(hotline=HOTLINE, on_duty_assumed=3)


def shaken(draw: Draw) -> Situation:
    """The first counties are shaken hardest; a larger scale reaches further down the list."""
    reach = max(1, min(len(COUNTIES), round(6 * draw.scale)))
    values = {county: 11 - place // 2 for place, county in enumerate(COUNTIES[:reach])}
    return situation(*(region(county, value=max(5, value)) for county, value in values.items()))


def simulated(playbook: Playbook, *, runs: int, seed: int = 1, assumptions: Assumptions = ASSUMED) -> Simulation:
    """Runs of a playbook in that country."""
    simulation = Simulation(playbook, shaken(Draw(number=0)), assumptions=assumptions, seed=seed)
    for number in range(1, runs + 1):
        simulation.add(shaken(draw_of(seed, number, Spread(scale_percent=40))), number=number)
    return simulation


@cache
def eight_runs() -> Simulation:
    """Eight runs of the earthquake playbook, read only."""
    return simulated(earthquake(), runs=8)
