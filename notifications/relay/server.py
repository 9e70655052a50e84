"""The relay's HTTP side: signed requests from headquarters, strict and small. TLS stands in front of it.

Every request but ``GET /healthz`` bears a signature over its method, path, key, fence, world and body
(docs/relay.md). What does not bear a fresh one is answered with 401 and nothing else is looked at.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from notifications import signing
from notifications.delivery import DocumentError, read_document
from notifications.heard import Forged
from notifications.relay.desk import Desk, Refused
from notifications.relay.wire import ROOT, BadJob, read_job
from notifications.wire import FENCE_HEADER, SIMULATOR_HEADER, WORLD_HEADER, signed_id

_LOG = logging.getLogger("relay")
_MOST_BODY = 262_144
_MOST_ROWS = 1000
#: What an exercise calls itself: it can reach nobody but a simulator, so it is one to whoever asks.
EXERCISE_NAME = "broadcast"

Answer = tuple[int, Mapping[str, object]]


def relay_server(desk: Desk, *, host: str, port: int) -> ThreadingHTTPServer:
    """Return the server, ready for serve_forever()."""
    handler = type("Handler", (_Handler,), {"desk": desk})
    return _Server((host, port), handler)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    allow_reuse_address = True
    #: More requests at a time than this wait for a free place.
    places = threading.BoundedSemaphore(64)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no event; anything else is told, without what was asked."""
        if not isinstance(sys.exc_info()[1], OSError):
            _LOG.exception("a request could not be answered")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "tongxin-relay"
    sys_version = ""
    timeout = 30
    desk: Desk

    def _run(self) -> None:
        with _Server.places:
            status, body = self._answer()
        self._say(status, body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no request, or half of one: nothing was done, and a whole one may come."""
        self.close_connection = True
        self._say(code, _problem(code, "noRequest", message or "this is no request", retryable=True)[1])

    def _say(self, status: int, body: Mapping[str, object]) -> None:
        payload = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        if self.desk.settings.world == "exercise":
            self.send_header(SIMULATOR_HEADER, EXERCISE_NAME)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(payload)

    do_GET = do_POST = do_PUT = _run  # noqa: N815  the names that http.server looks for

    def _answer(self) -> Answer:
        length = self.headers.get("Content-Length") or "0"
        if not length.isascii() or not length.isdigit() or len(length) > 9 or int(length) > _MOST_BODY:
            self.close_connection = True
            return _problem(413, "tooLarge", f"a body has at most {_MOST_BODY} bytes")
        raw = self.rfile.read(int(length))
        if len(raw) != int(length):
            self.close_connection = True
            return _problem(400, "truncated", "the body ends before its length", retryable=True)
        world = self.desk.settings.world
        if self.path == "/healthz" and self.command == "GET":
            return 200, {"simulator": EXERCISE_NAME, "relay": world} if world == "exercise" else {"relay": world}
        refused = self._unsigned(raw)
        if refused is not None:
            return refused
        if self.headers.get(WORLD_HEADER) != world:
            return _problem(403, "wrongWorld", f"this relay serves the {world} world only")
        try:
            return self._served(read_document(raw, limit=_MOST_BODY) if raw else {})
        except DocumentError as error:
            return _problem(400, "badBody", str(error))
        except BadJob as error:
            return _problem(422, "badJob", str(error))
        except Refused as error:
            return _problem(error.status, error.code, str(error))

    def _unsigned(self, raw: bytes) -> Answer | None:
        """Why a request is not believed; None when headquarters signed exactly this."""
        try:
            id_ = signing.check(self.desk.settings.secrets, raw, dict(self.headers.items()), now=datetime.now(UTC))
        except Forged:
            return _problem(401, "unsigned", "a request needs a fresh signature", retryable=True)
        said = {name: self.headers.get(name) or "" for name in ("Idempotency-Key", FENCE_HEADER, WORLD_HEADER)}
        if id_ != signed_id(self.command, self.path, said):
            return _problem(401, "unsigned", "the signature is of another request", retryable=True)
        return None

    def _served(self, body: Mapping[str, Any]) -> Answer:
        parts = urlsplit(self.path)
        path = tuple(unquote(part) for part in parts.path.strip("/").split("/"))
        if path == ("progress",) and self.command == "GET":
            return 200, self.desk.progress()
        if path[: len(ROOT)] != ROOT:
            return _problem(404, "noSuchResource", "there is no such resource")
        match (self.command, path[len(ROOT) :]):
            case ("POST", ()):
                return self._submit(body)
            case ("GET", (key,)):
                standing = self.desk.standing(key)
                if standing is None:
                    return _problem(404, "notFound", "no broadcast was accepted under this key", externalId=key)
                return 200, standing.body()
            case ("POST", (key, "stop")):
                return self._stop(key)
            case ("PUT", (key, "fence")):
                fence = body.get("fence")
                if type(fence) is not int or not 0 <= fence < 2**62:
                    return _problem(422, "badFence", "fence must be a whole number from 0 up")
                self.desk.seal(key, fence)
                return 200, {"externalId": key, "fence": fence}
            case ("GET", (key, "recipients")):
                return self._recipients(key, parts.query)
        return _problem(405, "notAllowed", f"{self.command} is not served here")

    def _submit(self, body: Mapping[str, Any]) -> Answer:
        given = read_job(body)
        fence = self.headers.get(FENCE_HEADER, "")
        if self.headers.get("Idempotency-Key") != given.job.key or not (fence.isascii() and fence.isdigit()):
            return _problem(422, "badHeaders", f"Idempotency-Key must be the externalId, {FENCE_HEADER} a number")
        if len(fence) > 18:
            return _problem(422, "badFence", f"{FENCE_HEADER} is too large")
        new, standing = self.desk.submit(given, fence=int(fence))
        if new:
            _LOG.info("taken: %s, %d recipients, %d parts", standing.key, standing.audience, standing.parts)
        return (201 if new else 200), standing.body()

    def _stop(self, key: str) -> Answer:
        standing = self.desk.stop(key)
        _LOG.info("stopped: %s", key)
        if standing is not None:
            return 200, standing.body()
        counts = dict.fromkeys(("queued", "submitted", "delivered", "failed", "expired", "unknown"), 0)
        return 200, {"id": "", "externalId": key, "state": "cancelled", "audienceCount": 0, "stopped": 0,
                     "counts": counts, "settled": True}  # fmt: skip

    def _recipients(self, key: str, query: str) -> Answer:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        state, after, limit = asked.get("state", "failed"), asked.get("after", "0"), asked.get("limit", "200")
        if state not in {"failed", "expired", "unknown"}:
            return _problem(422, "badState", "state must be failed, expired or unknown")
        if not all(text.isascii() and text.isdigit() and len(text) < 16 for text in (after, limit)):
            return _problem(422, "badPage", "after and limit must be whole numbers")
        rows = self.desk.recipients(key, state=state, after=int(after), limit=min(int(limit), _MOST_ROWS))
        return 200, {"externalId": key, "state": state, "recipients": rows}

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's own name
        """Keep silent: the journal is the record."""


def _problem(status: int, code: str, message: str, **more: object) -> Answer:
    return status, {"code": code, "reason": code, "message": message, **more}
