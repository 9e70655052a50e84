"""A message that has gone out is followed by new words for the same people: approved by two, and it says so."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands import broadcasts
from incident.db import Database
from incident.draining.permits import may_broadcast
from incident.errors import Conflict, Forbidden, Invalid
from incident.models import Broadcast, Outbox
from incident.outbox import Claim
from incident.queries.cap_feed import published
from incident.queries.cap_messages import earlier_of
from notifications.connectors._broadcast import read_broadcast
from notifications.connectors._broadcast_wire import job_resource
from notifications.relay.wire import read_job
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import LI, SUN, WANG, ZHAO, approve_broadcast, begun, broadcasting, do, drafted_broadcast
from tests.support import assert_chain_holds, assert_fold_equals_rows

NEW = {"body_zh": "灾区客户请到营业厅领取备用机。", "body_en": "Halls lend phones to customers from the area."}


def update_of(db: Database, row: dict[str, Any], **words: str) -> dict[str, Any]:
    """A draft that follows a message, in words of its own."""
    made = str(uuid.uuid4())
    do(db, row["incident_id"], broadcasts.draft_update, broadcast_id=row["id"], update_id=made)
    return do(
        db, row["incident_id"], broadcasts.edit_broadcast, SUN, broadcast_id=made, changes=NEW | words
    )  # fmt: skip


def sent_update(db: Database, row: dict[str, Any], **words: str) -> dict[str, Any]:
    draft = update_of(db, row, **words)
    draft = do(db, row["incident_id"], broadcasts.submit_broadcast, broadcast_id=draft["id"])
    return approve_broadcast(db, draft, LI, ZHAO)


def now(db: Database, broadcast_id: str) -> dict[str, Any]:
    with db.transaction() as tx:
        return broadcasts.broadcast_row(tx, broadcast_id)


def document(db: Database, row: dict[str, Any], province: str) -> dict[str, Any]:
    with db.read() as session:
        payload = session.scalars(select(Outbox.payload).where(Outbox.key == f"{row['id']}:{province}")).one()
    found: dict[str, Any] = json.loads(payload)
    return found


def test_an_update_goes_to_the_same_people_stops_the_former_and_refers_to_all_before(
    db: Database, clock: SteppedClock
) -> None:
    row = broadcasting(db, begun(db))
    clock.step(60)
    update = sent_update(db, row)
    clock.step(60)
    second = sent_update(db, update, body_zh="备用机已发完。", body_en="There are no more phones.")

    assert (now(db, row["id"])["state"], now(db, update["id"])["state"]) == ("cancelled", "cancelled")
    assert (second["state"], second["audience"], second["customers"]) == (
        "broadcasting", row["audience"], row["customers"],
    )  # fmt: skip
    told = document(db, second, SICHUAN)
    assert told["references"] == [f"{row['id']}:{SICHUAN}", f"{update['id']}:{SICHUAN}"]
    assert told["texts"]["zh"].endswith("备用机已发完。")
    with db.read() as session:
        assert [one["id"] for one in earlier_of(session, second)] == [row["id"], update["id"]]
        feed = [(one.kind, one.row["id"]) for one in published(session, world="exercise")]
    assert feed == [("Update", second["id"]), ("Update", update["id"]), ("Alert", row["id"])]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_an_update_needs_two_people_who_did_not_write_it_also_in_the_database(db: Database) -> None:
    row = broadcasting(db, begun(db))
    draft = update_of(db, row)
    draft = do(db, row["incident_id"], broadcasts.submit_broadcast, broadcast_id=draft["id"])

    with pytest.raises(Forbidden):
        approve_broadcast(db, draft, SUN)
    one = approve_broadcast(db, draft, LI)
    with pytest.raises(Conflict):
        approve_broadcast(db, draft, LI)
    assert one["state"] == "pending_approval"
    assert now(db, row["id"])["state"] == "broadcasting", "the former goes on until the update leaves"
    with pytest.raises(Exception, match="lacks two approvals"), db.transaction() as tx:
        tx.session.get_one(Broadcast, draft["id"]).state = "broadcasting"


def test_the_sender_asks_for_the_updates_own_approvals(db: Database) -> None:
    row = broadcasting(db, begun(db))
    update = sent_update(db, row)
    with db.transaction() as tx:
        tx.session.get_one(Broadcast, update["id"]).body_zh = "别的话"
    with db.transaction() as tx:
        sent = tx.session.scalars(select(Outbox).where(Outbox.key == f"{update['id']}:{GANSU}")).one()
        sent.state, sent.fence = "leased", 1
        claim = Claim(sent.id, "broadcast", sent.key, sent.stream, {}, 1, 1)
    refusal = may_broadcast(db, claim)

    assert refusal is not None
    assert (refusal.why, refusal.note) == ("unapproved", "the row is not what its digest says")


def test_the_correction_of_an_update_refers_to_the_whole_matter(db: Database, clock: SteppedClock) -> None:
    row = broadcasting(db, begun(db))
    clock.step(60)
    update = sent_update(db, row, correction_zh="备用机的事有误。", correction_en="The phones were a mistake.")
    clock.step(60)
    correction = do(db, row["incident_id"], broadcasts.correct_broadcast, LI, broadcast_id=update["id"])

    assert correction["body_zh"].endswith("备用机的事有误。")
    with db.read() as session:
        assert [one["id"] for one in earlier_of(session, correction)] == [row["id"], update["id"]]


def test_a_relay_takes_an_update_for_no_haste_and_a_correction_for_haste(db: Database) -> None:
    row = broadcasting(db, begun(db))
    update = sent_update(db, row)
    correction = do(db, row["incident_id"], broadcasts.correct_broadcast, LI, broadcast_id=update["id"])

    waits = [
        read_job(
            job_resource(read_broadcast(document(db, one, SICHUAN)), key=f"{one['id']}:{SICHUAN}", digest="0" * 64)
        ).job.waits
        for one in (row, update, correction)
    ]

    assert waits == [False, True, False]


def test_what_cannot_be_updated_is_refused_in_words(db: Database) -> None:
    incident = begun(db)
    draft = drafted_broadcast(db, incident)
    with pytest.raises(Conflict, match="not_update"):
        do(db, incident, broadcasts.draft_update, broadcast_id=draft["id"], update_id=str(uuid.uuid4()))
    row = broadcasting(db, incident)
    made = str(uuid.uuid4())
    do(db, incident, broadcasts.draft_update, broadcast_id=row["id"], update_id=made)
    with pytest.raises(Conflict, match="nothing_new"):
        do(db, incident, broadcasts.submit_broadcast, broadcast_id=made)
    with pytest.raises(Conflict, match="exists"):
        do(db, incident, broadcasts.draft_update, broadcast_id=row["id"], update_id=made)
    with pytest.raises(Invalid, match="other_way"):
        do(
            db, incident, broadcasts.edit_broadcast, WANG, broadcast_id=made, changes={"channel": "cell_broadcast"}
        )  # fmt: skip
    do(db, incident, broadcasts.cancel_broadcast, LI, broadcast_id=row["id"])
    with pytest.raises(Conflict, match=r"broadcast\.ended"):
        do(db, incident, broadcasts.draft_update, broadcast_id=row["id"], update_id=str(uuid.uuid4()))
