"""Two processes derive one past at once; and what both sides of the wire call a mark."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from incident.commands.worlds import create_world
from incident.db import Database, open_engine
from incident.db.schema import create_schema
from incident.events import EVENTS
from incident.past.deriving import derive
from incident.past.files import KeptOpen, opened, path_of, throw_away
from incident.past.marks import MARKS
from incident.past.moments import head_of
from incident.past.standing import seen_by, standing_at, tables_of
from tests.conftest import QUAKE, REPO
from tests.incident.stories import act, declared, dispatched
from tests.past.history import live_rows


def test_two_processes_that_derive_at_once_go_on_from_one_another(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tongxin.db'}"
    db = Database(open_engine(url))
    create_schema(db.engine)
    create_world(db, kind="exercise", name="test", begins_at=QUAKE)
    incident = declared(db)
    for task_id in [dispatched(db, incident)[0] for _ in range(20)]:
        act(db, incident, "acknowledge", task_id=task_id)
    told = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")}
    told |= {"TONGXIN_VAR_DIR": str(tmp_path), "TONGXIN_DATABASE_URL": url}

    child = subprocess.Popen([sys.executable, "-m", "incident.past", incident], cwd=REPO, env=told)
    path, upto = path_of(tmp_path / "past", incident), 1
    while child.poll() is None:  # one event at a time, so that the child comes in between
        with db.read() as session, opened(path) as file:
            upto = derive(session, file, incident, upto=upto + 1)
        time.sleep(0.05)

    assert child.returncode == 0
    with db.read() as session, opened(path_of(tmp_path / "past", incident)) as file:
        head = head_of(session, incident)
        assert tables_of(file, standing_at(file, head), seen_by("nation")) == live_rows(db, incident)
        assert file.execute("SELECT sum(events) FROM minute").fetchone() == (head,)
    assert [one.stat().st_mode & 0o077 for one in (tmp_path / "past").glob("*.sqlite3")] == [0], "nobody else's to read"
    db.engine.dispose()


def test_both_sides_of_the_wire_mark_the_same_events_as_the_same() -> None:
    source = (REPO / "static" / "src" / "live" / "past" / "track.ts").read_text("utf-8")
    [table] = re.findall(r"export const MARKS[^{]*\{(.*?)\n\}", source, re.DOTALL)

    assert dict(re.findall(r"(\w+): '(\w+)'", table)) == MARKS
    assert set(MARKS) <= set(EVENTS), "marks of events that there are not"


def test_a_file_that_stays_open_is_read_anew_once_another_took_its_place(tmp_path: Path) -> None:
    files, path = KeptOpen(), tmp_path / "past.sqlite3"
    with files.opened(path) as first:
        first.execute("INSERT INTO derived VALUES (1, 7, 'a')")
    with files.opened(path) as again, files.opened(path) as beside:
        assert again is first
        assert beside is not first
        assert beside.execute("SELECT position FROM derived").fetchone() == (7,)

    throw_away(path)
    with files.opened(path) as fresh:
        assert fresh.execute("SELECT position FROM derived").fetchone() is None
    files.close()
