"""Running `tongxin` inside the test process: exit code, lines on stdout and on stderr."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from incident.cli import run
from tests.conftest import REPO


@dataclass(frozen=True)
class Ran:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on stderr that every bad input is answered with."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert self.code == 2
        assert "Traceback" not in self.err
        return lines[0]


Tongxin = Callable[..., Ran]


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh installation's folder, with the checkout's caches of regions and exposure."""
    folder = tmp_path / "var"
    folder.mkdir()
    (REPO / "var" / "cache").mkdir(parents=True, exist_ok=True)
    (folder / "cache").symlink_to(REPO / "var" / "cache")
    monkeypatch.setenv("TONGXIN_VAR_DIR", str(folder))
    for name in ("TONGXIN_DATABASE_URL", "TONGXIN_REDIS_URL", "TONGXIN_ANCHOR_DIR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def tongxin(var: Path, capsys: pytest.CaptureFixture[str]) -> Tongxin:
    """`tongxin("geo", "read", "file")` → Ran."""

    def call(*arguments: object) -> Ran:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return call


@pytest.fixture
def world(tongxin: Tongxin) -> Tongxin:
    """The same, with a migrated database and an exercise world."""
    assert tongxin("db", "upgrade").code == 0
    made = tongxin("world", "create", "--kind", "exercise", "--name", "test", "--begins", "2008-05-12T14:28:04+08:00")
    assert made.code == 0
    return tongxin
