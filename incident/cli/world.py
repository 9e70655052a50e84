"""`tongxin world`: make the one world that a database holds, for good."""

from __future__ import annotations

from datetime import datetime

import click

from incident.cli.data import open_database, shown_url
from incident.cli.refusals import BadInput
from incident.config import read_settings


@click.group(no_args_is_help=False)
def world() -> None:
    """Make the world that this database holds."""


@world.command()
@click.option("--kind", type=click.Choice(["live", "exercise"]), required=True, help="It can never be changed.")
@click.option("--name", required=True, help="Shown at the head of every page.")
@click.option("--begins", help="Exercise only: what its clock shows first, as 2008-05-12T14:28:00+08:00.")
@click.option("--rate", type=int, default=1, show_default=True, help="Exercise only: world seconds per second.")
def create(kind: str, name: str, begins: str | None, rate: int) -> None:
    """Write the world into a migrated database that has none.

    Exit 0: made. 2: an option does not fit, the schema is not current, or there is a world already.
    """
    from incident import migrate
    from incident.commands.worlds import create_world

    settings = read_settings()
    db = open_database(settings)
    if not migrate.is_current(db.engine):
        raise BadInput(f"{shown_url(settings)}: the schema is not current; run `tongxin db upgrade`")
    made = create_world(db, kind=kind, name=name, begins_at=_moment(begins), rate=rate)
    click.echo(f"{made.kind} world {made.name!r}; its clock shows {made.anchor_world:%Y-%m-%d %H:%M:%S} UTC")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"--begins: {text!r} is no ISO 8601 time such as 2008-05-12T14:28:00+08:00") from error
    if moment.tzinfo is None:
        raise BadInput(f"--begins: {text!r} has no offset; write it as {text}+08:00")
    return moment
