"""The storm night: everything goes wrong at once, and in the morning every figure adds up (RELIABILITY.md §3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.regions import Regions
from tests.storm.night import Morning, storm_night

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_on_sqlite_with_the_drainer_in_the_web_process(tmp_path: Path, regions: Regions) -> None:
    morning = storm_night(tmp_path / "house", f"sqlite:///{tmp_path / 'tongxin.db'}", _all(regions), with_redis=False)

    _holds(morning)


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
