"""The rules of approval as arithmetic: thousands of attempts in memory, and a planted fault that they find (G29)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incident.clock import as_text
from incident.rules import approvals
from tests.conftest import QUAKE

PEOPLE = [approvals.Person(f"p{n}", f"e{employee}") for n, employee in enumerate((1, 1, 2, 3, 3, 4))]
AUTHOR, EDITOR = PEOPLE[0], PEOPLE[2]
ROW: dict[str, Any] = {
    "id": "m", "state": "pending_approval", "revision": 2, "digest": "d2", "approval_class": "A",
}  # fmt: skip
ATTEMPTS = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(["web", "sms", "system", "token"]),
        st.sampled_from(["d1", "d2"]),
        st.sampled_from([1, 2]),
        st.integers(0, 200),
    ),
    max_size=12,
)


def carried(attempts: list[tuple[approvals.Person, str, str, int, int]]) -> list[approvals.Decision]:
    """The approvals that stand after trying all of these, minutes apart."""
    held: list[approvals.Decision] = []
    minute = 0
    for person, via, digest, revision, wait in attempts:
        minute += wait
        at = QUAKE + timedelta(minutes=minute)
        no = approvals.objection(person, via=via, row=ROW, author=AUTHOR, editor=EDITOR, decisions=held, now=at)
        if no is None and digest == ROW["digest"] and revision == ROW["revision"]:
            held = [d for d in held if d.person.id != person.id]
            held.append(approvals.Decision(person, "approve", revision, digest, at))
    return held


def is_forged(held: list[approvals.Decision]) -> bool:
    """Whether class A is carried without two humans of neither pen within the hour."""
    if not approvals.is_enough(ROW, held, approval_class="A"):
        return False
    newest = max(d.at for d in held)
    humans = {d.person.employee for d in held if newest - d.at <= timedelta(minutes=60)}
    return len(humans) < 2 or bool(humans & {AUTHOR.employee, EDITOR.employee})


@settings(max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ATTEMPTS)
def test_no_sequence_of_mutated_and_replayed_attempts_makes_two_approvers_of_fewer_humans(
    attempts: list[tuple[approvals.Person, str, str, int, int]],
) -> None:
    held = carried(attempts)
    assert not is_forged(held)
    assert all(d.digest == "d2" for d in held)


def test_the_search_for_forgeries_has_teeth(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a planted fault (accounts instead of human beings) the same search finds a forgery."""
    monkeypatch.setattr(approvals.Person, "is_same_human", lambda one, other: one.id == other.id)
    second_account = PEOPLE[1]
    assert is_forged(carried([(second_account, "web", "d2", 2, 0), (PEOPLE[5], "web", "d2", 2, 1)]))


COLUMNS = st.sampled_from(
    ["kind", "fields", "area", "rules", "customers", "window_from", "window_to", "cap_fen", "playbook_digest",
     "approval_class", "revision", "author_id", "last_editor_id", "incident_id", "title_zh", "landing"]
)  # fmt: skip
SAMPLE: dict[str, Any] = {
    "id": "m", "incident_id": "i", "item_key": "k", "kind": "fee_waiver", "delivery": "billing", "title_zh": "减免",
    "title_en": "Waiver", "approval_class": "A", "revision": 1, "fields": {"cap_fen": 10}, "area": {"510000": {}},
    "rules": ["home_cell"], "customers": 5, "window_from": as_text(QUAKE), "window_to": as_text(QUAKE),
    "cost_fen": 5, "cap_fen": 10, "landing": None, "playbook_digest": None, "author_id": "a", "last_editor_id": "a",
}  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(
    COLUMNS, st.one_of(st.integers(0, 99), st.text(max_size=8), st.none(), st.lists(st.text(max_size=3), max_size=2))
)
def test_a_change_of_any_bound_column_changes_the_digest(column: str, value: Any) -> None:
    changed = approvals.digest_of(approvals.measure_document({**SAMPLE, column: value}, world="exercise"))
    same = approvals.digest_of(approvals.measure_document(SAMPLE, world="exercise"))
    assert (changed == same) == (value == SAMPLE[column] and type(value) is type(SAMPLE[column]))


def test_a_drill_approval_is_not_one_in_a_live_world() -> None:
    drill = approvals.digest_of(approvals.measure_document(SAMPLE, world="exercise"))
    assert drill != approvals.digest_of(approvals.measure_document(SAMPLE, world="live"))
