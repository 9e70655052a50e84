"""Screens under load: who follows a room over a line that is cut, and what they end with."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import select

from incident.clock import from_text
from incident.db import Database
from incident.log import incident_stream
from incident.models import EventRow
from incident.queries.events import NATION, room_head
from tests.fold.watching import Tables, fold_plainly
from tests.realtime.lines import Line
from tests.realtime.town import SICHUAN, Town

WHOLE = os.environ.get("TONGXIN_GATE") == "R"
SEED = int(os.environ.get("TONGXIN_GATE_SEED", "20080512"))


@dataclass
class Screen:
    """A client that follows one room and asks over HTTP for what it missed; what it shows is `positions`."""

    town: Town
    room: str = NATION
    port: int = 0
    #: A screen that believes every frame and asks for nothing: the control.
    trusting: bool = False
    #: A thousand screens that hold every row for half an hour would need more memory than there is.
    folds: bool = True
    positions: array[int] = field(default_factory=lambda: array("q"))
    late_s: array[float] = field(default_factory=lambda: array("d"))
    tables: Tables = field(default_factory=dict)
    cookie: str = ""
    incident: str = ""
    line: Line | None = None
    calls: int = 0
    _asking: asyncio.Task[None] | None = None
    _ask_again: bool = False

    @property
    def last(self) -> int:
        return self.positions[-1] if self.positions else 0

    async def connect(self) -> asyncio.Task[None]:
        self.line = Line(self.port or self.town.ports[0], self.hear, self.cookie or self.town.cookie())
        await self.line.connect()
        self.calls += 1
        task = asyncio.create_task(self.line.listen())
        await self.line.say(f'420["follow",{{"incident":"{self.of}","after":{{"{self.room}":{self.last}}}}}]')
        return task

    @property
    def of(self) -> str:
        return self.incident or self.town.incident

    def hear(self, event: str, told: Any) -> None:
        if event == "frame" and (told["before"] <= self.last or self.trusting):
            self.show(told["events"], live=True)
        elif not self.trusting and (event in ("frame", "resync") or (event == "head" and told["position"] > self.last)):
            self._ask()

    def show(self, events: list[dict[str, Any]], *, live: bool = False) -> None:
        fresh = [event for event in events if event["position"] > self.last]
        if self.folds:
            fold_plainly(self.tables, fresh)
        self.positions.extend(event["position"] for event in fresh)
        if live and fresh:
            self.late_s.append(time.time() - from_text(fresh[0]["recorded_at"]).timestamp())

    def _ask(self) -> None:
        """Ask for what is missing; while an answer is out, once more after it, however often it is wanted."""
        self._ask_again = True
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        while self._ask_again:
            self._ask_again, more = False, True
            while more:
                page = await self.read(f"events?room={self.room}&after={self.last}")
                self.show(page["events"])
                more = page["more"]

    async def read(self, what: str) -> Any:
        while True:
            answer = await clients(self.town).get(
                f"/api/v1/incidents/{self.of}/{what}", headers={"Cookie": self.cookie or self.town.cookie()}
            )
            if answer.status_code != 429:
                assert answer.status_code == 200, answer.text
                return answer.json()
            await asyncio.sleep(float(answer.headers["Retry-After"]))


_CLIENTS: dict[int, httpx.AsyncClient] = {}


def clients(town: Town) -> httpx.AsyncClient:
    """One pool of connections for each event loop."""
    key = id(asyncio.get_running_loop())
    if key not in _CLIENTS:
        _CLIENTS[key] = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{town.ports[0]}",
            timeout=120,
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=20),
        )
    return _CLIENTS[key]


async def wait_until(enough: Callable[[], bool], *, within_s: float) -> None:
    async with asyncio.timeout(within_s):
        while not enough():  # noqa: ASYNC110  what is waited for is the test's to say
            await asyncio.sleep(0.02)


def notes(town: Town, incident: str, count: int, *, hz: float, enough: Callable[[], bool] = lambda: True) -> None:
    """Record events, every third of Sichuan alone; at least `count`, and on until it is `enough`."""
    began, number = time.monotonic(), 0
    while number < count or (not enough() and time.monotonic() < began + 120):
        time.sleep(max(0.0, began + number / hz - time.monotonic()))
        note_in(town, incident, f"n{number}", province=SICHUAN if number % 3 == 0 else None)
        number += 1


def note_in(town: Town, incident: str, text: str, *, province: str | None) -> None:
    mine = Town(town.db, town.ports, incident, town.pids)
    mine.note(text, province=province)


def head_of(db: Database, incident: str, room: str) -> int:
    with db.read() as session:
        return room_head(session, incident_id=incident, room=room)


async def flap(screen: Screen, chance: random.Random, ended: asyncio.Event, *, every_s: float) -> None:
    """Hang up and call again until the end; then stay until everything has come."""
    while not ended.is_set():
        task = await screen.connect()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), chance.uniform(0.3, 1.7) * every_s)
        assert screen.line is not None
        screen.line.hang_up()
        await task
    task = await screen.connect()
    if not screen.trusting:
        goal = head_of(screen.town.db, screen.of, screen.room)
        await wait_until(lambda: screen.last >= goal, within_s=60)
    assert screen.line is not None
    screen.line.hang_up()
    await task


def flapping(town: Town, incident: str, screens: list[Screen], *, events: int, hz: float) -> None:
    chance = random.Random(SEED)

    async def story() -> None:
        ended = asyncio.Event()
        flaps = [
            asyncio.create_task(flap(screen, random.Random(chance.random()), ended, every_s=0.3 if WHOLE else 0.5))
            for screen in screens
        ]
        cut_twice = lambda: all(screen.calls > 2 for screen in screens)  # noqa: E731  shorter than a function
        await asyncio.to_thread(notes, town, incident, events, hz=hz, enough=cut_twice)
        ended.set()
        await asyncio.gather(*flaps)

    asyncio.run(story())


def seen_by(town: Town, incident: str, room: str) -> array[int]:
    """Every position of the room, from the log."""
    query = select(EventRow.position).where(EventRow.stream == incident_stream(incident)).order_by(EventRow.position)
    with town.db.read() as session:
        return array("q", session.scalars(query if room == NATION else query.where(EventRow.audience == room)))
