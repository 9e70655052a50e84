"""The story of simulations: asked for, worked on, stopped, failed. No event tells of them, no row of the log moves."""

from __future__ import annotations

from incident.commands import simulations
from incident.commands.simulations import Taken
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY

_ASKED = {"texts": [], "runs": 2}
_ABOUT = {"hazard": "earthquake", "footprint": "测试 / A test", "playbooks": []}


@records()
def simulations_come_and_go(stage: Stage) -> None:
    """One is done, one fails, one is stopped while it waits."""
    for name in ("done", "failed", "stopped"):
        with stage.db.transaction() as tx:
            simulations.ask_simulation(tx, DUTY, simulation_id=name, asked=_ASKED, about=_ABOUT, runs=2)
    with stage.db.transaction() as tx:
        simulations.stop_simulation(tx, simulation_id="stopped")
    first = _taken(stage)
    with stage.db.transaction() as tx:
        assert simulations.note_progress(tx, simulation_id=first.id, worker="w", done=1)
        simulations.note_end(tx, simulation_id=first.id, worker="w", done=2, result={"document": "simulation-set/1"})
    second = _taken(stage)
    with stage.db.transaction() as tx:
        simulations.note_failure(tx, simulation_id=second.id, worker="w", zh="不行", en="It cannot be.")


def _taken(stage: Stage) -> Taken:
    with stage.db.transaction() as tx:
        taken = simulations.take_next(tx, worker="w")
    assert taken is not None
    return taken
