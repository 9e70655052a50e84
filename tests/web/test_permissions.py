"""The pure table: default deny, scopes, rooms."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from incident.rules.permissions import (
    ACTIONS,
    NEEDS_PRESENCE,
    NEEDS_STEP_UP,
    PROVINCE_ROLES,
    PROVINCIAL,
    RESERVED_LANE,
    ROLES,
    SYSTEM,
    Grant,
    grantable,
    permits,
    permits_somewhere,
    permitted_actions,
    rooms,
)

WORDS = st.none() | st.text(max_size=8) | st.sampled_from([*ROLES, "nation", "510000", "51000", "５１００００"])
GRANTS = st.lists(st.builds(Grant, WORDS, WORDS), max_size=3)


@given(GRANTS, st.text(max_size=12).filter(lambda action: action not in ACTIONS), WORDS)
def test_an_action_that_is_not_in_the_table_is_nobody_s(grants: list[Grant], action: str, province: str | None) -> None:
    assert not permits(grants, action, province)
    assert not permits_somewhere(grants, action)


@given(st.none() | st.text(max_size=12).filter(lambda role: role not in ROLES), WORDS, WORDS)
def test_a_role_that_nobody_knows_permits_nothing_and_sees_nothing(
    role: str | None, scope: str | None, province: str | None
) -> None:
    grants = [Grant(role, scope)] if role != SYSTEM else []
    assert permitted_actions(grants) == ()
    assert rooms(grants) == ()
    assert not any(permits(grants, action, province) for action in ACTIONS)


@given(st.sampled_from(ROLES), st.none() | st.sampled_from(["", "51", "510101", "５１００００", "Nation", "*"]))
def test_a_scope_that_is_neither_the_nation_nor_a_province_permits_nothing(role: str, scope: str | None) -> None:
    grants = [Grant(role, scope)]
    assert permitted_actions(grants) == ()
    assert rooms(grants) == ()
    assert not any(permits(grants, action, scope) for action in ACTIONS)


def test_a_province_s_grant_counts_in_that_province_only_and_for_no_act_of_the_nation() -> None:
    for role in ROLES:
        grants = [Grant(role, "510000")]
        for action, roles in ACTIONS.items():
            own = permits(grants, action, "510000")
            assert own is (role in roles and action in PROVINCIAL), (role, action)
            assert not permits(grants, action, "620000")
            assert not permits(grants, action, None)


def test_province_roles_mean_nothing_without_their_province() -> None:
    for role in PROVINCE_ROLES:
        assert permitted_actions([Grant(role, "nation")]) == ()
        assert rooms([Grant(role, "nation")]) == ()
        assert not grantable(role, "nation")


def test_administrators_do_nothing_to_incidents_and_see_none_of_them() -> None:
    grants = [Grant("administrator", "nation")]
    feeds = ("feed.manage", "feed.read")
    book, notices = ("phonebook.manage", "phonebook.read"), ("notices.manage", "notices.read")
    assert permitted_actions(grants) == (
        *feeds, *notices, "people.manage", "people.read", *book, "ticket.listen", "world.set_rate"
    )  # fmt: skip
    assert rooms(grants) == ()


def test_auditors_only_read() -> None:
    held = permitted_actions([Grant("auditor", "nation")])
    assert {action for action in held if not action.endswith(".read")} == {
        "review.export",
        "report.fetch",
        "log.verify",
        "incident.look",
    }


def test_rooms_are_the_nation_or_the_own_provinces() -> None:
    lead = [Grant("province_lead", "620000"), Grant("province_member", "510000")]
    assert rooms(lead) == ("510000", "620000")
    assert rooms([*lead, Grant("reviewer", "nation")]) == ("nation",)


def test_special_lists_name_actions_of_the_table() -> None:
    for named in (PROVINCIAL, NEEDS_PRESENCE, NEEDS_STEP_UP, RESERVED_LANE):
        assert named <= set(ACTIONS)
    assert SYSTEM not in ROLES
