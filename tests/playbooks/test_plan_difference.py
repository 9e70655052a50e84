"""A new footprint or an edited playbook is a difference, never a second copy."""

from typing import Any

from hypothesis import given, settings

from playbooks.language.situation import SituationRegion
from playbooks.planning.difference import Change, difference
from playbooks.planning.plan import Plan, item_digest, snapshot
from playbooks.planning.planner import plan
from playbooks.source.playbook import library_text, load
from tests.playbooks.builders import DUJIANGYAN, NINGQIANG, WENCHUAN, earthquake, region, situation
from tests.playbooks.test_planning import regions_hit


def taken(planned: Plan) -> dict[str, dict[str, Any]]:
    return {item.item_key: snapshot(item) for item in planned.items}


def by_key(changes: tuple[Change, ...]) -> dict[str, Change]:
    found = {change.item_key: change for change in changes}
    assert len(found) == len(changes)
    return found


def test_a_first_plan_is_all_new() -> None:
    planned = plan(earthquake(), situation(region(WENCHUAN, value=8)))

    changes = difference({}, planned)

    assert {change.kind for change in changes} == {"add"}
    assert by_key(changes)["earthquake/deferral/*"].newly_eligible == (WENCHUAN,)


def test_planning_again_changes_nothing() -> None:
    planned = plan(earthquake(), situation(region(WENCHUAN, value=8)))

    assert {change.kind for change in difference(taken(planned), planned)} == {"keep"}


def test_growth_of_the_area_is_a_change_of_the_one_measure_with_its_delta() -> None:
    before = plan(earthquake(), situation(region(WENCHUAN, value=8), region(DUJIANGYAN, value=7)))
    after = plan(earthquake(), situation(region(WENCHUAN, value=8), region(NINGQIANG, value=8)))

    changes = by_key(difference(taken(before), after))

    deferral = changes["earthquake/deferral/*"]
    assert deferral.kind == "change"
    assert {"area", "counts"} <= set(deferral.fields)
    assert (deferral.newly_eligible, deferral.no_longer_eligible) == ((NINGQIANG,), (DUJIANGYAN,))
    assert [key for key in changes if key.startswith("earthquake/deferral/")] == ["earthquake/deferral/*"]
    assert changes[f"earthquake/county-points/{NINGQIANG}"].kind == "add"
    assert changes[f"earthquake/county-points/{WENCHUAN}"].kind == "keep"


def test_what_is_no_longer_planned_is_wound_down_with_the_reason() -> None:
    before = plan(earthquake(), situation(region(WENCHUAN, value=8)))
    after = plan(earthquake(), situation(region(WENCHUAN, value=6)))

    waiver = by_key(difference(taken(before), after))["earthquake/waiver/*"]

    assert (waiver.kind, waiver.no_longer_eligible) == ("wind_down", (WENCHUAN,))
    assert [reason.code for reason in waiver.reasons] == ["no_county_reaches"]


def test_a_place_that_drops_out_while_others_stay_says_so() -> None:
    before = plan(earthquake(), situation(region(WENCHUAN, value=8), region(DUJIANGYAN, value=8)))
    after = plan(earthquake(), situation(region(WENCHUAN, value=8), region(DUJIANGYAN, value=6)))

    gone = by_key(difference(taken(before), after))[f"earthquake/county-points/{DUJIANGYAN}"]

    assert (gone.kind, [reason.code for reason in gone.reasons]) == ("wind_down", ["no_longer_selected"])


def test_items_by_hand_and_of_other_playbooks_are_left_alone() -> None:
    after = plan(earthquake(), situation(region(WENCHUAN, value=8)))

    changes = difference({"flood/deferral/*": {"area": {}}, "hand/extra/*": {"area": {}}}, after)

    assert {change.item_key.split("/")[0] for change in changes} == {"earthquake"}


def test_an_edited_playbook_changes_items_in_place() -> None:
    told = situation(region(WENCHUAN, value=8))
    edited = load(library_text("earthquake").replace("queue_minutes: 10", "queue_minutes: 8"), filename="edited.yaml")

    changes = by_key(difference(taken(plan(earthquake(), told)), plan(edited, told)))

    assert changes["earthquake/green-channel/*"].fields["fields"][1]["queue_minutes"] == 8
    assert not changes["earthquake/green-channel/*"].only_figures
    assert {change.kind for change in changes.values()} == {"keep", "change"}


def test_more_customers_in_the_same_counties_is_a_change_of_figures_only() -> None:
    before = plan(earthquake(), situation(region(WENCHUAN, value=8, segments={"gotone": 1})))
    after = plan(earthquake(), situation(region(WENCHUAN, value=8, segments={"gotone": 1_000_000})))

    changes = by_key(difference(taken(before), after))

    assert changes["earthquake/waiver/*"].only_figures
    assert changes["earthquake/public-info/*"].only_figures


def test_a_digest_follows_the_snapshot() -> None:
    first = snapshot(plan(earthquake(), situation(region(value=8))).item("earthquake/waiver/*"))
    second = snapshot(plan(earthquake(), situation(region(value=9))).item("earthquake/waiver/*"))
    third = snapshot(plan(earthquake(), situation(region(DUJIANGYAN, value=9))).item("earthquake/waiver/*"))

    assert item_digest(first) == item_digest(second)  # shook harder, same measure for the same people
    assert item_digest(first) != item_digest(third)


@settings(deadline=None, max_examples=40)
@given(regions_hit(), regions_hit())
def test_the_difference_leads_from_the_old_plan_to_the_new(
    old: tuple[SituationRegion, ...], new: tuple[SituationRegion, ...]
) -> None:
    before = taken(plan(earthquake(), situation(*old)))
    after = plan(earthquake(), situation(*new))

    result = dict(before)
    for change in difference(before, after):
        if change.kind == "wind_down":
            del result[change.item_key]
        elif change.kind == "add":
            assert change.item_key not in before
            result[change.item_key] = snapshot(after.item(change.item_key))
        else:
            for name, (was, becomes) in change.fields.items():
                assert result[change.item_key][name] == was
                result[change.item_key] = result[change.item_key] | {name: becomes}
    assert result == taken(after)
