"""A province's hall system, simulated: it checks who speaks, and shows each hall what is open in its county.

``POST /notices`` takes signed events; ``GET /screens/ADCODE`` is what the halls of a county show now; ``GET /books``
tells everything. It refuses a signature that is not right or not fresh (401), an exercise it is not (403), what it
cannot read (422) and an older revision of a subject (409); a second copy of an id does nothing (200, `duplicate`).
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
from notifications.simulators.faults import Faults
from notifications.simulators.server import arguments, http_server, run
from notifications.simulators.simulator import Request, Response, Simulator, problem

_SECRET = b"tongxin exercise - not a secret!"
_WINDOW_S = 300
_SCHEMA = """
CREATE TABLE IF NOT EXISTS notice (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, revision INTEGER NOT NULL,
  state TEXT NOT NULL, body TEXT NOT NULL, taken_ms INTEGER NOT NULL
) STRICT;
"""


class Halls(Simulator):
    """The system and its books."""

    name = "halls"

    def __init__(self, folder: Path, *, seed: int, faults: Faults, fast: int) -> None:
        super().__init__(seed=seed, faults=faults, fast=fast)
        self._books = Books(folder / "halls.sqlite3", schema=_SCHEMA)

    def close(self) -> None:
        """Close the books."""
        self._books.close()

    def serve(self, request: Request) -> Response:
        """Answer what concerns notices."""
        match (request.method, request.path):
            case ("POST", ("notices",)):
                id_ = _signed_by_us(request)
                if id_ is None:
                    return problem(401, "badSignature", "the signature is not right, or older than 300 s")
                return self._checked(id_, request.body)
            case ("GET", ("screens", county)):
                return Response(200, {"county": county, "shown": self._shown(county)})
            case ("GET", ("books",)):
                return Response(200, {"simulator": self.name, "messages": self._rows()})
        return problem(404, "noSuchResource", "there is no such resource")

    def _checked(self, id_: str, body: Mapping[str, Any]) -> Response:
        data = body.get("data")
        if body.get("world") != "exercise":
            return problem(403, "wrongWorld", "this is a simulator: it serves exercises only")
        if body.get("type") not in ("service.open", "service.ended") or not isinstance(data, dict):
            return problem(422, "badNotice", "type must be service.open or service.ended, data an object")
        if not isinstance(data.get("subject"), str) or type(data.get("revision")) is not int:
            return problem(422, "badNotice", "data needs subject and revision")
        if not isinstance(data.get("counties"), list) or not data["counties"] or "text" not in data:
            return problem(422, "badNotice", "data needs counties and text")
        return self.submit(id_, self._taking(id_, str(body["type"]).partition(".")[2], data))

    def _taking(self, id_: str, state: str, data: Mapping[str, Any]) -> Callable[[Faults], Response]:
        def take(_faults: Faults) -> Response:
            with self._books.writing() as books:
                if books.execute("SELECT 1 FROM notice WHERE id = ?", (id_,)).fetchone():
                    return Response(200, {"duplicate": True})
                query = "SELECT MAX(revision) FROM notice WHERE subject = ?"
                newest = books.execute(query, (data["subject"],)).fetchone()[0]
                if newest is not None and newest >= data["revision"]:
                    return problem(409, "olderRevision", f"revision {newest} of this subject is here already")
                told = json.dumps(dict(data), ensure_ascii=False)
                values = (id_, data["subject"], data["revision"], state, told, time.time_ns() // 1_000_000)
                books.execute("INSERT INTO notice VALUES (NULL, ?, ?, ?, ?, ?, ?)", values)
            return Response(202, {"duplicate": False})

        return take

    def _shown(self, county: str) -> list[dict[str, Any]]:
        newest: dict[str, Any] = {}
        for row in self._rows():
            newest[row["subject"]] = row
        open_here = [row for row in newest.values() if row["state"] == "open" and county in row["body"]["counties"]]
        return [
            {"subject": row["subject"], "title": row["body"]["title"], "until": row["body"]["until"]}
            for row in open_here
        ]

    def _rows(self) -> list[dict[str, Any]]:
        with self._books.reading() as books:
            found = books.execute("SELECT * FROM notice ORDER BY revision, position").fetchall()
        return [{**dict(row), "body": json.loads(row["body"])} for row in found]


def _signed_by_us(request: Request) -> str | None:
    """The id of an event that bears a fresh and right signature (Standard Webhooks)."""
    given = {name.lower(): value for name, value in request.headers.items()}
    id_, timestamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not re.fullmatch(r"[0-9]{10}", timestamp) or abs(time.time() - int(timestamp)) > _WINDOW_S or not id_:
        return None
    message = f"{id_}.{timestamp}.".encode() + request.raw
    right = "v1," + base64.b64encode(hmac.new(_SECRET, message, hashlib.sha256).digest()).decode()
    named = re.findall(r"v1,[A-Za-z0-9+/=]+", given.get("webhook-signature", ""))
    return id_ if any(hmac.compare_digest(right, one) for one in named) else None


def main(argv: Sequence[str] | None = None) -> None:
    """Run the system until it is told to end."""
    given = arguments("halls").parse_args(argv)
    simulator = Halls(given.dir, seed=given.seed, faults=given.faults, fast=given.fast)
    server = http_server(simulator, port=given.port)
    run(simulator, server, ports={"port": server.server_address[1]})


if __name__ == "__main__":
    main()
