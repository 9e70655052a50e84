"""Rules of the tree: small files, no address of an index or of this machine, layers, one place that commits."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import REPO

MOST_LINES = 350
CODE = frozenset({".py", ".ts", ".tsx", ".css", ".html", ".sh", ".md"})
#: Written by machines from other files.
MADE = ("requirements.lock", "static/package-lock.json", "incident/migrations/versions/")
#: Hosts of package indexes and the places of one machine, written so that this file does not hold them itself.
FOREIGN = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "mirror", "/wo" + "rk/", "/ro" + "ot/")


@cache
def tracked() -> tuple[str, ...]:
    """Every file that git knows and that is there."""
    listed = subprocess.run(["git", "ls-files"], cwd=REPO, capture_output=True, text=True, check=True).stdout
    return tuple(name for name in listed.splitlines() if (REPO / name).is_file())


def test_every_file_is_small_enough_to_be_read() -> None:
    long = [
        f"{name}: {lines}"
        for name in tracked()
        if Path(name).suffix in CODE and not name.startswith(MADE)
        if (lines := len((REPO / name).read_text("utf-8").splitlines())) > MOST_LINES
    ]

    assert long == []


def test_no_file_names_a_package_index_or_a_place_of_one_machine() -> None:
    named = []
    for name in tracked():
        content = (REPO / name).read_bytes()
        named += [f"{name}: {foreign}" for foreign in FOREIGN if foreign.encode() in content]

    assert named == []


def test_every_folder_of_code_is_a_package_that_would_be_installed() -> None:
    folders = {Path(name).parent for name in tracked() if name.endswith(".py")}
    lost = [
        str(folder)
        for folder in folders
        if folder.parts[0] in ("incident", "geo", "playbooks", "notifications")
        and not (REPO / folder / "__init__.py").exists()
    ]

    assert lost == []


def test_the_layers_hold() -> None:
    ran = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=REPO,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout[-3000:]


#: Who may commit, and why.
COMMITS = {
    "incident/db/transaction.py": "the one commit of every command",
    "incident/commands/worlds.py": "the world's row, before there is a stream to lock",
    "incident/demo/stage.py": "winds an exercise's clock before its processes start",
    "incident/db/engine.py": "ends the read of the settings that it checks on each connect",
}


def test_only_the_transaction_commits() -> None:
    found = [
        name
        for name in tracked()
        if re.fullmatch(r"(incident)/.*\.py", name) and ".commit()" in (REPO / name).read_text("utf-8")
    ]

    assert sorted(found) == sorted(COMMITS)


@pytest.mark.parametrize("package", ["geo", "playbooks", "notifications"])
def test_nothing_prints_but_the_command_line(package: str) -> None:
    printing = [
        name
        for name in tracked()
        if name.startswith(f"{package}/") and re.search(r"^\s*print\(", (REPO / name).read_text("utf-8"), re.MULTILINE)
    ]

    assert printing == []
