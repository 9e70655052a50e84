"""The arithmetic of batches, money, approvals in time, and the balance: pure, so tried with many numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.rules import balance, batches, measures
from incident.rules.broadcast_texts import body_of
from incident.rules.broadcasts import PartKey, counts_of
from notifications.render import EXERCISE_PREFIX

WHOLE = st.integers(0, 10**9)


def batch(customers: int, fen: int, **changes: Any) -> dict[str, Any]:
    zero = {f"{name}_{unit}": 0 for name in ("submitted", "applied", "failed", "reversed") for unit in batches.UNITS}
    whole = {"intended_customers": customers, "intended_fen": fen, "attempt": 1, "state": "planned", "parked": False}
    whole |= {"extends": False, "stage": None}
    return zero | whole | changes


def figures(customers: int, fen: int, *, failed: int, failed_fen: int) -> dict[str, dict[str, int]]:
    return {
        "intended": {"customers": customers, "fen": fen},
        "submitted": {"customers": customers, "fen": fen},
        "applied": {"customers": customers - failed, "fen": fen - failed_fen},
        "failed": {"customers": failed, "fen": failed_fen},
        "reversed": {"customers": 0, "fen": 0},
    }


@given(WHOLE, st.lists(st.integers(0, 10**6), max_size=40))
def test_money_is_shared_out_to_the_last_fen(total: int, weights: list[int]) -> None:
    shares = batches.shared(total, weights=weights)
    assert sum(shares) == (total if sum(weights) else 0)
    assert all(share >= 0 for share in shares)
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)


@given(st.integers(1, 10**6), WHOLE, st.data())
def test_every_receipt_and_every_retry_keeps_the_account_even(customers: int, fen: int, data: st.DataObject) -> None:
    row = batch(customers, fen)
    for _ in range(4):
        wanted, money = (row[f"intended_{u}"] - row[f"applied_{u}"] for u in batches.UNITS)
        if wanted == 0:
            break
        outcome = data.draw(st.sampled_from(["settled", "unknown", "refused", "submitted"]))
        if outcome == "settled":
            failed = data.draw(st.integers(0, wanted))
            failed_fen = money if failed == wanted else data.draw(st.integers(0, money)) if failed else 0
            said = figures(wanted, money, failed=failed, failed_fen=failed_fen)
            row |= batches.settled(row, said, reasons={"account_closed": failed} if failed else {})
        elif outcome == "unknown":
            row |= batches.unknown(row)
        elif outcome == "refused":
            row |= batches.refused(row, "bad_document")
        else:
            row |= batches.submitted(row, None)
        assert_even(row)
        row |= batches.handed_over(row)
        assert_even(row)


def assert_even(row: dict[str, Any]) -> None:
    line = balance.line_of([row])
    assert balance.differences_of_line("x", line) == []
    for unit in batches.UNITS:
        assert row[f"applied_{unit}"] + row[f"failed_{unit}"] <= row[f"submitted_{unit}"] <= row[f"intended_{unit}"]


def test_a_batch_that_lost_customers_is_named_in_the_differences() -> None:
    row = batch(100, 1000, state="settled", submitted_customers=100, submitted_fen=1000, applied_customers=90)
    told = balance.differences_of_line("m 510000", balance.line_of([row]))
    assert told == [
        "m 510000: submitted 100 customers, but applied + failed + unknown = 90",
        "m 510000: submitted 1000 fen, but applied + failed + unknown = 0",
    ]


def test_books_that_differ_are_named_batch_by_batch() -> None:
    row = batch(
        10, 100, state="settled", submitted_customers=10, submitted_fen=100, applied_customers=10, applied_fen=100
    )
    theirs = {"batch": "a", "settled": True, "figures": figures(10, 100, failed=1, failed_fen=10)}
    stranger = {"batch": "z", "settled": True, "figures": figures(1, 1, failed=0, failed_fen=0)}
    told = balance.compare_books({"a": row, "b": row}, {"batches": [theirs, stranger]})
    assert told[0] == "batch z: in billing's books but not in ours"
    assert "batch a: applied 10 customers here, 9 in billing's books" in told
    assert told[-1] == "batch b: 10 applied here, unknown to billing"


@pytest.mark.parametrize(("applied", "match"), [(11, "were submitted"), (9, None)])
def test_more_back_than_went_out_is_a_contradiction(applied: int, match: str | None) -> None:
    said = figures(10, 0, failed=0, failed_fen=0) | {"applied": {"customers": applied, "fen": 0}}
    if match is None:
        assert batches.settled(batch(10, 0), said, reasons={})["applied_customers"] == 9
        return
    with pytest.raises(batches.Contradiction, match=match):
        batches.settled(batch(10, 0), said, reasons={})


def test_failures_that_are_not_listed_are_counted_as_such() -> None:
    said = figures(10, 0, failed=4, failed_fen=0)
    assert batches.settled(batch(10, 0), said, reasons={"system_busy": 1})["failures"] == {
        "not_listed": 3,
        "system_busy": 1,
    }


KEY = "00000000-0000-4000-8000-000000000001:2:513221:gotone"


@pytest.mark.parametrize("text", [KEY, f"{KEY}:2", f"{KEY}:17", f"{KEY}:reverse"])
def test_a_key_reads_as_it_was_written(text: str) -> None:
    assert str(measures.BatchKey.read(text)) == text
    assert measures.BatchKey.read(text).batch_id == KEY


@pytest.mark.parametrize("text", ["", "a:b", f"{KEY}:2:3", f"{KEY}:x"])
def test_another_text_is_not_a_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not measure|invalid literal"):
        measures.BatchKey.read(text)


def test_a_part_key_reads_as_it_was_written() -> None:
    for text in ("b:510000", "b:510000:3"):
        assert str(PartKey.read(text)) == text
    with pytest.raises(ValueError, match="is not broadcast"):
        PartKey.read("b")


AREAS = st.dictionaries(
    st.sampled_from(["510000", "620000"]),
    st.dictionaries(
        st.sampled_from(["510181", "513221", "621202"]),
        st.dictionaries(st.sampled_from(["gotone", "other"]), st.integers(1, 1000)),
    ),
)


@given(AREAS, AREAS)
def test_growth_is_exactly_what_the_union_adds(before: dict[str, Any], after: dict[str, Any]) -> None:
    joined = measures.union(after, before)
    more = measures.growth(joined, before)
    assert measures.totals(joined) == measures.totals(before) + measures.totals(more)
    assert measures.growth(before, joined) == {}
    assert measures.growth(joined, joined) == {}


@given(st.text(max_size=80))
def test_the_exercise_word_stands_once_before_every_public_text(text: str) -> None:
    once = body_of(text, exercise=True)
    assert once.startswith(EXERCISE_PREFIX)
    assert body_of(once, exercise=True) == once
    assert not body_of(once, exercise=False).startswith(EXERCISE_PREFIX)


def test_a_gateway_that_found_fewer_leaves_the_rest_unknown_and_more_is_refused() -> None:
    counts = {"delivered": 90}
    told = counts_of(100, counts=counts, stopped=0)
    assert told is not None
    assert (told["delivered"], told["unknown"]) == (90, 10)
    assert counts_of(89, counts=counts, stopped=0) is None


def test_tasks_are_counted_once_each() -> None:
    told = balance.tasks_of({"dispatched": 2, "closed": 3, "rejected": 1, "resolved": 1, "cancelled": 4})
    assert told == {"total": 11, "open": 2, "closed": 3, "declined": 1, "resolved": 1, "cancelled": 4}
    assert balance.differences_of_tasks(told) == []
    assert balance.differences_of_tasks(balance.tasks_of({"lost": 1})) == ["tasks: 1 in all, but 0 by state"]
