"""Serves built files: precompressed where a `.gz` lies beside them, kept for ever where the name holds a version."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from flask import Response, request, send_file
from werkzeug.security import safe_join

from incident.errors import NotFound

FOR_EVER = "public, max-age=31536000, immutable"
PRIVATE_FOR_EVER = "private, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


def serve(folder: Path, name: str, *, cache: str) -> Response:
    """The file `name` under `folder`, with an ETag; NotFound for anything else, paths that climb out included."""
    joined = safe_join(str(folder.resolve()), name)
    if joined is None or "\\" in name or any(part.startswith(".") for part in name.split("/")):
        raise NotFound.of("文件", "file")
    path = Path(joined)
    if not path.is_file():
        raise NotFound.of("文件", "file")
    packed = path.with_name(path.name + ".gz")
    use_packed = packed.is_file() and request.accept_encodings.quality("gzip") > 0
    answer = send_file(packed if use_packed else path, mimetype=_type_of(path), conditional=True, etag=True)
    if use_packed:
        answer.headers["Content-Encoding"] = "gzip"
    if packed.is_file():
        answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = cache
    return answer


def _type_of(path: Path) -> str:
    return _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
