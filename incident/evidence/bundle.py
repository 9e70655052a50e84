"""Writes an evidence bundle: an incident's log, its texts and its anchors in one ZIP file, signed (DESIGN.md §3.6).

    bundle.json    what it is, the SHA-256 of every other file, and a signature over all of that
    events.jsonl   one event a line, in canonical JSON with its hash, in order
    texts.jsonl    salt, kind and redaction of each text; the texts themselves are files under texts/
    anchors/       heads of this log as they were signed while it grew, where it had moved
    anchor.pub     the public key; README.txt and verifier.py say and do how all this is checked

People stand in it by their ids. It holds what the log holds, so no customer's number.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import anchoring
from incident.anchors import Anchor, key_id
from incident.canonical import canonical_bytes
from incident.clock import as_text
from incident.db import NO_HASH, StreamHead
from incident.evidence.verifier import FORMAT
from incident.log import stored_form
from incident.models import Blob, EventRow

AT_ONCE = 500
#: Digests as they stand in events; those of texts are kept, others name something else.
_DIGEST = re.compile(rb'"([0-9a-f]{64})"')
#: Called with how many events are written, and how many there are.
Progress = Callable[[int, int], None]
#: Files of a ZIP carry a time; the same log gives the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
BESIDE = ("README.txt", "verifier.py")


@dataclass(frozen=True)
class Written:
    """What a bundle holds."""

    events: int
    texts: int
    redacted: int
    anchors: int
    key: str
    sha256: str


def write_bundle(
    session: Session,
    path: Path,
    *,
    stream: str,
    at: datetime,
    anchored: Iterator[tuple[str, Anchor]],
    key: Ed25519PrivateKey,
    progress: Progress = lambda _done, _all: None,
) -> Written:
    """Write the log `stream` as it is in this transaction to `path`; LookupError when it has no events.

    `anchored` are the stored anchors, oldest first. The file appears as a whole or not at all.
    """
    head = session.get(StreamHead, stream)
    if head is None or not head.position:
        raise LookupError(stream)
    draft = path.with_name(f".{path.name}.part")
    try:
        with _Parts(draft) as parts:
            named = _write_events(session, parts, stream, head, progress)
            texts, redacted = _write_texts(session, parts, named)
            anchors = _write_anchors(parts, stream, head.position, anchored)
            public = key.public_key().public_bytes_raw().hex()
            parts.write("anchor.pub", f"{public}\n".encode())
            for name in BESIDE:
                parts.write(name, (files("incident.evidence") / name).read_bytes())
            claim: dict[str, Any] = {
                "format": FORMAT, "stream": stream, "world": anchoring.world_label(session), "exported_at": as_text(at),
                "position": head.position, "head": head.hash, "redacted": redacted, "key": key_id(key.public_key()),
                "files": dict(sorted(parts.digests.items())),
            }  # fmt: skip
            signed = claim | {"signature": key.sign(canonical_bytes(claim)).hex()}
            parts.write("bundle.json", canonical_bytes(signed))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Written(head.position, texts, redacted, anchors, claim["key"], digest)


class _Parts:
    """The ZIP file as it is written, with the digest of each part."""

    def __init__(self, path: Path) -> None:
        self._file = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self.digests: dict[str, str] = {}

    def __enter__(self) -> _Parts:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, name: str, content: bytes) -> None:
        self.write_pieces(name, iter([content]))

    def write_pieces(self, name: str, pieces: Iterator[bytes]) -> None:
        """Write a part that is never whole in memory."""
        about = zipfile.ZipInfo(name, _NO_TIME)
        about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        found = hashlib.sha256()
        with self._file.open(about, "w", force_zip64=True) as part:
            for piece in pieces:
                found.update(piece)
                part.write(piece)
        self.digests[name] = found.hexdigest()


def _write_events(session: Session, parts: _Parts, stream: str, head: StreamHead, progress: Progress) -> set[str]:
    """Write the events; whatever in them may name a text."""
    named: set[str] = set()

    def lines() -> Iterator[bytes]:
        query = select(EventRow).where(EventRow.stream == stream, EventRow.position <= head.position)
        rows = session.scalars(query.order_by(EventRow.position).execution_options(yield_per=AT_ONCE))
        for number, row in enumerate(rows, 1):
            line = canonical_bytes(stored_form(row))
            session.expunge(row)
            named.update(found.decode() for found in _DIGEST.findall(line))
            yield line + b"\n"
            if number % AT_ONCE == 0 or number == head.position:
                progress(number, head.position)

    parts.write_pieces("events.jsonl", lines())
    return named


def _write_texts(session: Session, parts: _Parts, named: set[str]) -> tuple[int, int]:
    """Write the texts among what is named, and their index; how many there are, and how many of them redacted."""
    index, redacted = [], 0
    digests = sorted(named - {NO_HASH})
    for start in range(0, len(digests), AT_ONCE):
        query = select(Blob).where(Blob.digest.in_(digests[start : start + AT_ONCE])).order_by(Blob.digest)
        for blob in session.scalars(query):
            index.append(canonical_bytes(_about(blob)) + b"\n")
            if blob.redacted_at is None:
                parts.write(f"texts/{blob.digest}", blob.content)
            else:
                redacted += 1
            session.expunge(blob)
    parts.write_pieces("texts.jsonl", iter(index))
    return len(index), redacted


def _about(blob: Blob) -> dict[str, Any]:
    return {
        "digest": blob.digest,
        "salt": blob.salt.hex(),
        "media_type": blob.media_type,
        "audience": blob.audience,
        "redacted_at": as_text(blob.redacted_at) if blob.redacted_at else None,
    }


def _write_anchors(parts: _Parts, stream: str, position: int, anchored: Iterator[tuple[str, Anchor]]) -> int:
    """Write each anchor in which this log had moved since the one before; how many."""
    last, count = 0, 0
    for _name, anchor in anchored:
        stands = anchor.heads.get(stream, (0, NO_HASH))[0]
        if last < stands <= position:
            count, last = count + 1, stands
            parts.write(f"anchors/{anchor.at:%Y-%m-%dT%H%M%S.%f}.json", canonical_bytes(anchor.document()))
    return count
