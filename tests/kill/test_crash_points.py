"""A process killed at every labelled point goes on where it was: nothing lost, nothing doubled (goal G2)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident.db import open_engine
from incident.db.schema import create_schema
from incident.draining import LABELS
from tests.kill.labels import crash_points
from tests.kill.point import Bench, bench
from tests.kill.test_archive_points import DIED_AT
from tests.storm.nursery import Nursery

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
WHOLE = os.environ.get("TONGXIN_GATE") == "R"
ALL_POINTS = crash_points()
#: Those of archiving are passed by no work of this file, but by that of test_archive_points.
POINTS = [point for point in ALL_POINTS if not point.startswith("archive.")]
#: The turn of a drain is one code for all kinds: a push dies in it with these, the gate with every kind.
TURNS = ("drain.billing.", "drain.broadcast_stop.", "drain.page.")
ON_A_PUSH = [point for point in POINTS if not point.startswith("drain.") or point.startswith(TURNS)]
#: On a push these are tried on PostgreSQL as well, at the gate all of them.
ON_BOTH = ("billing.after_send", "drain.billing.noting", "commit.after", "broadcast_stop.after_stop")
TRIED = [("sqlite", point) for point in (POINTS if WHOLE else ON_A_PUSH)]
TRIED += [("postgresql", point) for point in (POINTS if WHOLE else ON_BOTH)]


@pytest.fixture(scope="module")
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, nursery: Nursery
) -> Iterator[Bench]:
    """One database for all points, so that what one leaves behind would trouble the next."""
    folder = tmp_path_factory.mktemp("crash")
    if request.param == "sqlite":
        url, drop = _sqlite(folder), None
    else:
        cluster = request.getfixturevalue("postgres")
        drop, url = cluster.fresh()
    with bench(folder, url, nursery) as made:
        yield made
    if drop:
        cluster.drop(drop)


@pytest.mark.parametrize("turn", range(3 if WHOLE else 1))
@pytest.mark.parametrize(("house", "point"), TRIED, indirect=["house"])
def test_dying_at_a_labelled_point_loses_nothing_and_doubles_nothing(house: Bench, point: str, turn: int) -> None:
    faults = house.die_and_go_on(point)

    assert faults == [], f"turn {turn}"
    assert house.wrong() == [], f"turn {turn}"


def test_the_points_of_every_kind_of_sending_are_labelled() -> None:
    assert {"commit.before", "commit.after", "billing.before_send", "billing.after_send"} <= set(POINTS)
    assert {"broadcast.before_send", "broadcast_stop.after_stop", "page.after_send"} <= set(POINTS)
    assert set(ALL_POINTS) - set(POINTS) == {turn.partition(":")[0] for turn in DIED_AT if turn.startswith("archive.")}
    for kind in LABELS:
        steps = {f"drain.{kind}.{step}" for step in ("claim", "claimed", "acted", "noting", "noted")}
        assert steps <= set(POINTS)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_a_point_that_is_never_passed_is_a_fault(house: Bench) -> None:
    [fault] = house.die_and_go_on("billing.nowhere")

    assert "ended with 0 instead of dying there" in fault


@pytest.mark.parametrize(
    ("work", "point", "word"),
    [
        ("work_twice", "broadcast.after_send", "2 jobs at the gateway"),
        ("work_carelessly", "billing.before_send", "lost"),
    ],
)
def test_a_careless_sender_turns_it_red(work: str, point: str, word: str, tmp_path: Path, nursery: Nursery) -> None:
    with bench(tmp_path, _sqlite(tmp_path), nursery) as house:
        house.die_and_go_on(point, work=work)

        assert [fault for fault in house.wrong() if word in fault]


def _sqlite(folder: Path) -> str:
    url = f"sqlite:///{folder / 'tongxin.db'}"
    engine = open_engine(url)
    create_schema(engine)
    engine.dispose()
    return url
