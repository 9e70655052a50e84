"""How a simulator calls back: to one address on this machine, again and again until it is taken, in order.

Like the vendors it repeats what was not answered as it wants; unlike them it never gives up while it runs.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import threading
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from notifications.simulators.simulator import Request, Response, Simulator, problem


class BadCallback(ValueError):
    """An address that is not on this machine."""


def loopback_url(text: object) -> str:
    """Return an http address on this machine. Raises BadCallback: a drill calls nobody else."""
    parts = urlsplit(text) if isinstance(text, str) else None
    host = parts.hostname if parts is not None and parts.scheme == "http" else None
    local = host is not None and (host == "localhost" or host.endswith(".localhost"))
    with contextlib.suppress(ValueError):
        local = local or ipaddress.ip_address(host or "").is_loopback
    if not local or not isinstance(text, str):
        raise BadCallback("url must be http://127.0.0.1:PORT/… or another name of this machine")
    return text


def post(url: str, payload: bytes, *, headers: Mapping[str, str]) -> int | None:
    """POST JSON once; return the status, or None when there was no answer."""
    parts = urlsplit(url)
    # Names under .localhost mean this machine, whatever the resolver says.
    line = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=5)
    try:
        told = {"Host": parts.netloc, "Content-Type": "application/json", **headers}
        line.request("POST", parts.path or "/", body=payload, headers=told)
        answer = line.getresponse()
        answer.read(65_536)
        return answer.status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()


class Courier:
    """Runs ``work`` beside the simulator until it ends; ``work`` says whether it got something done."""

    def __init__(self, simulator: Simulator, work: Callable[[], bool]) -> None:
        self._simulator = simulator
        self._work = work
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait for its end, after the simulator's ``ending`` was set."""
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._simulator.ending.is_set():
            if not self._work():
                self._simulator.ending.wait(0.05)


class CallbackUrl:
    """Where news goes: empty until ``POST /callback {"url": …}``; then it stays in the books' folder by the caller."""

    def __init__(self, url: str = "") -> None:
        self.url = loopback_url(url) if url else ""

    def serve(self, request: Request) -> Response | None:
        """Answer what concerns the address, None for anything else."""
        if request.path != ("callback",):
            return None
        if request.method == "POST":
            try:
                self.url = loopback_url(request.body.get("url"))
            except BadCallback as error:
                return problem(422, "badUrl", str(error))
        return Response(200, {"url": self.url})
