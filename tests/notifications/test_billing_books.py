"""The billing simulator through its connector: settlement, failures, retries, reversal, and books that balance."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.connectors._receipts import contradicts
from notifications.connectors.billing_tmf import ExerciseBillingTmf
from notifications.delivery import Amount, Figures, Receipt, Refused, Sent
from notifications.registry import build
from notifications.simulators.billing_accounts import Share, account_ref, failing
from notifications.simulators.billing_figures import batch_figures, figures
from tests.notifications.processes import (
    RunningSimulator,
    action,
    delivery,
    eventually,
    instruction,
    running,
    waive,
)


def test_a_batch_goes_from_accepted_over_in_progress_to_settled(
    billing: ExerciseBillingTmf, calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["billing"].set_faults(settle_ms=600)
    sent = submit(billing, key, customers=1000)
    seen = [sent.state]

    while seen[-1] != "settled":
        seen.append(billing.query(key).state)
        time.sleep(0.02)

    assert list(dict.fromkeys(seen)) == ["accepted", "in_progress", "settled"]


def test_failed_accounts_are_listed_by_opaque_reference_and_their_money_adds_up(
    billing: ExerciseBillingTmf, calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["billing"].set_faults(fail_ppm=30_000)
    submit(billing, key, customers=50_000)

    receipt = settled(billing, key)

    assert receipt.figures is not None
    assert receipt.figures["failed"]["customers"] == len(receipt.exceptions) == 1500
    assert receipt.figures["failed"]["fen"] == sum(row.fen for row in receipt.exceptions) == 1500 * 200
    assert receipt.figures["applied"]["customers"] == 48_500
    assert {row.reason for row in receipt.exceptions} == {"account_closed", "under_dispute", "system_busy"}
    assert len({row.account_ref for row in receipt.exceptions}) == 1500
    assert all(row.account_ref.startswith("acct-") for row in receipt.exceptions)


def test_money_is_what_the_actions_amount_to_within_the_cap(billing: ExerciseBillingTmf, key: str) -> None:
    cheap = submit(billing, key, customers=1000, actions=[waive(fen_per_day=1)])
    dear = submit(billing, key + ":dear", customers=1_000_000, actions=[waive()])
    free = submit(billing, key + ":free", customers=1000, actions=[action("reopen", suspended_for="debt")])

    assert [fen(cheap), fen(dear), fen(free)] == [10_000, 10_000_000, 0]


def test_a_retry_reaches_only_the_accounts_that_failed(
    billing: ExerciseBillingTmf, calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["billing"].set_faults(fail_ppm=50_000, settle_ms=20)
    submit(billing, key, customers=10_000)
    first = settled(billing, key)

    submit(billing, key + ":retry-2", batch=key, customers=10_000)
    second = settled(billing, key + ":retry-2")

    busy = [row for row in first.exceptions if row.reason == "system_busy"]
    assert count(first, "failed") == count(second, "submitted") == 500
    assert 0 < count(second, "applied") <= len(busy)
    assert {row.account_ref for row in second.exceptions} < {row.account_ref for row in first.exceptions}
    total = batch(calm["billing"], key)["figures"]
    assert total["intended"]["customers"] == total["submitted"]["customers"] == 10_000
    assert total["applied"]["customers"] + total["failed"]["customers"] == 10_000


def test_a_whole_batch_under_a_new_key_is_refused_when_nobody_waits(billing: ExerciseBillingTmf, key: str) -> None:
    submit(billing, key, customers=100)
    settled(billing, key)

    again = billing.send(delivery("instruction/1", key + ":again", {**instruction("x", customers=100), "batch": key}))

    assert isinstance(again, Refused)
    assert again.code == "alreadyApplied"


def test_a_retry_of_a_running_batch_may_be_tried_later(
    billing: ExerciseBillingTmf, calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["billing"].set_faults(settle_ms=60_000)
    submit(billing, key, customers=100)

    early = billing.send(delivery("instruction/1", key + ":retry-2", {**instruction("x"), "batch": key}))

    assert isinstance(early, Refused)
    assert (early.code, early.retryable) == ("notSettled", True)


def test_a_reversal_takes_back_what_was_applied_and_shows_on_the_batch(
    billing: ExerciseBillingTmf, calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["billing"].set_faults(fail_ppm=10_000, settle_ms=20)
    submit(billing, key, customers=5000)
    applied = settled(billing, key)
    undo = [action("reverse", of=waive()["key"])]

    submit(billing, key + ":reverse", batch=key, customers=5000, actions=undo)
    reversal = settled(billing, key + ":reverse")
    after = billing.query(key)

    assert count(reversal, "applied") == count(applied, "applied") == count(after, "reversed") == 4950
    assert batch(calm["billing"], key)["figures"]["reversed"] == {"customers": 4950, "fen": 4950 * 900}


def test_twenty_callers_with_one_key_apply_it_once(
    billing: ExerciseBillingTmf, calm: dict[str, RunningSimulator], key: str
) -> None:
    outcomes: list[object] = []
    document = {**instruction("x", customers=77), "batch": key}

    def call() -> None:
        outcomes.append(billing.send(delivery("instruction/1", key, document)))

    callers = [threading.Thread(target=call) for _ in range(20)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()

    assert len({sent.reference for sent in outcomes if isinstance(sent, Sent)}) == 1
    assert all(isinstance(sent, Sent) for sent in outcomes)
    assert batch(calm["billing"], key)["figures"]["submitted"]["customers"] == 77


def test_books_survive_kill_nine_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    with running("billing", tmp_path, settle_ms=100, fail_ppm=20_000) as doomed:
        connector = build("billing_tmf", doomed.settings(), world="exercise")
        killer = threading.Timer(0.4, doomed.kill)
        killer.start()
        for number in range(100_000):
            key = f"m{number}:1:510131:gotone"
            if not isinstance(connector.send(delivery("instruction/1", key, {**instruction("x"), "batch": key})), Sent):
                break
            acknowledged.append(key)
        killer.join()
        connector.close()

    with running("billing", tmp_path, port=doomed.port, settle_ms=100, fail_ppm=20_000) as restarted:
        connector = build("billing_tmf", restarted.settings(), world="exercise")
        assert eventually(lambda: all(row["settled"] for row in restarted.get("books")["batches"]))
        books = restarted.get("books")
        receipts = [connector.query(key) for key in acknowledged[-3:]]
        again = connector.send(
            delivery("instruction/1", acknowledged[0], {**instruction("x"), "batch": acknowledged[0]})
        )
        connector.close()

    kept = {row["batch"] for row in books["batches"]}
    assert acknowledged
    assert set(acknowledged) <= kept
    assert len(kept) - len(acknowledged) <= 1  # the one whose answer was cut off
    assert {receipt.state for receipt in receipts} == {"settled"}
    assert isinstance(again, Sent)
    totals = books["totals"]
    assert totals["submitted"]["customers"] == 1000 * len(kept)
    assert totals["applied"]["customers"] + totals["failed"]["customers"] == totals["submitted"]["customers"]


def test_sums_by_county_and_segment_are_the_total(calm: dict[str, RunningSimulator]) -> None:
    books = calm["billing"].get("books")

    for kind in ("counties", "segments"):
        for name in ("intended", "submitted", "applied", "failed", "reversed"):
            assert sum(part[name]["fen"] for part in books[kind].values()) == books["totals"][name]["fen"]


def test_a_faster_world_settles_sooner(tmp_path: Path) -> None:
    with running("billing", tmp_path, settle_ms=60_000, fast=1000) as quick:
        connector = build("billing_tmf", quick.settings(), world="exercise")
        submit_to = connector.send(delivery("instruction/1", "m:1:510131:gotone", instruction("m")))
        assert isinstance(submit_to, Sent)
        assert eventually(lambda: connector.query("m:1:510131:gotone").state == "settled", within_s=3)
        connector.close()
        assert quick.stop() == 0


def test_a_world_that_drops_to_real_speed_slows_what_comes_after(tmp_path: Path) -> None:
    with running("billing", tmp_path, settle_ms=60_000, fast=1000) as simulator:
        connector = build("billing_tmf", simulator.settings(), world="exercise")
        assert httpx.post(f"{simulator.url}/speed", json={"fast": 1}, trust_env=False).json() == {"fast": 1}
        connector.send(delivery("instruction/1", "m:1:510131:gotone", instruction("m")))
        time.sleep(0.3)

        assert connector.query("m:1:510131:gotone").state == "accepted"
        connector.close()
        assert httpx.post(f"{simulator.url}/speed", json={"fast": 0}, trust_env=False).status_code == 422


@pytest.mark.parametrize("text", ["[]", "nonsense", '{"fial_ppm": 1}', '{"fail_ppm": 2000000}', '{"fail_ppm": true}'])
def test_faults_that_cannot_be_read_are_told_on_the_command_line(text: str, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "notifications.simulators.billing", "--dir", str(tmp_path), "--faults", text],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert run.returncode == 2
    assert "faults" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tongxin-World": "live"}, 403),
        ({}, 403),
        ({"Tongxin-World": "exercise", "Idempotency-Key": "other", "Tongxin-Fence": "1"}, 422),
        ({"Tongxin-World": "exercise", "Idempotency-Key": "k-1", "Tongxin-Fence": "-1"}, 422),
        ({"Host": "evil.example"}, 421),
    ],
)
def test_the_simulator_refuses_strangers(
    calm: dict[str, RunningSimulator], headers: dict[str, str], status: int
) -> None:
    body: dict[str, Any] = {
        "externalId": "k-1", "documentDigest": "d", "batch": "b", "place": {"id": "510131"},
        "marketSegment": {"id": "gotone"}, "customerCount": 1, "cap": {"amount": 0},
        "batchItem": [{"externalId": "a-1", "action": "reopen", "resource": {"@type": "ProductOrderItem", "validFor": {
            "startDateTime": "2008-05-12T00:00:00+08:00", "endDateTime": "2008-05-13T00:00:00+08:00"}}}],
    }  # fmt: skip
    url = f"{calm['billing'].url}/tmf-api/billingBatchManagement/v1/billingBatch"

    assert httpx.post(url, json=body, headers=headers, trust_env=False).status_code == status


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 1_000_000))
@settings(max_examples=60, deadline=None)
def test_a_growing_batch_keeps_the_failures_it_had(fewer: int, more: int, fail_ppm: int) -> None:
    small, large = sorted((fewer, more))

    before = list(failing(7, county="510131", segment="gotone", customers=small, fail_ppm=fail_ppm))
    after = list(failing(7, county="510131", segment="gotone", customers=large, fail_ppm=fail_ppm))

    assert after[: len(before)] == before
    assert all(number >= small for number, _ in after[len(before) :])


@given(st.integers(0, 10**6), st.integers(1, 500), st.integers(0, 10**9))
def test_the_shares_of_accounts_are_the_batch_to_the_fen(cap_fen: int, customers: int, each: int) -> None:
    share = Share.within(cap_fen, each=each, customers=customers)

    assert sum(share.of(number) for number in range(customers)) == share.total <= cap_fen
    assert all(0 <= share.of(number) <= each for number in range(customers))


@given(
    st.integers(0, 10**7),
    st.integers(0, 10**7),
    st.integers(0, 10**10),
    st.integers(0, 2000),
    st.integers(-100, 3000),
)
def test_figures_can_be_true_at_every_moment(
    submitted: int, failed: int, money: int, settle_ms: int, now_ms: int
) -> None:
    row = {
        "accepted_ms": 0, "settled_ms": settle_ms, "intended": submitted, "intended_fen": money,
        "submitted": submitted, "submitted_fen": money, "failed": min(failed, submitted),
        "failed_fen": min(failed, money), "undo_accepted_ms": settle_ms, "undo_settled_ms": 2 * settle_ms,
    }  # fmt: skip

    at_this_moment = figures(row, now_ms=now_ms)

    assert contradicts(Figures(**{name: Amount(**part) for name, part in at_this_moment.items()})) is None  # type: ignore[typeddict-item]
    assert batch_figures([at_this_moment]) == at_this_moment


def test_references_tell_nothing_and_are_stable() -> None:
    ref = account_ref(7, county="510131", segment="gotone", number=12)

    assert ref == account_ref(7, county="510131", segment="gotone", number=12)
    assert "510131" not in ref
    assert ref != account_ref(8, county="510131", segment="gotone", number=12)


def submit(billing: ExerciseBillingTmf, key: str, *, batch: str | None = None, **options: Any) -> Sent:
    document = {**instruction("x", **options), "batch": batch or key}
    outcome = billing.send(delivery("instruction/1", key, document))
    assert isinstance(outcome, Sent), outcome
    return outcome


def settled(billing: ExerciseBillingTmf, key: str) -> Receipt:
    assert eventually(lambda: billing.query(key).state == "settled")
    return billing.query(key)


def count(receipt: Receipt, name: str) -> int:
    assert receipt.figures is not None
    return dict(receipt.figures)[name]["customers"]  # type: ignore[index,no-any-return]


def fen(sent: Sent) -> int:
    assert sent.figures is not None
    return sent.figures["submitted"]["fen"]


def batch(simulator: RunningSimulator, key: str) -> dict[str, Any]:
    found = [row for row in simulator.get("books")["batches"] if row["batch"] == key]
    assert len(found) == 1
    only: dict[str, Any] = found[0]
    return only
