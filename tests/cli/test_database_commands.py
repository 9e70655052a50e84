"""`tongxin db`, `world`, `user`, `log`: from nothing to a world with people, copied, put back, and proved."""

from __future__ import annotations

import sqlite3
import stat
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from incident import anchoring
from incident.config import read_settings
from incident.db import Database, open_engine
from incident.evidence import verifier
from tests.cli.conftest import Ran, Tongxin
from tests.evidence.archived import closed
from tests.incident.stories import declared

WANG = ("wang.li", "--name-zh", "王力", "--name-en", "Wang Li", "--employee", "E-7")


def add(tongxin: Tongxin, *more: str) -> Ran:
    return tongxin("user", "add", *WANG, *more)


def anchored() -> Path | None:
    """Anchor the log as `serve` does each minute; the file."""
    settings = read_settings()
    database = Database(open_engine(settings.url()))
    made = anchoring.anchor_log(database, settings)
    database.engine.dispose()
    return made


def test_nothing_is_served_or_proved_without_database_and_world(tongxin: Tongxin, var: Path) -> None:
    assert "tongxin db upgrade" in tongxin("log", "verify").complaint
    assert not (var / "tongxin.db").exists()
    assert tongxin("db", "upgrade").code == 0
    for command in (("log", "verify"), ("serve",), ("user", "list")):
        assert "tongxin world create" in tongxin(*command).complaint


def test_upgrading_twice_changes_nothing(tongxin: Tongxin, var: Path) -> None:
    assert "from nothing to" in tongxin("db", "upgrade").out
    assert "the newest migration" in tongxin("db", "upgrade").out
    assert not (var / "backups").exists()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--kind", "live", "--name", "x", "--rate", "60"), "rate"),
        (("--kind", "drill", "--name", "x"), "--kind"),
        (("--kind", "exercise"), "--name"),
        (("--kind", "exercise", "--name", "x", "--begins", "yesterday"), "--begins"),
        (("--kind", "exercise", "--name", "x", "--begins", "2008-05-12T14:28"), "offset"),
    ],
)
def test_a_world_that_cannot_be_is_refused(tongxin: Tongxin, options: tuple[str, ...], named: str) -> None:
    tongxin("db", "upgrade")

    assert named in tongxin("world", "create", *options).complaint


def test_a_database_holds_one_world_for_good(world: Tongxin) -> None:
    assert "already" in world("world", "create", "--kind", "exercise", "--name", "second").complaint


def test_people_are_added_listed_and_shut(world: Tongxin) -> None:
    assert "password (shown once)" in add(world, "--role", "province_lead@510000").out
    assert "wang.li  active  王力 Wang Li  province_lead@510000" in world("user", "list").out
    assert world("user", "disable", "wang.li").code == 0
    assert "wang.li  disabled" in world("user", "list").out
    assert world("user", "enable", "wang.li").code == 0


def test_a_password_comes_from_a_file_and_must_be_good(world: Tongxin, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("seven quiet pandas\n", "utf-8")
    assert "shown once" not in add(world, "--password-file", str(file)).out

    file.write_text("short\n", "utf-8")
    assert "password" in world("user", "password", "wang.li", "--password-file", file).complaint


def test_wrong_people_are_refused_by_name(world: Tongxin) -> None:
    assert "nobody" in world("user", "disable", "nobody").complaint
    assert "king" in add(world, "--role", "king").complaint
    assert "scope" in add(world, "--role", "province_lead").complaint
    assert "wang.li" not in world("user", "list").out
    assert add(world).code == 0
    assert "login" in add(world).complaint


def test_a_kiosk_token_is_shown_once_for_an_account_that_only_reads_and_revoked(world: Tongxin) -> None:
    add(world, "--role", "auditor")
    made = world("user", "token", "wang.li").out
    [token] = [line.split()[-1] for line in made.splitlines() if line.startswith("kiosk token (shown once): ")]
    assert f"/wall#kiosk={token}" in made
    assert token not in world("user", "token", "wang.li").out
    assert world("user", "token", "wang.li", "--revoke").out == "kiosk tokens revoked: wang.li\n"
    assert "still good" in world("user", "token", "wang.li", "--revoke").complaint
    assert "nobody" in world("user", "token", "nobody").complaint


def test_who_may_do_more_than_read_gets_no_kiosk_token(world: Tongxin) -> None:
    add(world, "--role", "auditor", "--role", "duty_officer")
    assert "only reads" in world("user", "token", "wang.li").complaint


def test_the_first_administrator_is_made_once(world: Tongxin) -> None:
    assert world("user", "first-administrator", *WANG).code == 0
    assert "administrator" in world("user", "first-administrator", "other", *WANG[1:]).complaint
    assert "last administrator" in world("user", "disable", "wang.li").complaint


def test_a_whole_log_is_verified_and_rebuilt(world: Tongxin) -> None:
    add(world)

    verified, rebuilt = world("log", "verify"), world("log", "rebuild", "--check")

    assert (verified.code, rebuilt.code) == (0, 0)
    assert "1 streams, 1 events" in verified.out


def test_each_fault_of_the_log_is_a_line_and_exit_1(world: Tongxin, var: Path) -> None:
    add(world)
    with closing(sqlite3.connect(var / "tongxin.db")) as database:
        database.execute("DROP TRIGGER event_changed")
        database.execute("UPDATE event SET audience = '510000'")
        database.execute("UPDATE person SET name_zh = '李四'")
        database.commit()

    verified, rebuilt = world("log", "verify"), world("log", "rebuild", "--check")

    assert (verified.code, rebuilt.code) == (1, 1)
    assert "people #1: its content is not what was recorded" in verified.out
    assert "李四" in rebuilt.out


def test_the_log_of_an_incident_is_bundled_with_what_verifies_it(world: Tongxin, tmp_path: Path) -> None:
    database = Database(open_engine(read_settings().url()))
    incident = declared(database)
    database.engine.dispose()
    path = tmp_path / "evidence.zip"

    ran = world("log", "bundle", incident, "--out", str(path))

    assert ran.code == 0, ran.complaint
    assert "4 events, 1 texts (0 redacted), 1 anchors" in ran.out
    assert verifier.main([str(path)]) == 0
    assert "no incident with this id" in world("log", "bundle", str(uuid.uuid4())).complaint


def test_a_tail_cut_off_the_log_is_found_by_its_anchor(world: Tongxin, var: Path) -> None:
    add(world)
    assert anchored() is not None
    assert world("log", "verify").code == 0

    with closing(sqlite3.connect(var / "tongxin.db")) as file:
        file.execute("DROP TRIGGER event_removed")
        file.execute("DELETE FROM event")
        file.execute("UPDATE stream_head SET position = 0, hash = ?", ("0" * 64,))
        file.commit()

    ran = world("log", "verify")
    assert ran.code == 1
    assert "people #1: was there at" in ran.out


def test_a_backup_made_in_use_can_be_put_back(world: Tongxin, var: Path, tmp_path: Path) -> None:
    add(world)
    assert world("db", "backup", tmp_path / "copy.db").code == 0
    assert "copy.db" in world("db", "backup", tmp_path / "copy.db").complaint
    world("user", "disable", "wang.li")

    ran = world("db", "restore", tmp_path / "copy.db")

    assert ran.code == 0
    assert "wang.li  active" in world("user", "list").out
    assert world("log", "verify").code == 0
    assert len(list(var.glob("tongxin.db.before-restore-*"))) == 1


def test_a_database_in_use_is_not_replaced(world: Tongxin, var: Path, tmp_path: Path) -> None:
    world("db", "backup", tmp_path / "copy.db")
    with closing(sqlite3.connect(var / "tongxin.db")) as held:
        held.execute("SELECT count(*) FROM event").fetchone()

        assert "in use" in world("db", "restore", tmp_path / "copy.db").complaint

    assert world("log", "verify").code == 0


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00" + bytes(2000)])
def test_what_is_no_backup_is_not_put_back(world: Tongxin, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.db").write_bytes(content)

    assert "other.db" in world("db", "restore", tmp_path / "other.db").complaint
    assert world("log", "verify").code == 0


def test_postgresql_is_backed_up_with_its_own_tool_and_shows_no_password(
    tongxin: Tongxin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGXIN_DATABASE_URL", "postgresql://tongxin:hush@db.internal/tongxin")

    said = tongxin("db", "backup", "x.dump").complaint

    assert "pg_dump --format=custom --file=x.dump 'postgresql://tongxin@db.internal/tongxin'" in said
    assert "hush" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TONGXIN_DATABASE_URL", "mysql://localhost/x"),
        ("TONGXIN_DATABASE_URL", "rubbish"),
        ("TONGXIN_CLASS_B_CAP_FEN", "much"),
        ("TONGXIN_SECRET_KEY_FILE", "/nowhere/secret"),
    ],
)
def test_a_wrong_setting_is_named(tongxin: Tongxin, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    said = tongxin("db", "upgrade").complaint

    assert name in said or value in said


def test_the_signing_key_is_for_its_owner_only(world: Tongxin, var: Path) -> None:
    add(world)
    anchored()

    assert stat.S_IMODE((var / "anchor.key").stat().st_mode) == 0o600
    assert not (var / "anchors" / "anchor.key").exists()


def test_a_closed_log_is_sealed_and_listed_and_a_file_that_is_gone_is_a_fault(world: Tongxin, var: Path) -> None:
    database = Database(open_engine(read_settings().url()))
    goes_on, over = declared(database), closed(database, tasks=1)
    database.engine.dispose()

    assert "close it before" in world("log", "archive", goes_on).complaint
    assert "no" in world("log", "archive", str(uuid.uuid4())).complaint
    sealed = world("log", "archive", over)
    listed = world("log", "archives")

    file = next((var / "archive").iterdir())
    assert (sealed.code, str(file) in sealed.out, "SQLite keeps them" in sealed.out) == (0, True, True)
    assert verifier.main([str(file)]) == 0
    assert (listed.code, file.name in listed.out) == (0, True)
    file.unlink()
    missing = world("log", "archives")
    assert (missing.code, "is not there" in missing.out) == (1, True)
