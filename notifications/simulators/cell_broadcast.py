"""A cell-broadcast centre, simulated: it takes CAP 1.2 over HTTP, refuses by documented codes, pages and repeats.

What it has sent stays submitted: nobody answers a cell broadcast. A message ends when it expires, when a Cancel is
posted at its address, or when an Update or Cancel that refers to it arrives.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from notifications import sms
from notifications.cap import MEDIA_TYPE, MOST_POINTS, NAMESPACE
from notifications.simulators.broadcast_books import BroadcastBooks, Job, Rejected, progress, state
from notifications.simulators.faults import Faults
from notifications.simulators.server import arguments, http_server, run
from notifications.simulators.simulator import Request, Response, Simulator, fence_of, problem

_ROOT = ("cap", "alerts")
_STATES = ("queued", "submitted", "delivered", "failed", "expired", "unknown")
#: Units of a page by coding, and pages of a message (3GPP TS 23.041).
_PAGE = {"gsm7": 93, "ucs2": 41}
_MOST_PAGES = 15
_LONGEST = timedelta(days=31)


class _Refusal(Exception):
    """What this centre says to a message that it does not take; the codes stand in docs/broadcasts.md."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class CellBroadcast(Simulator):
    """The simulated centre: see GET /books for its account of everything."""

    name = "cell_broadcast"
    takes = frozenset({"application/json", MEDIA_TYPE})

    def __init__(self, folder: Path, *, seed: int, faults: Faults, fast: int) -> None:
        super().__init__(seed=seed, faults=faults, fast=fast)
        self._books = BroadcastBooks(folder / "cell_broadcast.sqlite3")

    def close(self) -> None:
        """Close the books."""
        self._books.close()

    def serve(self, request: Request) -> Response:
        """Answer what concerns messages and books. A stop waits for nothing and meets no fault."""
        if request.path == ("books",) and request.method == "GET":
            return Response(200, self._account(now_ms=_now_ms()))
        if request.path[: len(_ROOT)] != _ROOT:
            return problem(404, "noSuchResource", "there is no such resource")
        try:
            match (request.method, request.path[len(_ROOT) :]):
                case ("POST", ()):
                    return self._take(request)
                case ("GET", (key,)):
                    return self._receipt(key)
                case ("POST", (key, "stop")):
                    return self._stop(key, request)
                case ("PUT", (key, "fence")):
                    return self._seal(key, request)
        except _Refusal as refused:
            return problem(refused.status, refused.code, str(refused))
        return problem(405, "notAllowed", f"{request.method} is not served here")

    def _take(self, request: Request) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        fence = fence_of(request, key=key)
        if isinstance(fence, Response):
            return fence
        audience = request.headers.get("Tongxin-Audience", "")
        if not (audience.isascii() and audience.isdigit() and 1 <= int(audience[:19]) < 2**62):
            raise _Refusal(422, "badHeaders", "Tongxin-Audience must be how many customers are thought to be there")
        told = _read(request.raw)
        digest = request.headers.get("Tongxin-Document-Digest", "")
        return self.submit(
            key, lambda faults: self._accept(key, told, digest, int(audience), request.raw, fence=fence, faults=faults)
        )

    def _accept(
        self, key: str, told: dict[str, Any], digest: str, audience: int, raw: bytes, *, fence: int, faults: Faults
    ) -> Response:
        same = next(
            (job for job in self._books.jobs() if json.loads(job["body"])["identifier"] == told["identifier"]), None
        )
        if same is not None and same["key"] != key:
            raise _Refusal(409, "identifierReused", "another message has this identifier; each has its own")
        job = Job(
            key=key, digest=digest, body_hash=hashlib.sha256(digest.encode() + raw).hexdigest(),
            body=json.dumps({**told, "xml": raw.decode()}, ensure_ascii=False), audience=audience,
            has_receipts=False, lifetime_ms=told["lifetime_ms"] // self.fast,
        )  # fmt: skip
        try:
            new = self._books.accept(job, fence=fence, faults=faults, fast=self.fast, now_ms=_now_ms())
        except Rejected as refused:
            raise _Refusal(refused.status, refused.code, str(refused)) from None
        for other in self._books.jobs():
            if json.loads(other["body"])["identifier"] in told["references"]:
                self._books.stop(other["key"], now_ms=_now_ms())
        return Response(201 if new else 200, self._receipt(key).body)

    def _receipt(self, key: str) -> Response:
        row = self._books.job(key)
        if row is None:
            return problem(404, "notFound", "no message was taken under this key", externalId=key)
        return Response(200, _job(row, now_ms=_now_ms()))

    def _stop(self, key: str, request: Request) -> Response:
        if request.headers.get("Tongxin-World") != "exercise":
            raise _Refusal(403, "wrongWorld", "this is a simulator: it serves exercises only")
        cancel = _read(request.raw)
        if cancel["message_type"] != "Cancel":
            raise _Refusal(422, "noCancel", f"{cancel['message_type']} ends nothing; post a Cancel")
        row = self._books.job(key)
        if row is not None and json.loads(row["body"])["identifier"] not in cancel["references"]:
            raise _Refusal(409, "otherMessage", "the Cancel refers to another message than the one at this address")
        self._books.stop(key, now_ms=_now_ms())
        row = self._books.job(key)
        if row is not None:
            return Response(200, _job(row, now_ms=_now_ms()))
        never = {"id": "", "externalId": key, "state": "cancelled", "audienceCount": 0, "stopped": 0}
        return Response(200, {**never, "counts": dict.fromkeys(_STATES, 0)})

    def _seal(self, key: str, request: Request) -> Response:
        fence = request.body.get("fence")
        if type(fence) is not int or not 0 <= fence < 2**62:
            return problem(422, "badFence", "fence must be a whole number from 0 up")
        higher = self._books.seal(key, fence)
        if higher is not None:
            return problem(409, "staleFence", f"fence {fence} is older than {higher}")
        return Response(200, {"externalId": key, "fence": fence})

    def _account(self, *, now_ms: int) -> dict[str, object]:
        jobs = [{**_job(row, now_ms=now_ms), "request": json.loads(row["body"])} for row in self._books.jobs()]
        return {
            "simulator": self.name,
            "audience": sum(job["audienceCount"] for job in jobs),
            "stopped": sum(job["stopped"] for job in jobs),
            "jobs": jobs,
        }


def _read(raw: bytes) -> dict[str, Any]:
    """What a message says, as far as a centre cares; _Refusal by its documented code."""
    try:
        root = fromstring(raw.decode("utf-8"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise _Refusal(400, "notXml", f"the message is no XML: {error}") from None
    if root.tag != f"{{{NAMESPACE}}}alert":
        raise _Refusal(400, "notCap", "the message is no CAP 1.2 alert")
    status, kind = _said(root, "status"), _said(root, "msgType")
    if status not in ("Exercise", "Test"):
        raise _Refusal(403, "wrongStatus", f"this is a simulator: a message of status {status} is never sent from here")
    references = [one.split(",")[1] for one in _said(root, "references").split() if one.count(",") == 2]
    if kind not in ("Alert", "Update", "Cancel") or (kind != "Alert") != bool(references):
        raise _Refusal(422, "badReferences", "an Update or Cancel refers to what went before, an Alert to nothing")
    infos = root.findall(f"{{{NAMESPACE}}}info")
    if not infos:
        raise _Refusal(422, "noText", "the message has no info")
    return {
        "identifier": _said(root, "identifier"),
        "message_type": kind,
        "status": status,
        "references": references,
        "languages": [_said(info, "language") for info in infos],
        "pages": [_pages(info) for info in infos],
        "counties": sorted({code for info in infos for code in _counties(info)}),
        "lifetime_ms": min(_lifetime(info) for info in infos) // timedelta(milliseconds=1),
    }


def _pages(info: Element) -> int:
    text = _said(info, "description")
    if not text:
        raise _Refusal(422, "noText", "an info without description has nothing to show")
    coding = sms.coding_of(text)
    pages, left = 1, _PAGE[coding]
    for character in text:
        units = sms.units(character, coding)
        pages, left = (pages + 1, _PAGE[coding] - units) if units > left else (pages, left - units)
    if pages > _MOST_PAGES:
        raise _Refusal(413, "tooManyPages", f"{pages} pages; a cell broadcast has at most {_MOST_PAGES}")
    return pages


def _counties(info: Element) -> list[str]:
    areas = info.findall(f"{{{NAMESPACE}}}area")
    codes = [
        code.findtext(f"{{{NAMESPACE}}}value", "") for area in areas for code in area.iter(f"{{{NAMESPACE}}}geocode")
    ]
    polygons = [one.text or "" for area in areas for one in area.iter(f"{{{NAMESPACE}}}polygon")]
    if not codes and not polygons:
        raise _Refusal(422, "noArea", "no county and no polygon says which masts are meant")
    if any(len(polygon.split()) > MOST_POINTS for polygon in polygons):
        raise _Refusal(413, "tooManyPoints", f"a polygon has at most {MOST_POINTS} points")
    return codes


def _lifetime(info: Element) -> timedelta:
    """How long it is repeated: from effective to expires, since a simulator does not know the world's clock."""
    try:
        begins, ends = (datetime.fromisoformat(_said(info, name)) for name in ("effective", "expires"))
        lasts = ends - begins
    except (ValueError, TypeError):
        raise _Refusal(422, "badValidity", "effective and expires must be times with an offset") from None
    if not timedelta(0) < lasts <= _LONGEST:
        raise _Refusal(422, "expired", f"it must be valid for some time, up to {_LONGEST.days} days")
    return lasts


def _said(element: Element, name: str) -> str:
    return (element.findtext(f"{{{NAMESPACE}}}{name}") or "").strip()


def _job(row: Mapping[str, Any], *, now_ms: int) -> dict[str, Any]:
    counts, stopped = progress(row, now_ms=now_ms)
    over = now_ms >= row["expires_ms"] or row["stopped_ms"] is not None
    return {
        "@type": "CellBroadcast",
        "id": f"CB-{row['digest'][:8]}-{row['accepted_ms']}",
        "externalId": row["key"],
        "documentDigest": row["digest"],
        # it is repeated for those who come into the area, so it is not over before it expires
        "state": state(row, now_ms=now_ms) if over else "inProgress",
        "audienceCount": row["audience"],
        "stopped": stopped,
        "counts": counts,
    }


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def main(argv: Sequence[str] | None = None) -> None:
    """Run the simulator until it is told to end."""
    given = arguments("cell_broadcast").parse_args(argv)
    simulator = CellBroadcast(given.dir, seed=given.seed, faults=given.faults, fast=given.fast)
    server = http_server(simulator, port=given.port)
    run(simulator, server, ports={"port": server.server_address[1]})


if __name__ == "__main__":
    main()
