"""A province's broadcast gateway, simulated: it resolves the audience itself and counts what becomes of it."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from notifications.simulators.broadcast_books import BroadcastBooks, Job, Rejected, progress, state
from notifications.simulators.faults import Faults
from notifications.simulators.server import arguments, http_server, run
from notifications.simulators.simulator import Request, Response, Simulator, fence_of, problem
from notifications.simulators.survey_answers import survey_at, survey_of

_ROOT = ("tmf-api", "communicationManagement", "v4", "broadcastJob")
_STATES = ("queued", "submitted", "delivered", "failed", "expired", "unknown")
_LONGEST = timedelta(days=31)


class Broadcast(Simulator):
    """The broadcast simulator: see GET /books for its account of everything."""

    name = "broadcast"

    def __init__(self, folder: Path, *, seed: int, faults: Faults, fast: int) -> None:
        super().__init__(seed=seed, faults=faults, fast=fast)
        self._books = BroadcastBooks(folder / "broadcast.sqlite3")

    def close(self) -> None:
        """Close the books."""
        self._books.close()

    def serve(self, request: Request) -> Response:
        """Answer what concerns jobs and books. A stop waits for nothing and meets no fault."""
        if request.path == ("books",) and request.method == "GET":
            return Response(200, self._account(now_ms=_now_ms()))
        if request.path[: len(_ROOT)] != _ROOT:
            return problem(404, "noSuchResource", "there is no such resource")
        match (request.method, request.path[len(_ROOT) :]):
            case ("POST", ()):
                return self._submit(request)
            case ("GET", (key,)):
                return self._receipt(key)
            case ("POST", (key, "stop")):
                return self._stop(key, request)
            case ("PUT", (key, "fence")):
                return self._seal(key, request)
        return problem(405, "notAllowed", f"{request.method} is not served here")

    def _submit(self, request: Request) -> Response:
        try:
            job = self._read(request.body)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return problem(422, "badJob", f"the job cannot be read: {error!r}")
        fence = fence_of(request, key=job.key)
        if isinstance(fence, Response):
            return fence
        return self.submit(job.key, lambda faults: self._accept(job, fence=fence, faults=faults))

    def _read(self, body: Mapping[str, Any]) -> Job:
        period = body["validFor"]
        lifetime = datetime.fromisoformat(period["endDateTime"]) - datetime.fromisoformat(period["startDateTime"])
        count = body["audience"]["count"]
        if type(count) is not int or not 1 <= count < 2**62 or not body["audience"]["counties"]:
            raise ValueError("audience needs counties and a count of at least 1")
        if not body["content"] or not all(entry["text"] for entry in body["content"]):
            raise ValueError("content needs at least one text")
        if not timedelta(0) < lifetime <= _LONGEST:
            raise ValueError(f"validFor must last up to {_LONGEST.days} days")
        if "survey" in body:
            datetime.fromisoformat(body["survey"]["answersUntil"])
            if body["messageType"] != "sms_sample" or body["survey"]["scale"] not in (5, 10):
                raise ValueError("a survey is asked of a sample, on a scale of 5 or 10")
        canonical = json.dumps(body, sort_keys=True, ensure_ascii=False)
        return Job(
            key=str(body["externalId"]),
            digest=str(body["documentDigest"]),
            body_hash=hashlib.sha256(canonical.encode()).hexdigest(),
            body=canonical,
            audience=count,
            has_receipts=body["messageType"] != "cell_broadcast",
            lifetime_ms=lifetime // timedelta(milliseconds=1) // self.fast,
        )

    def _accept(self, job: Job, *, fence: int, faults: Faults) -> Response:
        try:
            new = self._books.accept(job, fence=fence, faults=faults, fast=self.fast, now_ms=_now_ms())
        except Rejected as refused:
            return problem(refused.status, refused.code, str(refused))
        return Response(201 if new else 200, self._receipt(job.key).body)

    def _receipt(self, key: str) -> Response:
        row = self._books.job(key)
        if row is None:
            return problem(404, "notFound", "no broadcast was accepted under this key", externalId=key)
        return Response(200, _job(row, fast=self.fast, now_ms=_now_ms()))

    def _stop(self, key: str, request: Request) -> Response:
        if request.headers.get("Tongxin-World") != "exercise":
            return problem(403, "wrongWorld", "this is a simulator: it serves exercises only")
        self._books.stop(key, now_ms=_now_ms())
        row = self._books.job(key)
        if row is not None:
            return Response(200, _job(row, fast=self.fast, now_ms=_now_ms()))
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
        jobs = [
            {**_job(row, fast=self.fast, now_ms=now_ms), "request": json.loads(row["body"])}
            for row in self._books.jobs()
        ]
        totals = {name: sum(job["counts"][name] for job in jobs) for name in _STATES}
        return {
            "simulator": self.name,
            "audience": sum(job["audienceCount"] for job in jobs),
            "stopped": sum(job["stopped"] for job in jobs),
            "totals": totals,
            "jobs": jobs,
        }


def _job(row: Mapping[str, Any], *, fast: int, now_ms: int) -> dict[str, Any]:
    counts, stopped = progress(row, now_ms=now_ms)
    asked = survey_of(row)
    answers = {} if asked is None else {"survey": survey_at(row, asked, fast=fast, now_ms=now_ms)}
    return {
        "@type": "BroadcastJob",
        "id": f"BJ-{row['digest'][:8]}-{row['accepted_ms']}",
        "externalId": row["key"],
        "documentDigest": row["digest"],
        "state": state(row, now_ms=now_ms),
        "audienceCount": row["audience"],
        "stopped": stopped,
        "counts": counts,
    } | answers


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def main(argv: Sequence[str] | None = None) -> None:
    """Run the simulator until it is told to end."""
    given = arguments("broadcast").parse_args(argv)
    simulator = Broadcast(given.dir, seed=given.seed, faults=given.faults, fast=given.fast)
    server = http_server(simulator, port=given.port)
    run(simulator, server, ports={"port": server.server_address[1]})


if __name__ == "__main__":
    main()
