"""Part E: planning 2,850 counties × 40 measures beside a planner that goes row by row, growth, and simulations.

A plan is whole: items with reasons, texts, money, and the tasks that its measures bring along in every province. Each
run plans a situation that nothing has been reckoned of. The simulation is end to end on the real boundaries and the
synthetic exposure: a moved footprint is counted, planned, and its figures are taken, run by run in one process.
Everything here computes in one thread, so times are computing times of this process: what else runs on the machine
counts little.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from bench.peers_of_part_e import as_the_peer_says, plan_row_by_row
from bench.plans_case import national_situation, playbook_of
from bench.table import Row, told
from playbooks.language.model import Playbook
from playbooks.language.situation import Situation
from playbooks.planning.planner import plan

COUNTIES, MEASURES = 2_850, 40
PRODUCT, PEER = "tongxin", "row by row"
#: The goals of BENCHMARKS.md part E.
MOST_MS, LEAST_PLANS_A_MINUTE = 50.0, 2_000
#: Growth is linear where a larger case takes at most so much more than its size says.
_LINEAR = 1.35
_GROWTH = ((712, 40), (1_425, 40), (5_700, 40), (2_850, 10), (2_850, 20), (2_850, 80))
_RUNS = 60


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """Measure plans, their growth, and simulations; AssertionError where the peer's answer differs."""
    base, peer_ms = _plans(COUNTIES, MEASURES, arguments, beside_peer=True)
    ratio = round(peer_ms / base, 1)
    yield told(Row(part="E", case="plan", n=COUNTIES * MEASURES, subject=PEER, median_ms=round(peer_ms, 1)))
    yield told(
        Row(
            part="E", case="plan", n=COUNTIES * MEASURES, subject=PRODUCT, median_ms=round(base, 1),
            ratio_to={PEER: ratio}, goal=f"<= {MOST_MS:g} ms", met=base <= MOST_MS,
        )
    )  # fmt: skip
    for counties, measures in _GROWTH:
        took, _ = _plans(counties, measures, arguments, beside_peer=False)
        grown = took / base
        size = counties * measures / (COUNTIES * MEASURES)
        yield told(
            Row(
                part="E", case=f"growth {counties:,} x {measures}", n=counties * measures, subject=PRODUCT,
                median_ms=round(took, 1), ratio_to={f"{COUNTIES:,} x {MEASURES}": round(grown, 2)},
                goal=f"<= {_LINEAR:g} of linear" if size > 1 else "",
                met=grown <= size * _LINEAR if size > 1 else None,
            )
        )  # fmt: skip
    yield told(_simulation())


def _plans(
    counties: int, measures: int, arguments: argparse.Namespace, *, beside_peer: bool
) -> tuple[float, float]:  # fmt: skip
    situation, playbook = national_situation(counties), playbook_of(measures)
    peer_ms = 0.0
    if beside_peer:
        assert as_the_peer_says(plan(playbook, _fresh(situation))) == plan_row_by_row(playbook, situation)
        peer_ms = _computing_ms(partial(plan_row_by_row, playbook, situation), repeats=arguments.repeats)
    gc.collect()
    took = _computing_ms(_planning(playbook, situation), repeats=arguments.repeats)
    return took, peer_ms


def _computing_ms(work: Callable[[], object], *, repeats: int) -> float:
    """Return the median computing time of some runs after one to warm up."""
    took = []
    for _ in range(repeats + 1):
        started = time.process_time()
        work()
        took.append(1000 * (time.process_time() - started))
    return statistics.median(took[1:])


def _planning(playbook: Playbook, situation: Situation) -> Callable[[], int]:
    def planned() -> int:
        return len(plan(playbook, _fresh(situation)).items)

    return planned


def _fresh(situation: Situation) -> Situation:
    """The same situation, of which nothing has been reckoned yet."""
    situation.memo.clear()
    return situation


def _simulation() -> Row:
    from geo.reconstructions import reconstruction
    from incident.cli.data import exposure_of, regions_of
    from incident.collector import tame
    from incident.config import read_settings
    from incident.queries.simulation_ground import Moment, VariedGround, run_all
    from playbooks.planning.hotline import HotlineModel
    from playbooks.simulation import Assumptions, Simulation, Spread
    from playbooks.source.playbook import library

    settings = read_settings()
    regions = regions_of(settings)
    shape = reconstruction("wenchuan-2008", lambda: regions)
    struck = datetime.fromisoformat(shape.valid_from or "2008-05-12T14:28:04+08:00")
    moment = Moment(
        hazard="earthquake", level="I", colour=None, occurred_at=struck, now=struck + timedelta(hours=1)
    )  # fmt: skip
    ground = VariedGround(shape, regions, exposure_of(settings, regions), moment)
    model = HotlineModel(calls_per_100k=(260, 180, 120, 80), talk_s=180, seats=100, answer_s=20, answer_percent=80)
    book = library()["earthquake"]
    reference = ground.reference()

    def simulated(playbooks: int) -> int:
        versions = [_under_name(book, number) for number in range(playbooks)]
        simulations = [Simulation(one, reference, assumptions=Assumptions(hotline=model), seed=1) for one in versions]
        return run_all(simulations, ground, runs=_RUNS, seed=1, spread=Spread())

    tame()  # as the process that carries out simulations does
    took = _computing_ms(lambda: simulated(1), repeats=3)
    two = _computing_ms(lambda: simulated(2), repeats=3)
    a_minute = round(60_000 * _RUNS / took)
    return Row(
        part="E", case="simulation", n=_RUNS, subject=PRODUCT, median_ms=round(took / _RUNS, 2),
        goal=f">= {LEAST_PLANS_A_MINUTE:,} plans a minute", met=a_minute >= LEAST_PLANS_A_MINUTE,
        note=f"{a_minute:,} plans a minute, end to end; {round(60_000 * 2 * _RUNS / two):,} with two playbooks a run",
    )  # fmt: skip


def _under_name(playbook: Playbook, number: int) -> Playbook:
    """The same playbook under another name, as a second version of it."""
    return playbook.model_copy(update={"slug": f"{playbook.slug}-{number}"})
