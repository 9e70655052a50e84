"""An instruction as two files: its actions as CSV, and a manifest that says what must be true of them. Pure.

The manifest is sealed: over its own canonical JSON (keys sorted, no blanks, UTF-8) without the field ``seal``, by
HMAC-SHA256 where a secret was agreed, else by SHA-256, which shows an accident but no forger.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

from notifications.connectors._instruction import Instruction

DOCUMENT = "file-drop/1"
COLUMNS = ("action_no", "action", "action_key", "from", "until", "details")


@dataclass(frozen=True)
class Dropped:
    """Two files by name, the one that is written first before the one that makes it count."""

    data_name: str
    data: bytes
    manifest_name: str
    manifest: bytes


def stem(key: str) -> str:
    """Return the name under which everything about a key lies in the folders."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def sealed(document: Mapping[str, object], *, secret: str) -> bytes:
    """Return a document's bytes with its seal."""
    return _canonical({**document, "seal": seal_of(document, secret=secret)})


def seal_of(document: Mapping[str, object], *, secret: str) -> str:
    """Return the seal of a document, whatever it says of itself under ``seal``."""
    raw = _canonical({name: value for name, value in document.items() if name != "seal"})
    if secret:
        return f"hmac-sha256:{hmac.digest(secret.encode(), raw, 'sha256').hex()}"
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def files_of(instruction: Instruction, *, key: str, fence: int, digest: str, sequence: int, secret: str) -> Dropped:
    """Return the two files of one instruction."""
    data_name = f"TX-{sequence:010d}.csv"
    data = _rows(instruction)
    manifest: dict[str, object] = {
        "document": DOCUMENT,
        "kind": "instruction",
        "world": instruction.world,
        "sequence": sequence,
        "batchKey": key,
        "fence": fence,
        "documentDigest": digest,
        "batch": instruction.batch,
        "measureType": instruction.kind,
        "county": instruction.county,
        "segment": instruction.segment,
        "rules": list(instruction.rules),
        "customers": instruction.customers,
        "capFen": instruction.cap_fen,
        "file": {
            "name": data_name,
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
            "rows": len(instruction.actions),
        },
    }
    return Dropped(data_name, data, f"{stem(key)}-{fence:010d}.manifest.json", sealed(manifest, secret=secret))


def seal_request(*, key: str, fence: int, world: str, secret: str) -> tuple[str, bytes]:
    """Return the file that asks a province to refuse older leases of a key, and to say what it knows of it."""
    document = {"document": DOCUMENT, "kind": "seal", "world": world, "batchKey": key, "fence": fence}
    return f"{stem(key)}-{fence:010d}.seal.json", sealed(document, secret=secret)


def _rows(instruction: Instruction) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, action in enumerate(instruction.actions, start=1):
        details = _canonical(action.details).decode()
        writer.writerow([number, action.action, action.key, action.period.from_, action.period.until, details])
    return text.getvalue().encode()


def _canonical(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
