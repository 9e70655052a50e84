"""Archives a closed incident's log: sealed as a file, verified by the separate verifier, noted, then moved.

    sealed       the evidence bundle is written and lies on disk; nothing knows of it yet
    verified     the program in the bundle, in a process of its own, finds nothing missing or changed
    noted        `LogSealed` stands in the stream `record`; from here on the database lets the events move
    moved        PostgreSQL: into the archive's table, some thousand at a time; SQLite: they stay where they are

Whoever is killed in between begins again with the same command: a file that nobody noted is written anew, events that
have not moved go on moving. Run by the owner of the tables, on the machine that has the anchor key.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import anchoring, anchors
from incident.commands.sealing import Sealed, note_sealed
from incident.config import Settings
from incident.crashpoints import crashpoint
from incident.db import Database, StreamHead
from incident.errors import Conflict, NotFound
from incident.events.record import STREAM
from incident.evidence.archive import Progress, has_archive, may_move, move
from incident.evidence.bundle import write_bundle
from incident.log import Actor, incident_stream
from incident.models import Incident, SealedLog
from incident.queries.archives import sealed_logs
from incident.rules.incidents import is_over
from incident.sqlite_copy import to_disk


class ArchiveError(Exception):
    """A log cannot be archived, or its file does not hold; the message says why, and what to do."""


@dataclass(frozen=True)
class Done:
    """What was done: the file, whether it is a new one, and how many events moved (None: this database moves none)."""

    path: Path
    sealed: Sealed
    anew: bool
    moved: int | None


def archive(
    db: Database, settings: Settings, actor: Actor, incident_id: str, *, told: Progress = lambda _moved: None
) -> Done:
    """Seal the log of a closed incident and move its events into the archive.

    NotFound, Conflict for an incident that goes on, ArchiveError for a role that may not, or a file that does not hold.
    """
    with db.read() as session:
        _check(session, incident_id)
        moves, known = has_archive(session), _sealed(session, incident_id)
    folder = settings.archive()
    if known is not None and not faults_of_file(folder, known):
        sealed, anew = known, False
    else:
        sealed, anew = _seal(db, settings, incident_id), True
        with db.transaction([STREAM]) as tx:
            note_sealed(tx, actor, sealed)
    moved = move(db, incident_stream(incident_id), upto=sealed.position, told=told) if moves else None
    for other in folder.glob(f"{incident_id}-*.zip"):
        if other.name != sealed.file:
            other.unlink()
    return Done(folder / sealed.file, sealed, anew, moved)


def faults_of_file(folder: Path, sealed: Sealed | SealedLog) -> list[str]:
    """What is wrong with a sealed file as it lies there now."""
    path = folder / sealed.file
    if not path.is_file():
        return [f"{path}: is not there"]
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return [] if digest == sealed.sha256 else [f"{path}: not the bytes that were sealed"]


def _check(session: Session, incident_id: str) -> None:
    state = session.scalar(select(Incident.state).where(Incident.id == incident_id))
    if state is None:
        raise NotFound.of("事件", "incident")
    if not is_over(state):
        raise Conflict(
            "archive.goes_on",
            zh="事件尚未关闭，不能封存；请先关闭。",
            en="The incident goes on; close it before its log is archived.",
        )
    if has_archive(session) and not may_move(session):
        raise ArchiveError(
            "this role may not take events out of the working table, and should not; run it as the owner of the tables"
        )


def _sealed(session: Session, incident_id: str) -> Sealed | None:
    """What was sealed, when nothing has come since."""
    found = next((one for one in sealed_logs(session) if one.row.id == incident_id), None)
    if found is None or found.later:
        return None
    row = found.row
    return Sealed(incident_id, row.position, row.head, row.file, row.sha256, row.size)


def _seal(db: Database, settings: Settings, incident_id: str) -> Sealed:
    """Write the bundle, have it verified and on disk; ArchiveError when it does not hold."""
    folder, stream = settings.archive(), incident_stream(incident_id)
    folder.mkdir(parents=True, exist_ok=True)
    anchoring.anchor_log(db, settings)
    key = anchors.read_key(anchoring.key_file(settings))
    with db.read() as session:
        head = session.get_one(StreamHead, stream)
        path = folder / f"{incident_id}-{head.position}.zip"
        written = write_bundle(
            session, path, stream=stream, at=db.real_now(session), key=key,
            anchored=anchoring.stored_anchors(settings.anchors()),
        )  # fmt: skip
        sealed = Sealed(incident_id, written.events, head.hash, path.name, written.sha256, path.stat().st_size)
    path.chmod(0o600)
    for place in (path, folder):
        to_disk(place)
    crashpoint("archive.sealed")
    _verify(path, settings.anchors() / f"{anchors.key_id(key.public_key())}.pub")
    crashpoint("archive.verified")
    return sealed


def _verify(path: Path, key: Path) -> None:
    """Run the separate verifier on the file; it knows nothing of this house but the public key."""
    with as_file(files("incident.evidence") / "verifier.py") as program:
        ran = subprocess.run(
            [sys.executable, "-I", str(program), str(path), "--key", str(key)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if ran.returncode:
        said = (ran.stdout or ran.stderr).partition("\n")[0]
        raise ArchiveError(f"{path}: the verifier does not find it whole: {said}; nothing was moved")
