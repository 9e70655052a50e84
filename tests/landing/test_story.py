"""A suspension deferral from proposal to landing: nothing lost, nothing doubled, nobody cut off (issue 5, done when 1).

A push tells it with thousands of accounts, the gate with 900,000 of 1,170,000 and twenty deaths.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from geo.regions import Regions
from incident.commands import measure_timers
from incident.db import open_engine
from incident.db.schema import create_schema
from incident.models import BatchException
from incident.queries.review import review_of
from incident.rules.batches import FINAL_REASONS
from incident.verify import compare_fold, verify_chain
from tests.conftest import QUAKE
from tests.landing.province import SMALL, WHOLE
from tests.landing.story import Story, told
from tests.measures.stories import measure
from tests.storm.nursery import Nursery

pytestmark = [pytest.mark.slow, pytest.mark.alone(seconds=30), pytest.mark.timeout(4500)]
AT_THE_GATE = os.environ.get("TONGXIN_GATE") == "R"
SEED = int(os.environ.get("TONGXIN_GATE_SEED", "0")) or secrets.randbelow(10**6)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """Starts the draining processes by forking."""
    made = Nursery()
    yield made
    made.close()


def database(folder: Path) -> str:
    url = f"sqlite:///{folder / 'tongxin.db'}"
    engine = open_engine(url)
    create_schema(engine)
    engine.dispose()
    return url


def test_a_deferral_goes_from_proposal_to_landing_and_nobody_is_cut_off(
    tmp_path: Path, nursery: Nursery, regions: Regions
) -> None:
    size = WHOLE if AT_THE_GATE else SMALL
    with told(tmp_path, database(tmp_path), nursery, regions, size=size, seed=SEED) as story:
        story.propose(days=30)
        waiver = story.waive(days=10)
        fourth = size.kills // 4
        story.drain(kills=2 * fourth)
        receipts(story)
        story.retry_until_explained(story.row["id"], kills=fourth)
        story.accept(waiver["id"])
        explained(story)

        story.live_until(QUAKE + timedelta(days=27))
        assert measure(story.db, story.row["id"])["prompts"].keys() == {"72"}
        story.extend(days=45)
        story.drain(kills=fourth)
        story.retry_until_explained(story.row["id"])
        assert measure(story.db, story.row["id"])["state"] == "in_effect"

        story.live_until(story.end, kills=fourth)
        assert measure(story.db, story.row["id"])["state"] == "ending"
        story.live_until(story.end + timedelta(days=23), kills=max(fourth, size.kills - story.kills))
        landed(story)
        the_end(story, regions)


def receipts(story: Story) -> None:
    """About one account in fifty failed, and each is listed with its reason by an opaque reference."""
    failed = sum(batch["failed_customers"] for batch in story.own())
    assert 0.01 < failed / story.size.inside < 0.03
    assert sum(batch["applied_customers"] for batch in story.own()) + failed == story.size.inside
    assert {reason for batch in story.own() for reason in batch["failures"]} >= {"system_busy", "account_closed"}


def explained(story: Story) -> None:
    """What still fails does so for a reason that no try changes."""
    assert {reason for batch in story.own() for reason in batch["failures"]} <= FINAL_REASONS
    with story.db.read() as session:
        assert session.query(BatchException).filter_by(resolved=True).count() > 0
    assert measure(story.db, story.row["id"])["state"] == "in_effect"


def landed(story: Story) -> None:
    """Every step is over, everybody was in exactly one stage, and the province cut nobody off on any day until now."""
    steps = story.landed()
    assert {state for state, _customers in steps.values()} == {"done"}, steps
    assert sum(customers for number, (_state, customers) in steps.items() if number) == story.size.inside
    assert measure(story.db, story.row["id"])["state"] == "completed"
    assert story.cut_off(since=QUAKE, before=story.world_now()) == 0


def the_end(story: Story, regions: Regions) -> None:
    """Weeks later ordinary life goes on, after days in hand and with the courtesy message read; the books agree."""
    story.billing.post("days", days=30)
    cut = story.billing.get("cut-offs")
    in_hand = [day["soonestAfterFreeze"] for day in cut["days"] if day["soonestAfterFreeze"] is not None]
    accounts = story.billing.get("accounts")
    assert min(in_hand, default=15) >= 15
    assert cut["suspended"]["others"] > 0
    assert accounts["told"] >= accounts["covered"] > 0.97 * story.size.inside
    with story.db.read() as session:
        assert [*verify_chain(session), *compare_fold(session)] == []
        incident = str(story.row["incident_id"])
        review = review_of(session, incident_id=incident, regions=regions, now=story.world_now())
        # the review counts the measure, its extension and the waiver, and nobody once more for a step of the landing
        assert sum(row["intended_customers"] for row in review["provinces"]) == 3 * story.size.inside
    assert story.faults == []
    assert story.kills >= story.size.kills


def test_without_a_runway_the_morning_after_turns_the_story_red(
    tmp_path: Path, nursery: Nursery, regions: Regions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: an end that just lets the freeze run out, as every system without a landing does."""
    monkeypatch.setattr(measure_timers, "instruct_stage", lambda *_given, **_more: None)
    with told(tmp_path, database(tmp_path), nursery, regions, size=SMALL, seed=7) as story:
        story.propose(days=30)
        story.drain()

        story.live_until(story.end + timedelta(days=7))

        assert story.cut_off(since=story.end, before=story.world_now()) > 0
