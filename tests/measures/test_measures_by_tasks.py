"""Measures that halls, the hotline and teams carry out: begun, followed, held, and taken back by their tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands import drafting, measures
from incident.commands.by_tasks import note_progress
from incident.commands.timers import fire_due
from incident.db import Database
from incident.errors import Conflict, Invalid
from incident.events.batches import MeasurePartStarted
from incident.log import incident_stream
from incident.models import Task
from incident.queries.reported import reported
from incident.rules import measures as rules
from playbooks.measures import BY_TASKS, KINDS
from tests.conftest import QUAKE
from tests.incident.stories import DUTY, GANSU, SICHUAN, TEAM, act, dispatched, new_task
from tests.measures.stories import AREA, WANG, approved, begun, decide, do, drafted, measure, parts, started
from tests.playbooks.every_type import fields_of
from tests.support import assert_chain_holds, assert_fold_equals_rows

CARRIED = [kind for kind, type_ in KINDS.items() if type_.delivery in BY_TASKS]
OPEN = ("dispatched", "acknowledged", "in_progress")


def by_hand(db: Database, incident: str, kind: str, **fields: Any) -> dict[str, Any]:
    """An approved measure of any kind, with the example's fields."""
    type_ = KINDS[kind]
    counties = {p: {c: {s: n for s, n in by.items() if s in type_.eligible_segments} for c, by in inside.items()}
                for p, inside in AREA.items()}  # fmt: skip
    row = do(
        db, incident, drafting.draft_by_hand, incident_id=incident, measure_id=str(QUAKE_ID[kind]), kind=kind,
        fields=fields_of(kind) | fields, area=counties, rules_counted=type_.eligible_rules[:1],
        window_from=QUAKE, window_to=QUAKE + timedelta(days=10), class_b_cap_fen=10**9,
    )  # fmt: skip
    return decide(db, row)


QUAKE_ID = {kind: f"00000000-0000-4000-8000-{number:012d}" for number, kind in enumerate(KINDS)}


def tasks_of(db: Database, measure_id: str) -> dict[str, tuple[str, str, str]]:
    """`(id, province, state)` of a hand-made measure's tasks by their item_key."""
    with db.read() as session:
        rows = session.scalars(select(Task).where(Task.item_key.startswith(f"hand/{measure_id}-")))
        return {row.item_key: (row.id, str(row.province), row.state) for row in rows}


def figures_of(db: Database, task_id: str) -> dict[str, int]:
    """A plausible figure for every outcome that a task asks for."""
    with db.read() as session:
        task = session.get_one(Task, task_id)
        return {field["name"]: field.get("target") or field["minimum"] for field in task.outcome_fields}


def carry_out(db: Database, incident: str, task_id: str) -> None:
    figures = figures_of(db, task_id)
    for name, arguments in (("acknowledge", {}), ("start", {}), ("resolve", {"figures": figures})):
        act(db, incident, name, TEAM, task_id=task_id, **arguments)


def test_every_kind_that_tasks_carry_out_brings_them_and_is_in_effect_when_they_are_done(db: Database) -> None:
    incident = begun(db)
    for kind in CARRIED:
        row = by_hand(db, incident, kind)
        row = do(db, incident, measures.start_measure, measure_id=row["id"])
        brought = tasks_of(db, row["id"])
        assert parts(db, row["id"]) == {SICHUAN: "executing", GANSU: "executing"}, kind
        assert {province for _id, province, _state in brought.values()} == {SICHUAN, GANSU}, kind

        opening = [one for key, one in brought.items() if f"{row['id']}-open/" in key]
        carry_out_in(db, incident, SICHUAN, opening)
        assert parts(db, row["id"]) == {SICHUAN: "in_effect", GANSU: "executing"}, kind
        assert measure(db, row["id"])["state"] == "executing", kind
        carry_out_in(db, incident, GANSU, opening)

        assert measure(db, row["id"])["state"] == "in_effect", kind
    assert_chain_holds(db)
    assert_fold_equals_rows(db)


def carry_out_in(db: Database, incident: str, province: str, opening: list[tuple[str, str, str]]) -> None:
    for task_id, place, _state in opening:
        if place == province:
            carry_out(db, incident, task_id)


def test_what_billing_carries_out_by_hand_is_looked_at_on_a_sample(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident, kind="suspension_deferral")
    checks = tasks_of(db, row["id"])
    assert {(province, state) for _id, province, state in checks.values()} == {
        (SICHUAN, "dispatched"),
        (GANSU, "dispatched"),
    }
    before = parts(db, row["id"])
    for task_id, _province, _state in checks.values():
        carry_out(db, incident, task_id)
    assert parts(db, row["id"]) == before  # the sample says nothing of the rest: receipts do

    another = started(db, incident, kind="fee_waiver")
    do(db, incident, measures.revoke_measure, measure_id=another["id"], reason="拟错了范围")
    assert {state for _id, _province, state in tasks_of(db, another["id"]).values()} == {"cancelled"}
    assert {state for _id, _province, state in tasks_of(db, row["id"]).values()} == {"resolved"}
    assert_chain_holds(db)
    assert_fold_equals_rows(db)


def test_what_tasks_report_is_told_by_province_and_added_only_where_that_means_something(db: Database) -> None:
    incident = begun(db)
    row = by_hand(db, incident, "care_hotline")
    do(db, incident, measures.start_measure, measure_id=row["id"])
    said = {
        f"open/{SICHUAN}": {"seats": 60, "dialect_seats": 20, "longest_wait_seconds": 90},
        f"open/{GANSU}": {"seats": 30, "dialect_seats": 5, "longest_wait_seconds": 40},
        f"report/{SICHUAN}": {"calls": 9_000, "answered_percent": 88, "family_requests": 300, "warm_transfers": 12},
    }
    for key, (task_id, _province, _state) in tasks_of(db, row["id"]).items():
        if figures := said.get(key.removeprefix(f"hand/{row['id']}-")):
            for name, arguments in (("acknowledge", {}), ("start", {}), ("resolve", {"figures": figures})):
                act(db, incident, name, TEAM, task_id=task_id, **arguments)

    with db.read() as session:
        told = {line["name"]: line for line in reported(session, measure(db, row["id"]))}

    assert list(told)[:3] == ["seats", "dialect_seats", "longest_wait_seconds"]
    assert (told["seats"]["total"], told["seats"]["by_province"]) == (90, {SICHUAN: [60], GANSU: [30]})
    assert (told["longest_wait_seconds"]["total"], told["answered_percent"]["total"]) == (None, None)
    assert (told["calls"]["asked"], told["calls"]["reported"], told["calls"]["total"]) == (2, 1, 9_000)
    assert reported_of_another(db, incident) == []


def reported_of_another(db: Database, incident: str) -> list[dict[str, Any]]:
    row = drafted(db, incident)
    with db.read() as session:
        return reported(session, row)


def test_what_a_held_measure_grows_by_is_held_with_the_rest(db: Database) -> None:
    incident = begun(db)
    row = by_hand(db, incident, "loan_phones")
    do(db, incident, measures.start_measure, measure_id=row["id"])
    held = do(db, incident, measures.hold_measure, measure_id=row["id"], reason="等物资")
    shaanxi = {"610000": {"610726": {"easyown": 40}}}
    with db.transaction([incident_stream(incident)]) as tx:
        area = {**held["area"], **shaanxi}
        drafting.grow(tx, WANG, held, {"area": area, "customers": held["customers"] + 40})

    assert parts(db, row["id"])["610000"] == "held"
    assert f"hand/{row['id']}-open/610000" in tasks_of(db, row["id"])
    assert_fold_equals_rows(db)


def test_points_are_opened_county_by_county(db: Database) -> None:
    incident = begun(db)
    row = by_hand(db, incident, "service_points")
    do(db, incident, measures.start_measure, measure_id=row["id"])

    opened = [key.split("/")[-1] for key in tasks_of(db, row["id"]) if "-open/" in key]
    assert sorted(opened) == sorted(county for inside in AREA.values() for county in inside)


def test_a_revoked_measure_takes_back_the_tasks_that_are_open_and_leaves_what_was_done(db: Database) -> None:
    incident = begun(db)
    row = by_hand(db, incident, "loan_phones")
    row = do(db, incident, measures.start_measure, measure_id=row["id"])
    done = next(one[0] for key, one in tasks_of(db, row["id"]).items() if key.endswith(f"-open/{SICHUAN}"))
    carry_out(db, incident, done)

    row = do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="改由民政发放")

    states = {key: state for key, (_id, _province, state) in tasks_of(db, row["id"]).items()}
    assert row["state"] == "reversed"
    assert states.pop(f"hand/{row['id']}-open/{SICHUAN}") == "resolved"
    assert set(states.values()) == {"cancelled"}
    assert_fold_equals_rows(db)


def test_a_held_measure_catches_up_with_its_tasks_when_it_goes_on(db: Database) -> None:
    incident = begun(db)
    row = by_hand(db, incident, "fraud_watch")
    row = do(db, incident, measures.start_measure, measure_id=row["id"])
    do(db, incident, measures.hold_measure, measure_id=row["id"], reason="等平台升级")
    for key, (task_id, _province, _state) in tasks_of(db, row["id"]).items():
        if "-open/" in key:
            carry_out(db, incident, task_id)
    assert set(parts(db, row["id"]).values()) == {"held"}

    row = do(db, incident, measures.resume_measure, measure_id=row["id"])

    assert row["state"] == "in_effect"
    assert_fold_equals_rows(db)


class Codes:
    """Names that are their own codes."""

    def region(self, adcode: str, language: str) -> str:
        return adcode

    def person(self, person_id: str, language: str) -> str:
        return person_id

    def text(self, digest: str | None, language: str) -> str:
        return digest or ""


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("love_cards", "由营业厅执行", "carried out by halls"),
        ("care_hotline", "由热线执行", "carried out by the hotline"),
        ("fraud_watch", "由现场队伍执行", "carried out by teams"),
        ("a_kind_of_an_older_house", "由现场队伍执行", "carried out by teams"),
    ],
)
def test_the_log_says_who_carries_it_out(kind: str, zh: str, en: str) -> None:
    event = MeasurePartStarted(
        measure_id="m", province=SICHUAN, title_zh="甲", title_en="A", measure_kind=kind, revision=1, state="executing",
        window_from=QUAKE, window_to=QUAKE + timedelta(days=1), count=0, customers=5,
    )  # fmt: skip

    assert zh in event.zh(Codes())
    assert en in event.en(Codes())


def test_halls_of_a_playbook_wait_for_its_tasks_and_a_declined_one_is_waited_for(db: Database) -> None:
    incident = begun(db)
    row = approved(db, incident, kind="green_channel")
    task = new_task(province=SICHUAN, item_key=f"{row['item_key']}-open/{SICHUAN}", task_group="halls")
    [task_id] = dispatched(db, incident, task)
    do(db, incident, measures.start_measure, measure_id=row["id"])
    act(db, incident, "decline", TEAM, task_id=task_id, reason="道路中断")
    with db.transaction([incident_stream(incident)]) as tx:
        note_progress(tx, WANG, incident_id=incident, province=SICHUAN)
    assert parts(db, row["id"])[SICHUAN] == "executing"

    act(db, incident, "redispatch", DUTY, task_id=task_id, team="province_logistics", reason="改由后勤前往")
    carry_out(db, incident, task_id)

    assert parts(db, row["id"])[SICHUAN] == "in_effect"
    assert_fold_equals_rows(db)


def test_a_kind_for_some_segments_refuses_the_others_by_name(db: Database) -> None:
    incident = begun(db)
    with pytest.raises(Invalid) as refused:
        drafted(db, incident, kind="emergency_top_up", fields={"cap_fen": 10**8}, rules_counted=("home_cell",))

    assert (refused.value.field, "easyown, mzone, other" in refused.value.en) == ("segments", True)


def test_an_edit_that_changes_for_whom_it_is_must_be_drafted_anew(db: Database) -> None:
    incident = begun(db)
    fields = {"cap_fen": 10**8}
    row = drafted(db, incident, kind="extended_pay_date", fields=fields, rules_counted=("billing_address",))

    with pytest.raises(Conflict) as refused:
        do(
            db, incident, drafting.edit_measure,
            measure_id=row["id"], class_b_cap_fen=10**9, fields={"autopay": "included"}, reason="一并延期",
        )  # fmt: skip
    assert "draft another" in refused.value.en

    longer = do(
        db, incident, drafting.edit_measure,
        measure_id=row["id"], class_b_cap_fen=10**9, fields={"days": 45}, reason="再延半月",
    )  # fmt: skip
    assert (longer["fields"]["days"], longer["revision"]) == (45, 2)


def test_a_measure_by_hand_is_started_once_however_often_it_is_looked_at(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident, kind="green_channel")
    before = tasks_of(db, row["id"])
    with db.transaction([incident_stream(incident)]) as tx:
        note_progress(tx, WANG, incident_id=incident, province=SICHUAN)

    assert tasks_of(db, row["id"]) == before
    assert {state for _id, _province, state in before.values()} <= set(OPEN)


def test_a_share_of_an_area_is_rounded_up_where_somebody_is() -> None:
    area = {SICHUAN: {"510181": {"gotone": 1, "easyown": 1000, "mzone": 0}}}

    assert rules.reached(area, share_ppm=5_000) == {SICHUAN: {"510181": {"gotone": 1, "easyown": 5, "mzone": 0}}}
    assert rules.reached(area, share_ppm=1_000_000) == area
    assert rules.segments_of(area) == {"gotone", "easyown"}


def test_daily_reports_of_a_measure_that_is_over_are_taken_back_and_what_was_done_stays(
    db: Database, clock: SteppedClock
) -> None:
    incident = begun(db)
    row = by_hand(db, incident, "care_hotline")
    do(db, incident, measures.start_measure, measure_id=row["id"])
    done = next(one[0] for key, one in tasks_of(db, row["id"]).items() if key.endswith(f"-open/{SICHUAN}"))
    carry_out(db, incident, done)

    for _ in range(12):
        clock.step(timedelta(days=1).total_seconds())
        fire_due(db)

    states = {key: state for key, (_id, _province, state) in tasks_of(db, row["id"]).items()}
    assert measure(db, row["id"])["state"] == "completed"
    assert states.pop(f"hand/{row['id']}-open/{SICHUAN}") in ("resolved", "closed")
    assert set(states.values()) == {"cancelled"}
    assert any("-report" in key for key in states)
    assert_fold_equals_rows(db)
