"""A hotline's announcement gateway (IVR), simulated: what a caller from a county hears, and for how long.

``POST /announcements`` takes one under its key; ``GET /announcements/KEY`` tells of it; ``GET /callers/ADCODE?at=`` is
what somebody who calls from there hears at a time; ``GET /books`` tells everything. It refuses what no caller could
bear to hear (over a minute), an older revision of a subject, and another document under the same key.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from notifications.durable import FENCE_SCHEMA, Books, raise_fence
from notifications.simulators.faults import Faults
from notifications.simulators.server import arguments, http_server, run
from notifications.simulators.simulator import Request, Response, Simulator, fence_of, problem

_SCHEMA = (
    FENCE_SCHEMA
    + """
CREATE TABLE IF NOT EXISTS announcement (
  position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, subject TEXT NOT NULL,
  revision INTEGER NOT NULL, state TEXT NOT NULL, begins TEXT NOT NULL, ends TEXT NOT NULL, body TEXT NOT NULL,
  taken_ms INTEGER NOT NULL
) STRICT;
"""
)
#: What is heard within a minute: four Chinese characters a second, or three words of English at five letters each.
MOST_CHARACTERS = {"zh-CN": 240, "en-US": 900}


class Hotline(Simulator):
    """The gateway and its books."""

    name = "hotline"

    def __init__(self, folder: Path, *, seed: int, faults: Faults, fast: int) -> None:
        super().__init__(seed=seed, faults=faults, fast=fast)
        self._books = Books(folder / "hotline.sqlite3", schema=_SCHEMA)

    def close(self) -> None:
        """Close the books."""
        self._books.close()

    def serve(self, request: Request) -> Response:
        """Answer what concerns announcements."""
        match (request.method, request.path):
            case ("POST", ("announcements",)):
                return self._submit(request)
            case ("GET", ("announcements", key)):
                return self._tell(key)
            case ("PUT", ("announcements", key, "fence")):
                return self._seal(key, request.body.get("fence"))
            case ("GET", ("callers", county)):
                return self._heard(county, request.texts.get("at", ""))
            case ("GET", ("books",)):
                return Response(200, {"simulator": self.name, "messages": self._rows()})
        return problem(404, "noSuchResource", "there is no such resource")

    def _submit(self, request: Request) -> Response:
        body = request.body
        wrong = _wrong(body)
        if wrong:
            return problem(422, "badAnnouncement", wrong)
        key = str(body["externalId"])
        fence = fence_of(request, key=key)
        if isinstance(fence, Response):
            return fence
        return self.submit(key, lambda _faults: self._take(body, key=key, fence=fence))

    def _take(self, body: Any, *, key: str, fence: int) -> Response:
        with self._books.writing() as books:
            if raise_fence(books, key, fence) is not None:
                return problem(409, "staleFence", "a later lease is at work")
            known = books.execute("SELECT digest FROM announcement WHERE key = ?", (key,)).fetchone()
            if known is not None and known["digest"] != body["documentDigest"]:
                return problem(422, "keyReused", "this key was used for another document")
            newest = books.execute(
                "SELECT MAX(revision) FROM announcement WHERE subject = ? AND key != ?", (body["subject"], key)
            ).fetchone()[0]
            if known is None and newest is not None and newest >= body["revision"]:
                return problem(409, "olderRevision", f"revision {newest} of this subject is here already")
            if known is None:
                valid = body["validFor"]
                values = (
                    key, body["documentDigest"], body["subject"], body["revision"], body["state"],
                    valid["startDateTime"], valid["endDateTime"], json.dumps(body, ensure_ascii=False),
                    time.time_ns() // 1_000_000,
                )  # fmt: skip
                books.execute("INSERT INTO announcement VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        return Response(201 if known is None else 200, self._tell(key).body)

    def _tell(self, key: str) -> Response:
        with self._books.reading() as books:
            row = books.execute("SELECT * FROM announcement WHERE key = ?", (key,)).fetchone()
        if row is None:
            return problem(404, "notFound", "no announcement was taken under this key", externalId=key)
        told = {"announcementId": f"IVR-{row['position']}", "externalId": key, "documentDigest": row["digest"]}
        return Response(200, {**told, "state": row["state"]})

    def _seal(self, key: str, fence: object) -> Response:
        if type(fence) is not int or not 0 <= fence < 2**62:
            return problem(422, "badFence", "fence must be a whole number from 0 up")
        with self._books.writing() as books:
            higher = raise_fence(books, key, fence)
        if higher is not None:
            return problem(409, "staleFence", f"fence {fence} is older than {higher}")
        return Response(200, {"externalId": key, "fence": fence})

    def _heard(self, county: str, at: str) -> Response:
        """The newest of each subject that is open for callers from this county at a time."""
        try:
            moment = datetime.fromisoformat(at) if at else datetime.now(UTC)
        except ValueError:
            return problem(422, "badTime", "at must be a time such as 2008-05-12T15:00:00+08:00")
        newest: dict[str, Any] = {}
        for row in self._rows():
            newest[row["subject"]] = row
        heard = [
            {"subject": row["subject"], "speech": row["body"]["speech"]}
            for row in newest.values()
            if row["state"] == "open" and county in row["body"]["callersFrom"] and _within(row, moment)
        ]
        return Response(200, {"county": county, "heard": heard})

    def _rows(self) -> list[dict[str, Any]]:
        with self._books.reading() as books:
            found = books.execute("SELECT * FROM announcement ORDER BY revision, position").fetchall()
        return [{**dict(row), "body": json.loads(row["body"])} for row in found]


def _within(row: dict[str, Any], moment: datetime) -> bool:
    return datetime.fromisoformat(row["begins"]) <= moment < datetime.fromisoformat(row["ends"])


def _wrong(body: Any) -> str:
    """What no announcement can be; empty when all is in order."""
    for name in ("externalId", "documentDigest", "subject"):
        if not isinstance(body.get(name), str) or not 0 < len(body[name]) <= 300:
            return f"{name} must be a text"
    if type(body.get("revision")) is not int or body.get("state") not in ("open", "ended"):
        return "revision must be a whole number and state open or ended"
    counties, speech, valid = body.get("callersFrom"), body.get("speech"), body.get("validFor")
    if not isinstance(counties, list) or not counties:
        return "callersFrom must be a list of counties"
    if not isinstance(speech, list) or not all(isinstance(one, dict) for one in speech) or not speech:
        return "speech must be a list of {language, text}"
    for one in speech:
        most = MOST_CHARACTERS.get(str(one.get("language")), 0)
        if not isinstance(one.get("text"), str) or not 0 < len(one["text"]) <= most:
            return f"speech in {one.get('language')} must have 1 to {most} characters: a minute, no more"
    try:
        begins, ends = (datetime.fromisoformat(valid[name]) for name in ("startDateTime", "endDateTime"))
    except (KeyError, TypeError, ValueError):
        return "validFor must hold two times with offset"
    return "" if begins < ends else "validFor ends before it begins"


def main(argv: Sequence[str] | None = None) -> None:
    """Run the gateway until it is told to end."""
    given = arguments("hotline").parse_args(argv)
    simulator = Hotline(given.dir, seed=given.seed, faults=given.faults, fast=given.fast)
    server = http_server(simulator, port=given.port)
    run(simulator, server, ports={"port": server.server_address[1]})


if __name__ == "__main__":
    main()
