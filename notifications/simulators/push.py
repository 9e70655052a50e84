"""A push service and its browsers, simulated: it checks who sends, opens what was sealed, and keeps it.

``POST /browsers {"name": "hq"}`` makes a browser subscribe and answers its PushSubscription, and
``POST /browsers/NAME/gone`` lets it give that up. ``GET /notices?browser=NAME`` tells what a browser showed (a topic
replaces its earlier copy), ``GET /books`` the counts.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from notifications.durable import Books
from notifications.simulators import push_wire as wire
from notifications.simulators.faults import Faults
from notifications.simulators.server import arguments, http_server, run
from notifications.simulators.simulator import Request, Response, Simulator, problem

_LONGEST_BODY = 4096
_SCHEMA = """
CREATE TABLE IF NOT EXISTS browser (
  name TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, secret BLOB NOT NULL, auth BLOB NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS notice (
  position INTEGER PRIMARY KEY, browser TEXT NOT NULL, topic TEXT NOT NULL, ttl_s INTEGER NOT NULL,
  urgency TEXT NOT NULL, payload TEXT NOT NULL, pushed_ms INTEGER NOT NULL, copies INTEGER NOT NULL DEFAULT 1,
  UNIQUE (browser, topic)
) STRICT;
"""


class Push(Simulator):
    """The service and its browsers."""

    name = "push"
    takes = frozenset({"application/json", "application/octet-stream"})

    def __init__(self, folder: Path, *, seed: int, faults: Faults, fast: int) -> None:
        super().__init__(seed=seed, faults=faults, fast=fast)
        self._books = Books(folder / "push.sqlite3", schema=_SCHEMA)

    def close(self) -> None:
        """Close the books."""
        self._books.close()

    def serve(self, request: Request) -> Response:
        """Answer pushes, and what a test or a demo asks for."""
        match (request.method, request.path):
            case ("POST", ("push", token)):
                return self._push(token, request)
            case ("POST", ("browsers",)):
                return self._subscribe(request)
            case ("POST", ("browsers", name, "gone")):
                with self._books.writing() as books:
                    books.execute("UPDATE browser SET gone = 1 WHERE name = ?", (name,))
                return Response(200, {"name": name})
            case ("GET", ("notices",)):
                return Response(200, {"notices": self._notices(request)})
            case ("GET", ("books",)):
                return Response(200, self._account())
        return problem(404, "noSuchResource", "there is no such resource")

    def _subscribe(self, request: Request) -> Response:
        name = request.body.get("name")
        if not isinstance(name, str) or not 1 <= len(name) <= 100:
            return problem(422, "badName", "name must have 1 to 100 characters")
        browser = wire.new_browser()
        with self._books.writing() as books:
            books.execute("DELETE FROM browser WHERE name = ?", (name,))
            books.execute(
                "INSERT INTO browser (name, token, secret, auth) VALUES (?, ?, ?, ?)",
                (name, browser.token, browser.secret, browser.auth),
            )
        host = next((value for key, value in request.headers.items() if key.lower() == "host"), "")
        return Response(201, browser.subscription(f"http://{host}"))

    def _push(self, token: str, request: Request) -> Response:
        with self._books.reading() as books:
            row = books.execute("SELECT * FROM browser WHERE token = ?", (token,)).fetchone()
        if row is None:
            return problem(404, "noSuchSubscription", "no browser has this endpoint")
        if row["gone"]:
            return problem(410, "gone", "push subscription has unsubscribed or expired.")
        given = {name.lower(): value for name, value in request.headers.items()}
        if not wire.is_vouched(given, now_s=time.time()):
            return problem(403, "badVapid", "the VAPID credentials do not correspond to this subscription")
        if len(request.raw) > _LONGEST_BODY:
            return problem(413, "tooLarge", f"a push message has at most {_LONGEST_BODY} bytes")
        if not given.get("ttl", "").isdigit() or given.get("content-encoding") != "aes128gcm":
            return problem(400, "badHeaders", "TTL and Content-Encoding: aes128gcm are needed")
        payload = wire.opened(request.raw, secret=bytes(row["secret"]), auth=bytes(row["auth"]))
        if payload is None:
            return problem(400, "badBody", "the browser could not open the message")
        topic = given.get("topic", "")
        return self.submit(topic or token, lambda _faults: self._keep(row["name"], topic, given, payload))

    def _keep(self, name: str, topic: str, given: dict[str, str], payload: str) -> Response:
        with self._books.writing() as books:
            books.execute(
                "INSERT INTO notice (browser, topic, ttl_s, urgency, payload, pushed_ms) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (browser, topic) DO UPDATE SET payload = excluded.payload, copies = copies + 1",
                (name, topic, int(given["ttl"]), given.get("urgency", "normal"), payload, time.time_ns() // 1_000_000),
            )
        return Response(201, {})

    def _notices(self, request: Request) -> list[dict[str, object]]:
        browser = request.texts.get("browser")
        with self._books.reading() as books:
            rows: list[Any] = books.execute(
                "SELECT * FROM notice WHERE position > ? AND (? IS NULL OR browser = ?) ORDER BY position LIMIT 1000",
                (request.query.get("after", 0), browser, browser),
            ).fetchall()
        return [{**dict(row), "payload": json.loads(row["payload"])} for row in rows]

    def _account(self) -> dict[str, object]:
        with self._books.reading() as books:
            kept = books.execute("SELECT COUNT(*), COALESCE(SUM(copies), 0) FROM notice").fetchone()
            browsers = books.execute("SELECT COUNT(*) FROM browser WHERE gone = 0").fetchone()[0]
        return {"simulator": self.name, "messages": kept[0], "pushed": kept[1], "browsers": browsers}


def main(argv: Sequence[str] | None = None) -> None:
    """Run the service until it is told to end."""
    given = arguments("push").parse_args(argv)
    simulator = Push(given.dir, seed=given.seed, faults=given.faults, fast=given.fast)
    server = http_server(simulator, port=given.port)
    run(simulator, server, ports={"port": server.server_address[1]})


if __name__ == "__main__":
    main()
