"""The storm night: everything goes wrong at once, and in the morning every figure adds up (RELIABILITY.md §3)."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from geo.regions import Regions
from incident.commands.incidents import log_note
from incident.db import Database
from incident.log import incident_stream
from tests.incident.stories import DUTY, declared
from tests.storm.client import Write
from tests.storm.night import Morning, storm_night
from tests.storm.reckoning import write_faults

pytestmark = pytest.mark.timeout(1800)
alone = pytest.mark.alone(seconds=150)


@alone
@pytest.mark.slow
def test_on_sqlite_with_the_drainer_in_the_web_process(tmp_path: Path, regions: Regions) -> None:
    morning = storm_night(tmp_path / "house", f"sqlite:///{tmp_path / 'tongxin.db'}", _all(regions), with_redis=False)

    _holds(morning)


@alone
@pytest.mark.slow
def test_on_postgresql_with_redis_and_a_worker(
    request: pytest.FixtureRequest, tmp_path: Path, regions: Regions
) -> None:
    cluster = request.getfixturevalue("postgres")
    name, url = cluster.fresh(empty=True)

    morning = storm_night(tmp_path / "house", url, _all(regions), with_redis=True)

    cluster.drop(name)
    _holds(morning)


def _holds(morning: Morning) -> None:
    assert morning.faults == []
    assert len({write.event for write in morning.writes if write.accepted}) >= 12
    assert morning.repeated > 0, "the kill met no request"
    assert morning.reader.connected >= 2, "the slow reader never lost its server"


def _all(regions: Regions) -> list[str]:
    provinces = [region.adcode for region in regions.provinces() if region.operator]
    assert len(provinces) == 31
    return provinces


def test_a_reckoning_over_a_log_that_stays_silent_about_a_write_is_red(db: Database) -> None:
    incident = declared(db)
    silent = Write("00000000-0000-4000-8000-00000000000f", "/incidents/x/note", "NoteLogged", status=200)
    refused = Write("00000000-0000-4000-8000-0000000000ff", "/incidents/x/note", "NoteLogged", status=409)
    for key in (refused.key, "somebody-else"):
        _log_note(db, incident, key=key)

    found = write_faults(db, incident, [silent, refused])

    assert [line.rpartition(" ")[2] for line in found] == ["0", "1", "somebody-else"]


def _log_note(db: Database, incident: str, *, key: str) -> None:
    with db.transaction([incident_stream(incident)]) as tx:
        tx.command_key = key
        log_note(tx, DUTY, incident_id=incident, note_id=str(uuid.uuid4()), kind="note", text="记录", province=None)
