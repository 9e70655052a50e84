"""Stories of the review: findings of people and rules, mended by one, verified by another, carried into a playbook."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from incident.commands import findings, playbooks
from incident.events.findings import STREAM
from incident.events.playbooks import STREAM as PLAYBOOKS
from incident.log import Actor
from incident.queries.fired import fired_in
from incident.walk_sheets import sheets
from tests.conftest import QUAKE
from tests.fold.of_playbooks import a_text
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY, SICHUAN, TEAM, dispatched
from tests.measures.stories import LI, WANG, ZHAO


def on_review(stage: Stage, command: Callable[..., Any], actor: Actor = LI, /, **arguments: Any) -> Any:
    """Run a command in a transaction of its own on the stream of the review."""
    with stage.db.transaction([STREAM]) as tx:
        return command(tx, actor, **arguments)


def a_finding(stage: Stage, text: str = "羌语热线三小时后才有人", *, scope: str = SICHUAN) -> str:
    finding_id = str(uuid.uuid4())
    observation = findings.Observation(text=text, scope=scope, department="service", helpers=("province",))
    on_review(stage, findings.note_finding, finding_id=finding_id, incident_id=stage.incident, observation=observation)
    return finding_id


@records(
    "FindingNoted", "FindingAssigned", "FindingMended", "FindingVerified", "FindingReturned", "ChangeProposed",
)  # fmt: skip
def a_finding_from_its_moment_to_the_playbook(stage: Stage) -> None:
    dispatched(stage.db, stage.incident)
    finding = a_finding(stage)
    due = QUAKE + timedelta(days=30)
    on_review(stage, findings.assign_finding, finding_id=finding, owner_id=TEAM.person, due_at=due)
    for step in (findings.return_finding, None):
        on_review(stage, findings.mend_finding, TEAM, finding_id=finding, text="已排双语班")
        if step is not None:
            on_review(stage, step, finding_id=finding, reason="夜班仍无人")
    on_review(stage, findings.verify_finding, ZHAO, finding_id=finding)
    draft = str(uuid.uuid4())
    with stage.db.transaction(sorted([STREAM, PLAYBOOKS])) as tx:
        playbooks.begin_draft(tx, WANG, draft_id=draft, look=a_text(), base_slug="ice", base_number=0)
        findings.propose_change(tx, WANG, finding_id=finding, draft_id=draft, slug="ice", item=None)


@records("FindingNoted", "FindingRejected", "FindingMarkedDuplicate", "FindingReopened")
def findings_that_are_none(stage: Stage) -> None:
    dispatched(stage.db, stage.incident)
    stage.clock.step(3600)
    with stage.db.read() as session:
        fired = fired_in(session, stage.incident, now=stage.db.world_now(session))
    [taken] = on_review(stage, findings.take_up, incident_id=stage.incident, fired=fired)["taken"]
    first, second = a_finding(stage), a_finding(stage, "同一件事", scope="nation")
    on_review(stage, findings.mark_duplicate, finding_id=taken["id"], duplicate_of=first, reason="同一件事")
    on_review(stage, findings.reject_finding, DUTY, finding_id=second, reason="查无此事")
    on_review(stage, findings.reopen_finding, finding_id=second, reason="又有人反映")


@records("WalkedThrough", "FindingNoted")
def a_sheet_whose_noes_become_findings(stage: Stage) -> None:
    sheet = sheets()["customer-in-the-area"]
    first, second = sheet.questions[:2]
    answers = (
        findings.Answer(first.id, "no", "等了四分钟", finding=True),
        findings.Answer(second.id, "yes"),
    )
    walk = findings.Walk(sheet, SICHUAN, "510700", QUAKE, answers)
    on_review(stage, findings.hand_in, TEAM, walk_id=str(uuid.uuid4()), incident_id=stage.incident, walk=walk)


@records("MeetingCalled", "MeetingMinuted", "MeetingClosed", "FindingAssigned")
def a_meeting_that_decides(stage: Stage) -> None:
    finding, meeting = a_finding(stage), str(uuid.uuid4())
    row = on_review(
        stage, findings.call_meeting, meeting_id=meeting, incident_id=stage.incident, title="五月服务分析会",
        held_at=QUAKE + timedelta(days=20), chair_id=LI.person, findings=[finding], questions=["油料谁来备？"],
    )  # fmt: skip
    for item in row["agenda"]:
        on_review(stage, findings.minute, meeting_id=meeting, item_id=item["id"], text="由省公司备，总部核")
    due = QUAKE + timedelta(days=30)
    on_review(stage, findings.assign_finding, finding_id=finding, owner_id=TEAM.person, due_at=due, meeting_id=meeting)
    on_review(stage, findings.close_meeting, meeting_id=meeting, text="下月再看")
