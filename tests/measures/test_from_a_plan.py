"""Measures and broadcasts follow the planner's plan and its differences, through the real earthquake playbook."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from incident.commands import broadcasts, drafting, measures
from incident.commands.broadcasts.following import broadcasts_of_item
from incident.db import Database
from incident.rules.broadcast_texts import parts_of
from notifications.render import EXERCISE_PREFIX
from playbooks.planning.plan import PlanItem
from playbooks.planning.planner import plan
from tests.measures.stories import (
    CAP_B,
    LI,
    WANG,
    ZHAO,
    approve_broadcast,
    batches,
    begun,
    decide,
    do,
    measure,
    settle,
)
from tests.playbooks.builders import earthquake, region, situation
from tests.support import assert_fold_equals_rows

WENCHUAN, BEICHUAN, WUDU = "513221", "510726", "621202"


def item(suffix: str, *counties: str, customers: int = 100) -> PlanItem:
    held = {"gotone": customers, "easyown": customers, "mzone": 0, "other": customers}
    struck = situation(*(region(county, value=9, segments=held) for county in counties), text_prefix=EXERCISE_PREFIX)
    planned = plan(earthquake(), struck)
    [found] = [one for one in planned.items if one.item_key == f"earthquake/{suffix}/*"]
    return found


def draft(db: Database, incident: str, one: PlanItem) -> dict[str, Any]:
    return do(db, incident, drafting.draft_from_plan_item, WANG, incident_id=incident, item=one, playbook=earthquake())


def revise(db: Database, incident: str, one: PlanItem) -> dict[str, Any]:
    return do(
        db, incident, drafting.revise_from_plan_change, WANG, incident_id=incident, item=one, playbook=earthquake()
    )


def running(db: Database, incident: str, one: PlanItem) -> dict[str, Any]:
    row = decide(db, draft(db, incident, one))
    row = do(db, incident, measures.start_measure, measure_id=row["id"])
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch)
    return measure(db, row["id"])


def test_a_draft_takes_counts_money_class_and_reasons_from_the_plan(db: Database) -> None:
    incident = begun(db)
    one = item("waiver", WENCHUAN, WUDU)
    row = draft(db, incident, one)

    assert one.cost is not None
    assert row["id"] == drafting.measure_id_of(incident, "earthquake/waiver/*")
    assert row["customers"] == one.counts.total == 600
    assert row["area"]["510000"] == {WENCHUAN: {"gotone": 100, "easyown": 100, "other": 100}}
    assert (row["cost_fen"], row["cap_fen"]) == (one.cost.fen_total, one.cost.fen_cap)
    assert (row["approval_class"], row["playbook_digest"]) == (one.approval_class, earthquake().digest)
    assert row["reasons"][0]["code"] == "why"
    assert draft(db, incident, one) == row


def test_a_changed_plan_makes_a_new_revision_of_the_one_draft(db: Database) -> None:
    incident = begun(db)
    row = decide(db, draft(db, incident, item("waiver", WENCHUAN)))
    after = revise(db, incident, item("waiver", WENCHUAN, WUDU))

    assert row["state"] == "approved"
    assert (after["outcome"], after["state"], after["revision"]) == ("revised", "draft", 2)
    assert after["approved_revision"] is None


def test_a_footprint_that_grows_reaches_only_the_newly_hit_under_the_same_approval(db: Database) -> None:
    incident = begun(db)
    row = running(db, incident, item("waiver", WENCHUAN))
    after = revise(db, incident, item("waiver", WENCHUAN, WUDU))

    assert (after["outcome"], after["state"]) == ("grown", "executing")
    added = [b for b in batches(db, row["id"]).values() if b["state"] == "planned"]
    assert {b["county"] for b in added} == {WUDU}
    for batch in added:
        settle(db, incident, batch)
    assert measure(db, row["id"])["state"] == "in_effect"
    assert revise(db, incident, item("waiver", WENCHUAN, WUDU))["outcome"] == "kept"
    assert_fold_equals_rows(db)


def test_a_footprint_that_shrinks_takes_nothing_back(db: Database) -> None:
    incident = begun(db)
    row = running(db, incident, item("waiver", WENCHUAN, WUDU))
    after = revise(db, incident, item("waiver", WENCHUAN))
    assert (after["outcome"], after["area"], after["revision"]) == ("kept", row["area"], row["revision"])


def test_growth_above_the_approved_cap_waits_for_approval_while_the_rest_stays_in_effect(db: Database) -> None:
    incident = begun(db)
    small, large = item("waiver", WENCHUAN), item("waiver", WENCHUAN, BEICHUAN)
    assert small.cost is not None
    assert large.cost is not None
    cap_fen = small.cost.fen_total
    cost = replace(small.cost, fen_cap=cap_fen)
    row = running(db, incident, replace(small, cost=cost, fields={**small.fields, "cap_fen": cap_fen}))

    after = revise(db, incident, large)

    assert (after["outcome"], after["state"]) == ("revised", "pending_approval")
    assert (after["cost_fen"], after["cap_fen"]) == (large.cost.fen_total, large.cost.fen_cap)
    assert {b["state"] for b in batches(db, row["id"]).values()} == {"settled"}
    assert revise(db, incident, item("waiver", WENCHUAN, BEICHUAN, WUDU))["outcome"] == "waiting"
    decide(db, after)
    added = [b for b in batches(db, row["id"]).values() if b["revision"] == 2]
    assert {b["county"] for b in added} == {BEICHUAN}
    assert sum(b["intended_fen"] for b in added) == large.cost.fen_total - small.cost.fen_total
    assert_fold_equals_rows(db)


def test_what_the_plan_no_longer_has_is_cancelled_before_and_landed_after_its_start(db: Database) -> None:
    incident = begun(db)
    draft(db, incident, item("deferral", WENCHUAN))
    gone = do(
        db, incident, drafting.wind_down, WANG,
        incident_id=incident, item_key="earthquake/deferral/*", reason="不再受影响",
    )  # fmt: skip
    running(db, incident, item("waiver", WENCHUAN))
    landing = do(
        db, incident, drafting.wind_down, WANG,
        incident_id=incident, item_key="earthquake/waiver/*", reason="不再受影响",
    )  # fmt: skip
    assert (gone["state"], landing["state"]) == ("cancelled", "ending")
    back = draft(db, incident, item("deferral", WENCHUAN))
    assert (back["state"], back["revision"]) == ("draft", 2)
    assert_fold_equals_rows(db)


@pytest.fixture
def announced() -> PlanItem:
    struck = situation(region(WENCHUAN, value=9), text_prefix=EXERCISE_PREFIX)
    [found] = [one for one in plan(earthquake(), struck).items if one.type == "broadcast"]
    return found


def test_a_planned_broadcast_leaves_as_it_was_previewed_with_the_exercise_word_once_and_counted(
    db: Database, announced: PlanItem
) -> None:
    incident = begun(db)
    row = do(
        db, incident, broadcasts.draft_broadcast_from_plan_item, WANG,
        incident_id=incident, item=announced, playbook=earthquake(),
    )  # fmt: skip
    for name in ("body_zh", "body_en", "correction_zh", "correction_en", "cancel_zh", "cancel_en"):
        assert row[name].startswith(EXERCISE_PREFIX)
        assert row[name].count("EXERCISE") == 1
    assert announced.message is not None
    previewed = {f"body_{text.lang}": text.text for text in announced.message.texts}
    previewed |= {f"correction_{text.lang}": text.text for text in announced.message.corrections}
    previewed |= {f"cancel_{text.lang}": text.text for text in announced.message.cancels}
    assert len(previewed) == 6
    assert {name: row[name] for name in previewed} == previewed
    assert row["parts"] == sum(t.parts for t in announced.message.texts if t.lang in row["languages"])
    assert row["parts"] == parts_of(row[f"body_{language}"] for language in row["languages"])
    row = do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])
    assert approve_broadcast(db, row, LI, ZHAO)["state"] == "broadcasting"
    same = do(
        db, incident, broadcasts.draft_broadcast_from_plan_item, WANG,
        incident_id=incident, item=announced, playbook=earthquake(),
    )  # fmt: skip
    assert same["state"] == "broadcasting"
    assert_fold_equals_rows(db)


def news(*counties: str, customers: int = 100) -> PlanItem:
    held = {"gotone": customers, "easyown": customers, "mzone": 0, "other": customers}
    struck = situation(*(region(county, value=9, segments=held) for county in counties), text_prefix=EXERCISE_PREFIX)
    [found] = [one for one in plan(earthquake(), struck).items if one.type == "broadcast"]
    return found


def test_a_footprint_that_grows_after_a_message_has_left_tells_only_the_newly_hit(db: Database) -> None:
    incident = begun(db)

    def planned(one: PlanItem) -> dict[str, Any]:
        return do(
            db, incident, broadcasts.draft_broadcast_from_plan_item, WANG,
            incident_id=incident, item=one, playbook=earthquake(),
        )  # fmt: skip

    def sent(row: dict[str, Any]) -> dict[str, Any]:
        return approve_broadcast(db, do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"]), LI, ZHAO)

    first = sent(planned(news(WENCHUAN)))
    assert planned(news(WENCHUAN, customers=900))["id"] == first["id"], "a county that was told is not told again"

    second = planned(news(WENCHUAN, BEICHUAN))
    assert second["item_key"] == f"{first['item_key']}+1"
    assert (second["state"], second["customers"]) == ("draft", 300)
    assert list(second["audience"]["510000"]) == [BEICHUAN]
    assert second["body_zh"] == first["body_zh"]
    wider = planned(news(WENCHUAN, BEICHUAN, WUDU))
    assert (wider["id"], wider["revision"], wider["customers"]) == (second["id"], 2, 600)
    sent(wider)

    assert planned(news(WENCHUAN, BEICHUAN, WUDU))["id"] == first["id"], "everybody has been told"
    third = planned(news(WENCHUAN, BEICHUAN, WUDU, "511181"))
    assert (third["item_key"], third["customers"]) == (f"{first['item_key']}+2", 300)
    do(
        db, incident, broadcasts.withdraw_broadcast,
        incident_id=incident, item_key=first["item_key"], reason="不再需要",
    )  # fmt: skip
    with db.transaction() as tx:
        states = {row["item_key"][-2:]: row["state"] for row in broadcasts_of_item(tx, incident, first["item_key"])}
    assert states == {"/*": "broadcasting", "+1": "broadcasting", "+2": "cancelled"}
    assert_fold_equals_rows(db)


def test_an_edit_of_a_planned_draft_recomputes_money_and_class(db: Database) -> None:
    incident = begun(db)
    row = draft(db, incident, item("waiver", WENCHUAN))
    edited = do(
        db, incident, drafting.edit_measure, WANG,
        measure_id=row["id"], class_b_cap_fen=CAP_B, cap_fen=CAP_B + 1,
    )  # fmt: skip
    assert (edited["approval_class"], edited["cap_fen"]) == ("A", CAP_B + 1)
    assert edited["fields"]["cap_fen"] == CAP_B + 1


def test_a_message_is_drafted_in_every_language_that_its_playbook_writes(db: Database) -> None:
    incident = begun(db)
    planned = item("public-info", WENCHUAN)
    message = planned.message
    assert message is not None
    block, kept = {"title": "공익 정보", "body": "지진", "correction": "정정", "cancel": "종료"}, message

    def drafted(more: dict[str, dict[str, str]]) -> Any:
        one = replace(planned, message=replace(kept, more=more))
        return do(
            db, incident, broadcasts.draft_broadcast_from_plan_item, WANG,
            incident_id=incident, item=one, playbook=earthquake(),
        )["more_texts"]  # fmt: skip

    written = drafted({"ko": block})
    assert written["ko"]["title"] == "공익 정보"
    assert written["ko"]["body"] == f"{EXERCISE_PREFIX}지진"
    assert drafted({}) == written  # a plan without any takes away none that people wrote
