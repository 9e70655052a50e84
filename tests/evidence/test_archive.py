"""A closed incident's log is sealed, verified and moved out of the working table; it reads and proves as before."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from geo.regions import Regions
from incident import anchoring
from incident.archiving import ArchiveError, archive, faults_of_file
from incident.clock import SteppedClock
from incident.config import Settings
from incident.db import Database
from incident.errors import Conflict, NotFound
from incident.evidence import verifier
from incident.log import SYSTEM, incident_stream
from incident.queries.archives import sealed_logs
from tests.evidence.archived import closed, in_tables, page, said_later, whole
from tests.incident.stories import declared
from tests.postgres import as_owner
from tests.support import assert_chain_holds, assert_fold_equals_rows


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path / "var", anchor_dir=str(tmp_path / "elsewhere"))


@pytest.fixture
def owner(db: Database, clock: SteppedClock) -> Iterator[Database]:
    """The same database as its owner, who archives."""
    with as_owner(db.engine) as engine:
        yield Database(engine, clock) if not db.is_sqlite else db


def test_an_archived_log_reads_and_proves_as_before_and_goes_on(
    db: Database, owner: Database, clock: SteppedClock, settings: Settings, regions: Regions
) -> None:
    incident, other = closed(db), closed(db)
    before, seen, events = whole(db, incident), page(db, incident, regions), len(whole(db, incident))

    done = archive(owner, settings, SYSTEM, incident)

    assert (done.anew, done.moved, done.sealed.position) == (True, None if db.is_sqlite else events, events)
    assert (whole(db, incident), page(db, incident, regions)) == (before, seen)
    if not db.is_sqlite:
        assert (in_tables(db, incident), in_tables(db, other)) == ((0, events), (events, 0))
    clock.step(60)
    said_later(db, incident)
    again = archive(owner, settings, SYSTEM, incident)
    assert (again.anew, again.moved) == (True, None if db.is_sqlite else 1)
    assert whole(db, incident)[:-1] == before
    assert [path.name for path in settings.archive().iterdir()] == [f"{incident}-{events + 1}.zip"]
    assert archive(owner, settings, SYSTEM, incident).anew is False
    assert_chain_holds(db)
    assert_fold_equals_rows(db)
    with db.read() as session:
        stored = anchoring.stored_anchors(settings.anchors())
        assert anchoring.check_anchors(session, stored, anchoring.public_key(settings))[0] == []
        [line] = sealed_logs(session)
    assert (line.later, line.erased, line.in_working_table) == (0, False, events + 1 if db.is_sqlite else 0)


def test_the_sealed_file_verifies_without_the_house_and_a_changed_one_is_seen_and_made_anew(
    db: Database, owner: Database, settings: Settings
) -> None:
    incident = closed(db)
    done = archive(owner, settings, SYSTEM, incident)
    program = done.path.parent / "verifier.py"
    with zipfile.ZipFile(done.path) as file:
        program.write_bytes(file.read("verifier.py"))
    assert program.read_bytes() == Path(verifier.__file__).read_bytes()
    assert subprocess.run([sys.executable, "-I", str(program), str(done.path)], check=False).returncode == 0
    assert faults_of_file(settings.archive(), done.sealed) == []

    done.path.write_bytes(done.path.read_bytes()[:-1])

    assert "not the bytes" in faults_of_file(settings.archive(), done.sealed)[0]
    assert archive(owner, settings, SYSTEM, incident).anew
    assert "is not there" in faults_of_file(settings.var_dir, done.sealed)[0]


def test_a_log_that_is_not_whole_is_not_moved(db: Database, owner: Database, settings: Settings) -> None:
    incident = closed(db)
    with owner.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER event_changed" + ("" if db.is_sqlite else " ON event")))
        changed = "UPDATE event SET audience = '510000' WHERE stream = :stream AND position = 3"
        connection.execute(text(changed), {"stream": incident_stream(incident)})

    with pytest.raises(ArchiveError, match=r"events\.jsonl line 3: its content is not what was recorded; nothing"):
        archive(owner, settings, SYSTEM, incident)

    with db.read() as session:
        assert sealed_logs(session) == []
    if not db.is_sqlite:
        assert in_tables(db, incident)[1] == 0


def test_what_goes_on_or_is_not_there_is_refused(db: Database, owner: Database, settings: Settings) -> None:
    with pytest.raises(Conflict, match=r"archive\.goes_on"):
        archive(owner, settings, SYSTEM, declared(db))
    with pytest.raises(NotFound):
        archive(owner, settings, SYSTEM, "nothing")


ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


#: What the owner may not do either: to a log that is sealed nowhere, to later events of one that is, to the archive.
REFUSED = (
    "DELETE FROM ONLY event WHERE stream = '{still}'",
    "{copy} '{still}'; DELETE FROM ONLY event WHERE stream = '{still}'",
    "{forge} '{done}'; DELETE FROM ONLY event WHERE stream = '{done}'",
    "DELETE FROM ONLY event WHERE stream = '{done}'",
    "DELETE FROM event WHERE stream = '{done}'",
    "DELETE FROM event_archive",
    "UPDATE event_archive SET type = 'Nothing'",
    "UPDATE event SET type = 'Nothing' WHERE stream = '{done}'",
    "TRUNCATE event_archive",
    "TRUNCATE event",
)
_COPY = "INSERT INTO event_archive SELECT * FROM ONLY event WHERE stream ="
_FORGE = (
    "INSERT INTO event_archive SELECT stream, position, id, 'Nothing', at, recorded_at, actor, command_key, audience,"
    " changes, data, texts, prev, hash FROM ONLY event WHERE stream ="
)


@ON_POSTGRESQL
def test_the_database_itself_lets_nothing_go_that_is_not_sealed_and_archived_as_it_is(
    db: Database, owner: Database, settings: Settings
) -> None:
    done, still = closed(db), closed(db, tasks=1)
    archive(owner, settings, SYSTEM, done)
    said_later(db, done)
    names = {"done": incident_stream(done), "still": incident_stream(still), "copy": _COPY, "forge": _FORGE}

    for statement in REFUSED:
        with owner.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.exec_driver_sql(statement.format(**names))

    assert in_tables(db, done) == (1, len(whole(db, done)) - 1)


@ON_POSTGRESQL
def test_the_application_may_not_archive(db: Database, settings: Settings) -> None:
    incident = closed(db, tasks=1)

    with pytest.raises(ArchiveError, match="run it as the owner"):
        archive(db, settings, SYSTEM, incident)

    assert in_tables(db, incident)[1] == 0
