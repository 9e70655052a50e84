"""From a footprint to measures and tasks: the Wenchuan reconstruction through the real planner, three versions."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import func, select

from geo.exposure import Exposure
from geo.reconstructions.wenchuan_2008 import wenchuan_2008_versions
from geo.regions import Regions
from incident.clock import SteppedClock
from incident.commands.activation import Exclusion, activate_plan
from incident.commands.assessing import assess_footprint
from incident.commands.footprints import AssessedFootprint, supply_footprint
from incident.db import Database
from incident.errors import Invalid
from incident.log import incident_stream
from incident.models import Broadcast, ImpactRegion, Measure, ProvinceIncident, Task
from incident.queries.impact import impact_of
from incident.queries.planning import Proposal, propose
from playbooks.source.playbook import library
from tests.incident.stories import DUTY, act, declared
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types

REACHED = {"510000", "620000", "610000", "500000", "530000", "640000"}


@pytest.fixture(scope="module")
def versions(regions: Regions, exposure: Exposure) -> list[AssessedFootprint]:
    return [assess_footprint(footprint, regions, exposure) for footprint in wenchuan_2008_versions()]


@pytest.fixture
def provinces(regions: Regions) -> tuple[str, ...]:
    return tuple(region.adcode for region in regions.provinces() if region.operator)


def supply(db: Database, incident: str, assessed: AssessedFootprint, provinces: tuple[str, ...]) -> str:
    footprint_id = str(uuid.uuid4())
    with db.transaction([incident_stream(incident)]) as tx:
        supply_footprint(
            tx, DUTY, incident_id=incident, footprint_id=footprint_id, assessed=assessed, provinces=provinces
        )
    return footprint_id


def proposed(db: Database, incident: str, regions: Regions) -> Proposal:
    with db.read() as session:
        return propose(
            session,
            incident_id=incident,
            playbook=library()["earthquake"],
            regions=regions,
            now=db.world_now(session),
            exercise=True,
        )


def activated(db: Database, incident: str, regions: Regions, **choice: object) -> dict[str, int]:
    with db.transaction([incident_stream(incident)]) as tx:
        proposal = propose(
            tx.session,
            incident_id=incident,
            playbook=library()["earthquake"],
            regions=regions,
            now=tx.now,
            exercise=True,
        )
        return activate_plan(tx, DUTY, incident_id=incident, proposal=proposal, **choice)  # type: ignore[arg-type]


def test_impact_in_rows_adds_up_and_names_the_six_provinces(
    db: Database, regions: Regions, versions: list[AssessedFootprint], provinces: tuple[str, ...]
) -> None:
    incident = declared(db, provinces=provinces)
    footprint = supply(db, incident, versions[-1], provinces)

    with db.read() as session:
        sums = {
            level: session.scalar(
                select(func.sum(ImpactRegion.total)).where(
                    ImpactRegion.footprint_id == footprint, ImpactRegion.level == level
                )
            )
            or 0
            for level in ("county", "city", "province")
        }
        affected = set(session.scalars(select(ProvinceIncident.province).where(ProvinceIncident.affected.is_(True))))
        told = impact_of(session, incident_id=incident, room="nation", footprint_id=None)
    assert sums["county"] == sums["city"] == sums["province"] > 10_000_000
    assert affected == REACHED
    assert told["totals"]["all"]["total"] == sums["county"]
    assert_fold_equals_rows(db)


def test_activating_twice_adds_nothing_the_second_time(
    db: Database, regions: Regions, versions: list[AssessedFootprint], provinces: tuple[str, ...]
) -> None:
    incident = declared(db, provinces=provinces)
    supply(db, incident, versions[-1], provinces)

    first, second = activated(db, incident, regions), activated(db, incident, regions)

    assert 60 <= first["added"] <= 200
    assert second == {"added": 0, "changed": 0, "wound_down": 0, "kept": first["added"]}
    with db.read() as session:
        assert set(session.scalars(select(Task.province))) >= REACHED
        kinds = set(session.scalars(select(Measure.kind)))
        assert kinds == {"suspension_deferral", "fee_waiver", "green_channel"}
        assert session.scalar(select(func.count()).select_from(Broadcast)) == 1
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_grown_footprint_is_a_difference_and_never_a_second_copy(
    db: Database,
    clock: SteppedClock,
    regions: Regions,
    versions: list[AssessedFootprint],
    provinces: tuple[str, ...],
) -> None:
    incident = declared(db, provinces=provinces)
    supply(db, incident, versions[0], provinces)
    first = activated(db, incident, regions)
    with db.read() as session:
        task_id = session.scalars(select(Task.id).where(Task.province == "510000").order_by(Task.item_key)).first()
    act(db, incident, "acknowledge", task_id=task_id)
    clock.step(3600)

    supply(db, incident, versions[1], provinces)
    second = activated(db, incident, regions)
    supply(db, incident, versions[2], provinces)
    third = activated(db, incident, regions)

    assert first["added"]
    assert second["added"]
    assert third["added"]
    assert second["changed"]
    assert third["changed"]
    with db.read() as session:
        keys = session.scalars(select(Task.item_key)).all()
        assert len(keys) == len(set(keys))
        assert session.get_one(Task, task_id).state == "acknowledged"
        assert session.scalar(select(func.count()).select_from(Measure)) == 3
        difference = impact_of(session, incident_id=incident, room="nation", footprint_id=None)["difference"]
    assert difference["newly_hit"]
    assert difference["more_severe"]
    assert event_types(db, incident_stream(incident)).count("PlanActivated") == 3
    assert_fold_equals_rows(db)


def test_a_proposal_left_out_keeps_its_reason_and_stays_proposed(
    db: Database, regions: Regions, versions: list[AssessedFootprint], provinces: tuple[str, ...]
) -> None:
    incident = declared(db, provinces=provinces)
    supply(db, incident, versions[-1], provinces)
    keys = [change.item_key for change in proposed(db, incident, regions).changes]
    waiver = next(key for key in keys if "/waiver/" in key)

    with pytest.raises(Invalid, match="reason"):
        activated(db, incident, regions, exclude=[Exclusion(waiver, " ")])
    activated(db, incident, regions, exclude=[Exclusion(waiver, "等财务确认资金")])

    left = [change for change in proposed(db, incident, regions).changes if change.kind == "add"]
    assert [change.item_key for change in left] == [waiver]
    with db.read() as session:
        assert "fee_waiver" not in set(session.scalars(select(Measure.kind)))


def test_an_item_that_the_plan_does_not_have_is_refused(
    db: Database, regions: Regions, versions: list[AssessedFootprint], provinces: tuple[str, ...]
) -> None:
    incident = declared(db, provinces=provinces)
    supply(db, incident, versions[0], provinces)
    with pytest.raises(Invalid, match="no item"):
        activated(db, incident, regions, include=["earthquake/nothing/*"])


def test_a_task_reported_done_is_not_dispatched_again_when_its_county_is_hit_again(
    db: Database, regions: Regions, versions: list[AssessedFootprint], provinces: tuple[str, ...]
) -> None:
    incident = declared(db, provinces=provinces)
    supply(db, incident, versions[-1], provinces)
    activated(db, incident, regions)
    supply(db, incident, versions[0], provinces)
    given_up = [change.item_key for change in proposed(db, incident, regions).changes if change.kind == "wind_down"]
    with db.read() as session:
        found = session.scalars(select(Task).where(Task.item_key.in_(given_up)).order_by(Task.item_key)).all()
        done, recalled = found[0].id, found[1].id
        figures = {field["name"]: field["minimum"] for field in found[0].outcome_fields}
    act(db, incident, "acknowledge", task_id=done)
    act(db, incident, "start", task_id=done)
    act(db, incident, "resolve", task_id=done, figures=figures)
    activated(db, incident, regions)

    supply(db, incident, versions[-1], provinces)
    activated(db, incident, regions)

    with db.read() as session:
        assert session.get_one(Task, done).state == "resolved"
        again = session.get_one(Task, recalled)
        assert (again.state, again.revision) == ("dispatched", 3)
    assert_fold_equals_rows(db)
