"""Accounts and roles: who is first, who is last, and what the log keeps of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select

from incident import log
from incident.commands.people import add_first_administrator
from incident.db import Database
from incident.errors import Conflict
from incident.events.people import STREAM
from incident.models import Credential, EventRow, PersonContact
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types
from tests.web.browser import PREPARED, Browser, a_person

People = Callable[..., Browser]
ADMIN = ("administrator", "nation")


def _first(db: Database, login: str) -> None:
    with db.transaction([STREAM]) as tx:
        add_first_administrator(
            tx,
            log.SYSTEM,
            person_id=str(uuid.uuid4()),
            login=login,
            name_zh="管理员",
            name_en="Administrator",
            employee="1",
            password=PREPARED,
        )


def test_the_first_administrator_is_made_once(db: Database) -> None:
    _first(db, "first")
    with pytest.raises(Conflict) as refused:
        _first(db, "second")
    assert refused.value.code == "people.administrator_exists"
    assert event_types(db, STREAM) == ["PersonAdded", "RoleGranted"]


def test_every_act_on_a_person_is_an_event_that_rebuilds_the_rows(person: People, db: Database) -> None:
    admin, target = person(ADMIN), a_person(db, login="li.na")
    grant = {"role": "province_member", "scope": "510000"}
    for act, body in (
        ("grant", grant),
        ("revoke", grant),
        ("disable", {}),
        ("enable", {}),
        ("reset-password", {"password": "another quiet word"}),
    ):
        assert admin.post(f"/api/v1/people/{target}/{act}", body).status_code == 200, act

    assert event_types(db, STREAM)[-5:] == [
        "RoleGranted",
        "RoleRevoked",
        "PersonDisabled",
        "PersonEnabled",
        "PasswordReset",
    ]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_neither_password_nor_address_stands_in_the_log(person: People, db: Database) -> None:
    body = {
        "id": str(uuid.uuid4()),
        "login": "wang.li",
        "name_zh": "王丽",
        "name_en": "Wang Li",
        "employee": "7",
        "mail": "wang.li@mail.example",
        "password": "a very long word",
    }
    assert person(ADMIN).post("/api/v1/people", body).status_code == 201
    with db.read() as session:
        told = str([(row.changes, row.data) for row in session.scalars(select(EventRow))])
        assert session.get_one(PersonContact, body["id"]).mail == body["mail"]
        hashed = session.get_one(Credential, body["id"]).password_hash
    assert hashed.startswith("$argon2id$")
    for secret in (body["password"], body["mail"], hashed):
        assert secret not in told


def test_the_last_administrator_stays(person: People, db: Database) -> None:
    admin = person(ADMIN)
    mine = {"role": "administrator", "scope": "nation"}
    for act, body in (("revoke", mine), ("disable", {})):
        refused = admin.post(f"/api/v1/people/{admin.person_id}/{act}", body)
        assert (refused.status_code, refused.json["code"]) == (409, "people.last_administrator"), act

    other = a_person(db, login="second", roles=(ADMIN,))
    assert admin.post(f"/api/v1/people/{other}/disable").status_code == 200
    assert admin.post(f"/api/v1/people/{admin.person_id}/disable").status_code == 409


def test_a_role_is_held_where_it_makes_sense(person: People, db: Database) -> None:
    admin, target = person(ADMIN), a_person(db, login="li.na")
    for role, scope in (
        ("province_lead", "nation"),
        ("approver", "510000"),
        ("administrator", "510000"),
        ("province_member", "110101"),
        ("province_member", "810000"),
        ("system", "nation"),
    ):
        answer = admin.post(f"/api/v1/people/{target}/grant", {"role": role, "scope": scope})
        assert answer.status_code == 422, (role, scope)
    assert event_types(db, STREAM).count("RoleGranted") == 1


def test_a_login_name_is_plain_and_nobody_else_s(person: People) -> None:
    admin = person(ADMIN)
    for login, status in (("li na", 422), ("Li.Na", 422), (".li", 422), ("李娜李娜", 422), ("person-1", 409)):
        body = {
            "id": str(uuid.uuid4()),
            "login": login,
            "name_zh": "李娜",
            "name_en": "Li Na",
            "employee": "7",
            "password": "a very long word",
        }
        answer = admin.post("/api/v1/people", body)
        assert (answer.status_code, answer.json["field"]) == (status, "login"), login


def test_an_auditor_reads_everybody_and_changes_nobody(person: People) -> None:
    auditor = person(("auditor", "nation"))
    assert [item["login"] for item in auditor.get("/api/v1/people").json["items"]] == ["person-1"]
    assert auditor.post(f"/api/v1/people/{auditor.person_id}/disable").status_code == 403
