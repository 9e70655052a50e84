"""Nobody sends without the approvals of exactly these bytes: rules, races, and walls in the database itself (G29)."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import DBAPIError

from incident.clock import SteppedClock
from incident.commands import broadcasts, drafting, measures
from incident.db import Database
from incident.errors import Conflict, Forbidden, Refusal
from incident.log import Actor, incident_stream
from incident.models import Approval, EventRow, Measure
from tests.conftest import QUAKE
from tests.measures.stories import (
    CAP_B,
    LI,
    SUN,
    WANG,
    WANG_AGAIN,
    ZHAO,
    approve_broadcast,
    approved,
    begun,
    broadcasting,
    do,
    drafted,
    drafted_broadcast,
    measure,
    yes,
)
from tests.postgres import as_owner
from tests.support import assert_fold_equals_rows


def waiting(db: Database, incident: str, **changes: Any) -> dict[str, Any]:
    row = drafted(db, incident, cap_fen=CAP_B + 1, **changes)
    return do(db, incident, measures.submit_measure, measure_id=row["id"])


def raw_approval(row: dict[str, Any], person_id: str, **changes: Any) -> dict[str, Any]:
    values = {
        "id": str(uuid.uuid4()),
        "incident_id": row["incident_id"],
        "province": None,
        "subject_kind": "measure",
        "subject_id": row["id"],
        "revision": row["revision"],
        "digest": row["digest"],
        "person_id": person_id,
        "decision": "approve",
        "reason_text": None,
        "at": QUAKE,
        "preflight": None,
    }
    return values | changes


def refused_by_the_database(db: Database, statement: Any, match: str) -> None:
    with pytest.raises(DBAPIError, match=match), db.transaction() as tx:
        tx.session.execute(statement)


@pytest.mark.parametrize("author", [WANG, WANG_AGAIN])
def test_the_author_cannot_approve_by_any_account_even_in_raw_sql(db: Database, author: Actor) -> None:
    incident = begun(db)
    row = waiting(db, incident)
    with pytest.raises(Forbidden, match=r"approval\.author"):
        yes(db, row, author)
    refused_by_the_database(db, insert(Approval).values(raw_approval(row, author.person)), "cannot approve")


def test_the_last_editor_cannot_approve(db: Database) -> None:
    incident = begun(db)
    draft = drafted(db, incident)
    edited = do(
        db, incident, drafting.edit_measure, LI,
        measure_id=draft["id"], class_b_cap_fen=CAP_B, cap_fen=CAP_B - 1,
    )  # fmt: skip
    row = do(db, incident, measures.submit_measure, measure_id=edited["id"])
    with pytest.raises(Forbidden, match=r"approval\.editor"):
        yes(db, row, LI)
    refused_by_the_database(db, insert(Approval).values(raw_approval(row, LI.person)), "cannot approve")


@pytest.mark.parametrize("via", ["sms", "mail", "proxy", "system", "cli", "token"])
def test_an_approval_comes_from_a_person_signed_in_and_from_nothing_else(db: Database, via: str) -> None:
    incident = begun(db)
    row = waiting(db, incident)
    with pytest.raises(Forbidden, match="not_a_person"):
        yes(db, row, Actor(person=LI.person, via=via))


def test_a_stranger_a_stale_digest_and_an_old_revision_are_refused_by_the_database(db: Database) -> None:
    incident = begun(db)
    row = waiting(db, incident)
    for values, match in (
        (raw_approval(row, str(uuid.uuid4())), "known person"),
        (raw_approval(row, LI.person, digest="0" * 64), "revision and digest"),
        (raw_approval(row, LI.person, revision=row["revision"] + 1), "revision and digest"),
        (raw_approval(row, LI.person, subject_id=str(uuid.uuid4())), "revision and digest"),
    ):
        refused_by_the_database(db, insert(Approval).values(values), match)


def test_one_human_with_two_accounts_is_one_approver_in_the_database_too(db: Database) -> None:
    incident = begun(db)
    row = do(
        db, incident, measures.submit_measure, SUN,
        measure_id=drafted_by_sun(db, incident)["id"],
    )  # fmt: skip
    yes(db, row, WANG)
    with pytest.raises(Conflict, match=r"approval\.twice"):
        yes(db, row, WANG_AGAIN)
    refused_by_the_database(db, insert(Approval).values(raw_approval(row, WANG_AGAIN.person)), "approve twice")


def drafted_by_sun(db: Database, incident: str) -> dict[str, Any]:
    row = drafted(db, incident)
    values = {
        "incident_id": incident,
        "measure_id": str(uuid.uuid4()),
        "kind": row["kind"],
        "fields": row["fields"] | {"cap_fen": CAP_B + 1},
        "area": row["area"],
        "rules_counted": tuple(row["rules"]),
        "window_from": QUAKE,
        "window_to": QUAKE + timedelta(days=10),
        "class_b_cap_fen": CAP_B,
    }
    return do(db, incident, drafting.draft_by_hand, SUN, **values)


@pytest.mark.parametrize("state", ["approved", "executing"])
def test_raw_sql_cannot_make_a_measure_go_out_without_its_approvals(db: Database, state: str) -> None:
    incident = begun(db)
    row = waiting(db, incident)
    yes(db, row, LI)
    claimed = {"approved_revision": row["revision"], "approved_digest": row["digest"]}
    for values in ({"state": state}, {"state": state} | claimed):
        refused_by_the_database(db, update(Measure).where(Measure.id == row["id"]).values(values), "lacks approvals")
    born = dict(_raw_measure(db, row["id"]), id=str(uuid.uuid4()), item_key="x", state=state)
    refused_by_the_database(db, insert(Measure).values(born), "begins as a draft")


def test_raw_sql_cannot_start_other_bytes_under_an_old_approval(db: Database) -> None:
    incident = begun(db)
    row = approved(db, incident)
    refused_by_the_database(
        db, update(Measure).where(Measure.id == row["id"]).values(digest="0" * 64), "only with a new revision"
    )
    refused_by_the_database(
        db,
        update(Measure)
        .where(Measure.id == row["id"])
        .values(digest="0" * 64, revision=2, approved_digest="0" * 64, approved_revision=2),
        "lacks approvals",
    )


def test_approvals_an_hour_apart_do_not_start_class_a_in_raw_sql_either(db: Database, clock: SteppedClock) -> None:
    incident = begun(db)
    row = waiting(db, incident)
    yes(db, row, LI)
    clock.step(3601)
    after = yes(db, row, ZHAO)
    assert after["state"] == "pending_approval"
    values = {"state": "approved", "approved_revision": row["revision"], "approved_digest": row["digest"]}
    refused_by_the_database(db, update(Measure).where(Measure.id == row["id"]).values(values), "lacks approvals")


def test_two_approvers_who_saw_different_pre_flights_do_not_start_class_a_in_raw_sql_either(db: Database) -> None:
    row = waiting(db, begun(db))
    with db.transaction() as tx:
        for person, seen in ((LI, "a" * 64), (ZHAO, "b" * 64)):
            tx.session.execute(insert(Approval).values(raw_approval(row, person.person, preflight=seen)))
    away = update(Measure).where(Measure.id == row["id"]).values(
        state="approved", approved_revision=row["revision"], approved_digest=row["digest"]
    )  # fmt: skip
    with pytest.raises(DBAPIError, match="lacks approvals"), db.transaction() as tx:
        tx.session.execute(away)

    with db.transaction() as tx:  # who looked again, at what the other had seen
        again = {"preflight": "a" * 64, "at": QUAKE + timedelta(minutes=1)}
        tx.session.execute(update(Approval).where(Approval.person_id == ZHAO.person).values(again))
        tx.session.execute(away)
    assert measure(db, row["id"])["state"] == "approved"


def test_raw_sql_cannot_send_a_broadcast_with_one_approval(db: Database) -> None:
    incident = begun(db)
    row = drafted_broadcast(db, incident)
    row = do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])
    approve_broadcast(db, row, LI)
    refused_by_the_database(db, text("UPDATE broadcast SET state = 'broadcasting'"), "lacks two approvals")
    refused_by_the_database(db, text("UPDATE broadcast SET state = 'completed'"), "lacks two approvals")


def test_only_the_prepared_text_passes_as_a_correction(db: Database) -> None:
    incident = begun(db)
    sent = broadcasting(db, incident)
    other = drafted_broadcast(db, incident, body_zh="请点击链接领取补贴")
    refused_by_the_database(
        db,
        text(f"UPDATE broadcast SET state = 'broadcasting', refers_to = '{sent['id']}' WHERE id = '{other['id']}'"),  # noqa: S608  our own ids
        "lacks two approvals",
    )


def test_the_log_approvals_and_the_kind_of_a_world_cannot_be_rewritten(db: Database) -> None:
    incident = begun(db)
    approved(db, incident)
    for statement, match in (
        (update(EventRow).values(type="Other"), "append-only"),
        (text("DELETE FROM event"), "append-only"),
        (text("DELETE FROM approval"), "cannot be removed"),
        (text("UPDATE approval SET person_id = 'x'"), "cannot pass|revision and digest"),
        (text("UPDATE world SET kind = 'live', rate = 1"), "change its kind"),
        (text("DELETE FROM world"), "cannot be removed"),
        *([] if db.is_sqlite else [(text("TRUNCATE event"), "append-only")]),
    ):
        with as_owner(db.engine) as engine:  # the application's role is refused before any trigger is asked
            refused_by_the_database(Database(engine, db.clock), statement, match)


def test_the_same_two_clicks_in_a_race_count_once_each(db: Database) -> None:
    incident = begun(db)
    row = waiting(db, incident)
    outcomes: list[str] = []

    def click(actor: Actor) -> None:
        try:
            after = yes(db, row, actor)
            outcomes.append(after["state"])
        except Refusal as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=click, args=(actor,)) for actor in (LI, LI, ZHAO, ZHAO, WANG, WANG_AGAIN)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count("approved") == 1
    assert outcomes.count("pending_approval") == 1
    assert len(outcomes) == 6
    assert measure(db, row["id"])["state"] == "approved"
    assert_fold_equals_rows(db)


def test_an_edit_racing_the_second_approval_never_sends_the_old_bytes(db: Database) -> None:
    incident = begun(db)
    row = waiting(db, incident)
    yes(db, row, LI)

    def approve() -> None:
        with db.transaction([incident_stream(incident)]) as tx:
            try:
                measures.approve_measure(
                    tx, ZHAO, measure_id=row["id"], digest=row["digest"], typed_count=row["customers"]
                )
            except Refusal:
                tx.session.rollback()

    def edit() -> None:
        do(
            db, incident, drafting.edit_measure, SUN,
            measure_id=row["id"], class_b_cap_fen=CAP_B, cap_fen=CAP_B + 2, reason="改",
        )  # fmt: skip

    threads = [threading.Thread(target=approve), threading.Thread(target=edit)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    after = measure(db, row["id"])
    assert (after["state"], after["revision"], after["approved_revision"]) == ("pending_approval", 2, None)
    with pytest.raises(Conflict):
        do(db, incident, measures.start_measure, measure_id=row["id"])


def _raw_measure(db: Database, measure_id: str) -> dict[str, Any]:
    with db.read() as session:
        row = session.get_one(Measure, measure_id)
        return {column.name: getattr(row, column.name) for column in Measure.__table__.columns}
