"""A playbook that uses every measure type, adopted in an incident: drafts, tasks, and what becomes of both."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from incident.commands import measures
from incident.commands.activation import activate_plan
from incident.db import Database
from incident.log import incident_stream
from incident.models import Broadcast, Measure, Task
from incident.queries.planning import Proposal
from notifications.render import EXERCISE_PREFIX
from playbooks.measures import KINDS
from playbooks.planning.difference import difference
from playbooks.planning.planner import plan
from tests.measures.stories import WANG, begun, decide, do, measure, parts
from tests.playbooks.builders import region, situation
from tests.playbooks.every_type import every_type
from tests.support import assert_chain_holds, assert_fold_equals_rows


def adopted(db: Database, incident: str) -> None:
    held = {"gotone": 10_000, "easyown": 20_000, "mzone": 3_000, "other": 500}
    struck = situation(region(value=9, segments=held), region("621202", value=8), text_prefix=EXERCISE_PREFIX)
    planned = plan(every_type(), struck)
    proposal = Proposal(every_type(), planned, difference({}, planned), {})
    with db.transaction([incident_stream(incident)]) as tx:
        activate_plan(tx, WANG, incident_id=incident, proposal=proposal)


def test_every_type_is_proposed_adopted_approved_and_started_from_a_playbook(db: Database) -> None:
    incident = begun(db)
    adopted(db, incident)
    with db.read() as session:
        drafts = {row.kind: row.id for row in session.scalars(select(Measure))}
        told = session.scalars(select(Broadcast)).one()
        tasks = Counter(key.split("/")[1] for key in session.scalars(select(Task.item_key)))
    assert set(drafts) | {"public_info_broadcast"} == set(KINDS)
    assert told.state == "draft"
    assert tasks["green-channel-open"] == tasks["care-hotline-report"] == tasks["data-pack-sample"] == 2

    for kind, measure_id in drafts.items():
        row = decide(db, measure(db, measure_id))
        do(db, incident, measures.start_measure, measure_id=row["id"])
        assert set(parts(db, measure_id).values()) == {"executing"}, kind
        assert measure(db, measure_id)["delivery"] == KINDS[kind].delivery, kind
        assert measure(db, measure_id)["cost_fen"] <= measure(db, measure_id)["cap_fen"], kind
    with db.read() as session:
        after = Counter(key.split("/")[1] for key in session.scalars(select(Task.item_key)))
    assert after == tasks
    assert_chain_holds(db)
    assert_fold_equals_rows(db)
