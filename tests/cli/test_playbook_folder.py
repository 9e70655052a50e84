"""A folder of playbooks that git keeps: out byte for byte, in as drafts, and nothing twice."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select

from geo.regions import load_regions
from incident.commands import playbooks
from incident.config import read_settings
from incident.db import Database, open_engine
from incident.events.playbooks import STREAM
from incident.log import Actor
from incident.models import Person, PlaybookDraft
from incident.queries.playbook_drafts import draft_detail
from playbooks.source.playbook import library, library_text
from playbooks.workbench.draft_check import look_at
from tests.cli.conftest import Tongxin
from tests.conftest import REPO


def new_world(tongxin: Tongxin, name: str) -> None:
    """A world with a planner, an approver and an administrator."""
    assert tongxin("db", "upgrade").code == 0
    assert tongxin("world", "create", "--kind", "exercise", "--name", name).code == 0
    for login, role in (("wu.min", "planner"), ("li.na", "approver"), ("ad.min", "administrator")):
        added = tongxin(
            "user", "add", login, "--name-zh", login, "--name-en", login, "--employee", login, "--role", role
        )  # fmt: skip
        assert added.code == 0, added.err


@pytest.fixture
def folder(tongxin: Tongxin, tmp_path: Path) -> Path:
    """An exported folder of a new world."""
    new_world(tongxin, "t")
    assert tongxin("playbook", "export", tmp_path / "books").code == 0
    return tmp_path / "books"


def opened() -> Database:
    return Database(open_engine(read_settings().url()))


def publish(text: str) -> None:
    """Begin, submit, approve and publish a playbook by two people of the present world."""
    db, look, draft = opened(), look_at(text), str(uuid.uuid4())
    with db.read() as session:
        people = {row.login: Actor(person=row.id, via="web") for row in session.scalars(select(Person))}
    planner, approver = people["wu.min"], people["li.na"]
    with db.transaction([STREAM]) as tx:
        playbooks.begin_draft(tx, planner, draft_id=draft, look=look, base_slug="ice", base_number=0)
        playbooks.submit_draft(tx, planner, draft_id=draft, revision=1)
        playbooks.approve_draft(tx, approver, draft_id=draft, digest=look.source_digest)
        playbooks.publish_draft(tx, planner, draft_id=draft, look=look)


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


def test_what_another_world_approved_is_shown_beside_the_draft_and_counts_for_nothing(
    tongxin: Tongxin, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = library_text("ice").replace("version: 1\n", "version: 2\n", 1)
    publish(text)
    assert tongxin("playbook", "export", folder).code == 0
    assert "0 written" in tongxin("playbook", "export", folder).out
    assert "0 drafts begun" in tongxin("playbook", "import", folder, "--by", "wu.min").out

    monkeypatch.setenv("TONGXIN_VAR_DIR", str(tmp_path / "other"))
    new_world(tongxin, "生产")
    read = tongxin("playbook", "import", folder, "--by", "wu.min")

    assert "ice: draft begun, published as 1 in “t”" in read.out
    with opened().read() as session:
        draft = session.scalars(select(PlaybookDraft)).one()
        told = draft_detail(session, draft.id, load_regions(REPO / "var" / "cache"))
    assert (draft.state, draft.approved_by, told["text"]) == ("draft", None, text)
    origin = told["origin"]
    assert (origin["world"], origin["publication"]["approved_by"]["name_en"], origin["unchanged"]) == (
        {"name": "t", "kind": "exercise"},
        "li.na",
        True,
    )
    assert "另一个环境" in told["story"][0]["say"]["zh"]


def test_a_file_that_was_changed_on_the_way_carries_no_approval_and_a_wrong_origin_says_where(
    tongxin: Tongxin, folder: Path
) -> None:
    text = library_text("ice").replace("version: 1\n", "version: 2\n", 1)
    somebody = {"name_zh": "李娜", "name_en": "Li Na"}
    there = {
        "number": 1, "version": 2, "digest": "a" * 64, "source_digest": look_at(text).source_digest,
        "author": somebody, "approved_by": somebody,
        "approved_at": "2026-05-01T08:00:00Z", "published_at": "2026-05-01T09:00:00Z",
    }  # fmt: skip
    told = {"schema": "playbook-origin/1", "world": {"name": "x", "kind": "live"}, "playbooks": {"ice": there}}
    (folder / "ORIGIN.json").write_text(json.dumps(told), "utf-8")
    (folder / "ice.yaml").write_text(text + "# changed on the way\n", "utf-8")

    assert "ice: draft begun\n" in tongxin("playbook", "import", folder, "--by", "wu.min").out

    (folder / "ORIGIN.json").write_text(json.dumps(told | {"world": {"name": "x", "kind": "real"}}), "utf-8")
    complaint = tongxin("playbook", "import", folder, "--by", "wu.min").complaint
    assert "ORIGIN.json: world.kind" in complaint
    assert "remove this file" in complaint
