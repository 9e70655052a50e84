"""Whoever archives may be killed at any labelled point: no event is lost or doubled, and the same command goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident.archiving import archive
from incident.config import Settings
from incident.db import Database
from incident.log import SYSTEM
from incident.queries.archives import sealed_logs
from incident.verify import compare_fold, verify_chain
from tests.evidence.archived import closed, in_tables, whole
from tests.kill.point import DIED
from tests.postgres import as_owner
from tests.storm.nursery import Nursery

pytestmark = pytest.mark.slow
WHOLE = os.environ.get("TONGXIN_GATE") == "R"
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
#: Labelled points on the way, and at which of their turns: the first commit notes the sealing, the others move.
DIED_AT = (
    "archive.sealed", "archive.verified", "commit.after:1", "archive.copied:1", "archive.removed:2", "commit.after:3",
)  # fmt: skip
MORE = ("commit.before:1", "commit.before:2", "archive.copied:3", "commit.before:3")


@pytest.fixture
def owner(db: Database) -> Iterator[Database]:
    with as_owner(db.engine) as engine:
        yield Database(engine, db.clock)


@ON_POSTGRESQL
@pytest.mark.parametrize("points", [DIED_AT, *((point,) for point in (MORE if WHOLE else ()))])
def test_dying_anywhere_loses_no_event_and_doubles_none(
    db: Database, owner: Database, nursery: Nursery, tmp_path: Path, points: tuple[str, ...]
) -> None:
    incident = closed(db)
    before = whole(db, incident)

    for point in points:
        code = _archive(nursery, owner, tmp_path, incident, point=point)

        assert (point, code) == (point, DIED)
        assert whole(db, incident) == before, point
        assert sum(in_tables(db, incident)) == len(before), point
        with db.read() as session:
            assert verify_chain(session) == [], point

    assert _archive(nursery, owner, tmp_path, incident) == 0
    assert (whole(db, incident), in_tables(db, incident)) == (before, (0, len(before)))
    with db.read() as session:
        assert compare_fold(session) == []
        [line] = sealed_logs(session)
    assert [path.name for path in (tmp_path / "archive").iterdir()] == [line.row.file]
    assert archive(owner, Settings(var_dir=tmp_path), SYSTEM, incident).moved == 0


@ON_POSTGRESQL
def test_a_careless_mover_turns_it_red(db: Database, owner: Database, nursery: Nursery, tmp_path: Path) -> None:
    incident = closed(db)

    code = _archive(nursery, owner, tmp_path, incident, point="archive.copied", work="work_carelessly")

    assert code == DIED
    with db.read() as session:
        assert "stands here twice" in str(verify_chain(session)[0])


def _archive(
    nursery: Nursery, owner: Database, folder: Path, incident: str, *, point: str = "", work: str = "work"
) -> int:
    """Run it in a process of its own; how that ended."""
    url = owner.engine.url.render_as_string(hide_password=False)
    told = {"TONGXIN_CRASH": point} if point else {}
    child = nursery.start(
        f"tests.kill.archiving:{work}", [url, str(folder), incident], told, log=folder / "archiving.log"
    )
    return child.wait(timeout=60)
