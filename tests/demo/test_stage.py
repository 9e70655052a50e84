"""A new run makes a whole exercise world; a stopped one is taken up; an ended one makes room."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import func, select

from incident.config import Settings
from incident.db import Database, World, open_engine
from incident.demo.cast import PROVINCES, person_id
from incident.demo.run import FILE, read_run, write_run
from incident.demo.stage import Stage, kiosk_token, set_stage
from incident.errors import Invalid, Unauthenticated
from incident.models import Person, PersonContact, RoleGrant
from incident.rules.permissions import WATCHING
from incident.verify import compare_fold, verify_chain
from incident.web.caller import caller_of_token
from incident.web.sessions import open_kiosk
from tests.demo.builders import story


def set_up(folder: Path, *, fresh: bool = False, seed: int | None = None, password: str | None = None) -> Stage:
    settings = Settings(var_dir=folder, database_url="", redis_url="")
    return set_stage(settings, story(), name="wenchuan-2008", speed=60, seed=seed, password=password, fresh=fresh)


def test_a_new_world_is_an_exercise_at_real_speed_just_before_the_earth_shakes(tmp_path: Path) -> None:
    stage = set_up(tmp_path)
    engine = open_engine(stage.settings.url())
    with Database(engine).read() as session:
        world = session.scalars(select(World)).one()
        assert (world.kind, world.rate) == ("exercise", 1)
        assert 0 < (story().begins - world.anchor_world).total_seconds() <= 120
        assert session.scalar(select(func.count()).select_from(Person)) == 8 + 2 * len(PROVINCES)
        assert session.scalar(select(func.count()).select_from(PersonContact)) == 70
        held = {(role, scope) for role, scope in session.execute(select(RoleGrant.role, RoleGrant.scope))}
        assert {("province_lead", province) for province in PROVINCES} <= held
        assert ("commander", "nation") in held
        assert session.get(Person, str(person_id(stage.run.id, "sichuan"))) is not None
        assert verify_chain(session) == []
        assert compare_fold(session) == []
    engine.dispose()


def test_the_password_lies_where_only_its_owner_reads_it(tmp_path: Path) -> None:
    set_up(tmp_path)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_the_link_that_the_demo_opens_only_watches_and_a_new_one_replaces_it(tmp_path: Path) -> None:
    stage = set_up(tmp_path)
    first, second = kiosk_token(stage), kiosk_token(stage)
    engine = open_engine(stage.settings.url())
    db = Database(engine)
    with pytest.raises(Unauthenticated):
        open_kiosk(db, token=first)
    opened = open_kiosk(db, token=second)
    with db.read() as session:
        caller = caller_of_token(session, opened.token, now=db.real_now(session))
    assert caller is not None
    assert (caller.login, caller.is_kiosk, caller.sees("nation")) == ("watch", True, True)
    assert set(caller.permissions) == WATCHING
    assert first not in Path(tmp_path / "tongxin.db").read_bytes().decode("latin-1")
    engine.dispose()


def test_a_stopped_run_is_taken_up_and_an_ended_one_makes_room(tmp_path: Path) -> None:
    first = set_up(tmp_path)
    again = set_up(tmp_path)
    assert (again.resumed, again.run.id, again.run.password) == (True, first.run.id, first.run.password)
    write_run(tmp_path, again.run.ended())
    after = set_up(tmp_path)
    assert not after.resumed
    assert after.run.id != first.run.id


@pytest.mark.parametrize("asked", [{"fresh": True}, {"seed": 5}, {"password": "another-long-one"}])
def test_whoever_asks_for_something_else_begins_anew(tmp_path: Path, asked: dict[str, object]) -> None:
    first = set_up(tmp_path)
    after = set_up(tmp_path, **asked)  # type: ignore[arg-type]
    assert after.run.id != first.run.id


def test_a_run_that_cannot_be_read_makes_room(tmp_path: Path) -> None:
    set_up(tmp_path)
    (tmp_path / FILE).write_text("{", "utf-8")
    assert read_run(tmp_path) is None
    assert not set_up(tmp_path).resumed


def test_a_password_that_does_not_do_is_refused_before_anything_is_taken_away(tmp_path: Path) -> None:
    first = set_up(tmp_path)
    with pytest.raises(Invalid, match="12"):
        set_up(tmp_path, password="short")
    assert read_run(tmp_path) == first.run
