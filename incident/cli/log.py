"""`tongxin log`: prove that the log is whole and that the rows are what it says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from incident.cli.data import open_world
from incident.cli.refusals import FOUND, BadInput
from incident.config import read_settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from incident.verify import Fault


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
    from incident.anchors import AnchorError
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
