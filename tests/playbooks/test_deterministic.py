"""The same playbook and the same situation give the same plan to the byte, in this process and in any other."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace

import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.plan import Plan, snapshot
from playbooks.planner import plan
from playbooks.playbook import library, library_text, load
from playbooks.reasons import say
from playbooks.situation import Situation, SituationRegion
from tests.conftest import REPO
from tests.playbooks.builders import DUJIANGYAN, NINGQIANG, WENCHUAN, WUHOU, region, situation
from tests.playbooks.test_planning import regions_hit

_ELSEWHERE = "from tests.playbooks.test_deterministic import told_here; print(told_here())"


def told_here() -> str:
    """The digest of one plan, as this process makes it."""
    book = load(library_text("earthquake"), filename="earthquake.yaml")
    told = situation(*(region(county, value=9) for county in (WUHOU, NINGQIANG, WENCHUAN, DUJIANGYAN)))
    return hashlib.sha256(in_bytes(plan(book, told))).hexdigest()


def in_bytes(planned: Plan) -> bytes:
    """A whole plan: items, what is left out, triggers, and every sentence."""
    told = [one.reasons for group in (planned.items, planned.omitted, planned.triggers) for one in group]
    return rfc8785.dumps(
        {
            "digest": planned.digest,
            "items": [snapshot(item) for item in planned.items],
            "omitted": [one.item_id for one in planned.omitted],
            "triggers": [[state.id, state.holds] for state in planned.triggers],
            "reasons": [[say(reason, "zh") for reason in reasons] for reasons in (*told, planned.notes)],
        }
    )


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
        cwd=REPO,
        env=dict(os.environ) | {"PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert elsewhere.stdout.strip() == told_here()
