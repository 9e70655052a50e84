"""What each room is told: frames that join on without a gap, whoever comes when; and what a client may say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.realtime.asked import Allowance, Look, is_ours, look_asked
from incident.realtime.followers import Event, Followers, Socket
from incident.realtime.frames import MAX_FRAME, WireJson, frames
from incident.realtime.looking import Looking, document
from tests.incident.stories import GANSU, SICHUAN

ROOMS = ("nation", SICHUAN, GANSU)


def socket(person: str = "li") -> Socket:
    return Socket(session_id=f"s-{person}", person_id=person, name_zh="李", name_en="Li")


def log_of(audiences: list[int]) -> list[Event]:
    return [Event(place + 1, ROOMS[which], f'{{"position":{place + 1}}}') for place, which in enumerate(audiences)]


def visible(log: list[Event], room: str) -> list[int]:
    return [event.position for event in log if room in ("nation", event.audience)]


@given(st.lists(st.integers(0, 2), min_size=1, max_size=40), st.lists(st.tuples(st.integers(0, 2), st.integers(1, 6))))
def test_every_room_is_told_every_event_it_sees_once_whoever_joins_when(
    audiences: list[int], steps: list[tuple[int, int]]
) -> None:
    log, followers = log_of(audiences), Followers()
    told: dict[str, list[tuple[int, list[int]]]] = {}
    began: dict[str, int] = {}
    for number, (which, count) in enumerate(steps):
        room, sid = ROOMS[which], f"sid-{number}"
        followers.add(sid, socket())
        followers.join(
            sid,
            ("i", room),
            log_end=0,
            seen_upto=lambda position, room=room: max([0, *(p for p in visible(log, room) if p <= position)]),  # type: ignore[misc]
        )
        began.setdefault(room, followers.rooms()["i", room])
        read = followers.incidents()["i"]
        for name, before, seen in followers.advance("i", log[read : read + count]):
            told.setdefault(name, []).append((before, [event.position for event in seen]))

    read = followers.incidents().get("i", 0)
    for room, start in began.items():
        given_ = told.get(room, [])
        assert [place for _before, places in given_ for place in places] == [
            place for place in visible(log[:read], room) if place > start
        ]
        last = start
        for before, places in given_:
            assert before == last
            last = places[-1]


def test_a_quiet_room_holds_no_other_back() -> None:
    """It did: everything after the quiet room's last event was read again at each turn, five hundred at most."""
    followers, log = Followers(), log_of([0] * 1200)
    followers.add("a", socket())
    for room in ("nation", GANSU):
        followers.join("a", ("i", room), log_end=0, seen_upto=lambda _position: 0)
    for start in range(0, 1200, 500):
        assert followers.incidents()["i"] == start
        [(room, before, seen)] = followers.advance("i", log[start : start + 500])
        assert (room, before, seen[-1].position) == ("nation", start, min(start + 500, 1200))


def test_rooms_that_nobody_follows_any_more_are_forgotten() -> None:
    followers = Followers()
    followers.add("a", socket())
    followers.join("a", ("i", "nation"), log_end=5, seen_upto=lambda position: position)
    followers.remove("a")
    assert followers.incidents() == {}
    assert followers.advance("i", log_of([0])) == []


@given(st.lists(st.integers(1, 30_000), max_size=30), st.integers(0, 5))
def test_frames_fit_and_hold_every_event_that_can_be_sent(sizes: list[int], more: int) -> None:
    events = [(number + 1, json.dumps({"pad": "震" * (size // 3)})) for number, size in enumerate(sizes)]
    events += [(len(events) + 1, json.dumps({"pad": "x" * MAX_FRAME}))] * (more == 0)
    position, too_large = 0, 0
    held: list[Any] = []
    for frame in frames(events, incident="i", room="nation", before=0, rate=60):
        if frame is None:
            too_large += 1
            continue
        assert len(frame.encode()) <= MAX_FRAME
        told = json.loads(frame)
        assert (told["before"] >= position, told["rate"]) == (True, 60)
        position, held = told["after"], held + told["events"]
    fitting = [json.loads(text) for _position, text in events if len(text.encode()) < MAX_FRAME - 200]
    assert held == fitting
    assert too_large == len(events) - len(fitting)


def test_a_frame_goes_over_the_wire_as_it_was_written_and_everything_else_as_json() -> None:
    [frame] = frames([(1, '{"x":"震"}')], incident="i", room="nation", before=0, rate=1)
    assert frame is not None
    assert json.loads(WireJson.dumps(["frame", frame], separators=(",", ":"))) == ["frame", json.loads(frame)]
    assert WireJson.dumps(["head", {"a": 1}], separators=(",", ":")) == '["head",{"a":1}]'


OURS = [
    "0",
    '0{"token":"x"}',
    "1",
    '20["follow",{"incident":"i","after":{"nation":0}}]',
    '2["unfollow",{}]',
    '2["look"]',
]
HOSTILE: list[Any] = [
    None,
    b"\x00",
    "",
    "9",
    "00",
    '2["frame",{}]',
    '2/admin,["follow",{}]',
    "3[1]",
    '51-["follow",{"_placeholder":true}]',
    '2["follow",' + "[" * 50 + "]" * 50 + "]",
    "2" + "1" * 50 + '["follow"]',
    '2["follow",' + "x" * 5000 + "]",
    '2["follow"]\n2',
]


@pytest.mark.parametrize("said", OURS)
def test_what_our_pages_say_is_heard(said: str) -> None:
    assert is_ours(said)


@pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
def test_what_no_page_of_ours_says_is_not(said: object) -> None:
    assert not is_ours(said)


def test_an_allowance_runs_out_and_fills_again() -> None:
    now = [0.0]
    allowance = Allowance(burst=3, a_second=1, monotonic=lambda: now[0])
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]
    now[0] = 1.5
    assert [allowance.take() for _ in range(2)] == [True, False]


def test_looks_are_told_once_by_person_and_end_with_the_socket() -> None:
    looking, one, two = Looking(), socket("li"), socket("wang")
    look = look_asked({"incident": "i", "room": SICHUAN, "subject": "task:" + "0" * 36})
    assert isinstance(look, Look)
    looking.now_at(one, look)
    looking.now_at(two, look)
    assert looking.changed() == [look]
    assert [person["id"] for person in document(look, [one, two, socket("li")])["people"]] == ["li", "wang"]
    looking.now_at(one, None)
    assert looking.changed() == [look]
    assert [person["id"] for person in document(look, [one, two])["people"]] == ["wang"]
    assert looking.changed() == []


@pytest.mark.parametrize(
    "told", [None, {}, {"incident": 1, "room": "x"}, {"incident": "i", "room": "x", "subject": "a"}]
)
def test_a_look_at_nothing_we_know_is_refused(told: object) -> None:
    assert look_asked(told) is None
