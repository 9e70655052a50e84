"""One wheel asks all screens for a sign of life, and hangs up on whoever gives none, within its time."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.realtime.conftest import stage_at
from tests.realtime.lines import Line
from tests.realtime.town import free_port

#: Between two heartbeats, and for the answer.
HEARTBEAT_S = 1
#: What a busy machine may add.
LATE_S = 3


class Counted(Line):
    """Says how often it was asked for a sign of life."""

    asked = 0

    async def _take(self, text: str) -> None:
        self.asked += text == "2"
        await super()._take(text)


def test_a_dead_screen_is_hung_up_within_its_time_and_a_living_one_stays(tmp_path: Path) -> None:
    async def story(port: int) -> tuple[float, int, bool]:
        living, dead = (Counted(port, lambda _event, _told: None) for _ in range(2))
        await living.connect()
        listening = asyncio.create_task(living.listen())
        await dead.connect()
        began = time.monotonic()
        assert dead._reader is not None
        async with asyncio.timeout(30):
            await dead._reader.read()  # to the end, and without ever answering
        took = time.monotonic() - began
        await asyncio.sleep(HEARTBEAT_S)
        there = not listening.done()
        living.hang_up()
        await listening
        return took, living.asked, there

    with stage_at(free_port(), tmp_path, f"create_app(heartbeat_s={HEARTBEAT_S})") as port:
        took, asked, there = asyncio.run(story(port))

    assert 2 * HEARTBEAT_S - 0.1 <= took <= 2 * HEARTBEAT_S + LATE_S
    assert there
    assert asked >= 2
