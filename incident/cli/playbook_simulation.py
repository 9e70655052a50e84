"""`tongxin playbook simulate`: what playbooks would do of variants of a footprint, with bands over many runs."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from incident.cli.data import exposure_of, footprint_from, regions_of
from incident.cli.playbook_files import moment_from, read_playbook
from incident.cli.refusals import BadInput
from incident.config import Settings, read_settings

if TYPE_CHECKING:
    from incident.queries.simulation_ground import Ground
    from playbooks.simulation import Simulation
    from playbooks.source.playbook import Playbook

#: Stands in place of a footprint for a new random one in every run.
RANDOM = "random"


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--footprint", required=True, help="A footprint file, a reconstruction such as wenchuan-2008, or random.")
@click.option("--level", type=click.Choice(["I", "II", "III", "IV"]), help="Response level; left out: none declared.")
@click.option("--colour", type=click.Choice(["red", "orange", "yellow", "blue"]), help="Warning colour.")
@click.option("--at", help="When it strikes, ISO 8601 with offset; left out: when the footprint begins, else now.")
@click.option("--hours-since", type=click.IntRange(0, 720), default=1, show_default=True, help="Planned so much later.")
@click.option("--runs", type=click.IntRange(1, 5000), default=200, show_default=True, help="Variants to plan for.")
@click.option("--seed", type=click.IntRange(0, 2**53), default=1, show_default=True, help="Decides over all chance.")
@click.option("--shift-km", type=click.IntRange(0, 500), default=10, show_default=True, help="How far variants move.")
@click.option("--scale-percent", type=click.IntRange(0, 100), default=10, show_default=True, help="How they grow.")
@click.option("--magnitude-tenths", type=click.IntRange(0, 10), default=2, show_default=True, help="Of earthquakes.")
@click.option("--on-duty", type=click.IntRange(0, 10_000), default=6, show_default=True, help="People in a province.")
@click.option("--seats", type=click.IntRange(1, 100_000), help="Hotline seats; left out: as set.")
@click.option("--json", "as_json", is_flag=True, help="Print the document of the API instead of words.")
def simulate(files: tuple[str, ...], *, footprint: str, level: str | None, colour: str | None, at: str | None,
             hours_since: int, runs: int, seed: int, as_json: bool, **numbers: Any) -> None:  # fmt: skip
    """Simulate FILES, one playbook or two (YAML files, or names in the library), and say what gives way first.

    Two are held side by side: the same variants, the same luck. Exit 0: simulated. 2: a file, the footprint or an
    option cannot be used.
    """
    from incident.cli.simulation_words import print_simulation
    from incident.queries.points_near import near_of
    from incident.queries.simulation_ground import Moment, simulation_set
    from playbooks.simulation import Simulation, Spread

    if len(files) > 2:
        raise BadInput(f"{len(files)} playbooks; one can be simulated, or two held against each other")
    settings = read_settings()
    playbooks = [read_playbook(file) for file in files]
    hazard = _common_hazard(playbooks)
    shape = None if footprint == RANDOM else footprint_from(footprint)
    struck = moment_from(at, shape.valid_from if shape else None, option="--at")
    moment = Moment(
        hazard=hazard,
        level=level,
        colour=colour,
        occurred_at=struck,
        now=struck + timedelta(hours=hours_since),
        near=near_of(playbooks, regions_of(settings)),
    )
    ground, exposure = _ground(shape, moment, settings=settings, seed=seed)
    reference = ground.reference()
    assumptions = _assumptions(settings, numbers)
    simulations = [Simulation(book, reference, assumptions=assumptions, seed=seed) for book in playbooks]
    spread = Spread(**{name: numbers[name] for name in ("shift_km", "scale_percent", "magnitude_tenths")})
    _run(simulations, ground, runs=runs, seed=seed, spread=spread)
    document = simulation_set(simulations, ground, exposure)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
    else:
        print_simulation(document)


def _common_hazard(playbooks: list[Playbook]) -> str:
    for hazard in playbooks[0].hazards:
        if all(hazard in book.hazards for book in playbooks):
            return hazard
    told = " and ".join(f"{book.slug} for {', '.join(book.hazards)}" for book in playbooks)
    raise BadInput(f"these playbooks have no hazard in common: {told}")


def _ground(shape: Any, moment: Any, *, settings: Settings, seed: int) -> tuple[Ground, Any]:
    from geo.errors import FootprintError
    from geo.random_footprints import RANDOM_HAZARDS
    from incident.queries.simulation_ground import RandomGround, VariedGround

    regions = regions_of(settings)
    exposure = exposure_of(settings, regions)
    if shape is not None:
        return VariedGround(shape, regions, exposure, moment), exposure
    if moment.hazard not in RANDOM_HAZARDS:
        known = ", ".join(RANDOM_HAZARDS)
        raise FootprintError(f"--footprint random: there is no generator for {moment.hazard!r}; there are: {known}")
    return RandomGround(regions, exposure, moment, seed), exposure


def _assumptions(settings: Settings, numbers: dict[str, Any]) -> Any:
    from playbooks.planning.hotline import HotlineModel
    from playbooks.simulation import Assumptions

    hotline = HotlineModel(
        calls_per_100k=tuple(int(calls) for calls in settings.hotline_calls.split(",")),
        talk_s=settings.hotline_talk_s,
        seats=numbers["seats"] or settings.hotline_seats,
        answer_s=settings.hotline_answer_s,
        answer_percent=settings.hotline_answer_percent,
    )
    return Assumptions(
        hotline=hotline, message_rate_per_s=settings.message_rate_per_s, on_duty_assumed=numbers["on_duty"]
    )


def _run(simulations: list[Simulation], ground: Ground, *, runs: int, seed: int, spread: Any) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from incident.collector import tame
    from incident.queries.simulation_ground import run_all

    tame()
    console = Console(file=sys.stderr)
    columns = (TextColumn("simulating"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("runs", total=runs)

        def told(done: int) -> bool:
            bar.update(task, completed=done)
            return True

        run_all(simulations, ground, runs=runs, seed=seed, spread=spread, go_on=told)
