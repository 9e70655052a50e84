"""What a relay takes and what it refuses: signed, fenced, approved, in its world; and what it answers."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from notifications import signing
from notifications.connectors._broadcast import read_broadcast
from notifications.connectors._broadcast_wire import job_resource
from notifications.delivery import Refused, Sent, Stopped
from notifications.signing import EXERCISE_SECRET
from notifications.wire import FENCE_HEADER, WORLD_HEADER, signed_id
from tests.relay.houses import JOBS, House, RelayInside, housed, message, signed

PEOPLE = 40


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[RelayInside]]:
    """A relay with forty people, ten in each segment; messages are cheap, so everybody gets everything at once."""
    with housed(tmp_path_factory.mktemp("desk"), numbers=PEOPLE, faults={"receipt_ms": 10}) as made:
        yield made


def job(key: str, **changes: Any) -> dict[str, Any]:
    """A job as the connector makes it."""
    made = job_resource(read_broadcast(message(key, count=PEOPLE).content()), key=key, digest="0" * 64)
    return {**json.loads(json.dumps(made)), **changes}


def settled(house: House[RelayInside], key: str) -> dict[str, Any]:
    """A job's answer once nothing of it can change any more."""
    for _ in range(200):
        answer: dict[str, Any] = signed(house, "GET", f"{JOBS}/{key}").json()
        if answer["settled"]:
            break
    return answer


def test_a_job_is_taken_once_and_everybody_gets_it_once(house: House[RelayInside]) -> None:
    first = house.headquarters.send(message("once:1", count=PEOPLE))
    second = house.headquarters.send(message("once:1", count=PEOPLE, fence=2))
    answer = settled(house, "once:1")

    assert isinstance(first, Sent)
    assert second == Sent(first.reference, "running") or second == Sent(first.reference, "completed")
    assert (answer["state"], answer["audienceCount"], answer["counts"]["delivered"]) == ("completed", PEOPLE, PEOPLE)
    assert house.gateway.get("books")["doubled"] == 0


def test_fewer_numbers_than_approved_are_counted_as_what_they_are(house: House[RelayInside]) -> None:
    house.headquarters.send(message("fewer:1", count=PEOPLE + 7, text="人少。"))

    receipt = house.headquarters.query("fewer:1")

    assert receipt.audience == PEOPLE
    assert sum(receipt.counts.values()) == PEOPLE


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"count": PEOPLE - 1}, "audienceLarger"),
        ({"count": PEOPLE, "channel": "cell_broadcast"}, "badJob"),
    ],
)
def test_what_was_not_approved_so_or_cannot_leave_is_refused_whole(
    changes: dict[str, Any], code: str, house: House[RelayInside]
) -> None:
    refused = house.headquarters.send(message(f"refused:{code}", text="不该离开的。", **changes))

    assert isinstance(refused, Refused)
    assert refused.code == code
    assert house.headquarters.query(f"refused:{code}").state == "not_found"
    assert not [row for row in house.gateway.get("messages", limit=10_000)["messages"] if "不该" in row["content"]]


def by_rules(house: House[RelayInside], key: str, *rules: str) -> httpx.Response:
    made = job(key)
    return signed(house, "POST", JOBS, {**made, "audience": {**made["audience"], "rules": list(rules)}})


def test_rules_that_the_number_file_does_not_know_reach_nobody_and_are_named(house: House[RelayInside]) -> None:
    refused = by_rules(house, "rules:1", "roaming_in", "registered_address")
    taken = by_rules(house, "rules:2", "home_cell", "roaming_in")

    assert (refused.status_code, refused.json()["code"]) == (422, "rulesNotKnown")
    assert "roaming_in, registered_address" in refused.json()["message"]
    assert house.headquarters.query("rules:1").state == "not_found"
    assert (taken.status_code, taken.json()["rulesNotKnown"]) == (201, ["roaming_in"])
    assert house.headquarters.query("rules:2").rules_not_known == ("roaming_in",)


def test_a_stop_that_comes_first_forbids_the_broadcast(house: House[RelayInside]) -> None:
    stopped = house.headquarters.stop("early:1")
    refused = house.headquarters.send(message("early:1", count=PEOPLE))

    assert isinstance(stopped, Stopped)
    assert (stopped.audience, stopped.stopped) == (0, 0)
    assert isinstance(refused, Refused)
    assert refused.code == "stopped"


def test_a_key_serves_one_document_and_an_older_fence_no_longer(house: House[RelayInside]) -> None:
    house.headquarters.send(message("fenced:1", count=PEOPLE, fence=5))
    other = house.headquarters.send(message("fenced:1", count=PEOPLE, text="别的内容。", fence=6))
    stale = house.headquarters.send(message("fenced:1", count=PEOPLE, fence=4))
    gone = house.headquarters.query("never:1", fence=9)
    late = house.headquarters.send(message("never:1", count=PEOPLE, fence=8))

    assert [one.code for one in (other, stale, late) if isinstance(one, Refused)] == [
        "keyReused", "staleFence", "staleFence",
    ]  # fmt: skip
    assert gone.state == "not_found"


@pytest.mark.parametrize(
    "forged",
    [
        {"secret": "whsec_" + "A" * 32},
        {"late_s": 400},
        {"Tongxin-Fence": "2"},
        {"Tongxin-World": "live"},
        {"Idempotency-Key": "other:1"},
        {"Webhook-Id": "msg_0123456789abcdef"},
        {"Webhook-Signature": "v1,AAAA"},
    ],
)
def test_a_request_that_headquarters_did_not_sign_so_does_nothing(
    forged: dict[str, Any], house: House[RelayInside]
) -> None:
    key = f"forged:{len(str(forged))}"
    answer = signed(house, "POST", JOBS, job(key), **forged)

    assert (answer.status_code, answer.json()["code"]) == (401, "unsigned")
    assert signed(house, "GET", f"{JOBS}/{key}").json()["code"] == "notFound"


def test_a_signature_of_one_request_serves_no_other(house: House[RelayInside]) -> None:
    house.headquarters.send(message("mine:1", count=PEOPLE, text="我的。"))
    headers = {WORLD_HEADER: "exercise", "Idempotency-Key": "", FENCE_HEADER: "1"}
    proof = signing.signed(
        EXERCISE_SECRET, b"{}", id_=signed_id("POST", f"{JOBS}/yours:1/stop", headers), now=datetime.now(UTC)
    )
    url = f"http://127.0.0.1:{house.relay.port}{JOBS}/mine:1/stop"
    answer = httpx.post(url, content=b"{}", headers={**headers, **proof}, trust_env=False)

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"audience": {"counties": {}, "segments": ["gotone"], "count": 1}},
        {"audience": {"counties": {"510000": ["51010"]}, "segments": ["gotone"], "count": 1}},
        {"audience": {"counties": {"510000": ["510101"]}, "segments": ["platinum"], "count": 1}},
        {"audience": {"counties": {"510000": ["510101"]}, "segments": ["gotone"], "count": 2**70}},
        {"content": []},
        {"content": [{"language": "zh", "text": "一"}, {"language": "zh", "text": "二"}]},
        {"validFor": {"startDateTime": "2008-05-12T15:00:00", "endDateTime": "2008-05-12T16:00:00"}},
        {"validFor": {"startDateTime": "2008-05-12T15:00:00+08:00", "endDateTime": "2009-05-12T15:00:00+08:00"}},
        {"documentDigest": "x"},
        {"messageType": "voice"},
    ],
)
def test_a_job_that_cannot_be_read_is_refused_by_the_field(changes: dict[str, Any], house: House[RelayInside]) -> None:
    answer = signed(house, "POST", JOBS, job("unread:1", **changes))

    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("badJob", "badBody")
    assert next(iter(changes)).split("/")[0] in answer.json()["message"] or answer.json()["code"] == "badBody"


def test_nobody_in_the_audience_is_a_refusal_and_not_a_success(house: House[RelayInside]) -> None:
    audience = {"counties": {"620000": ["620102"]}, "segments": ["gotone"], "rules": ["home_cell"], "count": 5}
    answer = signed(house, "POST", JOBS, job("nobody:1", audience=audience))

    assert (answer.status_code, answer.json()["code"]) == (422, "nobody")


def test_what_failed_is_listed_by_opaque_reference_and_no_number_is_said_anywhere(
    house: House[RelayInside], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    house.gateway.set_faults(fail_ppm=1_000_000)
    house.headquarters.send(message("failing:1", count=PEOPLE, text="收不到。"))
    answer = settled(house, "failing:1")
    house.gateway.set_faults(fail_ppm=0)
    listed = signed(house, "GET", f"{JOBS}/failing:1/recipients?state=failed&limit=7").json()["recipients"]
    said = json.dumps([answer, listed, signed(house, "GET", "/progress").json()])

    assert answer["counts"]["failed"] == PEOPLE
    assert len(listed) == 7
    assert {row["reference"][0] for row in listed} == {"C"}
    assert {row["reason"] for row in listed} <= {"UNDELIV", "MA:0001", "DB:0141", "REJECTD"}
    assert "138000000" not in said
    assert "138000000" not in caplog.text
    assert "failing:1" in caplog.text


def test_an_exercise_bears_the_word_before_every_text_whoever_left_it_out(house: House[RelayInside]) -> None:
    answer = signed(house, "POST", JOBS, job("word:1", content=[{"language": "zh", "text": "没有前缀的正文。"}]))
    settled(house, "word:1")
    came = [row["content"] for row in house.gateway.get("messages", limit=10_000)["messages"]]

    assert answer.status_code == 201
    assert [text for text in came if "没有前缀" in text] == ["「演练 EXERCISE」没有前缀的正文。"] * PEOPLE
    assert all(text.startswith("「演练 EXERCISE」") for text in came)
