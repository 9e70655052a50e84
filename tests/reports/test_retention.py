"""What was kept long enough goes, and nothing else; words are erased, and the log stays whole all the while."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from incident import anchoring, anchors
from incident.clock import SteppedClock
from incident.commands import incidents, people, tasks
from incident.commands.retention import apply_retention, due
from incident.db import Database
from incident.events.people import STREAM
from incident.evidence.bundle import write_bundle
from incident.evidence.verifier import Bundle, faults_of
from incident.house import House
from incident.log import SYSTEM, incident_stream
from incident.models import Attachment, Blob, EventRow, Outbox, PersonContact
from incident.rules.data_classes import days_kept
from tests.incident.stories import DUTY, TEAM, act, declared, dispatched
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser, a_person

Person = Callable[..., Browser]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAYS = days_kept("files=100,account=30,leavings=never")


def test_files_of_an_incident_go_when_its_time_is_over_and_its_bundle_still_verifies(
    db: Database, clock: SteppedClock, house: House, tmp_path: Path
) -> None:
    incident, other = declared(db), declared(db)
    photo, kept = _attached(db, incident), _attached(db, other)
    _closed(db, incident)

    clock.step(timedelta(days=99).total_seconds())
    early = apply_retention(db, DAYS)
    clock.step(timedelta(days=2).total_seconds())
    with db.read() as session:
        told = due(session, DAYS, real_now=db.real_now(session), world_now=db.world_now(session))
    went = apply_retention(db, DAYS)

    assert [one.kind for one in early] == []
    assert [(one.kind, one.count) for one in told if one.count] == [(one.kind, one.count) for one in went]
    assert [(one.kind, one.count) for one in went] == [("files", 1)]
    with db.read() as session:
        assert session.get_one(Attachment, photo).redacted_at is not None
        assert session.get_one(Blob, session.get_one(Attachment, photo).content).content == b""
        assert session.get_one(Blob, session.get_one(Attachment, kept).content).content == b"found"
    assert apply_retention(db, DAYS) == []
    assert_fold_equals_rows(db)
    assert_chain_holds(db)
    assert _faults_of_bundle(db, house, incident, tmp_path) == []


def test_addresses_go_thirty_days_after_an_account_was_last_shut(db: Database, clock: SteppedClock) -> None:
    shut, opened_again, at_work = (a_person(db, login=f"leaver{number}") for number in range(3))
    with db.transaction([STREAM]) as tx:
        for one in (shut, opened_again, at_work):
            tx.session.merge(PersonContact(person_id=one, mail=f"{one[:4]}@example.org"))
        for one in (shut, opened_again):
            people.disable_person(tx, SYSTEM, person_id=one)
        people.enable_person(tx, SYSTEM, person_id=opened_again)
    clock.step(timedelta(days=31).total_seconds())

    apply_retention(db, DAYS)

    with db.read() as session:
        assert set(session.scalars(select(PersonContact.person_id))) == {opened_again, at_work}
        [said] = session.scalars(select(EventRow).where(EventRow.type == "RetentionApplied"))
        assert (said.data["rule"], said.data["count"]) == ("account", 1)


def test_what_left_loses_its_content_and_what_nobody_knows_the_end_of_keeps_it(
    db: Database, clock: SteppedClock
) -> None:
    with db.transaction() as tx:
        for state in ("sent", "unknown", "pending"):
            tx.session.add(_leaving(state, tx.real_now))
    clock.step(timedelta(days=181).total_seconds())

    apply_retention(db, DAYS)  # never, says this installation
    with db.read() as session:
        assert session.scalar(select(func.count()).where(Outbox.payload == "")) == 0
    apply_retention(db, days_kept(""))

    with db.read() as session:
        told = {row.state: row.payload for row in session.scalars(select(Outbox).where(Outbox.kind == "notice"))}
    assert told == {"sent": "", "unknown": "words", "pending": "words"}


def test_a_commander_erases_a_number_from_a_comment_and_an_auditor_sees_that(
    person: Person, db: Database, house: House, tmp_path: Path
) -> None:
    incident = declared(db)
    [task] = dispatched(db, incident)
    act(db, incident, "comment", task_id=task, note_id=str(uuid.uuid4()), text="他的手机 13800000000")
    with db.read() as session:
        position = session.scalars(select(EventRow.position).where(EventRow.type == "TaskCommented")).one()
    body = {"incident": incident, "position": position, "reason": "写了个人号码"}
    commander, auditor = person(("commander", "nation")), person(("auditor", "nation"))

    erased = commander.post("/api/v1/record/erasures", body)
    again = commander.post("/api/v1/record/erasures", body)
    nothing = commander.post("/api/v1/record/erasures", body | {"position": 10_000})

    assert (erased.status_code, erased.json["erased"]) == (200, 1), erased.text
    assert (again.status_code, nothing.status_code) == (409, 404)
    assert auditor.post("/api/v1/record/erasures", body).status_code == 403
    [line] = auditor.get("/api/v1/record/erasures").json["items"]
    assert (line["type"], line["reason"], line["incident"]) == ("TextsErased", "写了个人号码", incident)
    with db.read() as session:
        assert not [one for one in session.scalars(select(Blob.content)) if b"13800000000" in one]
    assert_fold_equals_rows(db)
    assert _faults_of_bundle(db, house, incident, tmp_path) == []


def _attached(db: Database, incident: str) -> str:
    [task] = dispatched(db, incident)
    attachment = str(uuid.uuid4())
    with db.transaction([incident_stream(incident)]) as tx:
        tasks.attach(
            tx, TEAM, task_id=task, attachment_id=attachment, name="found.txt", content=b"found", strip=False
        )  # fmt: skip
    return attachment


def _closed(db: Database, incident: str) -> None:
    with db.transaction([incident_stream(incident)]) as tx:
        for action in ("stabilise", "stand_down", "close"):
            incidents.move_incident(tx, DUTY, incident_id=incident, action=action, reason="完成")


def _leaving(state: str, at: datetime) -> Outbox:
    return Outbox(
        id=str(uuid.uuid4()), kind="notice", key=f"old:{state}", stream="people", payload="words", state=state, fence=0,
        attempts=0, not_before=at, created_at=at,
    )  # fmt: skip


def _faults_of_bundle(db: Database, house: House, incident: str, folder: Path) -> list[Any]:
    anchoring.anchor_log(db, house.settings)
    path = folder / "bundle.zip"
    key = anchors.read_key(anchoring.key_file(house.settings))
    with db.read() as session:
        write_bundle(
            session, path, stream=incident_stream(incident), at=db.real_now(session),
            anchored=anchoring.stored_anchors(house.settings.anchors()), key=key,
        )  # fmt: skip
    with zipfile.ZipFile(path) as opened:
        return list(faults_of(Bundle(opened), key.public_key().public_bytes_raw()))
