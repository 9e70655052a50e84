"""The calendar of a planned event: steps that become tasks exactly once, venues by province, and the freeze."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands import incidents, planned_events
from incident.commands.footprints import supply_footprint
from incident.commands.freeze import allow_change
from incident.commands.planned_events import Crowd, Venue
from incident.commands.timers import fire_due
from incident.db import Database
from incident.errors import Conflict, Invalid, Stale
from incident.log import incident_stream
from incident.models import EventStep, EventVenue, FreezeChange, PlannedEvent, Timer
from incident.queries.calendars import View, deadlines_calendar
from incident.queries.planned_events import freeze_words
from incident.rules.planned_events import KINDS, default_steps, freeze_of, is_frozen, offset_words, step_on
from tests.incident.planned_stories import (
    APPROVER,
    BEIJING,
    CLOSES,
    OPENS,
    POOL,
    SHATIN,
    STADIUM,
    TEDA,
    TIANJIN,
    assessed,
    calendar_of,
    do,
    go_to,
    listed,
    planned,
    scheduled,
    tasks_of,
)
from tests.incident.stories import DUTY
from tests.support import assert_chain_holds, assert_fold_equals_rows


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 300))
def test_the_usual_steps_stand_in_order_and_freeze_from_a_week_before_until_the_stand_down(
    opens: date, days: int
) -> None:
    steps = default_steps(opens, opens + timedelta(days=days))

    assert tuple(step.kind for step in steps) == KINDS
    assert [offset_words(step.day, opens) for step in steps] == ["D−30", "D−7", "D−1", "D", f"D+{days + 1}"]
    assert list(steps) == sorted(steps, key=lambda step: step.due_at)
    begins, ends = freeze_of(steps) or (None, None)
    assert begins == steps[1].due_at
    assert ends == steps[4].due_at
    assert is_frozen(begins, ends, now=steps[3].due_at)
    assert not is_frozen(begins, ends, now=steps[4].due_at)


def test_each_step_becomes_one_task_a_province_when_its_time_comes_and_never_a_second(
    db: Database, clock: SteppedClock
) -> None:
    incident = planned(db)
    scheduled(db, incident)
    listed(db, incident, STADIUM, POOL, TEDA, SHATIN)
    review, freeze = default_steps(OPENS, CLOSES)[:2]

    go_to(db, clock, review.due_at - timedelta(minutes=1))
    assert tasks_of(db) == []
    go_to(db, clock, review.due_at)
    with db.transaction([incident_stream(incident)]) as tx:  # a sweep that died after it acted meets its timer again
        for timer in tx.session.scalars(select(Timer).where(Timer.subject.startswith("event_step:"))):
            if timer.due_at <= tx.now:
                timer.fired_at = None
    fire_due(db)

    assert tasks_of(db) == [
        (f"calendar/review-{review.day}/110000", "开幕前 30 天方案会商（国家体育场等 2 处）"),
        (f"calendar/review-{review.day}/120000", "开幕前 30 天方案会商（天津奥体）"),
    ]
    go_to(db, clock, freeze.due_at)
    assert len(tasks_of(db)) == 4
    steps = {step["kind"]: step for step in calendar_of(db, incident)["steps"]}
    assert (steps["review"]["state"], steps["review"]["tasks"], steps["review"]["by_state"]) == (
        "reminded", 2, {"dispatched": 2},
    )  # fmt: skip
    assert steps["watch"]["state"] == "planned"
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_days_that_move_take_their_steps_along_and_what_was_reminded_stays(db: Database, clock: SteppedClock) -> None:
    incident = planned(db)
    first = scheduled(db, incident)
    listed(db, incident, STADIUM)
    go_to(db, clock, default_steps(OPENS, CLOSES)[0].due_at)

    later = OPENS + timedelta(days=3)
    with pytest.raises(Stale):
        scheduled(db, incident, opens_on=later, revision=7)
    scheduled(db, incident, opens_on=later, revision=first["revision"])

    with db.read() as session:
        states = [(row.kind, row.day, row.state) for row in session.scalars(select(EventStep).order_by(EventStep.day))]
        alive = set(session.scalars(select(Timer.subject).where(Timer.fired_at.is_(None))))
        planned_steps = {f"event_step:{row.id}" for row in session.scalars(select(EventStep)) if row.state == "planned"}
    assert ("review", str(OPENS - timedelta(days=30)), "reminded") in states
    assert ("freeze", str(OPENS - timedelta(days=7)), "cancelled") in states
    assert ("freeze", str(later - timedelta(days=7)), "planned") in states
    assert {subject for subject in alive if subject.startswith("event_step:")} == planned_steps
    scheduled(db, incident, opens_on=OPENS, revision=2)
    go_to(db, clock, default_steps(OPENS, CLOSES)[1].due_at)
    assert [key for key, _ in tasks_of(db)] == [
        f"calendar/freeze-{OPENS - timedelta(days=7)}/110000", f"calendar/review-{OPENS - timedelta(days=30)}/110000",
    ]  # fmt: skip


def test_a_step_of_an_event_that_was_called_off_reminds_nobody(db: Database, clock: SteppedClock) -> None:
    incident = planned(db)
    scheduled(db, incident)
    listed(db, incident, STADIUM)
    do(db, incident, incidents.move_incident, action="cancel", reason="取消")

    go_to(db, clock, default_steps(OPENS, CLOSES)[2].due_at)

    assert tasks_of(db) == []


def test_a_later_list_of_venues_replaces_the_earlier_one_and_each_is_its_provinces(db: Database) -> None:
    incident = planned(db)
    assert listed(db, incident, STADIUM, TEDA, SHATIN) | {"footprint": ""} == {
        "footprint": "", "venues": 3, "outside": 1,
    }  # fmt: skip
    moved = Venue(**(STADIUM.__dict__ | {"radius_m": 500}))
    listed(db, incident, moved, POOL)

    with db.read() as session:
        rows = {row.name_zh: row for row in session.scalars(select(EventVenue))}
    assert {name: (row.active, row.province, row.outside) for name, row in rows.items()} == {
        "国家体育场": (True, BEIJING, False), "国家游泳中心": (True, BEIJING, False),
        "天津奥体": (False, TIANJIN, False), "沙田": (False, None, True),
    }  # fmt: skip
    assert rows["国家体育场"].radius_m == 500
    assert_fold_equals_rows(db)


def test_a_forecast_names_its_source_and_a_later_one_replaces_it(db: Database) -> None:
    incident = planned(db)
    listed(db, incident, STADIUM, TEDA)
    stadium, teda = (planned_events.venue_id(incident, venue) for venue in (STADIUM, TEDA))
    told: dict[str, Any] = {"source": "座位数，按满座计 / seats, a full house"}

    do(
        db,
        incident,
        planned_events.forecast_crowds,
        crowds=[Crowd(stadium, OPENS, 91_000), Crowd(teda, OPENS, 5)],
        **told,
    )
    do(
        db,
        incident,
        planned_events.forecast_crowds,
        crowds=[Crowd(stadium, OPENS, 88_000)],
        source="售票 / tickets sold",
    )

    venues = {venue["name_zh"]: venue["crowds"] for venue in calendar_of(db, incident)["venues"]}
    assert venues["国家体育场"][str(OPENS)]["people"] == 88_000
    assert venues["国家体育场"][str(OPENS)]["source"] == "售票 / tickets sold"
    assert venues["天津奥体"][str(OPENS)]["source"] == told["source"]
    with pytest.raises(Invalid, match=r"crowds\.0\.venue|no venue"):
        do(db, incident, planned_events.forecast_crowds, crowds=[Crowd(str(uuid.uuid4()), OPENS, 1)], **told)
    assert_fold_equals_rows(db)


def test_in_the_freeze_a_change_needs_the_word_of_another_person_once(db: Database, clock: SteppedClock) -> None:
    incident = planned(db)
    scheduled(db, incident)
    listed(db, incident, STADIUM)
    with pytest.raises(Conflict, match="no freeze now"):
        do(db, incident, allow_change, APPROVER, change_id=str(uuid.uuid4()), reason="早了")
    go_to(db, clock, default_steps(OPENS, CLOSES)[1].due_at)

    with pytest.raises(Conflict, match="frozen until"):
        listed(db, incident, POOL)
    with pytest.raises(Conflict, match="frozen until"):
        scheduled(db, incident, closes_on=CLOSES, revision=1)
    do(db, incident, allow_change, APPROVER, change_id=str(uuid.uuid4()), reason="新增一处场馆 / one more venue")
    with pytest.raises(Conflict, match="frozen until"):
        listed(db, incident, STADIUM, POOL, actor=APPROVER)  # nobody uses their own word
    listed(db, incident, STADIUM, POOL)
    with pytest.raises(Conflict, match="frozen until"):
        listed(db, incident, STADIUM)

    with db.read() as session:
        used = session.scalars(select(FreezeChange)).one()
        words = freeze_words(session, incident, now=db.world_now(session))
    assert (used.used_by, used.used_for) == (DUTY.person, "footprint")
    assert words == {"until": words["until"] if words else "", "allowed": False}
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_word_that_is_a_day_old_is_good_for_nothing_and_after_the_stand_down_none_is_needed(
    db: Database, clock: SteppedClock
) -> None:
    incident = planned(db)
    scheduled(db, incident)
    listed(db, incident, STADIUM)
    go_to(db, clock, default_steps(OPENS, CLOSES)[1].due_at)
    do(db, incident, allow_change, APPROVER, change_id=str(uuid.uuid4()), reason="改场馆")
    go_to(db, clock, default_steps(OPENS, CLOSES)[1].due_at + timedelta(hours=25))

    with pytest.raises(Conflict, match="frozen until"):
        listed(db, incident, POOL)
    assert [change["state"] for change in calendar_of(db, incident)["changes"]] == ["expired"]
    go_to(db, clock, default_steps(OPENS, CLOSES)[4].due_at)
    listed(db, incident, POOL)


def test_a_disaster_has_no_calendar_and_no_freeze(db: Database) -> None:
    incident = planned(db, kind="disaster")

    with pytest.raises(Conflict, match="Only a planned event"):
        scheduled(db, incident)
    do(db, incident, supply_footprint, footprint_id=str(uuid.uuid4()), assessed=assessed(), provinces=(BEIJING,))
    assert calendar_of(db, incident)["event"] is None


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"closes_on": OPENS - timedelta(days=1)}, "must not be before the first"),
        ({"steps": []}, "1 to 60 steps"),
        ({"steps": [step_on("watch", OPENS), step_on("watch", OPENS)]}, "stands twice"),
    ],
)
def test_days_and_steps_that_make_no_sense_are_refused(db: Database, told: dict[str, Any], said: str) -> None:
    incident = planned(db)

    with pytest.raises(Invalid, match=said):
        scheduled(db, incident, **told)

    with db.read() as session:
        assert session.scalars(select(PlannedEvent)).all() == []


def test_steps_stand_in_the_calendars_of_headquarters_and_of_provinces_with_a_venue(db: Database, regions: Any) -> None:
    incident = planned(db)
    scheduled(db, incident)
    listed(db, incident, STADIUM)

    with db.read() as session:
        now = db.world_now(session)
        view = View(regions=regions, at=now, real=now, language="en", exercise=True)
        nation, beijing, tianjin = (deadlines_calendar(session, scope, view) for scope in ("nation", BEIJING, TIANJIN))

    assert nation.count("BEGIN:VEVENT") == beijing.count("BEGIN:VEVENT") == 5
    assert "SUMMARY:[EXERCISE] Games: rehearsal" in nation
    assert tianjin.count("BEGIN:VEVENT") == 0
