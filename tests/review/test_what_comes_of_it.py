"""A finding changes a playbook, the next plan says so beside the item; and old footprints are replayed through it."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest

from geo.exposure import Exposure
from geo.reconstructions.wenchuan_2008 import wenchuan_2008_versions
from geo.regions import Regions
from incident.cli.what_if import in_words
from incident.commands import findings, playbooks
from incident.commands.activation import activate_plan
from incident.commands.assessing import assess_footprint
from incident.commands.footprints import supply_footprint
from incident.db import Database
from incident.events.findings import STREAM
from incident.events.playbooks import STREAM as PLAYBOOKS
from incident.log import incident_stream
from incident.memo import Memo
from incident.queries.counterfactual import counterfactual, playbooks_of
from incident.queries.lessons import findings_of_draft, lessons_of, with_lessons
from incident.queries.planning import propose
from incident.queries.plans import proposal_document
from incident.queries.playbook_shelf import in_use
from playbooks.source.playbook import Playbook, library, library_text
from playbooks.workbench.draft_check import look_at
from tests.fold.stages import exercise
from tests.incident.stories import DUTY, declared
from tests.measures.stories import LI, WANG, ZHAO, begun

#: The measure that the finding changes.
CHANGED = "waiver"


def with_a_higher_cap(text: str) -> str:
    """The file with version 2, in which a customer may be waived a fen more."""
    changed = text.replace("\nversion: 1\n", "\nversion: 2\n", 1)
    return changed.replace("cap_per_customer_fen: 3_200", "cap_per_customer_fen: 3_201", 1)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """One database is enough: what is tried is planning, and that is the same on both."""
    return exercise(tmp_path / "review.db")[0]


@pytest.fixture
def hit(db: Database, regions: Regions, exposure: Exposure) -> str:
    """An incident of level I with the reconstruction's last footprint, activated with what ships."""
    begun(db)
    provinces = tuple(region.adcode for region in regions.provinces() if region.operator)
    incident = declared(db, provinces=provinces)
    with db.transaction([incident_stream(incident)]) as tx:
        supply_footprint(
            tx, DUTY, incident_id=incident, footprint_id=str(uuid.uuid4()), provinces=provinces,
            assessed=assess_footprint(wenchuan_2008_versions()[-1], regions, exposure),
        )  # fmt: skip
        proposal = propose(
            tx.session, incident_id=incident, playbook=library()["earthquake"],
            regions=regions, now=tx.now, exercise=True,
        )  # fmt: skip
        activate_plan(tx, DUTY, incident_id=incident, proposal=proposal)
    return incident


def changed_because_of_a_finding(db: Database, incident: str) -> tuple[str, str]:
    """A finding of the incident that leads to version 2 of its playbook; ids of finding and draft."""
    finding, draft = str(uuid.uuid4()), str(uuid.uuid4())
    look = look_at(with_a_higher_cap(library_text("earthquake")))
    observation = findings.Observation(text="减免上限不够", scope="nation", department="market")
    with db.transaction(sorted([STREAM, PLAYBOOKS])) as tx:
        findings.note_finding(tx, LI, finding_id=finding, incident_id=incident, observation=observation)
        playbooks.begin_draft(tx, WANG, draft_id=draft, look=look, base_slug="earthquake", base_number=0)
        findings.propose_change(tx, WANG, finding_id=finding, draft_id=draft, slug="earthquake", item=CHANGED)
        playbooks.submit_draft(tx, WANG, draft_id=draft, revision=1)
        playbooks.approve_draft(tx, ZHAO, draft_id=draft, digest=look.source_digest)
        playbooks.publish_draft(tx, WANG, draft_id=draft, look=look)
    return finding, draft


def replayed(db: Database, incident: str, regions: Regions, memo: Memo[Playbook]) -> dict[str, Any]:
    with db.read() as session:
        used, today = playbooks_of(session, incident, in_use=in_use(session, memo), slug=None, memo=memo)
        return counterfactual(session, incident, used=used, today=today, regions=regions, exercise=True)


def planned_again(db: Database, incident: str, regions: Regions, memo: Memo[Playbook]) -> dict[str, Any]:
    with db.read() as session:
        today = in_use(session, memo)["earthquake"]
        now = db.world_now(session)
        proposal = propose(session, incident_id=incident, playbook=today, regions=regions, now=now, exercise=True)
        lessons = lessons_of(session, today, regions=regions, memo=memo)
        return with_lessons(proposal_document(proposal, regions), lessons)


def test_a_lesson_stands_beside_the_item_that_it_changed_and_old_footprints_differ_by_it(
    db: Database, hit: str, regions: Regions
) -> None:
    memo: Memo[Playbook] = Memo(most=8)
    before = replayed(db, hit, regions, memo)
    assert (before["same"], before["differences"], before["steps"][0]["differences"]) == (True, [], 0)
    assert before["actual"] == before["would"]
    assert planned_again(db, hit, regions, memo)["lessons"] == []

    finding, draft = changed_because_of_a_finding(db, hit)

    told = planned_again(db, hit, regions, memo)
    beside = {change["item_key"].split("/")[1]: change["lessons"] for change in told["changes"] if change["lessons"]}
    assert set(beside) == {CHANGED}
    [lesson] = beside[CHANGED]
    assert (lesson["id"], lesson["say_zh"], lesson["incident"]["id"]) == (finding, "减免上限不够", hit)
    with db.read() as session:
        assert [one["id"] for one in findings_of_draft(session, draft, regions)] == [finding]
    after = replayed(db, hit, regions, memo)
    assert [(one["item"], one["change"], one["fields"]) for one in after["differences"]] == [
        (f"{CHANGED}/*", "change", ("fields",))
    ]
    said = in_words(after)
    assert "used    earthquake version 1" in said
    assert "today   earthquake version 2" in said
    assert said.endswith("different: 1\n  ~ measure Fee waiver: fields")
    assert (after["used"]["version"], after["today"]["version"], after["steps"][0]["level"]) == (1, 2, "I")
