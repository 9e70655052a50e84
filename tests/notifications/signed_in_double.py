"""A billing system with a token server behind mutual TLS on loopback, for the live connector only."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

ZERO = {name: {"customers": 0, "fen": 0} for name in ("intended", "submitted", "applied", "failed", "reversed")}


class _Handler(BaseHTTPRequestHandler):
    double: SignedInDouble

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/token":
            self._answer(*self.double.grant(self.headers.get("Authorization", ""), raw.decode()))
            return
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.double.good:
            self._answer(401, {"code": "invalidToken", "message": "no such token"})
            return
        self.double.tokens_used.append(token)
        body = json.loads(raw)
        told = {"id": "R-1", "externalId": body["externalId"], "documentDigest": body["documentDigest"]}
        self._answer(201, {**told, "state": "acknowledged", "figures": ZERO})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's own name
        """Keep silent."""


class SignedInDouble:
    """Takes instructions from whoever has a certificate of its authority and a token that it granted."""

    def __init__(self, certificate: Path, authority: Path) -> None:
        self.secret = "s3cret-canary"
        self.lifetime_s: object = 3600
        self.granted = 0
        self.good: set[str] = set()
        self.tokens_used: list[str] = []
        self.down = False
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(authority))
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_cert_chain(certificate)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"double": self}))
        self._server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]  # handshakes
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"https://localhost:{self._server.server_address[1]}"

    def grant(self, authorization: str, form: str) -> tuple[int, dict[str, Any]]:
        """Answer a token request as RFC 6749 has it."""
        given = {name: values[0] for name, values in parse_qs(form).items()}
        basic = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        who = basic or f"{given.get('client_id')}:{given.get('client_secret')}"
        if self.down:
            return 503, {}
        if who != f"tongxin:{self.secret}" or given.get("grant_type") != "client_credentials":
            return 401, {"error": "invalid_client"}
        self.granted += 1
        token = f"token-canary-{self.granted}"
        self.good.add(token)
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": self.lifetime_s}

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
