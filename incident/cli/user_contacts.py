"""`tongxin user contacts FILE`: the phone book from a table, every line that cannot be used named."""

from __future__ import annotations

from pathlib import Path

import click

from incident.cli.data import open_world, regions_of
from incident.cli.refusals import BadInput
from incident.config import read_settings


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def contacts(file: Path) -> None:
    """Write the phone book from FILE (CSV): every place that it names has these entries and no others afterwards.

    Columns: scope (nation, or a province's adcode), name_zh, name_en, post_zh, post_en, region, office, mobile,
    satellite, fax, call_order (1 is called first), login. Only scope, name_zh, post_zh and one number must be there.
    Numbers are sealed with the installation's key and never logged.
    Exit 0: written. 2: some lines cannot be used, each named; nothing was changed.
    """
    from sqlalchemy import select

    from incident.commands.duty.reach import replace_book
    from incident.events.duty import STREAM
    from incident.log import Actor
    from incident.models import Person
    from incident.rules.phonebook import TableFault, read_table
    from incident.rules.sealing import Sealer

    settings = read_settings()
    db = open_world()
    provinces = {region.adcode for region in regions_of(settings).provinces() if region.operator}
    with db.read() as session:
        logins = set(session.scalars(select(Person.login)))
    try:
        entries = read_table(file.read_text("utf-8-sig"), provinces=provinces, logins=logins)
    except UnicodeDecodeError:
        raise BadInput(f"{file}: this is not UTF-8 text; save the table as CSV UTF-8") from None
    except TableFault as fault:
        for line in fault.lines:
            click.echo(f"{file}: {line}", err=True)
        click.get_current_context().exit(2)
    with db.transaction([STREAM]) as tx:
        counts = replace_book(
            tx, Actor(person="system", via="cli"), entries=entries, sealer=Sealer.of(settings.contact_key())
        )
    for scope, count in counts.items():
        click.echo(f"{scope}: {count} entries")
