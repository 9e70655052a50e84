"""A slow reader: a raw socket that stops reading for seconds, loses its server, and must still see every event."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import websocket

from tests.storm.client import Person

#: How long it does not read, and every so many messages.
STALL_S, STALL_EVERY = 4.0, 15


class SlowReader(threading.Thread):
    """Follows the nation's room; `positions` is what it has shown, in the order in which it showed it."""

    def __init__(self, person: Person, base_url: str, incident: str, *, ended: threading.Event) -> None:
        super().__init__(name="slow reader", daemon=True)
        self.positions: list[int] = []
        self.connected, self.gaps = 0, 0
        self.failure: Exception | None = None
        self._person, self._incident, self._ended = person, incident, ended
        self._url = base_url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"

    def run(self) -> None:
        try:
            while not self._ended.is_set():
                try:
                    self._follow()
                except (websocket.WebSocketException, OSError):
                    time.sleep(0.5)
        except Exception as error:  # noqa: BLE001  the test reports what ended the reader
            self.failure = error

    def _follow(self) -> None:
        """One connection: handshake, follow from where it stands, read with long pauses."""
        socket = websocket.create_connection(
            self._url, cookie=self._person.http.headers["Cookie"], timeout=2, enable_multithread=False
        )
        try:
            socket.recv()
            socket.send("40")
            asked = {"incident": self._incident, "after": {"nation": self._last}}
            read = 0
            while not self._ended.is_set():
                try:
                    told = str(socket.recv())
                except websocket.WebSocketTimeoutException:
                    continue
                if told == "2":
                    socket.send("3")
                elif told.startswith("40"):
                    self.connected += 1
                    socket.send("420" + json.dumps(["follow", asked]))
                elif told.startswith("42"):
                    self._take(*json.loads(told[2:]))
                    read += 1
                    if read % STALL_EVERY == 0:
                        self._ended.wait(STALL_S)
        finally:
            socket.close()

    @property
    def _last(self) -> int:
        return self.positions[-1] if self.positions else 0

    def _take(self, name: str, told: dict[str, Any]) -> None:
        """A frame that joins on is shown; a gap, a `resync` or a head further on is asked about over HTTP."""
        if name == "frame" and told["before"] <= self._last:
            self._show(told["events"])
        elif name in ("frame", "resync") or (name == "head" and told["position"] > self._last):
            self.gaps += 1
            self.catch_up()

    def catch_up(self) -> None:
        """Read the events that are missing."""
        more = True
        while more:
            page = self._person.read(f"/incidents/{self._incident}/events", room="nation", after=self._last)
            self._show(page["events"])
            more = page["more"]

    def _show(self, events: list[dict[str, Any]]) -> None:
        self.positions += [event["position"] for event in events if event["position"] > self._last]
