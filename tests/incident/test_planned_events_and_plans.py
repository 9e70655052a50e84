"""A planned event and its playbook: work that both know is given once, and provinces see what is coming."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from geo.regions import Regions
from incident.clock import SteppedClock
from incident.commands import planned_events
from incident.commands.activation import activate_plan
from incident.db import Database, Tx
from incident.log import Actor
from incident.models import EventRow, ProvinceIncident
from incident.queries.planning import propose
from incident.rules.planned_events import default_steps
from playbooks.source.playbook import library, load
from tests.incident.planned_stories import (
    BEIJING,
    CLOSES,
    OPENS,
    STADIUM,
    TEDA,
    TIANJIN,
    assessed,
    do,
    go_to,
    listed,
    planned,
    scheduled,
    tasks_of,
)
from tests.playbooks import books
from tests.support import assert_chain_holds, assert_fold_equals_rows


def hit(county: str) -> dict[str, Any]:
    """A row of the impact of a venue of the highest grade."""
    return {
        "province": f"{county[:2]}0000", "region": county, "level": "county", "city": f"{county[:2]}0000",
        "band": "LEVEL-4", "value_milli": 4000, "unit": "level", "area_share_ppm": 100_000, "basis": "site", "sites": 9,
        "halls": 3, "key_customers": 0, "key_customer_tiers": None, "people": 900, "total": 400,
        "segments": {"gotone": 100, "easyown": 100, "mzone": 100, "other": 100}, "of_which": {},
    }  # fmt: skip


def carried_out(db: Database, incident_id: str, regions: Regions) -> tuple[list[str], dict[str, str]]:
    """Activate what the playbook of major events plans now; tasks given, and why items were left out."""

    def command(tx: Tx, actor: Actor, *, incident_id: str) -> tuple[list[str], dict[str, str]]:
        proposal = propose(
            tx.session, incident_id=incident_id, playbook=library()["major_event"], regions=regions, now=tx.now,
            exercise=True,
        )  # fmt: skip
        tasks = [item.item_key for item in proposal.plan.items if item.type == "task"]
        activate_plan(tx, actor, incident_id=incident_id, proposal=proposal, include=tasks)
        return tasks, {omitted.item_id: omitted.reasons[0].code for omitted in proposal.plan.omitted}

    found: tuple[list[str], dict[str, str]] = do(db, incident_id, command)
    return found


def test_work_that_the_plan_and_the_calendar_both_know_is_given_once_by_whichever_comes_first(
    db: Database, clock: SteppedClock, regions: Regions
) -> None:
    incident = planned(db)
    scheduled(db, incident)
    do(
        db, incident, planned_events.list_venues, footprint_id=str(uuid.uuid4()), venues=(STADIUM, TEDA),
        assessed=replace(assessed(), rows=[hit("110105")]), provinces=(BEIJING, TIANJIN),
    )  # fmt: skip
    review, _, rehearsal = default_steps(OPENS, CLOSES)[:3]

    go_to(db, clock, review.due_at + timedelta(days=1))
    given, left = carried_out(db, incident, regions)
    assert left["review-30"] == "calendar_has_it"
    assert not [key for key in given if key.startswith("major_event/review-30/")]

    go_to(db, clock, rehearsal.due_at - timedelta(days=1))
    given, _ = carried_out(db, incident, regions)
    assert f"major_event/rehearsal/{BEIJING}" in given
    go_to(db, clock, rehearsal.due_at)
    assert [key for key, _title in tasks_of(db) if "/rehearsal" in key] == [
        f"calendar/rehearsal-{rehearsal.day}/{TIANJIN}", f"major_event/rehearsal/{BEIJING}",
    ]  # fmt: skip
    with db.read() as session:
        rows = session.scalars(
            select(EventRow).where(EventRow.type == "StepReminded").order_by(EventRow.position)
        ).all()
    assert [(row.data["step_kind"], row.data["tasks"], row.data["planned"]) for row in rows] == [
        ("review", 2, 0), ("freeze", 2, 0), ("rehearsal", 1, 1),
    ]  # fmt: skip
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_an_item_near_the_venues_is_planned_around_those_that_are_in_force(db: Database, regions: Regions) -> None:
    incident = planned(db)
    do(
        db, incident, planned_events.list_venues, footprint_id=str(uuid.uuid4()), venues=(STADIUM,),
        assessed=replace(assessed(), rows=[hit("110105"), hit("120116")]), provinces=(BEIJING, TIANJIN),
    )  # fmt: skip
    points = "points: {arenas: {title: {zh: 场馆, en: venues}, km: 5, at: venues}}\n"
    text = books.text(measure="when: {near: [arenas]}", more=points).replace("[earthquake]", "[major_event]")

    with db.read() as session:
        proposal = propose(
            session, incident_id=incident, playbook=load(text, filename="small.yaml"), regions=regions,
            now=db.world_now(session), exercise=True,
        )  # fmt: skip

    (channel,) = [item for item in proposal.plan.items if item.item_id == "channel"]
    assert channel.area == {BEIJING: ("110105",)}
    (near,) = [reason for reason in channel.reasons if reason.code == "counties_near"]
    assert near.args["point_en"] == STADIUM.name_en


def test_a_province_with_a_venue_sees_the_coming_steps_and_one_without_sees_none(
    db: Database, clock: SteppedClock
) -> None:
    incident = planned(db)
    scheduled(db, incident)
    listed(db, incident, STADIUM)

    def seen(province: str) -> list[tuple[str, str, str]]:
        with db.read() as session:
            told = session.get_one(ProvinceIncident, f"{incident}:{province}").event_steps
        return [(step["kind"], step["offset"], step["state"]) for step in told or ()]

    assert seen(BEIJING) == [
        ("review", "D−30", "planned"), ("freeze", "D−7", "planned"), ("rehearsal", "D−1", "planned"),
        ("watch", "D", "planned"), ("stand_down", "D+17", "planned"),
    ]  # fmt: skip
    assert seen(TIANJIN) == []
    go_to(db, clock, default_steps(OPENS, CLOSES)[0].due_at)
    assert seen(BEIJING)[0] == ("review", "D−30", "reminded")
    listed(db, incident, TEDA)
    assert (seen(BEIJING), len(seen(TIANJIN))) == ([], 5)
    assert_fold_equals_rows(db)
