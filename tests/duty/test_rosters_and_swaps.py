"""Rosters as people plan and change them: nobody twice at once, swaps with consent, covers without."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from incident.cli import tongxin
from incident.commands import duty
from incident.db import Database
from incident.errors import Conflict, Forbidden, Invalid
from incident.models import DutyShift, PhoneEntry
from incident.queries.duty_board import people_answering
from tests.conftest import QUAKE
from tests.duty.stories import HOUR, add, as_person, on_duty_stream, shift, team
from tests.incident.stories import GANSU, SICHUAN
from tests.web.browser import a_person, logged_in
from tests.web.conftest import app, house, shared_var

__all__ = ["app", "house", "shared_var"]


def of(db: Database, shift_id: str) -> tuple[str | None, str | None]:
    with db.read() as session:
        row = session.get_one(DutyShift, shift_id)
        return row.person_id, row.stands_in_for


def ask(db: Database, asker: str, shift_id: str, to: str, other: str | None = None) -> str:
    swap = str(uuid.uuid4())
    on_duty_stream(
        db, duty.ask_swap, as_person(asker), swap_id=swap, shift_id=shift_id, to_person=to, other_shift_id=other
    )
    return swap


def test_a_swap_changes_both_shifts_once_the_other_accepts(db: Database) -> None:
    one, two = add(db, "one"), add(db, "two")
    mine, theirs = shift(db, one, 0, 8), shift(db, two, 8, 16)
    swap = ask(db, one, mine, two, theirs)
    assert of(db, mine) == (one, None)

    on_duty_stream(db, duty.accept_swap, as_person(two), swap_id=swap)

    assert (of(db, mine), of(db, theirs)) == ((two, one), (one, two))
    with pytest.raises(Conflict, match="settled already"):
        on_duty_stream(db, duty.decline_swap, as_person(two), swap_id=swap)


def test_only_the_asked_person_answers_and_only_the_own_shift_is_offered(db: Database) -> None:
    one, two, three = add(db, "one"), add(db, "two"), add(db, "three")
    mine = shift(db, one, 0, 8)
    with pytest.raises(Forbidden, match="their own shifts"):
        ask(db, two, mine, three)
    swap = ask(db, one, mine, two)
    with pytest.raises(Forbidden, match="not yours to answer"):
        on_duty_stream(db, duty.accept_swap, as_person(three), swap_id=swap)
    with pytest.raises(Conflict, match="waits for its answer"):
        ask(db, one, mine, three)
    with pytest.raises(Invalid, match="does no duty here"):
        ask(db, one, mine, add(db, "gansu", scope=GANSU))


def test_nobody_comes_to_be_on_duty_twice_at_once(db: Database) -> None:
    one, two = add(db, "one"), add(db, "two")
    mine = shift(db, one, 0, 8)
    swap = ask(db, one, mine, two)
    shift(db, two, 4, 12)

    with pytest.raises(Conflict, match="two shifts at once"):
        on_duty_stream(db, duty.accept_swap, as_person(two), swap_id=swap)
    with pytest.raises(Conflict, match="two shifts at once"):
        on_duty_stream(db, duty.cover_shift, shift_id=mine, person_id=two, reason="生病")
    with pytest.raises(Conflict, match="two shifts at once"):
        shift(db, one, 7, 9)
    rotation = duty.Rotation(first=QUAKE + HOUR * 20, hours=12, count=3, people=[one, two])
    shift(db, two, 40, 44)
    with pytest.raises(Conflict, match="two shifts at once"):
        on_duty_stream(db, duty.plan_rotation, rotation_id=str(uuid.uuid4()), scope=SICHUAN, rotation=rotation)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(DutyShift)) == 3, "nothing of the rotation was planned"


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        (2, 2, "ends after it begins"),
        (0, 49, "longest is 48"),
        (-9, -1, "time is over"),
        (24 * 401, 24 * 401 + 1, "400"),
    ],
)
def test_a_shift_that_cannot_be_is_refused_in_words(db: Database, begins: int, ends: int, words: str) -> None:
    one = add(db, "one")

    with pytest.raises(Invalid, match=words):
        shift(db, one, begins, ends)


def test_who_answers_for_a_playbooks_team_are_its_members_leads_first(db: Database) -> None:
    one, chief = add(db, "one"), add(db, "chief")
    team(db, (one, "member"), (chief, "lead"))

    with db.read() as session:
        assert people_answering(session, SICHUAN, "province_duty") == [chief, one]
        assert people_answering(session, SICHUAN, "province_halls") == []
        assert people_answering(session, GANSU, "province_duty") == []


def test_a_lead_plans_the_own_province_and_a_member_does_not(app: Flask, db: Database) -> None:
    member = a_person(db, login="member", roles=(("province_member", SICHUAN),))
    lead = logged_in(app, db, a_person(db, login="lead", roles=(("province_lead", SICHUAN),)))
    body: dict[str, Any] = {
        "id": str(uuid.uuid4()), "scope": SICHUAN, "person": member,
        "starts_at": "2008-05-12T08:00:00Z", "ends_at": "2008-05-12T20:00:00Z",
    }  # fmt: skip

    assert logged_in(app, db, member).post("/api/v1/duty/shifts", body).status_code == 403
    made = lead.post("/api/v1/duty/shifts", body)
    assert (made.status_code, made.json["person_id"]) == (201, member)
    assert lead.post("/api/v1/duty/shifts", body | {"scope": GANSU}).status_code == 404
    assert lead.post("/api/v1/duty/shifts", body | {"scope": "nation"}).status_code == 404
    stale = lead.post(f"/api/v1/duty/shifts/{body['id']}/cancel", {"reason": "x"}, revision=2)
    assert stale.status_code == 412
    assert lead.post(f"/api/v1/duty/shifts/{body['id']}/cancel", {"reason": "x"}, revision=1).status_code == 200


def test_the_command_line_takes_a_phone_book_or_names_its_bad_lines(
    tmp_path: Path, shared_var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from incident.commands.worlds import create_world
    from incident.db import open_engine
    from incident.migrate import upgrade

    url = f"sqlite:///{tmp_path / 'tongxin.db'}"
    engine = open_engine(url)
    upgrade(engine)
    db = Database(engine)
    create_world(db, kind="exercise", name="test", begins_at=QUAKE)
    monkeypatch.setenv("TONGXIN_DATABASE_URL", url)
    monkeypatch.setenv("TONGXIN_VAR_DIR", str(shared_var))
    table = tmp_path / "book.csv"
    table.write_text("scope,name_zh,post_zh,mobile\n510000,李,值班,ring me\nnowhere,王,值班,138 0000 0000\n", "utf-8")

    refused = CliRunner().invoke(tongxin, ["user", "contacts", str(table)])
    assert refused.exit_code == 2
    assert f"{table}: line 2: mobile 'ring me' is no telephone number" in refused.output
    assert f"{table}: line 3: scope 'nowhere'" in refused.output

    table.write_text("scope,name_zh,post_zh,mobile\n510000,李,值班,138 0000 0000\n", "utf-8")
    taken = CliRunner().invoke(tongxin, ["user", "contacts", str(table)])
    assert (taken.exit_code, taken.output) == (0, "510000: 1 entries\n")
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(PhoneEntry)) == 1
    engine.dispose()
