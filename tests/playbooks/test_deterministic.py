"""The same playbook and the same situation give the same plan to the byte, in this process and in any other."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.language.situation import Situation, SituationRegion
from playbooks.planning.planner import plan
from playbooks.source.playbook import library
from tests.playbooks.builders import situation
from tests.playbooks.plans_in_bytes import in_bytes, told_here
from tests.playbooks.test_planning import regions_hit

_ELSEWHERE = "from tests.playbooks.plans_in_bytes import told_here; print(told_here())"


def told_anew(told: Situation) -> Situation:
    """The same situation, of new objects whose mappings are in another order."""
    rows = tuple(
        replace(
            row,
            segments=dict(reversed(list(row.segments.items()))),
            of_which=dict(reversed(list(row.of_which.items()))),
        )
        for row in told.regions
    )
    return replace(told, regions=rows)


@settings(deadline=None, max_examples=20)
@given(st.sampled_from(sorted(library())), regions_hit(), st.sampled_from(["I", "III", None]))
def test_planning_again_gives_the_same_bytes(slug: str, rows: tuple[SituationRegion, ...], level: str | None) -> None:
    playbook = library()[slug]
    told = situation(*rows, level=level, hazard=playbook.hazards[0])

    assert in_bytes(plan(playbook, told)) == in_bytes(plan(playbook, told_anew(told)))


def test_another_process_with_other_hashes_gives_the_same_bytes() -> None:
    elsewhere = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE],
        cwd=Path(__file__).parents[2],
        env=dict(os.environ) | {"PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert elsewhere.stdout.strip() == told_here()
