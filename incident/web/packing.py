"""Packs JSON answers on the way out: provincial teams are often on a poor link (the phone page's 150 kB).

Answers about sessions and people stay as they are: packing a secret beside text that a stranger can choose
would tell its length (BREACH).
"""

from __future__ import annotations

import gzip

from flask import Flask, Response

from incident.web.host import asked as request_at_hand

#: Below this packing costs more than it spares.
LEAST_BYTES = 1400
LEVEL = 5
PACKED = frozenset({"application/json", "application/geo+json"})
NEVER = ("/api/v1/session", "/api/v1/people", "/login")


def install_packing(app: Flask) -> None:
    """Gzip JSON answers for those who accept it."""

    @app.after_request
    def pack(response: Response) -> Response:
        asked = request_at_hand()
        if response.mimetype not in PACKED or asked.path.startswith(NEVER):
            return response
        response.headers.add("Vary", "Accept-Encoding")
        ready = response.status_code == 200 and not response.direct_passthrough and not response.is_streamed
        if not ready or "Accept-Encoding" not in asked.headers or "Content-Encoding" in response.headers:
            return response
        if asked.accept_encodings.quality("gzip") <= 0:
            return response
        content = response.get_data()
        if len(content) >= LEAST_BYTES:
            response.set_data(gzip.compress(content, LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response
