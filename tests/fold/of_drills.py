"""Stories of drills: one played with a rest, by the clock and by hand, and one given up."""

from __future__ import annotations

import uuid
from typing import Any

from incident.commands import drills, people
from incident.commands.drills import reach
from incident.commands.timers import fire_due
from incident.log import SYSTEM
from tests.drills.stories import NOTHING, PLANNER, SICHUAN, SMALL, incident_of, on, prepared, started
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import TEAM


@records(
    "DrillPrepared", "DrillStarted", "DrillPaused", "DrillResumed", "DrillEnded", "InjectReleased", "InjectSkipped",
    "InjectBroughtBack", "InjectFailed",
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
        if inject == "silence":
            on(stage.db, drill, drills.bring_back, inject=inject)
    on(stage.db, drill, drills.end_drill)


@records("DrillCancelled")
def a_drill_that_is_not_held(stage: Stage) -> None:
    drill = prepared(stage.db)
    with stage.db.transaction(["drill"]) as tx:
        drills.cancel_drill(tx, PLANNER, drill_id=drill, reason="台风来了，改期")


@records("ReachTestBegun", "ReachAnswered", "ReachTestClosed")
def a_test_of_who_can_be_reached(stage: Stage) -> None:
    stage.on_people(people.grant_role, SYSTEM, person_id=TEAM.person, role="province_member", scope=SICHUAN)
    test = str(uuid.uuid4())
    begun: dict[str, Any] = {"scope": SICHUAN, "whom": "everybody", "wakes": False, "minutes": 30, "provinces": ()}
    with stage.db.transaction(["drill"]) as tx:
        reach.begin_reach_test(tx, PLANNER, test_id=test, **begun)
    with stage.db.transaction(["drill"]) as tx:
        reach.answer_reach_test(tx, TEAM, test_id=test)
    stage.clock.step(31 * 60)
    fire_due(stage.db)
