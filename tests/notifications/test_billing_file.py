"""Instructions through a folder: handed over once, answers believed whole or refused by name, older leases shut out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from notifications.connectors._drop_files import stem
from notifications.delivery import Refused, Sent
from notifications.folders import FolderError, LocalFolder
from notifications.registry import SettingsError, build
from notifications.simulators.billing import Billing
from notifications.simulators.faults import Faults
from tests.notifications.folder_province import KEY, books, connector, files, send
from tests.notifications.processes import action, delivery, instruction, waive


def test_an_instruction_is_two_files_and_comes_back_settled(province: Billing, drop: Path) -> None:
    billing = connector(drop)

    sent, under_way = send(billing), billing.query(KEY)
    lying = files(drop / "out")
    assert province.drop is not None
    province.drop.work()
    settled = billing.query(KEY)

    assert sent == Sent(reference="TX-0000000001.csv", state="accepted")
    assert lying == ["TX-0000000001.csv", f"{stem(KEY)}-0000000001.manifest.json"]
    assert (under_way.state, settled.state) == ("accepted", "settled")
    assert settled.figures is not None
    assert settled.figures["applied"] == {"customers": 1000, "fen": 900_000}
    assert files(drop / "out") == []
    assert province.drop.account()["missing"] == []


def test_failed_accounts_come_as_a_file_and_a_retry_and_a_reversal_by_keys_of_their_own(
    province: Billing, drop: Path
) -> None:
    province.faults = Faults(settle_ms=0, fail_ppm=50_000)
    billing = connector(drop)
    assert province.drop is not None
    found = []

    handed: tuple[tuple[str, dict[str, Any]], ...] = (
        (KEY, {"customers": 2000}),
        (f"{KEY}:2", {"customers": 100}),
        (f"{KEY}:reverse", {"customers": 2000, "actions": [action("reverse", of=waive()["key"])]}),
    )
    for key, changes in handed:
        send(billing, key=key, batch=KEY, **changes)
        province.drop.work()
        found.append(billing.query(key))

    first, again, undone = found
    assert [receipt.state for receipt in found] == ["settled"] * 3
    assert first.figures is not None
    assert undone.figures is not None
    assert first.figures["failed"]["customers"] == len(first.exceptions) == 100
    assert first.figures["failed"]["fen"] == sum(row.fen for row in first.exceptions)
    assert 0 < len(again.exceptions) < 100
    assert undone.figures["applied"]["customers"] == 2000 - len(again.exceptions)


def test_what_the_province_refuses_is_refused_later_and_surely(province: Billing, drop: Path) -> None:
    billing = connector(drop)
    assert province.drop is not None
    send(billing)
    province.drop.work()

    send(billing, key=f"{KEY}:again", batch=KEY)
    province.drop.work()
    refused = billing.query(f"{KEY}:again")

    assert (refused.state, refused.note.partition(":")[0]) == ("refused", "alreadyApplied")
    assert billing.query(KEY).state == "settled"


def test_a_key_that_never_arrived_is_said_so_only_by_the_province_and_a_late_call_is_shut_out(
    province: Billing, drop: Path
) -> None:
    billing = connector(drop)
    assert province.drop is not None

    before, unasked = billing.query(KEY, fence=2), billing.query(KEY)
    province.drop.work()
    after = billing.query(KEY, fence=2)
    send(billing, fence=1)  # a paused worker wakes up
    province.drop.work()
    sent = send(billing, fence=3)
    province.drop.work()

    assert (before.state, unasked.state, after.state) == ("unknown", "not_found", "not_found")
    assert isinstance(sent, Sent)
    assert billing.query(KEY).state == "settled"
    refused = province.drop.account()["refused"]
    assert isinstance(refused, dict)
    assert [why["code"] for why in refused.values()] == ["staleFence"]
    assert books(province)["totals"]["submitted"]["customers"] == 1000


def test_the_same_key_handed_over_twice_is_carried_out_once(province: Billing, drop: Path) -> None:
    assert province.drop is not None
    for fence in (1, 1, 2):
        assert isinstance(send(connector(drop), fence=fence), Sent)

    province.drop.work()
    province.drop.work()

    assert books(province)["totals"]["submitted"]["customers"] == 1000
    assert connector(drop).query(KEY).state == "settled"


def test_two_processes_never_take_one_number_and_a_number_without_a_manifest_was_never_sent(
    province: Billing, drop: Path
) -> None:
    first, second = connector(drop), connector(drop)
    send(first, key="a:1:510131:gotone")
    (drop / "out" / "TX-0000000002.csv").write_text("a process died here")

    sent = [send(second, key="b:1:510131:gotone"), send(first, key="c:1:510131:gotone")]
    assert province.drop is not None
    province.drop.work()

    assert [one.reference for one in sent] == ["TX-0000000003.csv", "TX-0000000004.csv"]
    assert province.drop.account()["missing"] == [2]


def test_files_spoiled_on_their_way_out_do_nothing_and_are_refused_by_name(province: Billing, drop: Path) -> None:
    assert province.drop is not None
    billing = connector(drop)
    keys = {name: f"{name}:1:510131:gotone" for name in ("rows", "torn", "seal", "gone")}
    for key in keys.values():
        send(billing, key=key)
    manifests = {name: next((drop / "out").glob(f"{stem(key)}*")) for name, key in keys.items()}
    rows = {name: drop / "out" / json.loads(path.read_bytes())["file"]["name"] for name, path in manifests.items()}
    rows["rows"].write_bytes(rows["rows"].read_bytes().replace(b"100", b"900"))
    manifests["torn"].write_bytes(manifests["torn"].read_bytes()[:-9])
    manifests["seal"].write_bytes(manifests["seal"].read_bytes().replace(b'"customers":1000', b'"customers":9000'))
    rows["gone"].unlink()

    province.drop.work()
    said = {name: billing.query(key) for name, key in keys.items()}

    assert {name: receipt.note.partition(":")[0] for name, receipt in said.items()} == {
        "rows": "alteredFile", "torn": "alteredManifest", "seal": "alteredManifest", "gone": "missingFile",
    }  # fmt: skip
    assert {receipt.state for receipt in said.values()} == {"refused"}
    assert books(province)["batches"] == []


def test_a_restarted_province_finishes_what_it_had_taken(tmp_path: Path) -> None:
    first = Billing(tmp_path / "books", seed=7, faults=Faults(settle_ms=400), fast=1, drop=tmp_path / "drop")
    send(connector(tmp_path / "drop"))
    assert first.drop is not None
    first.drop.work()
    early = connector(tmp_path / "drop").query(KEY)
    first.close()

    second = Billing(tmp_path / "books", seed=7, faults=Faults(), fast=1, drop=tmp_path / "drop")
    assert second.drop is not None
    while connector(tmp_path / "drop").query(KEY).state != "settled":
        second.drop.work()
    second.close()

    assert early.state == "accepted"


def test_an_exercise_writes_to_a_simulators_folder_only_and_a_live_world_to_none(
    province: Billing, drop: Path, tmp_path: Path
) -> None:
    real = tmp_path / "real"
    for name in ("out", "taken", "reply"):
        (real / name).mkdir(parents=True)

    strange = send(connector(real))
    live = build("billing_file", {"folder": str(drop)}, world="live")
    document = {**instruction("m"), "world": "live"}
    wrong = live.send(delivery("instruction/1", KEY, document, world="live"))

    assert isinstance(strange, Refused)
    assert strange.code == "not_a_simulator"
    assert isinstance(wrong, Refused)
    assert (wrong.code, wrong.retryable) == ("wrong_world", True)
    assert files(real / "out") == files(drop / "out") == []


def test_a_link_in_the_reply_folder_is_not_followed(province: Billing, drop: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of somebody else")
    (drop / "reply" / f"{stem(KEY)}.reply.json").symlink_to(tmp_path / "secret")

    assert connector(drop).query(KEY).state == "unknown"


def test_a_folder_never_shows_half_a_file_and_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    folder = LocalFolder(tmp_path)

    assert folder.write_new("out/a", b"first")
    assert not folder.write_new("out/a", b"second")
    assert folder.read("out/a", limit=10) == b"first"
    assert files(tmp_path / "out") == ["a"]
    with pytest.raises(FolderError, match="longer"):
        folder.read("out/a", limit=4)
    with pytest.raises(FolderError, match="nowhere"):
        folder.write_new("nowhere/a", b"x")


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, "either folder or sftp"),
        ({"folder": "relative"}, "absolute"),
        ({"folder": "/nowhere"}, "there is no out, taken, reply"),
        ({"folder": "/nowhere", "secret": "weak"}, "secret"),
        ({"sftp": {"host": "h", "username": "u", "host_key": "ssh-ed25519 !!", "password": "p"}}, "host_key must be"),
        ({"sftp": {"host": "h", "username": "u", "host_key": "ssh-rsa", "password": "p"}}, "host_key must be"),
    ],
)
def test_settings_that_cannot_serve_are_refused_at_the_start_by_field(settings: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        build("billing_file", settings, world="live")
