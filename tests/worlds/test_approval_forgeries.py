"""No forged approval carries anything out (goal G29): some hundred on a push, 50,000 with TONGXIN_GATE=R.

The control takes both walls away, the rule in the house and the triggers in the database, and the harness sees it.
"""

from __future__ import annotations

import os
import random
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from incident.app import create_app
from incident.commands import broadcasts, drafting, measures
from incident.commands.people import grant_role
from incident.config import Settings
from incident.db import Database
from incident.events.people import STREAM
from incident.house import House
from incident.log import SYSTEM, Actor
from incident.models import LoginSession
from incident.rules import approvals
from incident.web.guard import LIMITS
from incident.web.limits import Lane
from tests.conftest import REPO
from tests.fold.stages import exercise
from tests.incident.stories import SICHUAN
from tests.measures.stories import (
    CAP_B,
    LI,
    SUN,
    WANG,
    WANG_AGAIN,
    ZHAO,
    begun,
    do,
    drafted,
    drafted_broadcast,
)
from tests.web.browser import Browser, a_person, logged_in, nobody
from tests.worlds.forging import FORGERIES, Ground, Subject, forge, of_another_preflight

WHOLE = os.environ.get("TONGXIN_GATE") == "R"
TRIES = 50_000 if WHOLE else 250
SEED = int(os.environ.get("TONGXIN_GATE_SEED") or random.SystemRandom().randrange(10**6))
EDITOR, APPROVER = ("duty_officer", "approver"), ("approver",)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    db, _clock = exercise(tmp_path / "exercise.db")
    incident = begun(db)
    (tmp_path / "cache").symlink_to(REPO / "var" / "cache")
    app = create_app(House(settings=Settings(var_dir=tmp_path, static_dist=tmp_path / "dist"), db=db))
    app.extensions[LIMITS].lanes = dict.fromkeys(app.extensions[LIMITS].lanes, Lane(burst=10**9, per_second=10**6))
    people = {
        actor: _let_in(app, db, actor, roles)
        for actor, roles in ((WANG, EDITOR), (WANG_AGAIN, APPROVER), (LI, APPROVER), (SUN, EDITOR), (ZHAO, APPROVER))
    }
    subjects = [_waiting_broadcast(db, incident), _waiting_measure(db, incident), _waiting_broadcast(db, incident)]
    for subject in subjects:
        subject.body = _seen_by(people[LI], subject)
    given = {one.row["id"]: _approved(people[LI], one) for one in subjects}
    rejected = _waiting_broadcast(db, incident)
    rejected.body = {"digest": rejected.row["digest"], "typed_count": rejected.row["customers"]}
    do(db, incident, broadcasts.reject_broadcast, LI, broadcast_id=rejected.row["id"], reason="不发")
    held = Ground(
        app, db, incident, [*subjects, rejected], _wrong(app, db, people),
        {"the second approver": people[ZHAO], "another": _somebody(app, db, ("approver", "nation"))}, given,
    )  # fmt: skip
    held.before = held.stands()
    yield held
    db.engine.dispose()


@pytest.mark.timeout(4500)
def test_no_forged_approval_carries_anything_out(ground: Ground) -> None:
    for number in range(TRIES):
        forge(ground, number, SEED)

    assert ground.faults == [], f"seed {SEED}"
    assert {said.split(":")[0] for said in ground.said} == {kind for kind, _, _ in FORGERIES}
    assert not [said for said in ground.said if " 5" in said], ground.said
    # what stands is not stuck: the same ground carries a true second approval
    states = {"broadcast": "broadcasting", "measure": "approved"}
    for subject in ground.subjects[:2]:
        answer = ground.right["another"].post(f"{subject.path}/approve", subject.body)
        assert (answer.status_code, answer.json["state"]) == (200, states[subject.kind])
    assert ground.stands() != ground.before


def test_a_house_without_its_walls_turns_it_red(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approvals, "objection", lambda *_, **__: None)
    with ground.db.transaction() as tx:
        named = tx.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in named:
            tx.session.execute(text(f"DROP TRIGGER {name}"))

    for number in range(100):
        forge(ground, number, seed=29)

    assert ground.faults, "the planted fault went unseen"


def test_without_its_one_trigger_two_people_who_saw_different_pre_flights_carry_a_measure(ground: Ground) -> None:
    chance = random.Random(SEED)
    with pytest.raises(IntegrityError, match="lacks approvals"):
        of_another_preflight(ground, chance)
    assert ground.stands() == ground.before

    with ground.db.transaction() as tx:
        tx.session.execute(text("DROP TRIGGER measure_unapproved"))
    assert of_another_preflight(ground, chance) == "carried"
    assert ground.stands() != ground.before


def _let_in(app: Flask, db: Database, actor: Actor, roles: tuple[str, ...]) -> Browser:
    with db.transaction([STREAM]) as tx:
        for role in roles:
            grant_role(tx, SYSTEM, person_id=actor.person, role=role, scope="nation")
    return logged_in(app, db, actor.person)


def _somebody(app: Flask, db: Database, *roles: tuple[str, str]) -> Browser:
    return logged_in(app, db, a_person(db, login=f"p-{uuid.uuid4()}", roles=roles))


def _wrong(app: Flask, db: Database, people: dict[Actor, Browser]) -> dict[str, Browser]:
    """Who may carry none of the subjects, by what is wrong with them."""
    stale, gone = (_somebody(app, db, ("approver", "nation")) for _ in range(2))
    with db.transaction() as tx:
        old = update(LoginSession).where(LoginSession.person_id == stale.person_id)
        tx.session.execute(old.values(proved_at=tx.real_now.replace(year=tx.real_now.year - 1)))
        ended = update(LoginSession).where(LoginSession.person_id == gone.person_id)
        tx.session.execute(ended.values(ended_at=tx.real_now))
    return {
        "the author": people[WANG],
        "the author's other account": people[WANG_AGAIN],
        "the last editor": people[SUN],
        "the first approver": people[LI],
        "an approver whose password was entered long ago": stale,
        "an approver whose session was ended": gone,
        "a commander": _somebody(app, db, ("commander", "nation")),
        "a duty officer": _somebody(app, db, ("duty_officer", "nation")),
        "an approver of one province": _somebody(app, db, ("province_lead", SICHUAN)),
        "a member of a province": _somebody(app, db, ("province_member", SICHUAN)),
        "an administrator": _somebody(app, db, ("administrator", "nation")),
        "an auditor": _somebody(app, db, ("auditor", "nation")),
        "nobody": nobody(app),
    }


def _waiting_broadcast(db: Database, incident: str) -> Subject:
    row = drafted_broadcast(db, incident)
    changes = {"body_zh": "灾区客户欠费不停机。"}
    row = do(db, incident, broadcasts.edit_broadcast, SUN, broadcast_id=row["id"], changes=changes)
    return Subject("broadcast", do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"]))


def _waiting_measure(db: Database, incident: str) -> Subject:
    row = drafted(db, incident, cap_fen=CAP_B + 1)
    row = do(db, incident, drafting.edit_measure, SUN, measure_id=row["id"], class_b_cap_fen=CAP_B, cap_fen=CAP_B + 2)
    return Subject("measure", do(db, incident, measures.submit_measure, measure_id=row["id"]))


def _approved(who: Browser, subject: Subject) -> tuple[str, dict[str, Any]]:
    """A first approval, truly given over HTTP; its key and body."""
    key = str(uuid.uuid4())
    answer = who.post(f"{subject.path}/approve", subject.body, key=key)
    assert answer.status_code == 200, answer.text
    return key, subject.body


def _seen_by(who: Browser, subject: Subject) -> dict[str, Any]:
    """What a page sends once its person has looked at everything."""
    body = {"digest": subject.row["digest"], "typed_count": subject.row["customers"]}
    if subject.kind == "measure":
        body["preflight"] = who.get(f"{subject.path}/preflight").json["digest"]
    return body
