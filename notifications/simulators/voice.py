"""A voice gateway, simulated: it calls phones that lift, don't lift or are engaged, and hears a digit.

``GET /calls`` and ``GET /books`` tell everything. A call rings for ``receipt_ms`` and then ends as was drawn; before
that ``POST /calls/KEY/end {"state": "answered|no_answer|busy|rejected|unreachable", "digit": "1"}`` decides it.
``POST /digits {"PHONE": "1"}`` lets a phone press a digit whenever it is called. When a call has ended the gateway
calls back, signed, to the address of ``POST /callback``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from notifications.durable import Books
from notifications.simulators.courier import CallbackUrl, Courier, post
from notifications.simulators.faults import Faults, draw
from notifications.simulators.server import arguments, http_server, run
from notifications.simulators.simulator import Request, Response, Simulator, fence_of, problem

_ENDS = ("answered", "no_answer", "busy", "rejected", "unreachable", "failed", "expired")
_SECRET = b"tongxin exercise - not a secret!"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS call (
  position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, id TEXT NOT NULL, phone TEXT NOT NULL, body TEXT NOT NULL,
  accepted_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL, fate TEXT NOT NULL, digit TEXT NOT NULL,
  copies INTEGER NOT NULL DEFAULT 1, told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS presses (phone TEXT PRIMARY KEY, digit TEXT NOT NULL) STRICT;
"""


class Voice(Simulator):
    """The gateway and its books."""

    name = "voice"

    def __init__(self, folder: Path, *, seed: int, faults: Faults, fast: int, callback: str = "") -> None:
        super().__init__(seed=seed, faults=faults, fast=fast)
        self._books = Books(folder / "voice.sqlite3", schema=_SCHEMA)
        self.callback = CallbackUrl(callback)
        self.helpers: list[Callable[[], None]] = []

    def close(self) -> None:
        """End the helpers and close the books."""
        for end in self.helpers:
            end()
        self._books.close()

    def serve(self, request: Request) -> Response:
        """Answer what concerns calls and books."""
        told = self.callback.serve(request)
        if told is not None:
            return told
        match (request.method, request.path):
            case ("POST", ("calls",)):
                return self._submit(request)
            case ("GET", ("calls",)):
                rows = self._rows(
                    "SELECT * FROM call WHERE position > ? ORDER BY position", request.query.get("after", 0)
                )
                return Response(200, {"calls": [{**_call(row), "request": json.loads(row["body"])} for row in rows]})
            case ("GET", ("calls", key)):
                return self._one(key)
            case ("POST", ("calls", key, "end")):
                return self._end(key, request.body)
            case ("POST", ("digits",)):
                return self._presses(request.body)
            case ("GET", ("books",)):
                return Response(200, self._account())
        return problem(404, "noSuchResource", "there is no such resource")

    def push(self) -> bool:
        """Call back about calls that have ended; whether one was taken."""
        if not self.callback.url:
            return False
        done = False
        for row in self._rows("SELECT * FROM call WHERE told = 0 AND due_ms <= ? ORDER BY due_ms LIMIT 50", _now_ms()):
            payload = json.dumps({"type": "call.ended", **_call(row)}).encode()
            id_ = f"call_{hashlib.sha256(row['key'].encode()).hexdigest()[:32]}_{row['due_ms']}"
            if post(self.callback.url, payload, headers=_signed(payload, id_=id_)) == 200:
                with self._books.writing() as books:
                    books.execute(
                        "UPDATE call SET told = 1 WHERE position = ? AND due_ms = ?", (row["position"], row["due_ms"])
                    )
                done = True
        return done

    def _submit(self, request: Request) -> Response:
        body = request.body
        key, phone = body.get("externalId"), body.get("to")
        if not isinstance(key, str) or not isinstance(phone, str) or not re.fullmatch(r"\+[1-9][0-9]{6,14}", phone):
            return problem(422, "badCall", "externalId and to (E.164) are needed")
        if not isinstance(body.get("text"), str) or not 1 <= len(str(body["text"])) <= 500:
            return problem(422, "badText", "text must have 1 to 500 characters")
        fence = fence_of(request, key=key)
        if isinstance(fence, Response):
            return fence
        return self.submit(key, lambda faults: self._accept(key, phone, body, faults))

    def _accept(self, key: str, phone: str, body: Mapping[str, object], faults: Faults) -> Response:
        text = json.dumps(body, sort_keys=True, ensure_ascii=False)
        with self._books.writing() as books:
            # A repeat may say more ("and 6 further tasks"); the call that was asked for first stands.
            known = books.execute("SELECT 1 FROM call WHERE key = ?", (key,)).fetchone()
            position = books.execute("SELECT COALESCE(MAX(position), 0) + 1 FROM call").fetchone()[0]
            pressed = books.execute("SELECT digit FROM presses WHERE phone = ?", (phone,)).fetchone()
            fate = _fate(faults, seed=self.seed, position=position)
            offered: Any = body.get("digits") or []
            digit = pressed["digit"] if pressed and pressed["digit"] in offered and fate == "answered" else ""
            now_ms = _now_ms()
            due_ms = now_ms + faults.receipt_ms // self.fast
            books.execute(
                "INSERT INTO call (position, key, id, phone, body, accepted_ms, due_ms, fate, digit)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET copies = copies + 1",
                (position, key, f"C{position:08d}", phone, text, now_ms, due_ms, fate, digit),
            )
        return Response(201 if known is None else 200, self._one(key).body)

    def _one(self, key: str) -> Response:
        rows = self._rows("SELECT * FROM call WHERE key = ?", key)
        if not rows:
            return problem(404, "notFound", "no call was asked for under this key", externalId=key)
        return Response(200, _call(rows[0]))

    def _end(self, key: str, body: Mapping[str, object]) -> Response:
        state, digit = body.get("state"), body.get("digit", "")
        if state not in _ENDS or not isinstance(digit, str) or not re.fullmatch("[0-9]?", digit):
            return problem(422, "badEnd", f"state must be one of {sorted(_ENDS)}, digit one digit or empty")
        with self._books.writing() as books:
            books.execute(
                "UPDATE call SET fate = ?, digit = ?, due_ms = ?, told = 0 WHERE key = ?",
                (state, digit, _now_ms(), key),
            )
        return self._one(key)

    def _presses(self, body: Mapping[str, object]) -> Response:
        with self._books.writing() as books:
            for phone, digit in body.items():
                books.execute(
                    "INSERT INTO presses VALUES (?, ?) ON CONFLICT (phone) DO UPDATE SET digit = excluded.digit",
                    (phone, str(digit)[:1]),
                )
        return Response(200, dict(body))

    def _account(self) -> dict[str, object]:
        rows = self._rows("SELECT * FROM call")
        states = [str(_call(row)["state"]) for row in rows]
        return {
            "simulator": self.name,
            "messages": len(rows),
            "states": {state: states.count(state) for state in sorted(set(states))},
            "digits": sum(1 for row in rows if _call(row)["digit"]),
            "told": sum(row["told"] for row in rows),
        }

    def _rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        with self._books.reading() as books:
            return [dict(row) for row in books.execute(query, values)]


def _call(row: Mapping[str, Any]) -> dict[str, object]:
    over = row["due_ms"] <= _now_ms()
    return {
        "externalId": row["key"],
        "callId": row["id"],
        "to": row["phone"],
        "state": row["fate"] if over else "ringing",
        "digit": row["digit"] if over else "",
    }


def _fate(faults: Faults, *, seed: int, position: int) -> str:
    chance = draw(seed, "voice", position)
    if chance < faults.no_answer_ppm:
        return "no_answer"
    if chance < faults.no_answer_ppm + faults.busy_ppm:
        return "busy"
    return "failed" if chance < faults.no_answer_ppm + faults.busy_ppm + faults.fail_ppm else "answered"


def _signed(payload: bytes, *, id_: str) -> dict[str, str]:
    timestamp = str(int(time.time()))
    message = f"{id_}.{timestamp}.".encode() + payload
    signature = base64.b64encode(hmac.digest(_SECRET, message, "sha256")).decode()
    return {"webhook-id": id_, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def main(argv: Sequence[str] | None = None) -> None:
    """Run the gateway until it is told to end."""
    parser = arguments("voice")
    parser.add_argument("--callback", default="", help="http address on this machine that ended calls are told to")
    given = parser.parse_args(argv)
    simulator = Voice(given.dir, seed=given.seed, faults=given.faults, fast=given.fast, callback=given.callback)
    server = http_server(simulator, port=given.port)
    simulator.helpers = [Courier(simulator, simulator.push).join]
    run(simulator, server, ports={"port": server.server_address[1]})


if __name__ == "__main__":
    main()
