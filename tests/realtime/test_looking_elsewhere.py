"""Who has a task open on a screen of another process: told within a second, and never for long after that process."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from incident.clock import SteppedClock
from incident.db import Database
from incident.models import Person
from incident.realtime.asked import Look
from incident.realtime.elsewhere import ASK_EVERY_S, RENEW_EVERY_S, Elsewhere
from incident.realtime.followers import Socket
from incident.realtime.looking import document
from tests.incident.stories import declared
from tests.realtime.screens import Screen, wait_until
from tests.realtime.town import SICHUAN, Town

LOOK = Look("i", "510000", "task:" + "0" * 36)


@dataclass
class Seconds:
    """A process's own clock, which a test steps."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def processes(db: Database, seconds: Seconds) -> tuple[Elsewhere, Elsewhere]:
    with db.transaction() as tx:
        tx.session.add_all(
            Person(id=name, login=name, name_zh="李", name_en="Li", employee=name, state="active", session_version=1,
                   created_at=tx.real_now) for name in ("li", "wang")
        )  # fmt: skip
    return Elsewhere(db, seconds), Elsewhere(db, seconds)


def looking(person: str, look: Look | None) -> Socket:
    return Socket(session_id=person, person_id=person, name_zh="李", name_en="Li", looking=look)


def test_a_look_reaches_the_other_process_and_ends_with_the_socket(
    processes: tuple[Elsewhere, Elsewhere], seconds: Seconds
) -> None:
    here, there = processes

    here.write({"a": looking("li", LOOK), "b": looking("wang", None)})

    assert there.read() == {LOOK}
    assert document(LOOK, [looking("wang", LOOK), *there.onlookers])["people"] == [
        {"id": "li", "name_zh": "李", "name_en": "Li"},
        {"id": "wang", "name_zh": "李", "name_en": "Li"},
    ]
    seconds.now += ASK_EVERY_S
    assert here.read() == set()
    here.write({"b": looking("wang", None)})
    assert there.read() == {LOOK}
    assert there.onlookers == frozenset()


def test_what_a_killed_process_left_runs_out_and_is_forgotten(
    processes: tuple[Elsewhere, Elsewhere], seconds: Seconds, clock: SteppedClock
) -> None:
    killed, there = processes
    killed.write({"a": looking("li", LOOK)})
    there.write({"b": looking("wang", LOOK)})
    assert there.read() == {LOOK}

    for _ in range(4):
        clock.step(RENEW_EVERY_S)
        seconds.now += RENEW_EVERY_S
        there.renew()

    assert there.read() == {LOOK}
    assert there.onlookers == frozenset()
    assert killed.read() == {LOOK}
    assert [one.person_id for one in killed.onlookers] == ["wang"]


def test_who_has_a_task_open_is_heard_by_the_screens_of_another_process(town: Town) -> None:
    incident, subject = declared(town.db), f"task:{uuid.uuid4()}"
    here, there = (Screen(town, incident=incident, port=port) for port in town.ports)
    heard: list[Any] = []

    async def story() -> None:
        tasks = [await here.connect(), await there.connect()]
        assert here.line is not None
        assert there.line is not None
        await wait_until(lambda: bool(here.positions and there.positions), within_s=20)
        there.line.heard = lambda event, told: heard.append(told) if event == "looking" else None
        look = {"incident": incident, "room": SICHUAN, "subject": subject}
        await here.line.say(f'421["look",{json.dumps(look)}]')
        await wait_until(lambda: [len(told["people"]) for told in heard] == [1], within_s=20)
        await here.line.say(f'422["look",{json.dumps(look | {"subject": None})}]')
        await wait_until(lambda: [len(told["people"]) for told in heard] == [1, 0], within_s=20)
        here.line.hang_up()
        there.line.hang_up()
        await asyncio.gather(*tasks)

    asyncio.run(story())

    assert {told["subject"] for told in heard} == {subject}
