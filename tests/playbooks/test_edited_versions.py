"""An edited version against what is under way: add, change, wind down, keep; old plan plus difference is the new plan.

Never a second copy: an item that is renamed in no way keeps its key, whatever else of it is edited.
"""

from collections import Counter
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.language.situation import Situation, SituationRegion
from playbooks.planning.difference import Change, difference
from playbooks.planning.plan import Plan, snapshot
from playbooks.planning.planner import plan
from playbooks.source.playbook import Playbook, library_text, load
from tests.playbooks.builders import WENCHUAN, WUHOU, earthquake, region, situation
from tests.playbooks.test_planning import regions_hit

TEXT = library_text("earthquake")
#: Edits that a planner makes, each of one thing: what stood there, and what stands there now.
EDITS = (
    ("queue_minutes: 10", "queue_minutes: 8"),
    ("reaches: {CSI: {parameter: deferral_from}, MMI: 6}", "reaches: {CSI: 8, MMI: 7}"),
    ("window: {from: day, until: T+7d}", "window: {from: day, until: T+14d}"),
    ("reaches: {CSI: 9, MMI: 8}", "reaches: {CSI: 7, MMI: 6}"),
    ("levels: [I]\n      provinces: others", "levels: [II]\n      provinces: others"),
    ("  - id: hall-status\n", "  - id: hall-state\n"),
    ("omitted: [deferral, waiver, county-points, vulnerable-calls, hall-status,", "omitted: [deferral, waiver,"),
    (
        "when:\n      reaches: {CSI: {parameter: felt_from}, MMI: 5}\n    window",
        "when:\n      reaches: {CSI: 6, MMI: 5}\n      if: halls >= 4 halls\n    window",
    ),
    (
        "    critical: true\n    rules: [registered_address, home_cell, roaming_in]\n    fields",
        "    rules: [registered_address]\n    fields",
    ),
    ("{zh: 逐厅报：开 / 关 / 有无电 / 排队人数", "{zh: 逐厅报"),
    ("default: 6\n    least: 5", "default: 7\n    least: 5"),
    ("class_b_cap_fen: 500_000_000", "class_b_cap_fen: 5_000"),
)

#: Versions that hold several edits each; every edit is in one of them.
VERSIONS = ((), (0, 1, 5), (2, 3, 8), (4, 6, 9), (7, 10, 11))


@cache
def edited(*numbers: int) -> Playbook:
    """The next version: these edits, and no tests, which are about the one before."""
    text = TEXT.replace("version: 1", "version: 2", 1)[: TEXT.index("\ntests:\n") + 1]
    for number in numbers:
        text = text.replace(*EDITS[number], 1)
    return load(text, filename="edited.yaml")


def taken(planned: Plan) -> dict[str, dict[str, Any]]:
    return {item.item_key: snapshot(item) for item in planned.items}


def applied(before: dict[str, dict[str, Any]], changes: tuple[Change, ...], after: Plan) -> dict[str, dict[str, Any]]:
    """The old plan with a difference carried out in it, by what the difference says."""
    result = dict(before)
    for change in changes:
        if change.kind == "wind_down":
            del result[change.item_key]
        elif change.kind == "add":
            result[change.item_key] = snapshot(after.item(change.item_key))
        else:
            assert all(result[change.item_key][name] == was for name, (was, _) in change.fields.items())
            result[change.item_key] |= {name: becomes for name, (_, becomes) in change.fields.items()}
    return result


@settings(deadline=None, max_examples=12)
@given(
    st.sampled_from(VERSIONS),
    regions_hit(),
    regions_hit(),
    st.sampled_from(["I", "II", "IV"]),
)
def test_the_old_plan_and_the_difference_give_the_new_plan_whatever_was_edited(
    edits: tuple[int, ...], old: tuple[SituationRegion, ...], new: tuple[SituationRegion, ...], level: str
) -> None:
    before = taken(plan(earthquake(), situation(*old)))
    after = plan(edited(*edits), situation(*new, level=level))

    changes = difference(before, after)

    assert max(Counter(change.item_key for change in changes).values(), default=1) == 1
    assert {change.item_key for change in changes if change.kind == "add"} & set(before) == set()
    assert applied(before, changes, after) == taken(after)


def told() -> Situation:
    return situation(region(WENCHUAN, value=8), region(WUHOU, value=6))


def kinds(*edits: int) -> dict[str, str]:
    """What an edit changes of a plan, beside what it keeps."""
    changes = difference(taken(plan(earthquake(), told())), plan(edited(*edits), told()))
    return {change.item_key: change.kind for change in changes if change.kind != "keep"}


def test_a_version_that_says_the_same_changes_nothing() -> None:
    assert kinds() == {}


def test_an_edit_changes_the_one_item_in_place() -> None:
    opening = "earthquake/green-channel-open/510000"  # its checklist tells the minutes
    assert kinds(0) == {"earthquake/green-channel/*": "change", opening: "change"}
    assert kinds(2) == {"earthquake/waiver/*": "change"}


def test_an_item_by_another_name_is_wound_down_and_added() -> None:
    assert kinds(5) == {
        "earthquake/hall-state/510000": "add",
        "earthquake/hall-status/510000": "wind_down",
    }


def test_what_a_new_version_no_longer_asks_for_is_wound_down_with_its_reason() -> None:
    changes = difference(taken(plan(earthquake(), told())), plan(edited(4), told()))

    gone = [change for change in changes if change.kind == "wind_down"]
    assert len(gone) == 30  # every province but Sichuan stood by
    assert {reason.code for change in gone for reason in change.reasons} == {"needs_level"}


def test_a_condition_that_a_new_version_adds_takes_the_measure_and_its_tasks_along() -> None:
    far = situation(region(WENCHUAN, value=8))
    changes = difference(taken(plan(earthquake(), far)), plan(edited(7), far))

    gone = {change.item_key.split("/")[1]: change for change in changes if change.kind == "wind_down"}
    assert set(gone) == {"green-channel", "green-channel-open", "green-channel-report"}
    assert [reason.code for reason in gone["green-channel"].reasons] == ["condition_fails"]
    assert [reason.code for reason in gone["green-channel-open"].reasons] == ["measure_not_planned"]
