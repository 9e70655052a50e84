"""A stage (sockets only) and a town (the whole product under gevent on PostgreSQL), each started once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from os import environ
from pathlib import Path

import pytest

from tests.postgres import Cluster
from tests.realtime.town import Town, free_port, process, running_town, wait_for


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Port of the sockets without the house."""
    folder = tmp_path_factory.mktemp("stage")
    with stage_at(free_port(), folder) as port:
        yield port


@pytest.fixture(scope="session")
def town(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Two web processes on one database."""
    name, url = postgres.fresh(empty=True)
    with running_town(url, tmp_path_factory.mktemp("town"), processes=2) as running:
        yield running
    postgres.drop(name)


def stage_at(port: int, folder: Path, app: str = "create_app()") -> Stage:
    return Stage(port, folder, app)


class Stage:
    """The stage's process, for as long as the block."""

    def __init__(self, port: int, folder: Path, app: str) -> None:
        self._port, self._folder = port, folder
        call = [sys.executable, "-m", "gunicorn", "-k", "gevent", "-w", "1", "--worker-connections", "20000"]
        call += ["--backlog", "4096", "--graceful-timeout", "5", "-b", f"127.0.0.1:{port}"]
        self._process = process([*call, f"tests.realtime.stage:{app}"], dict(environ), folder / "stage.log")

    def __enter__(self) -> int:
        self.pid = self._process.__enter__()
        wait_for(self._port, self._folder)
        return self._port

    def __exit__(self, *failure: object) -> None:
        self._process.__exit__(None, None, None)
