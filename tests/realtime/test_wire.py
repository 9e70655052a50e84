"""The websocket under gevent: a slow reader's stream is whole and bounded, order holds, hostile frames harm nobody."""

from __future__ import annotations

import asyncio
import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from random import Random
from typing import Any

import psutil
import pytest

from tests.realtime.lines import HungUp, Line

WHOLE = os.environ.get("TONGXIN_GATE") == "R"
HOSTILE = 50_000 if WHOLE else 300


def ask(stage: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{stage}{path}", timeout=60) as answer:
        text: str = answer.read().decode()
        return text


class Ear:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Any]] = []

    def __call__(self, event: str, told: Any) -> None:
        self.heard.append((event, told))

    def numbers(self) -> list[int]:
        return [told["n"] for event, told in self.heard if event in ("frame", "told")]

    async def until(self, enough: Callable[[], bool], *, within_s: float = 30) -> None:
        async with asyncio.timeout(within_s):
            while not enough():  # noqa: ASYNC110  what is waited for is the test's to say
                await asyncio.sleep(0.01)


async def listening(stage: int, **told: Any) -> tuple[Line, Ear, asyncio.Task[None]]:
    ear = Ear()
    line = Line(stage, ear, **told)
    await line.connect()
    return line, ear, asyncio.create_task(line.listen())


def test_frames_and_direct_messages_arrive_in_the_order_in_which_they_were_sent(stage: int) -> None:
    async def story() -> list[int]:
        line, ear, task = await listening(stage)
        await asyncio.to_thread(ask, stage, "/mixed?n=200")
        await ear.until(lambda: len(ear.heard) >= 400)
        line.hang_up()
        await task
        return ear.numbers()

    assert asyncio.run(story()) == list(range(400))


def test_a_slow_reader_gets_a_whole_stream_with_a_resync_where_frames_are_missing_and_costs_little(stage: int) -> None:
    """3 MB for one that reads nothing meanwhile: what comes in the end is parsed to the last byte."""

    async def story() -> tuple[list[tuple[str, Any]], list[str], list[int]]:
        slow = Line(stage, slow_ear := Ear(), receive_buffer=65_536)
        await slow.connect()
        quick, quick_ear, task = await listening(stage)
        await asyncio.to_thread(ask, stage, "/say?n=600&size=5000&hz=1000")
        await asyncio.sleep(0.2)
        reading = asyncio.create_task(slow.listen())
        await slow_ear.until(lambda: slow_ear.numbers()[-1:] == [599])
        slow.hang_up()
        quick.hang_up()
        await asyncio.gather(reading, task)
        return slow_ear.heard, slow.broken, quick_ear.numbers()

    before = resident_mib(stage)
    heard, broken, quick = asyncio.run(story())

    assert broken == []
    assert gaps_without_resync(heard) == []
    assert [told for event, told in heard if event == "resync"][:1] == [{"incident": "incident", "room": "nation"}]
    assert len(heard) < 600, "the reader was not slow"
    assert quick[-1] == 599
    assert resident_mib(stage) - before < 15


def gaps_without_resync(heard: list[tuple[str, Any]]) -> list[int]:
    """Frames before which others are missing though no `resync` stands there."""
    last, told, found = -1, False, []
    for event, payload in heard:
        if event == "resync":
            told = True
        elif event == "frame":
            if payload["n"] != last + 1 and not told:
                found.append(payload["n"])
            last, told = payload["n"], False
    return found


def test_a_gap_without_a_resync_turns_it_red() -> None:
    told = [("frame", {"n": 0}), ("frame", {"n": 2}), ("resync", {}), ("frame", {"n": 9})]
    assert gaps_without_resync(told) == [2]


def resident_mib(port: int) -> float:
    """What the process that listens at `port` holds in memory, in MiB; the largest of a group."""
    owners = {found.pid for found in psutil.net_connections("tcp") if found.laddr and found.laddr.port == port}
    return max(psutil.Process(pid).memory_info().rss for pid in owners if pid) / (1 << 20)


def hostile(chance: Random) -> tuple[int, bytes]:
    """Opcode and payload of something that no page of ours sends."""
    nested = "[" * 500 + "]" * 500
    text = [
        f'42["{chance.choice(["follow", "frame", "x" * 3000])}",{nested}]',
        '451-["follow",{"_placeholder":true,"num":0}]',
        '4999999999-["follow"]',
        '42/admin,["follow",{}]',
        "40/other,{}",
        "43" + str(chance.randrange(10**6)) + "[1]",
        "42[",
        "42" + "7" * 120 + '["follow"]',
        "46",
        "44{}",
        "4",
        "9",
        '42{"follow":1}',
        "2" + '42["follow"]' * 3,
        '42["follow",' + json.dumps({"a": "y" * 70_000}) + "]",
    ]
    kind = chance.randrange(8)
    if kind == 0:
        return 2, chance.randbytes(chance.randrange(2000))
    if kind == 1:
        return chance.choice([3, 11, 15]), b"x"
    if kind == 2:
        return 1, chance.randbytes(50)
    return 1, chance.choice(text).encode()


def test_hostile_frames_close_their_sender_and_nobody_else_notices(stage: int) -> None:
    """Goal G21: the process lives, others hear everything in order, whoever says such things is cut off."""
    seed = int(os.environ.get("TONGXIN_GATE_SEED", "20080512"))
    chance = Random(seed)

    async def attack() -> bool:
        """Whether the server hung up on us."""
        line = Line(stage, Ear())
        await line.connect()
        try:
            for opcode, payload in [hostile(chance) for _ in range(3)]:
                await line.send_frame(opcode, payload)
            async with asyncio.timeout(10):
                await line.listen()
        except (ConnectionError, HungUp, UnicodeDecodeError):
            return True
        except TimeoutError:
            return False
        finally:
            line.hang_up()
        return True

    async def story() -> tuple[list[bool], list[int]]:
        good, ear, task = await listening(stage)
        closed = []
        for _ in range(HOSTILE // 75):
            closed += await asyncio.gather(*(attack() for _ in range(25)))
            await asyncio.to_thread(ask, stage, "/say?n=1")
        await asyncio.sleep(0.2)
        good.hang_up()
        await task
        return closed, ear.numbers()

    closed, heard = asyncio.run(story())

    assert closed, seed
    assert all(closed), f"seed {seed}: {closed.count(False)} of {len(closed)} were left in peace"
    assert heard == [0] * (HOSTILE // 75)
    assert ask(stage, "/alive") == "yes"


def test_a_flood_of_good_messages_closes_its_sender(stage: int) -> None:
    async def story() -> int:
        line, _ear, task = await listening(stage)
        for number in range(200):
            await line.say(f'42{number}["follow",{{}}]')
        async with asyncio.timeout(10):
            await task
        return len(line.broken)

    assert asyncio.run(story()) == 0


@pytest.mark.parametrize("path", ["/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=3&transport=websocket"])
def test_other_ways_in_are_shut(stage: int, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        ask(stage, path)
