"""What the simulators share above HTTP: requests and answers as values, faults, a speed, an identity."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from notifications.simulators.faults import (
    Faults,
    FaultsError,
    faults_json,
    latency_ms,
    lost,
    read_faults,
)

#: A world that runs faster than this has no time left for answers.
MOST_FAST = 100_000


@dataclass(frozen=True)
class Request:
    """One request, already checked: path parts unescaped, body a JSON object (empty without one).

    ``query`` holds the whole numbers of the query, ``texts`` all of it; ``raw`` the body's bytes.
    """

    method: str
    path: tuple[str, ...]
    query: Mapping[str, int]
    headers: Mapping[str, str]
    body: Mapping[str, object]
    texts: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = b""


@dataclass(frozen=True)
class Response:
    """An answer; ``cut`` closes the connection without a word instead."""

    status: int = 200
    body: Mapping[str, object] = field(default_factory=dict)
    cut: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def fence_of(request: Request, *, key: str) -> int | Response:
    """Return the fence of a submission from an exercise; a Response when its headers are not in order."""
    if request.headers.get("Tongxin-World") != "exercise":
        return problem(403, "wrongWorld", "this is a simulator: it serves exercises only")
    fence = request.headers.get("Tongxin-Fence", "")
    if request.headers.get("Idempotency-Key") != key or not (fence.isascii() and fence.isdigit()):
        return problem(422, "badHeaders", "Idempotency-Key must be the externalId, Tongxin-Fence a number")
    if int(fence) >= 2**62:
        return problem(422, "badFence", "Tongxin-Fence is too large")
    return int(fence)


def problem(status: int, code: str, message: str, **more: object) -> Response:
    """Return an error in the TM Forum shape: code, reason, message."""
    return Response(status, {"code": code, "reason": code, "message": message, **more})


class Simulator:
    """Base of a simulator: a name, faults that can change while it runs, a speed."""

    name = ""
    #: Media types of bodies that it takes; only JSON is read, others stand in ``raw``.
    takes: frozenset[str] = frozenset({"application/json"})

    def __init__(self, *, seed: int, faults: Faults, fast: int) -> None:
        self.seed = seed
        self.faults = faults
        self.fast = fast
        self.ending = threading.Event()
        self._attempts: Counter[str] = Counter()
        self._counting = threading.Lock()

    def sleep_ms(self, world_ms: int) -> None:
        """Wait for a time of the simulated world; cut short when the process ends."""
        if world_ms > 0:
            self.ending.wait(world_ms / 1000 / self.fast)

    def submit(self, key: str, act: Callable[[Faults], Response]) -> Response:
        """Let a submission meet the faults: shed, answered late, or done or not done without a word."""
        faults = self.faults
        if faults.shedding:
            return problem(429, "busy", "too many submissions, come back later")
        with self._counting:
            self._attempts[key] += 1
            attempt = self._attempts[key]
        self.sleep_ms(latency_ms(faults, seed=self.seed, key=key, attempt=attempt))
        loss = lost(faults, seed=self.seed, key=key, attempt=attempt)
        response = Response(cut=True) if loss in {"drop_before", "504_before"} else act(faults)
        match loss:
            case None:
                return response
            case "drop_before" | "drop_after":
                return Response(cut=True)
            case _:
                return problem(504, "gatewayTimeout", "no answer from the system behind")

    def answer(self, request: Request) -> Response:
        """Answer what every simulator answers; anything else goes to :meth:`serve`."""
        match (request.method, request.path):
            case ("GET", ("healthz",)):
                return Response(200, {"simulator": self.name, "fast": self.fast})
            case ("GET", ("faults",)):
                return Response(200, dict(faults_json(self.faults)))
            case ("POST", ("faults",)):
                try:
                    self.faults = read_faults(json.dumps(request.body), base=self.faults)
                except FaultsError as error:
                    return problem(422, "badFaults", str(error))
                return Response(200, dict(faults_json(self.faults)))
            case ("POST", ("speed",)):
                return self._set_speed(request.body.get("fast"))
        return self.serve(request)

    def _set_speed(self, fast: object) -> Response:
        """Run what comes from now on at another speed; what was accepted keeps its times."""
        if type(fast) is not int or not 1 <= fast <= MOST_FAST:
            return problem(422, "badSpeed", f"fast must be a whole number from 1 to {MOST_FAST}")
        self.fast = fast
        return Response(200, {"fast": fast})

    def serve(self, request: Request) -> Response:
        """Answer a request that is this simulator's own."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the books."""
