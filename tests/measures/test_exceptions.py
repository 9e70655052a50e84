"""The queue of exceptions across measures: nothing is dropped, whatever people do with it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident.commands import exceptions, measures
from incident.db import Database
from incident.errors import Conflict, Invalid, NotFound
from incident.queries.exceptions import queue
from incident.rules import exceptions as rules
from tests.measures.stories import SUN, answer, batches, batches_by_key, begun, do, measure, settle, started
from tests.support import assert_chain_holds, assert_fold_equals_rows

REASONS = st.dictionaries(st.sampled_from(["account_closed", "timeout", "not_listed"]), st.integers(1, 99), max_size=3)


@settings(max_examples=200, deadline=None)
@given(
    REASONS,
    st.sampled_from(["planned", "submitted", "unknown", "settled", "abandoned", "ended"]),
    st.booleans(),
    st.integers(1, 3),
    st.dictionaries(
        st.sampled_from(["account_closed", "timeout", "not_listed", "parked"]),
        st.tuples(st.sampled_from(["handed_over", "closed"]), st.integers(1, 3)),
    ),
)
def test_the_cases_of_a_resting_batch_sum_to_what_failed_of_it(
    failures: dict[str, int], state: str, parked: bool, attempt: int, decided: dict[str, tuple[str, int]]
) -> None:
    failed = sum(failures.values())
    batch = {
        "id": "b", "state": state, "parked": parked, "attempt": attempt, "failures": failures,
        "failed_customers": failed, "submitted_customers": failed + 7, "applied_customers": 7, "reversed_customers": 7,
    }  # fmt: skip
    rows = {rules.case_id("b", r): {"state": s, "attempt": n} for r, (s, n) in decided.items()}

    cases = rules.cases_of(batch, rows)

    if not parked:
        assert sum(case.customers for case in cases) == (failed if state in rules.RESTING else 0)
    else:
        assert [case.reason for case in cases] == [rules.PARKED]
    for case in cases:
        known = decided.get(case.reason)
        if state == "abandoned" and not parked:
            assert case.state == "closed"
        elif known is None or known[1] != attempt:
            assert case.state == "open"
        else:
            assert case.state == known[0]


@pytest.fixture
def failed(db: Database) -> dict[str, Any]:
    """A waiver of which every batch has five failed accounts."""
    row = started(db, begun(db))
    for batch in batches(db, row["id"]).values():
        settle(db, row["incident_id"], batch, failed=5)
    return measure(db, row["id"])


def seen(db: Database, incident: str, **only: Any) -> dict[str, Any]:
    with db.read() as session:
        return queue(session, incident, **only)


def act(db: Database, row: dict[str, Any], command: Any, **arguments: Any) -> dict[str, Any]:
    return do(db, row["incident_id"], command, incident_id=row["incident_id"], **arguments)


def test_reasons_are_grouped_over_all_measures_and_sum_to_what_failed(db: Database, failed: dict[str, Any]) -> None:
    found = seen(db, failed["incident_id"])

    assert found["groups"] == [
        {"reason": "account_closed", "cases": 4, "customers": 20, "open": 20, "handed_over": 0, "closed": 0}
    ]
    assert sum(item["customers"] for item in found["items"]) == found["customers"] == 20
    assert all(item["may_retry"] for item in found["items"])


def test_some_are_tried_again_and_the_others_stay_in_the_queue(db: Database, failed: dict[str, Any]) -> None:
    first, *others = batches_by_key(db, failed["id"])
    act(db, failed, exceptions.retry_exceptions, batches=[first])

    assert {item["batch"] for item in seen(db, failed["incident_id"])["items"]} == set(others)
    assert measure(db, failed["id"])["state"] == "executing"
    settle(db, failed["incident_id"], batches_by_key(db, failed["id"])[first])
    assert measure(db, failed["id"])["state"] == "partially_applied"


def test_a_case_that_fails_again_after_it_was_handed_over_is_open_again(db: Database, failed: dict[str, Any]) -> None:
    first = next(iter(batches_by_key(db, failed["id"])))
    chosen = {first: ["account_closed"]}
    act(db, failed, exceptions.hand_over_exceptions, chosen=chosen, owner_id=SUN.person, note="核对")
    (handed,) = seen(db, failed["incident_id"], state="handed_over")["items"]
    assert (handed["owner"], handed["note"], handed["customers"]) == (SUN.person, "核对", 5)

    act(db, failed, exceptions.retry_exceptions, batches=[first])
    settle(db, failed["incident_id"], batches_by_key(db, failed["id"])[first], failed=2)

    again = next(item for item in seen(db, failed["incident_id"])["items"] if item["batch"] == first)
    assert (again["state"], again["customers"], again["owner"]) == ("open", 2, None)


def test_closing_every_case_accepts_the_gaps_and_keeps_them_in_sight(db: Database, failed: dict[str, Any]) -> None:
    keys = list(batches_by_key(db, failed["id"]))
    chosen = {key: ["account_closed"] for key in keys}
    act(db, failed, exceptions.close_exceptions, chosen=chosen, reason="确已销户")

    assert measure(db, failed["id"])["state"] == "in_effect"
    closed = seen(db, failed["incident_id"], state="closed")
    assert (closed["cases"], closed["customers"]) == (4, 20)
    assert {item["note"] for item in closed["items"]} == {"确已销户"}
    assert {batch["failed_customers"] for batch in batches_by_key(db, failed["id"]).values()} == {5}
    with pytest.raises(Conflict, match=r"exception\.gone"):
        act(db, failed, exceptions.close_exceptions, chosen=chosen, reason="再来")
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_parked_batch_waits_in_the_queue_and_is_asked_about_not_sent(db: Database) -> None:
    row = started(db, begun(db))
    first, *others = batches(db, row["id"]).values()
    for batch in others:
        settle(db, row["incident_id"], batch)
    answer(db, row["incident_id"], first, "unknown", ask_fence=2)
    answer(db, row["incident_id"], first, "parked", note="没有答复")

    (item,) = seen(db, row["incident_id"])["items"]
    assert (item["reason"], item["customers"]) == ("parked", first["intended_customers"])
    act(db, row, exceptions.retry_exceptions, batches=[first["id"]])
    again = batches_by_key(db, row["id"])[first["id"]]
    assert (again["parked"], again["attempt"], again["state"]) == (False, 1, "unknown")


def test_what_cannot_be_done_is_refused_in_words(db: Database, failed: dict[str, Any]) -> None:
    first = next(iter(batches_by_key(db, failed["id"])))
    with pytest.raises(Invalid, match=r"exception\.owner"):
        act(
            db, failed, exceptions.hand_over_exceptions,
            chosen={first: ["account_closed"]}, owner_id="0" * 36, note="核对",
        )  # fmt: skip
    with pytest.raises(Invalid, match="reason_needed"):
        act(db, failed, exceptions.close_exceptions, chosen={first: ["account_closed"]}, reason="  ")
    with pytest.raises(Conflict, match=r"exception\.gone"):
        act(db, failed, exceptions.close_exceptions, chosen={first: ["timeout"]}, reason="没有这个")
    with pytest.raises(NotFound):
        act(db, failed, exceptions.retry_exceptions, batches=["m:1:510000:gotone" + "0" * 30])
    do(db, failed["incident_id"], measures.accept_gaps, measure_id=failed["id"], reason="接受")
    with pytest.raises(Conflict, match="not_retry"):
        act(db, failed, exceptions.retry_exceptions, batches=[first])
    assert seen(db, failed["incident_id"])["groups"][0]["closed"] == 20


def test_accepting_the_gaps_of_a_measure_closes_its_cases_with_the_words(db: Database, failed: dict[str, Any]) -> None:
    first = next(iter(batches_by_key(db, failed["id"])))
    chosen = {first: ["account_closed"]}
    act(db, failed, exceptions.close_exceptions, chosen=chosen, reason="确已销户")

    do(db, failed["incident_id"], measures.accept_gaps, measure_id=failed["id"], reason="余下的由营业厅补办")

    closed = {item["batch"]: item["note"] for item in seen(db, failed["incident_id"], state="closed")["items"]}
    assert closed.pop(first) == "确已销户"
    assert list(closed.values()) == ["余下的由营业厅补办"] * 3
    assert_fold_equals_rows(db)
