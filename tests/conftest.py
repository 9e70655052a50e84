"""Fixtures that everybody uses: real databases, a world with a stepped clock, real data where it exists."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy.orm import Session
from xdist.remote import Producer  # type: ignore[import-untyped]  # has no types
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # has no types

from geo.exposure import Exposure
from geo.exposure_store import synthetic_exposure
from geo.regions import Regions, load_regions
from incident.clock import SteppedClock
from incident.db import Database, World, open_engine
from incident.db.schema import create_schema
from tests.postgres import Cluster, running_cluster

REPO = Path(__file__).resolve().parent.parent
#: World time at which every test world begins: the Wenchuan earthquake.
QUAKE = datetime(2008, 5, 12, 6, 28, 4, tzinfo=UTC)
START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

# No deadline: a busy machine is no counterexample. A push tries the same few examples of each property every time, so
# that red means that the change did it; `make gate` with goals draws many new ones.
settings.register_profile("push", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("whole", max_examples=400, deadline=None)
settings.load_profile("whole" if os.environ.get("TONGXIN_GATE") == "R" else "push")


#: Where Linux keeps files in memory; a commit there waits for no disk, and is a commit all the same.
MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
ENOUGH = 2 << 30


def pytest_configure(config: pytest.Config) -> None:
    """Let tests keep their files in memory where there is plenty: thousands of databases are made and dropped."""
    if not hasattr(config, "workerinput") and config.option.basetemp is None and _has_room(MEMORY):
        config.option.basetemp = tempfile.mkdtemp(prefix="tongxin-tests-", dir=MEMORY)
        config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ENOUGH


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest of the whole-process tests first, so that no worker is left with one when the rest is done."""
    items.sort(key=lambda item: -_seconds_alone(item))


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays to the end: modules and thousands of tests, at every turn."""
    gc.collect()
    gc.freeze()


class ByItself(LoadScopeScheduling):  # type: ignore[misc]  # its base has no types
    """Gives a worker one test at a time, but a story in the browser as a whole: its tests go on from one another."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """Share whole-process tests out by themselves (`--dist loadscope` in the Makefile); anything else as it is."""
    return ByItself(config, log) if config.getvalue("dist") == "loadscope" else None


def _seconds_alone(item: pytest.Item) -> int:
    mark = item.get_closest_marker("alone")
    return 0 if mark is None else int(mark.kwargs["seconds"])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One PostgreSQL server for the whole run, in a folder that no other run tidies away."""
    room = MEMORY if _has_room(MEMORY) else None
    folder = Path(tempfile.mkdtemp(prefix="tongxin-postgres-", dir=room))
    folder.chmod(0o755)  # as root the server runs as a user of its own
    (folder / "data").mkdir()
    with running_cluster(folder / "data") as cluster:
        yield cluster
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with our schema and nothing in it, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "tongxin.db"
    engine = open_engine(f"sqlite:///{path}")
    create_schema(engine)
    engine.dispose()
    assert [file.name for file in path.parent.iterdir()] == ["tongxin.db"], "something is still in its journal"
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a fresh database with our schema; every test that asks runs on both kinds."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("empty_sqlite"), tmp_path / "tongxin.db")
        yield f"sqlite:///{tmp_path / 'tongxin.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    name, url = cluster.fresh()
    yield url
    cluster.drop(name)


@pytest.fixture
def clock() -> SteppedClock:
    """Real time that stands still until a test steps it."""
    return SteppedClock(START)


@pytest.fixture
def db(database_url: str, clock: SteppedClock) -> Iterator[Database]:
    """An exercise world at the moment of the earthquake, its clock at real speed."""
    engine = open_engine(database_url)
    with Session(engine) as session:
        session.add(World(id=1, kind="exercise", name="test", anchor_real=START, anchor_world=QUAKE, rate=1))
        session.commit()
    yield Database(engine, clock)
    engine.dispose()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of real inputs (TONGXIN_REAL_DATA, default ../shared/data); tests that need it say when it is absent."""
    folder = Path(os.environ.get("TONGXIN_REAL_DATA") or REPO.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"real inputs are absent: {folder} (set TONGXIN_REAL_DATA)")
    return folder


@pytest.fixture(scope="session")
def regions() -> Regions:
    """The built-in boundaries, from the checkout's cache once they have been read."""
    return load_regions(REPO / "var" / "cache")


@pytest.fixture(scope="session")
def exposure(regions: Regions) -> Exposure:
    """The synthetic exposure, from the checkout's cache once it has been made."""
    return synthetic_exposure(regions, cache_dir=REPO / "var" / "cache")
