"""Group robots of WeCom, DingTalk and Feishu, and a receiver of signed webhooks, simulated.

Every name is a robot or a hook. ``GET /posts?after=N&robot=NAME`` and ``GET /books`` tell what they took;
``POST /robots/NAME {"keyword": "通信", "blocked": true, "gone": true}`` sets what a robot refuses.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from notifications.durable import Books
from notifications.simulators import chat_wire as wire
from notifications.simulators.faults import Faults
from notifications.simulators.server import arguments, http_server, run
from notifications.simulators.simulator import Request, Response, Simulator, problem

_SCHEMA = """
CREATE TABLE IF NOT EXISTS post (
  position INTEGER PRIMARY KEY, vendor TEXT NOT NULL, robot TEXT NOT NULL, text TEXT NOT NULL, body TEXT NOT NULL,
  hook_id TEXT UNIQUE, posted_ms INTEGER NOT NULL, copies INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE IF NOT EXISTS robot (
  name TEXT PRIMARY KEY, keyword TEXT NOT NULL, blocked INTEGER NOT NULL, gone INTEGER NOT NULL
) STRICT;
"""
_VENDORS: Mapping[tuple[str, ...], wire.Vendor] = {
    ("cgi-bin", "webhook", "send"): wire.WECOM,
    ("robot", "send"): wire.DINGTALK,
    ("open-apis", "bot", "v2", "hook"): wire.FEISHU,
}


class Chat(Simulator):
    """The three vendors and the hooks over one set of books."""

    name = "chat"

    def __init__(self, folder: Path, *, seed: int, faults: Faults, fast: int) -> None:
        super().__init__(seed=seed, faults=faults, fast=fast)
        self._books = Books(folder / "chat.sqlite3", schema=_SCHEMA)

    def close(self) -> None:
        """Close the books."""
        self._books.close()

    def serve(self, request: Request) -> Response:
        """Answer posts, and what a test or a demo asks for."""
        match (request.method, request.path):
            case ("POST", ("robots", name)):
                return self._set(name, request.body)
            case ("POST", ("hooks", name)):
                return self._hook(name, request)
            case ("POST", ("open-apis", "bot", "v2", "hook", token)):
                return self._post(_VENDORS[request.path[:-1]], token, request)
            case ("POST", path) if path in _VENDORS:
                vendor = _VENDORS[path]
                return self._post(vendor, request.texts.get(vendor.token, ""), request)
            case ("GET", ("posts",)):
                return Response(200, {"posts": self._posts(request)})
            case ("GET", ("books",)):
                return Response(200, self._account())
        return problem(404, "noSuchResource", "there is no such resource")

    def _post(self, vendor: wire.Vendor, name: str, request: Request) -> Response:
        rules = self._rules(name)
        refused = vendor.unsigned(request, time.time())
        if not name or rules["gone"]:
            refused = vendor.refusal("gone")
        elif rules["blocked"]:
            refused = vendor.refusal("blocked")
        text = vendor.text_of(request.body)
        if refused is not None:
            return refused
        if text is None or len(text.encode()) > vendor.most_bytes:
            return vendor.refusal("bad" if text is None else "long")
        if rules["keyword"] not in text:
            return vendor.refusal("keyword")
        if self._this_minute(vendor, name) >= (self.faults.per_minute or vendor.per_minute):
            return vendor.refusal("often")
        response = self.submit(request.raw.hex(), lambda _faults: self._keep(vendor.name, name, text, request))
        return vendor.refusal("often") if response.status == 429 else response

    def _keep(self, vendor: str, name: str, text: str, request: Request) -> Response:
        with self._books.writing() as books:
            books.execute(
                "INSERT INTO post (vendor, robot, text, body, posted_ms) VALUES (?, ?, ?, ?, ?)",
                (vendor, name, text, json.dumps(request.body, ensure_ascii=False), _now_ms()),
            )
        return Response(200, wire.TAKEN[vendor])

    def _hook(self, name: str, request: Request) -> Response:
        id_ = wire.genuine_id(request, time.time())
        if id_ is None:
            return problem(401, "badSignature", "the signature, its time or its id is not right")
        return self.submit(id_, lambda _faults: self._keep_hook(name, id_, request))

    def _keep_hook(self, name: str, id_: str, request: Request) -> Response:
        data: Any = request.body.get("data")
        text = str(data.get("text", "")) if isinstance(data, dict) else ""
        with self._books.writing() as books:
            books.execute(
                "INSERT INTO post (vendor, robot, text, body, hook_id, posted_ms) VALUES ('webhook', ?, ?, ?, ?, ?)"
                " ON CONFLICT (hook_id) DO UPDATE SET copies = copies + 1",
                (name, text, json.dumps(request.body, ensure_ascii=False), id_, _now_ms()),
            )
        return Response(202, {})

    def _set(self, name: str, body: Mapping[str, object]) -> Response:
        keyword, blocked, gone = body.get("keyword", ""), body.get("blocked", False), body.get("gone", False)
        if not isinstance(keyword, str) or not isinstance(blocked, bool) or not isinstance(gone, bool):
            return problem(422, "badRobot", "keyword is a text, blocked and gone are true or false")
        with self._books.writing() as books:
            books.execute("INSERT OR REPLACE INTO robot VALUES (?, ?, ?, ?)", (name, keyword, int(blocked), int(gone)))
        return Response(200, {"name": name, "keyword": keyword, "blocked": blocked, "gone": gone})

    def _rules(self, name: str) -> Mapping[str, Any]:
        with self._books.reading() as books:
            row = books.execute("SELECT * FROM robot WHERE name = ?", (name,)).fetchone()
        return {"keyword": "", "blocked": 0, "gone": 0} if row is None else dict(row)

    def _this_minute(self, vendor: wire.Vendor, name: str) -> int:
        since = _now_ms() - 60_000 // self.fast
        with self._books.reading() as books:
            row = books.execute(
                "SELECT COUNT(*) FROM post WHERE vendor = ? AND robot = ? AND posted_ms > ?", (vendor.name, name, since)
            ).fetchone()
        return int(row[0])

    def _posts(self, request: Request) -> list[dict[str, object]]:
        robot, after = request.texts.get("robot"), request.query.get("after", 0)
        limit = min(request.query.get("limit", 200), 1000)
        with self._books.reading() as books:
            rows = books.execute(
                "SELECT * FROM post WHERE position > ? AND (? IS NULL OR robot = ?) ORDER BY position LIMIT ?",
                (after, robot, robot, limit),
            ).fetchall()
        return [{**dict(row), "body": json.loads(row["body"])} for row in rows]

    def _account(self) -> dict[str, object]:
        with self._books.reading() as books:
            rows = books.execute("SELECT vendor, COUNT(*) AS many FROM post GROUP BY vendor").fetchall()
        counts = {row["vendor"]: row["many"] for row in rows}
        return {"simulator": self.name, "messages": sum(counts.values()), "vendors": counts}


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def main(argv: Sequence[str] | None = None) -> None:
    """Run the robots until they are told to end."""
    given = arguments("chat").parse_args(argv)
    simulator = Chat(given.dir, seed=given.seed, faults=given.faults, fast=given.fast)
    server = http_server(simulator, port=given.port)
    run(simulator, server, ports={"port": server.server_address[1]})


if __name__ == "__main__":
    main()
