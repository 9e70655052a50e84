"""A relay's settings and command: worlds apart, fields named, secrets never repeated; what is kept and for how long."""

from __future__ import annotations

import json
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from incident.cli import run
from incident.config import Settings
from incident.draining import build_endpoints
from notifications.outbound import ForbiddenAddress
from notifications.relay.lines.build import build_links
from notifications.relay.settings import ExerciseRelay, LiveRelay, RelaySettingsError, read_settings_file
from tests.notifications.processes import eventually
from tests.relay.houses import housed, message, write_numbers

SECRET = "whsec_" + "B" * 32
EXERCISE: dict[str, Any] = {
    "world": "exercise", "numbers": "n.csv", "line": {"kind": "cmpp", "host": "127.0.0.1", "port": 7890},
}  # fmt: skip
LIVE_LINE = {"host": "10.1.2.3", "port": 7890, "tls": "none", "networks": ["10.0.0.0/8"]}
LIVE: dict[str, Any] = {
    "world": "live", "numbers": "n.csv", "secret": SECRET,
    "line": {"kind": "cmpp", "source_addr": "901234", "secret": "our-own", **LIVE_LINE},
}  # fmt: skip


def read(tmp_path: Path, told: dict[str, Any]) -> ExerciseRelay | LiveRelay:
    path = tmp_path / "relay.json"
    path.write_text(json.dumps(told), "utf-8")
    return read_settings_file(path)


def test_each_world_has_settings_of_its_own(tmp_path: Path) -> None:
    exercise, live = read(tmp_path, EXERCISE), read(tmp_path, LIVE)

    assert isinstance(exercise, ExerciseRelay)
    assert isinstance(live, LiveRelay)
    assert exercise.numbers == live.numbers == tmp_path / "n.csv"
    assert live.secrets == (SECRET,)


@pytest.mark.parametrize(
    ("base", "changes", "says"),
    [
        (EXERCISE, {"line": LIVE["line"]}, "line.source_addr: Extra inputs"),
        (EXERCISE, {"secret": SECRET}, "secret: Extra inputs"),
        (EXERCISE, {"world": "drill"}, "settings: Input tag 'drill'"),
        (EXERCISE, {"quiet_hours": "night"}, "quiet_hours: .*like 22:00-07:00"),
        (EXERCISE, {"busy_percent": 96}, "settings: .*busy_percent must be less"),
        (EXERCISE, {"line": {**EXERCISE["line"], "reference_digits": 15, "source": "1008612"}}, "at most 20 digits"),
        (LIVE, {"line": {**LIVE["line"], "networks": []}}, "line: .*without TLS"),
        (LIVE, {"line": {**LIVE["line"], "secret": "exercise"}}, "line.secret: .*simulator's"),
        (LIVE, {"secret": "too-short"}, "secret: .*must be whsec_"),
    ],
)
def test_what_does_not_fit_is_named_and_no_secret_repeated(
    base: dict[str, Any], changes: dict[str, Any], says: str, tmp_path: Path
) -> None:
    with pytest.raises(RelaySettingsError, match=says) as refused:
        read(tmp_path, {**base, **changes})
    assert "our-own" not in str(refused.value)
    assert "too-short" not in str(refused.value)


def test_an_exercise_dials_this_machine_alone_and_a_plain_live_line_its_own_networks(tmp_path: Path) -> None:
    far = read(tmp_path, {**EXERCISE, "line": {**EXERCISE["line"], "host": "10.1.2.3"}})
    stray = read(tmp_path, {**LIVE, "line": {**LIVE["line"], "host": "192.0.2.7"}})

    for settings in (far, stray):
        [link] = build_links(settings)
        with pytest.raises(ForbiddenAddress):
            link.dial()


def test_a_gateway_that_does_not_prove_our_secret_is_sent_nothing(tmp_path: Path) -> None:
    line = {"kind": "cmpp", "source_addr": "999999", "secret": "other", "tls": "none", "networks": ["127.0.0.0/8"]}
    with housed(tmp_path, numbers=5, faults={}) as house:
        told = {**LIVE, "line": {**line, "host": "127.0.0.1", "port": house.gateway.ready["cmpp_port"]}}
        [link] = build_links(read(tmp_path, told))
        begun = time.monotonic()
        while "CONNECT" not in link.why and time.monotonic() < begun + 5:
            now_s = time.monotonic()
            link.tick(now_s, datetime.now(UTC))
            link.flush(now_s)
            link.read(now_s)
            time.sleep(0.01)

    assert link.why == "CONNECT 3 bad_authentication"
    assert link.room == 0


def test_check_says_what_is_in_a_number_file_and_ends_with_one_where_a_row_is_bad(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_numbers(tmp_path / "n.csv", 400)
    (tmp_path / "relay.json").write_text(json.dumps(EXERCISE), "utf-8")
    arguments = ["relay", str(tmp_path / "relay.json"), "--dir", str(tmp_path / "own"), "--check"]

    with pytest.raises(SystemExit) as ended:
        raise SystemExit(run(arguments))
    good = capsys.readouterr()
    with path.open("a", encoding="utf-8") as file:
        file.write("510101,gotone,1234,C1,,\n")
    with pytest.raises(SystemExit) as bad:
        run(arguments)
    said = capsys.readouterr()

    assert (ended.value.code, bad.value.code) == (0, 1)
    assert "400 numbers, 0 stood twice, 0 unusable" in good.out
    assert "segment: easyown 100, gotone 100, mzone 100, other 100" in good.out
    assert said.err == "row 401: number must be a mobile number of 11 digits, with or without +86\n"


def test_headquarters_gives_each_province_its_own_relay() -> None:
    told = {name: {"base_url": f"http://127.0.0.1:{port}"} for name, port in (
        ("broadcast_gateway@510000", 1), ("broadcast_gateway", 2),
    )}  # fmt: skip
    endpoints = build_endpoints(Settings(endpoints=json.dumps(told)), world="exercise")
    alone = build_endpoints(
        Settings(endpoints=json.dumps({"broadcast_gateway@510000": told["broadcast_gateway"]})), world="exercise"
    )

    assert endpoints.gateway_of("510000") is endpoints.gateways["510000"]
    assert endpoints.gateway_of("620000") is endpoints.gateway is not None
    assert alone.gateway_of("620000") is None
    for one in (endpoints, alone):
        one.close()


def test_numbers_leave_the_journal_after_their_time_and_the_key_still_forbids_a_second_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with housed(tmp_path, numbers=20, faults={"receipt_ms": 10}, keep_days=45) as house:
        house.headquarters.send(message("old:1", count=20))
        assert eventually(lambda: house.counts("old:1").get("delivered") == 20)
        house.relay.stop()
        capsys.readouterr()
        told = ["relay", str(house.relay.folder / "relay.json"), "--dir", str(house.relay.folder / "own"), "--jobs"]
        assert run(told) == 0
        assert capsys.readouterr().out == "old:1 completed: 20 numbers; 20 delivered\n"
        house.relay.start()
        assert run([*told[:-1], "--port", "0"]) == 2
        assert "another relay runs on this folder" in capsys.readouterr().err
        house.relay.stop()
        with sqlite3.connect(house.relay.folder / "own" / "journal.sqlite3") as books:
            books.execute("UPDATE sent SET at_ms = at_ms - 46 * 86400000 WHERE number % 2 = 0")
        books.close()
        house.relay.start()
        house.headquarters.send(message("old:1", count=20, fence=2))

        def left() -> int:
            with sqlite3.connect(house.relay.folder / "own" / "journal.sqlite3") as books:
                found: int = books.execute("SELECT COUNT(*) FROM sent").fetchone()[0]
            books.close()
            return found

        assert eventually(lambda: left() == 10, within_s=10)
        assert house.counts("old:1")["delivered"] == 20
        assert house.gateway.get("tally")["messages"] == 20
