"""Anchoring the log each minute, and holding the log against its anchors (RELIABILITY.md rule 25, goal G32).

The background of one process calls `anchor_log`; `tongxin log verify` and `doctor` call `check_anchors`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import anchors
from incident.anchors import Anchor, Heads
from incident.config import Settings
from incident.db import Database, StreamHead, World
from incident.models import EventRow
from incident.verify import Fault

AT_ONCE = 500


def anchor_log(db: Database, settings: Settings) -> Path | None:
    """Sign where every stream ends now and keep that outside the database; the file, None when nothing moved."""
    with db.read() as session:
        heads, world, at = heads_of(session), world_label(session), db.real_now(session)
    key = anchors.read_key(key_file(settings))
    return anchors.write_anchor(settings.anchors(), key, at=at, world=world, heads=heads)


def key_file(settings: Settings) -> Path:
    """Where the signing key of this installation lies; never in the anchor directory."""
    return settings.var_dir / "anchor.key"


def public_key(settings: Settings) -> Ed25519PublicKey | None:
    """The key that this installation's anchors are signed with; None while it has not signed any."""
    file = key_file(settings)
    return anchors.read_key(file).public_key() if file.exists() else None


def heads_of(session: Session) -> Heads:
    """Where each stream that has events ends."""
    heads = session.scalars(select(StreamHead).where(StreamHead.position > 0))
    return {head.stream: (head.position, head.hash) for head in heads}


def world_label(session: Session) -> str:
    """Kind and name of the world, so that another world's anchors are not mistaken for this one's."""
    world = session.scalars(select(World)).one()
    return f"{world.kind}: {world.name}"


def stored_anchors(folder: Path) -> Iterator[tuple[str, Anchor]]:
    """All anchors of a folder with their file names, oldest first; AnchorError for one that cannot be read."""
    for path in anchors.anchor_files(folder):
        yield str(path), anchors.parse(path.read_text("utf-8"), name=str(path))


def check_anchors(
    session: Session, stored: Iterable[tuple[str, Anchor]], key: Ed25519PublicKey | None
) -> tuple[list[Fault], int]:
    """Everything in which log and anchors disagree, and how many anchors there were.

    Each anchor must be signed by `key`, follow from the one before, and name events that stand in the log
    unchanged: so a log whose end was cut off or that was rewritten as a whole is found.
    """
    faults: list[Fault] = []
    claims: dict[tuple[str, int], tuple[str, datetime]] = {}
    world, previous, count = world_label(session), anchors.NO_ANCHOR, 0
    for name, anchor in stored:
        count += 1
        if key is None or not anchors.is_signed_by(anchor, key):
            faults.append(Fault("anchor", count, f"{name}: not signed by this installation's key"))
        elif anchor.previous != previous:
            faults.append(Fault("anchor", count, f"{name}: an anchor before it is missing or was changed"))
        elif anchor.world != world:
            faults.append(Fault("anchor", count, f"{name}: of another world ({anchor.world}), this is {world}"))
        else:
            faults += _note(claims, anchor, name)
        previous = anchor.digest()
    return faults + _compare(session, claims), count


def _note(claims: dict[tuple[str, int], tuple[str, datetime]], anchor: Anchor, name: str) -> list[Fault]:
    """Remember what an anchor says; a fault where it contradicts an earlier one."""
    faults = []
    for stream, (position, digest) in anchor.heads.items():
        told, _at = claims.setdefault((stream, position), (digest, anchor.at))
        if told != digest:
            faults.append(Fault(stream, position, f"{name}: earlier anchors name another event here"))
    return faults


def _compare(session: Session, claims: dict[tuple[str, int], tuple[str, datetime]]) -> list[Fault]:
    """Hold what the anchors say against the events that are there."""
    faults = []
    for stream in sorted({stream for stream, _ in claims}):
        positions = sorted(position for name, position in claims if name == stream)
        found = _hashes(session, stream, positions)
        for position in positions:
            digest, at = claims[stream, position]
            if position not in found:
                faults.append(Fault(stream, position, f"was there at {at:%Y-%m-%d %H:%M:%S} UTC and is gone"))
            elif found[position] != digest:
                faults.append(
                    Fault(stream, position, f"is not the event that stood here at {at:%Y-%m-%d %H:%M:%S} UTC")
                )
    return faults


def _hashes(session: Session, stream: str, positions: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(positions), AT_ONCE):
        rows = session.execute(
            select(EventRow.position, EventRow.hash).where(
                EventRow.stream == stream, EventRow.position.in_(positions[start : start + AT_ONCE])
            )
        )
        found |= {row.position: row.hash for row in rows}
    return found
