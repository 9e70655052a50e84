"""Stories of drills: one played with a rest, by the clock and by hand, and one given up."""

from __future__ import annotations

from incident.commands import drills
from incident.log import SYSTEM
from tests.drills.stories import NOTHING, PLANNER, SMALL, incident_of, on, prepared, started
from tests.fold.stages import Stage
from tests.fold.told import records


@records(
    "DrillPrepared", "DrillStarted", "DrillPaused", "DrillResumed", "DrillEnded", "InjectReleased", "InjectSkipped",
    "InjectFailed",
)  # fmt: skip
def a_drill_from_its_scenario_to_its_end(stage: Stage) -> None:
    drill = started(stage.db, SMALL.replace("do: ministry, text", "do: footprint, version: 1, text"))
    on(stage.db, drill, drills.release_inject, inject="rumour", prepared=NOTHING, by_hand=True)
    on(stage.db, drill, drills.pause_drill)
    stage.clock.step(600)
    on(stage.db, drill, drills.resume_drill)
    on(stage.db, drill, drills.skip_inject, inject="gateway")
    stage.clock.step(1300)
    for inject in ("silence", "ministry"):
        with stage.db.transaction(["drill", f"incident:{incident_of(stage.db, drill)}"]) as tx:
            drills.release_inject(tx, SYSTEM, drill_id=drill, inject=inject, prepared=NOTHING, by_hand=False)
        stage.clock.step(600)
    on(stage.db, drill, drills.end_drill)


@records("DrillCancelled")
def a_drill_that_is_not_held(stage: Stage) -> None:
    drill = prepared(stage.db)
    with stage.db.transaction(["drill"]) as tx:
        drills.cancel_drill(tx, PLANNER, drill_id=drill, reason="台风来了，改期")
