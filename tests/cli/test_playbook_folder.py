"""A folder of playbooks that git keeps: out byte for byte, in as drafts, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbooks.source.playbook import library, library_text
from tests.cli.conftest import Tongxin


@pytest.fixture
def folder(tongxin: Tongxin, tmp_path: Path) -> Path:
    """An exported folder of a new world with one planner and one administrator."""
    assert tongxin("db", "upgrade").code == 0
    assert tongxin("world", "create", "--kind", "exercise", "--name", "t").code == 0
    for login, role in (("wu.min", "planner"), ("ad.min", "administrator")):
        added = tongxin(
            "user", "add", login, "--name-zh", "吴敏", "--name-en", "Wu Min", "--employee", login, "--role", role
        )  # fmt: skip
        assert added.code == 0, added.err
    assert tongxin("playbook", "export", tmp_path / "books").code == 0
    return tmp_path / "books"


def test_what_was_exported_comes_back_without_a_change(tongxin: Tongxin, folder: Path) -> None:
    assert {file.name: file.read_text("utf-8") for file in folder.iterdir()} == {
        f"{slug}.yaml": library_text(slug) for slug in library()
    }
    assert "0 written" in tongxin("playbook", "export", folder).out

    read = tongxin("playbook", "import", folder, "--by", "wu.min")

    assert read.code == 0
    assert "0 drafts begun" in read.out


def test_a_changed_file_becomes_a_draft_once(tongxin: Tongxin, folder: Path) -> None:
    file = folder / "ice.yaml"
    file.write_text(library_text("ice").replace("version: 1\n", "version: 2\n", 1), "utf-8")

    first, second = (tongxin("playbook", "import", folder, "--by", "wu.min") for _ in range(2))

    assert "ice: draft begun" in first.out
    assert "1 drafts begun" in first.out
    assert "0 drafts begun" in second.out


def test_what_cannot_be_used_is_named_and_nothing_is_begun(tongxin: Tongxin, folder: Path) -> None:
    assert "no planner" in tongxin("playbook", "import", folder, "--by", "ad.min").complaint
    assert "nobody" in tongxin("playbook", "import", folder, "--by", "no.body").complaint
    (folder / "ice.yaml").write_text(library_text("ice").replace("hazards:", "hazrds:", 1), "utf-8")
    (folder / "other.yaml").write_text(library_text("flood"), "utf-8")

    refused = tongxin("playbook", "import", folder, "--by", "wu.min")

    assert refused.code == 2
    assert "ice.yaml" in refused.err
    assert "call the file flood.yaml" in refused.err
    (folder / "ice.yaml").unlink()
    (folder / "other.yaml").unlink()
    assert "0 drafts begun" in tongxin("playbook", "import", folder, "--by", "wu.min").out
