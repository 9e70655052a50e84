"""Anchors of the log: the heads of all streams, signed each minute and kept outside the database (DESIGN.md §3.6).

The chain alone cannot show that its end was cut off or that all of it was rewritten. An anchor can: it says which
event stood at which position at a certain minute. Whoever may write the database should not be able to write the
anchor directory; put it on another machine's disk (TONGXIN_ANCHOR_DIR) in a live installation.

Making and judging anchors is pure; `write_anchor` and `read_anchors` are the only functions that touch files.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from incident.clock import as_text, from_text

FORMAT = "tongxin-anchor/1"
#: A log that has not moved is anchored again only after this long.
IDLE = timedelta(hours=1)
#: Stream → (position, hash) of its last event.
Heads = Mapping[str, tuple[int, str]]


class AnchorError(ValueError):
    """An anchor, its folder or its key cannot be used; the message names the file."""


@dataclass(frozen=True)
class Anchor:
    """A signed list of heads. `previous` is the SHA-256 of the anchor before, so that none can be taken out."""

    at: datetime
    world: str
    heads: Heads
    previous: str
    key: str
    signature: str

    def document(self) -> dict[str, Any]:
        """The anchor as it is written."""
        return self.claim() | {"signature": self.signature}

    def claim(self) -> dict[str, Any]:
        """What the signature covers."""
        return {
            "format": FORMAT,
            "at": as_text(self.at),
            "world": self.world,
            "heads": [[stream, position, digest] for stream, (position, digest) in sorted(self.heads.items())],
            "previous": self.previous,
            "key": self.key,
        }

    def digest(self) -> str:
        """SHA-256 of the canonical bytes, in hex; the next anchor's `previous`."""
        return hashlib.sha256(rfc8785.dumps(self.document())).hexdigest()


NO_ANCHOR = "0" * 64


def key_id(key: Ed25519PublicKey) -> str:
    """First 16 hex digits of the SHA-256 of the raw public key."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def sign(key: Ed25519PrivateKey, *, at: datetime, world: str, heads: Heads, previous: str) -> Anchor:
    """An anchor of `heads`, signed with Ed25519 over its canonical bytes (RFC 8032, RFC 8785)."""
    unsigned = Anchor(
        at=at, world=world, heads=dict(heads), previous=previous, key=key_id(key.public_key()), signature=""
    )
    signature = key.sign(rfc8785.dumps(unsigned.claim())).hex()
    return Anchor(**{**unsigned.__dict__, "signature": signature})


def is_signed_by(anchor: Anchor, key: Ed25519PublicKey) -> bool:
    """Whether `key` signed exactly this anchor."""
    try:
        key.verify(bytes.fromhex(anchor.signature), rfc8785.dumps(anchor.claim()))
    except (InvalidSignature, ValueError):
        return False
    return True


def parse(text: str, *, name: str) -> Anchor:
    """The anchor that a file holds; AnchorError names the file."""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise AnchorError(f"{name}: this is no anchor of format {FORMAT}")
        return Anchor(
            at=from_text(told["at"]),
            world=told["world"],
            heads={stream: (int(position), str(digest)) for stream, position, digest in told["heads"]},
            previous=told["previous"],
            key=told["key"],
            signature=told["signature"],
        )
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, AnchorError):
            raise
        raise AnchorError(f"{name}: not a whole anchor ({error})") from error


def read_key(path: Path) -> Ed25519PrivateKey:
    """The signing key in `path`, drawn and written (mode 0600) when there is none yet."""
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii").strip()))
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    except ValueError as error:
        raise AnchorError(f"{path}: this is no signing key; restore it, or move it away to begin anew") from error
    drawn = Ed25519PrivateKey.generate()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was faster
        return read_key(path)
    with os.fdopen(handle, "w") as file:
        file.write(drawn.private_bytes_raw().hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return drawn


def newest(folder: Path) -> tuple[Path, Anchor] | None:
    """The newest anchor in `folder`; None when there is none."""
    files = anchor_files(folder)
    return (files[-1], parse(files[-1].read_text("utf-8"), name=str(files[-1]))) if files else None


def anchor_files(folder: Path) -> Sequence[Path]:
    """All anchors in `folder`, oldest first: `<day>/<time>.json`, names that sort by time."""
    return sorted(folder.glob("[0-9]*/[0-9]*.json"))


def write_anchor(folder: Path, key: Ed25519PrivateKey, *, at: datetime, world: str, heads: Heads) -> Path | None:
    """Sign `heads` and write the anchor atomically; None when nothing moved since one that is younger than an hour.

    A change of the key's public half is kept beside the anchors, for whoever verifies without this machine.
    """
    last = newest(folder)
    if last is not None and dict(last[1].heads) == dict(heads) and at - last[1].at < IDLE:
        return None
    anchor = sign(key, at=at, world=world, heads=heads, previous=last[1].digest() if last else NO_ANCHOR)
    public = folder / f"{anchor.key}.pub"
    if not public.exists():
        _write(public, key.public_key().public_bytes_raw().hex() + "\n")
    path = folder / at.strftime("%Y-%m-%d") / at.strftime("%H%M%S.%f.json")
    _write(path, json.dumps(anchor.document(), indent=1) + "\n")
    return path


def _write(path: Path, text: str) -> None:
    """Write a file so that it is there as a whole or not at all, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
