"""`tongxin db`: bring the schema up to date, copy the database while it runs, put a copy back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from incident.cli.data import open_database, open_world, shown_url
from incident.cli.refusals import BadInput
from incident.config import Settings, read_settings


@click.group(no_args_is_help=False)
def db() -> None:
    """Upgrade, back up and restore the database."""


@db.command()
def upgrade() -> None:
    """Bring the schema to the newest migration; a SQLite database that needs it is backed up first.

    Exit 0: current. 2: the database cannot be reached.
    """
    from incident import grants, migrate
    from incident.sqlite_copy import back_up, file_of

    settings = read_settings()
    engine = open_database(settings).engine
    before, after = migrate.current(engine), migrate.newest()
    if before == after:
        click.echo(f"{shown_url(settings)}: at {after}, the newest migration")
        return
    file = file_of(settings.url())
    if before is not None and file is not None:
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        kept = back_up(file, settings.var_dir / "backups" / f"before-{after}-{now}.db")
        click.echo(f"backup: {kept}")
    migrate.upgrade(engine)
    click.echo(f"{shown_url(settings)}: from {before or 'nothing'} to {after}")
    with engine.begin() as connection:
        for name in grants.renew(connection):
            click.echo(f"rights: {name} has those of today's tables")


@db.command(name="grants")
@click.option("--role", required=True, help="The role that the application connects as; it must own nothing.")
@click.option("--print", "prints", is_flag=True, help="Only print the statements, for whoever runs them by hand.")
def give_rights(role: str, *, prints: bool) -> None:
    """Give the application's role what it needs on PostgreSQL: to add to the log and read it, never to change it.

    Run it as the owner of the tables, the role that upgrades them. What later migrations add is covered, too.

    Exit 0: given, or printed. 2: the role cannot be bound, we are not the owner, or this is SQLite.
    """
    from incident import grants, migrate

    settings = read_settings()
    database = open_database(settings)
    if database.is_sqlite:
        raise BadInput("SQLite has no roles: triggers alone keep the log append-only; rights need PostgreSQL")
    if not migrate.is_current(database.engine):
        raise BadInput(f"{shown_url(settings)}: the schema is not current; run `tongxin db upgrade`")
    with database.engine.begin() as connection:
        if prints:
            click.echo("".join(f"{statement};\n" for statement in grants.statements(connection, role)), nl=False)
            return
        try:
            grants.grant(connection, role)
        except grants.CannotHold as error:
            raise BadInput(f"--role: {error}") from error
    click.echo(f"{role}: may add to the log and read it, and no more; serve as it with TONGXIN_DATABASE_URL")


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the database into FILE while it is in use, and prove that the copy is sound.

    That it was taken stands in the register of exports.

    Exit 0: FILE holds a sound copy. 2: FILE exists, or the database is PostgreSQL (the command for it is shown).
    """
    from incident.sqlite_copy import back_up, file_of

    settings = read_settings()
    source = file_of(settings.url())
    if source is None:
        raise BadInput(f"PostgreSQL has a tool of its own: pg_dump --format=custom --file={file} {_libpq(settings)}")
    if file.exists():
        raise BadInput(f"{file}: exists already; give another name")
    if not source.exists():
        raise BadInput(f"{source}: there is no database to back up; run `tongxin db upgrade`")
    back_up(source, file)
    _register(settings, file)
    click.echo(f"backup: {file} ({file.stat().st_size:,} bytes)")


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put the backup FILE in the database's place; what was there is kept beside it.

    Exit 0: restored. 2: FILE is no sound backup, the database is in use, or it is PostgreSQL.
    """
    from incident.sqlite_copy import NotSound, file_of, put_back

    settings = read_settings()
    target = file_of(settings.url())
    if target is None:
        raise BadInput(
            f"PostgreSQL has a tool of its own: pg_restore --clean --if-exists --dbname={_libpq(settings)} {file}"
        )
    try:
        kept = put_back(file, target)
    except NotSound as error:
        raise BadInput(str(error)) from error
    if kept is not None:
        click.echo(f"what was there before: {kept}")
    click.echo(f"restored: {target}; now run `tongxin log verify`")


def _register(settings: Settings, file: Path) -> None:
    """Write the copy into the register of exports; a database of an older schema has none and is copied anyhow."""
    from incident.cli.registering import register_file

    try:
        register_file(open_world(settings), file, kind="database", form="db")
    except BadInput as error:
        click.echo(f"not in the register of exports: {error.message}", err=True)


def _libpq(settings: Settings) -> str:
    """The URL as PostgreSQL's own tools read it; the password comes from PGPASSWORD or ~/.pgpass."""
    from sqlalchemy.engine import URL, make_url

    url = make_url(settings.url())
    shown = URL.create(
        "postgresql", username=url.username, host=url.host, port=url.port, database=url.database, query=url.query
    )
    return f"'{shown.render_as_string()}'"
