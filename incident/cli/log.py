"""`tongxin log`: prove that the log is whole and that the rows are what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from incident.anchors import AnchorError
from incident.cli.data import open_world
from incident.cli.refusals import FOUND, BadInput
from incident.cli.registering import register_file
from incident.config import read_settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from incident.verify import Fault


#: Digits of a region's code.
_ADCODE = 6


@click.group(no_args_is_help=False)
def log() -> None:
    """Prove the log."""


@log.command()
@click.option(
    "--anchors",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of anchors; left out: TONGXIN_ANCHOR_DIR, or anchors in TONGXIN_VAR_DIR.",
)
@click.option(
    "--public-key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Public key of the anchors (hex); left out: the one of this installation.",
)
def verify(anchors: Path | None, public_key: Path | None) -> None:
    """Walk the chain of every stream and hold it against the signed anchors.

    Exit 0: nothing is missing or changed. 1: faults, each on a line. 2: a file cannot be read.
    """
    from incident import anchoring
    from incident.verify import verify_chain

    settings = read_settings()
    folder = anchors or settings.anchors()
    db = open_world(settings)
    try:
        key = _public_key(public_key) if public_key else anchoring.public_key(settings)
        with db.read() as session:
            heads = anchoring.heads_of(session)
            faults = verify_chain(session)
            against, count = anchoring.check_anchors(session, anchoring.stored_anchors(folder), key)
    except AnchorError as error:
        raise BadInput(str(error)) from error
    _tell(faults + against)
    events = sum(position for position, _ in heads.values())
    click.echo(f"verified: {len(heads)} streams, {events:,} events, {count:,} anchors in {folder}")


@log.command()
@click.option("--check", "check", is_flag=True, required=True, help="Only compare; rows are never overwritten.")
def rebuild(*, check: bool) -> None:
    """Fold the whole log anew and compare with the rows, for the nation and for each province.

    Exit 0: equal. 1: differences, each on a line.
    """
    from incident.verify import compare_fold

    with open_world().read() as session:
        faults = compare_fold(session)
    _tell(faults)
    click.echo("rebuilt: every row is what the log says")


@log.command()
@click.option("--apply", "applies", is_flag=True, help="Drop it now; left out: only tell.")
def retention(*, applies: bool) -> None:
    """Tell what was kept long enough, kind by kind, and drop it with --apply; the web process does so every hour.

    Times stand in docs/record.md and TONGXIN_RETENTION. The log loses nothing. Exit 0: told, or dropped.
    """
    from incident.commands.retention import apply_retention, due
    from incident.house import House
    from incident.rules.data_classes.keeping import WHAT

    settings = read_settings()
    db = open_world(settings)
    days = House(settings=settings, db=db).retention
    if applies:
        going = apply_retention(db, days)
    else:
        with db.read() as session:
            going = due(session, days, real_now=db.real_now(session), world_now=db.world_now(session))
    for one in going:
        click.echo(f"{one.kind}: {one.count:,} of before {one.before:%Y-%m-%d} ({WHAT[one.kind][1]})")
    click.echo("dropped" if applies else "nothing was dropped; --apply does it")


@log.command()
@click.argument("incident", type=click.UUID)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where it is written; left out: evidence-INCIDENT.zip in this folder.",
)
def bundle(incident: UUID, out: Path | None) -> None:
    """Write the log of an incident as a file that anybody can verify without this machine.

    It holds the events, their texts and anchors, and the program that verifies it; that it was taken stands in the
    register of exports. Exit 0: written. 2: there is no such
    incident, or the file cannot be written.
    """
    from incident import anchoring, anchors
    from incident.evidence.bundle import write_bundle
    from incident.log import incident_stream

    settings = read_settings()
    path = out or Path(f"evidence-{incident}.zip")
    db = open_world(settings)
    try:
        anchoring.anchor_log(db, settings)
        key, anchored = anchors.read_key(anchoring.key_file(settings)), anchoring.stored_anchors(settings.anchors())
        with db.read() as session, _progress("writing the events") as progress:
            written = write_bundle(
                session, path, stream=incident_stream(str(incident)), at=db.real_now(session), anchored=anchored,
                key=key, progress=progress,
            )  # fmt: skip
    except LookupError as error:
        raise BadInput(f"{incident}: there is no incident with this id") from error
    except (AnchorError, OSError) as error:
        raise BadInput(str(error)) from error
    register_file(
        db, path, kind="evidence", form="zip", of_incident=str(incident), position=written.events
    )  # fmt: skip
    click.echo(
        f"{path}: {written.events:,} events, {written.texts:,} texts ({written.redacted:,} redacted), "
        f"{written.anchors:,} anchors\nkey {written.key}\nsha256 {written.sha256}"
    )


@log.command()
@click.argument("incident", type=click.UUID)
def archive(incident: UUID) -> None:
    """Seal the log of a closed incident as a file, have it verified, and move its events out of the working table.

    They are read as before, by everybody. Run it as the owner of the tables; SQLite seals, and moves nothing. Killed in
    between, run it again. Exit 0: archived. 2: it goes on, the role may not, or the file does not hold.
    """
    from incident.archiving import ArchiveError
    from incident.archiving import archive as carry_out
    from incident.log import Actor

    settings = read_settings()
    db = open_world(settings)
    try:
        with _progress("moving events") as progress:
            done = carry_out(
                db, settings, Actor(person="system", via="cli"), str(incident), told=lambda moved: progress(moved, None)
            )
    except ArchiveError as error:
        raise BadInput(str(error)) from error
    how = "sealed and verified" if done.anew else "sealed before"
    click.echo(f"{done.path}: {done.sealed.position:,} events, {how}\nsha256 {done.sealed.sha256}")
    kept = "SQLite keeps them in its one table"
    click.echo(f"moved into the archive: {done.moved:,} events" if done.moved is not None else f"not moved: {kept}")


@log.command()
def archives() -> None:
    """List the sealed logs: where they lie, what has come since, and whether each file is as it was sealed.

    Exit 0: all are whole. 1: a file is gone or changed, or holds what has been erased since.
    """
    from incident.archiving import faults_of_file
    from incident.queries.archives import sealed_logs

    settings, wrong = read_settings(), 0
    with open_world(settings).read() as session:
        for one in sealed_logs(session):
            faults = faults_of_file(settings.archive(), one.row)
            faults += [f"{one.row.id}: something was erased since; seal it again"] if one.erased else []
            later = f", {one.later:,} since" if one.later else ""
            click.echo(
                f"{one.row.id}  {one.title_en}  {one.row.position:,} events{later}, {one.in_working_table:,} in the "
                f"working table  {one.row.file}  {one.row.sha256}"
            )
            for fault in faults:
                click.echo(f"  {fault}")
            wrong += len(faults)
    if wrong:
        raise click.exceptions.Exit(FOUND)


@log.command()
@click.argument("incident", type=click.UUID)
@click.option("--at", "at", required=True, help="A position in the log, or a moment such as 2008-05-12T08:00:00Z.")
@click.option("--against", help="Another one: tell what differs between the two.")
@click.option("--room", default="nation", show_default=True, help="As whom: nation, or a province's adcode.")
@click.option("--json", "as_json", is_flag=True, help="All rows as JSON, spelled as in the log.")
def state(incident: UUID, at: str, against: str | None, room: str, *, as_json: bool) -> None:
    """Tell what stood at a moment of an incident, or what differs between two.

    Rows are those that the log gives, whatever has happened since. Exit 0: told. 2: no such incident or moment.
    """
    from incident.cli.log_state import tell_difference, tell_state

    if room != "nation" and not (room.isdecimal() and len(room) == _ADCODE):
        raise BadInput(f"--room: {room} is neither nation nor the adcode of a province, such as 510000")
    settings = read_settings()
    with open_world(settings).read() as session, _progress("reading the log") as progress:
        if against is None:
            told = tell_state(session, settings, str(incident), at, room=room, as_json=as_json, progress=progress)
        else:
            told = tell_difference(
                session, settings, str(incident), at, against, room=room, as_json=as_json, progress=progress
            )
    click.echo(told)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on stderr, gone when it is over."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def _tell(faults: Sequence[Fault]) -> None:
    """Print each fault and end with 1, or return when there is none."""
    for fault in faults:
        click.echo(str(fault))
    if faults:
        click.echo(f"faults: {len(faults)}", err=True)
        raise click.exceptions.Exit(FOUND)


def _public_key(path: Path) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(path.read_text("ascii").strip()))
    except ValueError as error:
        raise BadInput(f"{path}: not a public key of 32 bytes in hex") from error
