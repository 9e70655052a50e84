"""What the application's role may not do to the log, on a real PostgreSQL; the whole suite runs as that role there."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from incident import grants, migrate
from incident.clock import SteppedClock
from incident.commands.worlds import create_world
from incident.config import read_settings
from incident.db import Base, Database, World, open_engine
from incident.doctor import check_database, check_role
from incident.models import OPERATIONAL, PROJECTED, EventRow
from tests.cli.conftest import Tongxin, tongxin, var
from tests.conftest import QUAKE, START
from tests.incident.stories import SICHUAN, act, declared, dispatched
from tests.measures.stories import begun, started
from tests.postgres import APPLICATION, OWNER, Cluster
from tests.support import assert_chain_holds, assert_fold_equals_rows

__all__ = ["tongxin", "var"]
DENIED = "permission denied|must be owner"


@pytest.fixture(scope="module")
def engines(postgres: Cluster) -> Iterator[tuple[Engine, Engine]]:
    """One database, as the application and as the owner."""
    name, url = postgres.fresh()
    application, owner = open_engine(url), create_engine(postgres.url(name, role=OWNER))
    with Session(application) as session:
        session.add(World(id=1, kind="exercise", name="test", anchor_real=START, anchor_world=QUAKE, rate=1))
        session.commit()
    yield application, owner
    application.dispose()
    owner.dispose()
    postgres.drop(name)


@pytest.fixture(scope="module")
def told(engines: tuple[Engine, Engine]) -> Database:
    """A whole story as the application's role: an incident, tasks, a measure with two approvals that is carried out."""
    db = Database(engines[0], SteppedClock(START))
    incident = declared(db)
    [task] = dispatched(db, incident)
    act(db, incident, "acknowledge", task_id=task)
    started(db, begun(db), area={SICHUAN: {"513221": {"gotone": 1200}}})
    return db


def test_every_table_has_its_rights_and_only_operational_rows_can_be_removed() -> None:
    rights = grants.rights()

    assert rights.keys() - {"alembic_version", "event_archive"} == set(Base.metadata.tables)
    removable = {table for table, allowed in rights.items() if "DELETE" in allowed}
    assert removable.isdisjoint(model.__tablename__ for model in PROJECTED)
    kept = {"event", "stream_head", "blob", "world"}
    assert removable == {model.__tablename__ for model in OPERATIONAL} - kept
    assert not [table for table, allowed in rights.items() if {"TRUNCATE", "TRIGGER"} & set(allowed)]


def test_a_whole_story_is_told_proved_and_rebuilt_as_the_application(told: Database) -> None:
    assert_chain_holds(told)
    assert_fold_equals_rows(told)
    with told.read() as session:
        found = grants.standing(session)
        assert session.query(EventRow).count() > 15
    assert found is not None
    assert (found.role, found.owner, found.held) == (APPLICATION, OWNER, True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET type = 'Nothing'",
        "UPDATE event SET hash = hash WHERE FALSE",
        "DELETE FROM event",
        "TRUNCATE event",
        "DROP TRIGGER event_removed ON event",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "ALTER TABLE event DROP COLUMN hash",
        "CREATE OR REPLACE FUNCTION event_removed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "CREATE TRIGGER none BEFORE INSERT ON event EXECUTE FUNCTION event_removed()",
        "CREATE RULE none AS ON INSERT TO event DO INSTEAD NOTHING",
        "SET session_replication_role = replica",
        "DROP TABLE event",
        "CREATE TABLE another (one int)",
        "DELETE FROM stream_head",
        "UPDATE blob SET digest = digest",
        "DELETE FROM blob",
        "UPDATE world SET kind = 'live'",
        "DELETE FROM approval",
        "TRUNCATE approval",
        "DELETE FROM task",
        f"SET ROLE {OWNER}",
    ],
)
def test_the_database_refuses_the_application(told: Database, statement: str) -> None:
    with told.engine.connect() as connection, pytest.raises(ProgrammingError, match=DENIED):
        connection.execute(text(statement))


def test_a_table_of_a_later_migration_can_be_used_at_once_and_loses_no_row(engines: tuple[Engine, Engine]) -> None:
    application, owner = engines
    with owner.begin() as connection:
        connection.execute(text("CREATE TABLE later (one int)"))

    with application.begin() as connection:
        connection.execute(text("INSERT INTO later VALUES (1)"))
        connection.execute(text("UPDATE later SET one = 2"))
    for statement in ("DELETE FROM later", "TRUNCATE later", "DROP TABLE later"):
        with application.connect() as connection, pytest.raises(ProgrammingError, match=DENIED):
            connection.execute(text(statement))
    with owner.begin() as connection:
        connection.execute(text("DROP TABLE later"))


def test_rights_that_somebody_added_are_seen_and_taken_back(told: Database, engines: tuple[Engine, Engine]) -> None:
    with engines[1].begin() as connection:
        connection.execute(text(f"GRANT DELETE, TRUNCATE ON event TO {APPLICATION}"))
    with told.read() as session:
        found, [finding] = grants.standing(session), check_role(session, session.query(World).one())
    assert found is not None
    assert (found.held, found.beyond) == (False, ("DELETE", "TRUNCATE"))
    assert (finding.mark, "DELETE, TRUNCATE" in finding.told) == ("wrong", True)

    with engines[1].begin() as connection:
        assert grants.renew(connection) == [APPLICATION]
    with told.read() as session:
        [finding] = check_role(session, session.query(World).one())
    assert finding.mark == "good"


def test_the_command_binds_a_role_and_says_whom_it_cannot(
    tongxin: Tongxin, postgres: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "SQLite has no roles" in tongxin("db", "grants", "--role", APPLICATION).complaint
    name, url = postgres.fresh(empty=True)
    monkeypatch.setenv("TONGXIN_DATABASE_URL", url)
    assert "tongxin db upgrade" in tongxin("db", "grants", "--role", APPLICATION).complaint
    engine = open_engine(url)
    migrate.upgrade(engine)
    create_world(Database(engine), kind="live", name="served")

    printed = tongxin("db", "grants", "--role", APPLICATION, "--print").out
    assert "GRANT SELECT, INSERT ON public.event TO tongxin_application;" in printed
    nobody = f"nobody_{uuid.uuid4().hex[:8]}"
    assert "CREATE ROLE" in tongxin("db", "grants", "--role", nobody).complaint
    assert "owns the tables" in tongxin("db", "grants", "--role", OWNER).complaint
    assert "superuser" in tongxin("db", "grants", "--role", postgres.superuser).complaint
    assert _role() == ("wrong", "tongxin owns the tables")
    assert tongxin("db", "grants", "--role", APPLICATION).code == 0

    monkeypatch.setenv("TONGXIN_DATABASE_URL", postgres.url(name))
    assert _role() == ("good", "tongxin_application, which")
    assert tongxin("log", "verify").code == 0
    assert "only the owner" in tongxin("db", "grants", "--role", APPLICATION).complaint
    engine.dispose()
    postgres.drop(name)


def _role() -> tuple[str, str]:
    """How doctor marks the role, and the first words that it says."""
    [found] = [one for one in check_database(read_settings()) if one.what == "database role"]
    return found.mark, found.told.partition(" (")[0].partition(" may")[0]
