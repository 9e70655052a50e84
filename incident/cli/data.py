"""What several commands open: settings, regions, exposure, footprints, the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from incident.cli.refusals import BadInput
from incident.config import Settings, read_settings

if TYPE_CHECKING:
    from geo.exposure import Exposure
    from geo.footprint import Footprint
    from geo.regions import Regions
    from incident.db import Database


def footprint_from(given: str, *, fmt: str | None = None, part: str | None = None, crs: str | None = None) -> Footprint:
    """The footprint in the file `given`, or the shipped reconstruction of that name (`wenchuan-2008`).

    `fmt`, `part` and `crs` say what the file does not; see `geo.footprint_reading.read_footprint`.
    """
    from geo.footprint_reading import read_footprint
    from geo.reconstructions import NAMES, reconstruction

    path, settings = Path(given), read_settings()
    if path.is_dir():
        raise BadInput(f"{given}: this is a folder, not a footprint file")
    if path.exists():
        return read_footprint(
            path, fmt=fmt, part=part, crs=crs, regions=lambda: regions_of(settings),
            certificates=certificates_of(settings),
        )  # fmt: skip
    if given in NAMES:
        return reconstruction(given, lambda: regions_of(settings))
    raise BadInput(f"{given}: there is no such file, and no reconstruction of that name (shipped: {', '.join(NAMES)})")


def regions_of(settings: Settings) -> Regions:
    """The regions of this installation."""
    from incident.regions_in_use import regions_in_use

    return regions_in_use(settings)


def certificates_of(settings: Settings) -> tuple[str, ...]:
    """The certificates whose signatures are trusted here; a file that is none is told on stderr."""
    from geo.certificates import trusted_certificates

    found = trusted_certificates(settings.cap_certificate_dir())
    for fault in found.faults:
        click.echo(f"{settings.cap_certificate_dir()}: {fault}", err=True)
    return found.texts


def exposure_of(settings: Settings, regions: Regions) -> Exposure:
    """The exposure of this installation; its label says when it is synthetic."""
    from geo.exposure_in_use import with_data_in_use
    from geo.exposure_store import synthetic_exposure

    made_up = synthetic_exposure(regions, cache_dir=settings.cache_dir())
    return with_data_in_use(made_up, regions, data_dir=settings.data_dir(), cache_dir=settings.cache_dir())


def open_database(settings: Settings | None = None) -> Database:
    """The database of the settings, open until the command ends; BadInput when they cannot be used."""
    from incident.db import Database, open_engine

    try:
        db = Database(open_engine((settings or read_settings()).url()))
        click.get_current_context().call_on_close(db.engine.dispose)
        return db
    except (ValueError, RuntimeError) as error:
        raise BadInput(str(error)) from error


def open_world(settings: Settings | None = None) -> Database:
    """The database, which must be migrated and hold a world."""
    from sqlalchemy import inspect, select

    from incident import migrate
    from incident.db import World
    from incident.sqlite_copy import file_of

    settings = settings or read_settings()
    file = file_of(settings.url())
    if file is not None and not file.exists():
        raise BadInput(f"{file}: there is no database yet; run `tongxin db upgrade`, then `tongxin world create`")
    db = open_database(settings)
    if not inspect(db.engine).has_table(World.__tablename__) or not migrate.is_current(db.engine):
        raise BadInput(f"{shown_url(settings)}: the schema is not current; run `tongxin db upgrade`")
    with db.read() as session:
        if session.scalar(select(World.kind)) is None:
            raise BadInput(f"{shown_url(settings)}: there is no world in it; run `tongxin world create`")
    return db


def shown_url(settings: Settings) -> str:
    """The database URL as it may be shown: without its password."""
    from sqlalchemy.engine import make_url

    return make_url(settings.url()).render_as_string(hide_password=True)
