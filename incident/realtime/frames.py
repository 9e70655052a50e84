"""Frames: events of one room with the positions before and after, encoded once, each below a size (DESIGN.md §4)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

#: A frame above this many bytes is not sent; a single event that large is a `resync`.
MAX_FRAME = 64_000
_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class Written(str):
    """A frame that is JSON text already; `WireJson` passes it on as it is."""

    incident: str
    room: str


class WireJson:
    """The `json` of Socket.IO: what is written already is not written again for each room."""

    @staticmethod
    def dumps(value: Any, **options: Any) -> str:
        if type(value) is list and len(value) == 2 and type(value[1]) is Written:
            return f"[{_dump(value[0])},{value[1]}]"
        return json.dumps(value, **options)

    loads = staticmethod(json.loads)


def encode(event: Mapping[str, Any]) -> str:
    """An event as frames carry it."""
    return _dump(event)


def frames(
    events: Sequence[tuple[int, str]], *, incident: str, room: str, before: int, rate: int
) -> Iterator[Written | None]:
    """Frames of `(position, text)` events in order, as many as sizes ask for; None where one event is too large."""
    start, size = 0, 0
    room_left = MAX_FRAME - len(_frame("", incident, room, 2**53, 2**53, rate).encode())
    sizes = [len(text.encode()) + 1 for _position, text in events]
    for index, _event in enumerate(events):
        if size and size + sizes[index] > room_left:
            yield _some(events[start:index], incident, room, before, rate)
            before, start, size = events[index - 1][0], index, 0
        size += sizes[index]
        if size > room_left:
            yield None
            before, start, size = events[index][0], index + 1, 0
    if size:
        yield _some(events[start:], incident, room, before, rate)


def _some(events: Sequence[tuple[int, str]], incident: str, room: str, before: int, rate: int) -> Written:
    texts = ",".join(text for _position, text in events)
    frame = Written(_frame(texts, incident, room, before, events[-1][0], rate))
    frame.incident, frame.room = incident, room
    return frame


def _frame(events: str, incident: str, room: str, before: int, after: int, rate: int) -> str:
    return (
        f'{{"incident":{_dump(incident)},"room":{_dump(room)},"before":{before},"after":{after},"rate":{rate},'
        f'"events":[{events}]}}'
    )
