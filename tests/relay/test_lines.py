"""Lines that refuse, flood and break; long messages; caps, quiet hours, full networks: once, through all of it."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from notifications.delivery import Sent
from tests.notifications.processes import eventually, running
from tests.relay.houses import COUNTIES, JOBS, House, RelayInside, RelayProcess, housed, message, signed

CHINA = timezone(timedelta(hours=8))


def delivered(house: House[RelayInside], key: str) -> int:
    return house.counts(key).get("delivered", 0)


def progress(house: House[RelayInside], key: str) -> dict[str, Any]:
    """A job's own account, from the journal's side of the wire."""
    answer: dict[str, Any] = signed(house, "GET", f"{JOBS}/{key}").json()
    return answer


def at_rest(house: House[RelayInside], key: str) -> bool:
    """Whether all have been handed over, nothing is on its way any more, and every report has come."""
    job = progress(house, key)
    moving = job["counts"]["queued"] + job["counts"]["submitted"] + job["counts"]["unknown"] - job["parked"]
    waiting: int = house.gateway.get("tally")["reports_waiting"]
    return moving == 0 and waiting == 0


@pytest.mark.parametrize(("version", "lost_ppm"), [("2.0", 0), ("3.0", 0), ("3.0", 100_000)])
def test_a_long_message_reaches_everybody_in_parts_that_a_phone_joins(
    version: str, lost_ppm: int, tmp_path: Path
) -> None:
    text = "灾区客户欠费不停机，流量与通话照常。" * 8
    faults = {"receipt_ms": 20, "unknown_ppm": lost_ppm}
    with housed(tmp_path, numbers=40, faults=faults, line={"version": version, "window": 30}) as house:
        house.headquarters.send(message("long:1", count=40, text=text))
        assert eventually(lambda: at_rest(house, "long:1"), within_s=20)
        answer, rows = progress(house, "long:1"), house.gateway.get("messages", limit=10_000)["messages"]

    by_phone: dict[int, dict[int, str]] = {}
    for row in rows:
        assert row["part"] not in by_phone.setdefault(row["phone"], {}), "a part came twice"
        by_phone[row["phone"]][row["part"]] = row["content"]
    whole = [parts for parts in by_phone.values() if len(parts) == answer["parts"]]
    assert answer["parts"] == 3
    assert all("".join(parts[number] for number in sorted(parts)) == f"「演练 EXERCISE」{text}" for parts in whole)
    assert answer["counts"]["delivered"] == len(whole)
    assert lost_ppm or len(whole) == 40  # what a broken line swallowed is never sent again: then nobody may be whole
    assert sum(answer["counts"].values()) == 40


def test_flow_control_puts_messages_off_and_none_is_lost(tmp_path: Path) -> None:
    with housed(tmp_path, numbers=300, faults={"rate_per_s": 150, "receipt_ms": 20}) as house:
        house.headquarters.send(message("flood:1", count=300))

        assert eventually(lambda: delivered(house, "flood:1") == 300, within_s=30)
        books = house.gateway.get("books")

    assert books["refused"]["8"] > 0
    assert (books["messages"], books["doubled"]) == (300, 0)


def test_a_gateway_that_refuses_for_good_is_believed(tmp_path: Path) -> None:
    with housed(tmp_path, numbers=20, faults={}, line={"source": "95555", "version": "3.0"}) as house:
        house.headquarters.send(message("wrong:1", count=20))

        assert eventually(lambda: house.counts("wrong:1").get("failed") == 20, within_s=10)
        assert house.gateway.get("books")["refused"] == {"10": 20}


def test_lines_that_break_are_dialled_again_and_what_was_on_its_way_is_settled_by_reports(tmp_path: Path) -> None:
    with housed(
        tmp_path, numbers=400, faults={"receipt_ms": 300, "latency_min_ms": 30}, per_second=400,
        line={"connections": 2, "window": 20},
    ) as house:  # fmt: skip
        house.headquarters.send(message("broken:1", count=400))
        for _ in range(3):
            before = house.gateway.get("tally")["messages"]
            assert eventually(lambda before=before: house.gateway.get("tally")["messages"] > before + 20)  # type: ignore[misc]
            house.gateway.post("cut")
        assert eventually(lambda: at_rest(house, "broken:1"), within_s=20)
        counts, books = house.counts("broken:1"), house.gateway.get("books")

    assert books["doubled"] == 0
    assert (counts["delivered"], counts["unknown"]) == (books["phones"], 400 - books["phones"])


def test_a_customer_gets_no_more_messages_a_day_than_the_cap_but_every_correction(tmp_path: Path) -> None:
    with housed(tmp_path, numbers=10, faults={"receipt_ms": 10}, cap_per_day=2) as house:
        for number in range(2):
            house.headquarters.send(message(f"cap:{number}", count=10, text=f"第 {number} 条。"))
            assert eventually(lambda number=number: delivered(house, f"cap:{number}") == 10)  # type: ignore[misc]
        house.headquarters.send(message("cap:2", count=10, text="第三条。"))
        assert eventually(lambda: progress(house, "cap:2")["capped"] == 10)
        corrected = house.headquarters.correct(message("cap:fix", count=10, text="更正。", references=["cap:0"]))
        assert isinstance(corrected, Sent)
        assert eventually(lambda: delivered(house, "cap:fix") == 10)
        assert eventually(lambda: progress(house, "cap:2")["capped"] == 10)
        capped = progress(house, "cap:2")
        assert (capped["capped"], capped["counts"]["queued"]) == (10, 10)
        assert capped["state"] == "inProgress"

        house.relay.stop()
        _let_a_day_pass(house.relay.folder / "own" / "journal.sqlite3")
        house.relay.start()

        assert eventually(lambda: delivered(house, "cap:2") == 10, within_s=10)


def test_quiet_hours_hold_a_message_back_and_let_a_correction_pass(tmp_path: Path) -> None:
    now = datetime.now(UTC).astimezone(CHINA)
    quiet = f"{now - timedelta(minutes=2):%H:%M}-{now + timedelta(minutes=30):%H:%M}"
    with housed(tmp_path, numbers=10, faults={"receipt_ms": 10}, quiet_hours=quiet) as house:
        house.headquarters.send(message("quiet:1", count=10))
        house.headquarters.correct(message("quiet:2", count=10, text="更正。", references=["quiet:1"]))

        assert eventually(lambda: delivered(house, "quiet:2") == 10)
        assert house.counts("quiet:1")["queued"] == 10


def test_a_full_network_gets_no_sms_and_a_busy_one_only_some(tmp_path: Path) -> None:
    load = tmp_path / "load.csv"
    load.write_text(f"county,percent\n{COUNTIES[0]},97\n{COUNTIES[1]},80\nnonsense,1\n", "utf-8")
    with housed(tmp_path, numbers=2000, faults={"receipt_ms": 10}, load=str(load), busy_per_second=10) as house:
        house.headquarters.send(message("full:1", count=2000))

        assert eventually(lambda: delivered(house, "full:1") >= 1800, within_s=20)
        held = progress(house, "full:1")
        assert held["preferCellBroadcast"] == [COUNTIES[0]]
        assert 100 < held["counts"]["queued"] <= 200
        assert held["etaSeconds"] >= 1

        load.write_text("county,percent\n", "utf-8")
        assert eventually(lambda: delivered(house, "full:1") == 2000, within_s=20)


def test_an_smsc_is_spoken_to_by_smpp_with_the_same_journal(tmp_path: Path) -> None:
    (tmp_path / "sms").mkdir()
    with (
        running("sms", tmp_path / "sms", receipt_ms=50, per_second=100, unknown_ppm=20_000) as smsc,
        housed(
            tmp_path, numbers=150, faults={}, per_second=150,
            line={"kind": "smpp", "port": smsc.ready["smpp_port"], "window": 10},
        ) as house,
    ):  # fmt: skip
        house.headquarters.send(message("smpp:1", count=150))
        assert eventually(lambda: house.counts("smpp:1").get("queued") == 0, within_s=30)
        assert eventually(lambda: house.counts("smpp:1")["submitted"] == 0, within_s=20)
        counts = house.counts("smpp:1")
        phones = [row["phone"] for row in smsc.get("messages", limit=1000)["messages"]]

    assert len(phones) == len(set(phones))
    assert counts["delivered"] == len(phones)
    assert counts["unknown"] == 150 - len(phones)


def test_settings_that_do_not_fit_end_it_with_one_plain_line(tmp_path: Path) -> None:
    relay = RelayProcess(tmp_path / "relay", {"world": "exercise", "numbers": "none.csv"})

    with pytest.raises(AssertionError, match=r"line: Field required"):
        relay.start()
    assert relay.stop() == 2
    assert json.loads((tmp_path / "relay" / "relay.json").read_text("utf-8"))["world"] == "exercise"


def _let_a_day_pass(journal: Path) -> None:
    """Move what the journal knows of today to yesterday."""
    books = sqlite3.connect(journal)
    books.execute("UPDATE told SET day = day - 1")
    books.execute("UPDATE sent SET at_ms = at_ms - 86400000 WHERE state = 'W'")
    books.commit()
    books.close()
