"""Runs the goals of reliability by their harnesses and prints one JSON line a goal; `make gate` calls it.

    python scripts/gate.py            # the P tier of every goal, as `make test` does
    python scripts/gate.py G1,G2,G9   # the R tier (the full figures) of these goals

`control_red` says whether the planted fault of the harness turned it red; a goal without it does not count. The
exit code is 0 when nothing was bad and every control was red.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Goal:
    """Where a goal's harness is, and which of its tests hold a planted fault."""

    tests: tuple[str, ...]
    #: A part of the name of each control's test.
    controls: tuple[str, ...]
    #: Which tests of the files are meant, as pytest's -k; all when empty.
    only: str = ""


GOALS: dict[str, Goal] = {
    "G1": Goal(("tests/kill/test_kill_loop.py",), ("fresh_keys_turn_the_loop_red",)),
    "G2": Goal(("tests/kill/test_crash_points.py",), ("never_passed_is_a_fault", "careless_sender_turns_it_red")),
    "G4": Goal(("tests/realtime/test_redis_lost.py",), ("trusts_the_bell_turns_it_red",)),
    "G5": Goal(("tests/relay/test_lossy_proxy.py",), ("turns_it_red",)),
    "G8": Goal(("tests/realtime/test_goals.py",), ("turns_the_flapping_red",), "flapping"),
    "G9": Goal(("tests/fold",), ("watch_sees_a_row",)),
    "G11": Goal(("tests/paging/test_clock_steps.py",), ("drops_what_is_late_turns_it_red",)),
    "G14": Goal(("tests/realtime/test_goals.py",), ("missed_one_event_turns_it_red",), "many_screens or missed_one"),
    "G15": Goal(("tests/realtime/test_goals.py",), ("never_came_back_turns_it_red",), "dropped or never_came_back"),
    "G16": Goal(("tests/realtime/test_goals.py",), ("turns_the_burst_red",), "thousands_of_tasks or burst_red"),
    "G10": Goal(("tests/browser/test_offline.py",), ("double_turn_the_loop_red",)),
    "G18": Goal(("tests/relay/test_never_twice.py",), ("turns_it_red",)),
    "G22": Goal(("tests/geo/test_hostile_files.py",), ("turns_the_trial_red",)),
    "G29": Goal(("tests/worlds/test_approval_forgeries.py",), ("without_its_walls_turns_it_red",)),
    "G30": Goal(("tests/worlds/test_exercise_tampering.py",), ("does_not_ask_who_is_there_turns_it_red",)),
    "G32": Goal(("tests/evidence",), ("trusts_the_key_in_the_bundle",), "tampering or trusts_the_key"),
    "G34": Goal(
        ("tests/feeds/test_webhook.py", "tests/measures/test_receipts_pushed.py"),
        ("careless_verifier_turns_it_red", "careless_reader_of_receipts_turns_it_red"),
    ),
    "G35": Goal(("tests/feeds/test_outbound.py",), ("permits_everything_turns_it_red",)),
    "drills": Goal(("tests/kill/test_drill_conductor.py",), ("before_it_happens_turns_it_red",)),
    "reports": Goal(("tests/kill/test_report_maker.py",), ("done_before_it_tells_turns_it_red",)),
    "mutants": Goal(("tests/playbooks/test_mutated_files.py",), ("careless_loader_turns_the_trial_red",)),
    "past": Goal(("tests/past/test_agreement.py",), ("misses_a_change_turns_it_red",)),
    "archive": Goal(
        ("tests/kill/test_archive_points.py", "tests/evidence/test_archive.py"), ("careless_mover_turns_it_red",)
    ),
    "landing": Goal(("tests/landing",), ("without_a_runway",)),
    "storm": Goal(("tests/storm",), ("stays_silent_about_a_write",)),
}


def run(goal: str, *, whole: bool, seed: int) -> dict[str, object]:
    """Run one goal's tests; `{goal, tried, bad, control_red, seed}` and the figures that its tests recorded."""
    with tempfile.TemporaryDirectory(prefix="tongxin-gate-") as folder:
        report = Path(folder) / "report.xml"
        told = dict(os.environ) | {"TONGXIN_GATE_SEED": str(seed)} | ({"TONGXIN_GATE": "R"} if whole else {})
        arguments = ["-q", "-p", "no:cacheprovider", f"--junitxml={report}", *GOALS[goal].tests]
        if GOALS[goal].only:
            arguments += ["-k", GOALS[goal].only]
        if whole:
            arguments += ["-o", "timeout=4500"]
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", *arguments], cwd=REPO, env=told, stdout=sys.stderr, check=False
        )
        if not report.exists():
            raise SystemExit(f"{goal}: pytest ended with {ended.returncode} and without a report; see above")
        found = list(ET.parse(report).iter("testcase"))  # noqa: S314  our own pytest wrote it
        cases = [(case.get("name", ""), _is_bad(case)) for case in found]
        figures = [one.get("value", "") for case in found for one in case.iter("property")]
    controls = [bad for name, bad in cases if any(word in name for word in GOALS[goal].controls)]
    tests = [bad for name, bad in cases if not any(word in name for word in GOALS[goal].controls)]
    return {
        "goal": goal,
        "tried": len(tests),
        "bad": sum(tests),
        "control_red": bool(controls) and not any(controls),
        "seed": seed,
        **({"figures": figures} if figures else {}),
    }


def _is_bad(case: ET.Element) -> bool:
    """A test that was skipped proved nothing."""
    return any(case.find(name) is not None for name in ("failure", "error", "skipped"))


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; 1 when anything was bad or a control stayed green, 2 for a goal nobody knows."""
    parser = argparse.ArgumentParser(description="Run the goals of reliability; without goals the P tier of all.")
    parser.add_argument("goals", nargs="?", default="", help=f"comma separated, of {', '.join(GOALS)}")
    parser.add_argument("--seed", type=int, help="repeat a run; drawn and printed when left out")
    given = parser.parse_args(arguments)
    asked = [goal for goal in given.goals.split(",") if goal]
    unknown = [goal for goal in asked if goal not in GOALS]
    if unknown:
        parser.error(f"no harness for {', '.join(unknown)}; there are {', '.join(GOALS)}")
    seed = secrets.randbelow(10**6) if given.seed is None else given.seed
    good = True
    for goal in asked or GOALS:
        found = run(goal, whole=bool(asked), seed=seed)
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        good = good and not found["bad"] and bool(found["control_red"]) and bool(found["tried"])
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
