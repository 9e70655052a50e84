"""The pre-flight: sums that hold for any areas, and an approval that names exactly what was seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.eligibility import Eligibility
from incident.clock import SteppedClock, as_text
from incident.commands import measures
from incident.commands.preflight import Seen
from incident.db import Database
from incident.errors import Conflict, Invalid
from incident.queries.preflight import Figures, broadcast_preflight, measure_preflight
from incident.rules import preflight as rules
from playbooks.measures import KINDS
from playbooks.planning.hotline import HotlineModel
from tests.conftest import QUAKE
from tests.geo.test_eligibility import table
from tests.incident.stories import SICHUAN
from tests.measures.stories import AREA, CAP_B, LI, ZHAO, begun, do, drafted, drafted_broadcast, measure, started
from tests.playbooks.every_type import fields_of

MODEL = HotlineModel(calls_per_100k=(260, 180), talk_s=180, seats=100, answer_s=20, answer_percent=80)
AREAS = st.dictionaries(
    st.sampled_from(["510000", "620000"]),
    st.dictionaries(
        st.sampled_from(["a", "b", "c"]),
        st.dictionaries(st.sampled_from(["gotone", "easyown"]), st.integers(1, 1000), min_size=1),
        min_size=1,
    ),
    min_size=1,
)
ACTIONS = st.sets(st.sampled_from(["waive", "freeze_clocks", "top_up"]), min_size=1)


NOBODY: Eligibility = table([])


def figures(*, rate: int = 400) -> Figures:
    return Figures(NOBODY, rate, MODEL, "exercise")


def seen(db: Database, row: dict[str, Any], *, rate: int = 400) -> Seen:
    """What somebody sees who looks now."""
    with db.read() as session:
        return Seen(rules.digest_of(measure_preflight(session, row, figures(rate=rate))), figures(rate=rate))


def approve(db: Database, row: dict[str, Any], actor: Any, looked: Seen) -> dict[str, Any]:
    return do(
        db, row["incident_id"], measures.approve_measure, actor,
        measure_id=row["id"], digest=row["digest"], typed_count=row["customers"], seen=looked,
    )  # fmt: skip


def waiting(db: Database, **changes: Any) -> dict[str, Any]:
    incident = changes.pop("incident", None) or begun(db)
    row = drafted(db, incident, **({"cap_fen": CAP_B + 1} | changes))
    return do(db, incident, measures.submit_measure, measure_id=row["id"])


@settings(max_examples=200, deadline=None)
@given(AREAS, ACTIONS, st.lists(st.tuples(AREAS, ACTIONS), max_size=4))
def test_an_overlap_is_what_both_have_and_never_more_than_there_is(
    area: dict[str, Any], actions: set[str], others: list[tuple[dict[str, Any], set[str]]]
) -> None:
    live = [rules.Other(str(n), "i", "甲", "A", frozenset(a), where) for n, (where, a) in enumerate(others)]

    found = rules.overlap(area, frozenset(actions), live)

    customers = rules.customers_of(area)
    assert rules.sums_to({"customers": customers, "overlap": found}) == []
    assert {one["measure"] for one in found["measures"]} <= {o.id for o in live if o.actions & actions}
    alone = max((one["customers"] for one in found["measures"]), default=0)
    assert alone <= found["customers"] <= sum(one["customers"] for one in found["measures"])


def test_a_measure_overlaps_wholly_with_itself_and_not_with_another_action() -> None:
    same = rules.Other("x", "i", "甲", "A", frozenset({"waive"}), AREA)
    other = rules.Other("y", "i", "乙", "B", frozenset({"freeze_clocks"}), AREA)

    assert rules.overlap(AREA, frozenset({"waive"}), [same])["customers"] == 5200
    assert rules.overlap(AREA, frozenset({"waive"}), [other]) == {"measures": [], "customers": 0}


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(1, 730))
def test_money_by_the_day_reaches_the_cap_on_the_day_that_is_named(needed: int, cap: int, days: int) -> None:
    told = rules.money(expected_fen=min(needed, cap), cap_fen=cap, uncapped_fen=needed, days=days)

    assert told["per_day_fen"] * days >= needed
    if told["stops_on_day"] is None:
        assert needed <= cap or needed == 0
    else:
        day = told["stops_on_day"]
        assert told["per_day_fen"] * (day - 1) <= cap < told["per_day_fen"] * day


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**8), st.integers(1, 8), st.integers(1, 10_000))
def test_the_minutes_are_enough_for_all_parts_and_one_less_is_not(customers: int, parts: int, rate: int) -> None:
    told = rules.messages(customers, parts=parts, rate_per_s=rate)

    assert told["messages"] == customers * parts
    assert told["minutes"] * 60 * rate >= told["messages"] > (told["minutes"] - 1) * 60 * rate or told["minutes"] == 0


def test_an_approval_names_the_pre_flight_and_keeps_its_bytes(db: Database) -> None:
    row = waiting(db)
    first = approve(db, row, LI, seen(db, row))
    second = approve(db, row, ZHAO, seen(db, row))

    assert (first["state"], second["state"]) == ("pending_approval", "approved")


def test_class_a_asks_for_the_number_of_customers(db: Database) -> None:
    row = waiting(db)
    with pytest.raises(Invalid, match=r"measure\.count"):
        do(
            db, row["incident_id"], measures.approve_measure, LI,
            measure_id=row["id"], digest=row["digest"], typed_count=row["customers"] - 1, seen=seen(db, row),
        )  # fmt: skip


def test_a_pre_flight_that_changed_since_it_was_seen_is_refused(db: Database) -> None:
    row = waiting(db)
    looked = seen(db, row)
    started(db, row["incident_id"])  # another waiver in the same counties

    with pytest.raises(Conflict, match="preflight_stale"):
        approve(db, row, LI, looked)
    assert approve(db, row, LI, seen(db, row))["state"] == "pending_approval"


def test_two_approvers_must_have_seen_one_pre_flight(db: Database) -> None:
    row = waiting(db)
    approve(db, row, LI, seen(db, row))
    started(db, row["incident_id"])
    assert approve(db, row, ZHAO, seen(db, row))["state"] == "pending_approval"

    assert approve(db, row, LI, seen(db, row))["state"] == "approved"


def test_time_that_passes_does_not_make_it_stale_and_a_measure_of_other_days_does_not_overlap(
    db: Database, clock: SteppedClock
) -> None:
    row = waiting(db)
    looked = seen(db, row)
    clock.step(600)
    later = QUAKE + timedelta(days=60)
    started(db, row["incident_id"], window_from=later, window_to=later + timedelta(days=3))

    assert approve(db, row, LI, looked)["state"] == "pending_approval"


def test_what_differs_is_said_by_its_cause(db: Database) -> None:
    row = waiting(db)
    with db.read() as session:
        before = measure_preflight(session, row, figures())
        other_rate = measure_preflight(session, row, figures(rate=200))
    started(db, row["incident_id"])
    with db.read() as session:
        after = measure_preflight(session, measure(db, row["id"]), figures())

    assert rules.differences(before, other_rate) == ["figures"]
    assert rules.differences(before, after) == ["overlap"]
    assert after["overlap"]["customers"] == row["customers"]
    assert set(after["overlap"]["measures"][0]["area"]) == {SICHUAN, "620000"}
    assert before["autopay"] == "not_touched"


@pytest.mark.parametrize("kind", KINDS)
def test_every_measure_type_says_what_it_does_to_a_customer(kind: str) -> None:
    row = {
        "id": "00000000-0000-4000-8000-000000000000", "revision": 1, "kind": kind, "delivery": KINDS[kind].delivery,
        "area": AREA, "rules": ["registered_address"], "customers": 5200, "fields": fields_of(kind),
        "cap_fen": fields_of(kind).get("cap_fen", 0), "window_from": as_text(QUAKE),
        "window_to": as_text(QUAKE + timedelta(days=10)),
    }  # fmt: skip
    actions = rules.actions_of(row)

    assert actions
    assert (actions == {kind}) == (KINDS[kind].delivery != "billing")


def test_a_cell_broadcast_is_told_in_pages_and_a_text_message_in_parts(db: Database) -> None:
    incident = begun(db)
    rows = [drafted_broadcast(db, incident, channel=channel, languages=("zh", "en")) for channel in CHANNELS]
    with db.read() as session:
        cells, text = (broadcast_preflight(session, row, figures()) for row in rows)

    assert (cells["messages"], cells["pages"]) == (None, rows[0]["parts"])
    assert text["pages"] is None
    assert text["messages"]["messages"] == rows[1]["customers"] * rows[1]["parts"]


CHANNELS = ("cell_broadcast", "sms")
